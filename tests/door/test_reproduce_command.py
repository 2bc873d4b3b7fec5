"""`sixr reproduce` and `sixr.reproduce`: on screen, as a document, beside the fit of a company."""

import json

import pytest
from commands import sixr as command

import sixr
from calibration.company.fitting import fit_company
from calibration.company.making import make
from dashboard.text import words
from sim.problems import BadInput
from sixr import histories


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = make(tmp_path_factory.mktemp("company") / "shop", sample="cdnow-tenth")
    fit_company(folder)
    return folder


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def found(company, told):
    return sixr.reproduce(company=company.path, worlds=2, on_progress=lambda *words: told.append(words))


def test_the_result_is_kept_beside_the_fit(company, found):
    tree = found.to_json()
    assert json.loads((company.fitted() / "reproduce.json").read_text("utf-8")) == tree
    assert tree["until"] == "1997-07-01"  # a year before the end of June 1998
    assert tree["days"] == 364
    assert tree["closed"]  # nobody new came after March 1997


def test_progress_reaches_the_end(told, found):
    assert told[0][:2] == (0, 2)
    assert told[-1][:2] == (2, 2)


def test_the_command_shows_every_pattern(company, found, monkeypatch):
    asked = {}
    monkeypatch.setattr(histories, "reproduce", lambda sample, **words: asked.update(words) or found)
    code, out, err = command("reproduce", "--company", company.path, "--worlds", 2)
    assert code == 0, err
    assert (asked["company"], asked["worlds"], asked["halves"]) == (str(company.path), 2, False)
    for one in found.patterns:
        assert f"\n {words('en')('pattern.' + one['name'])} " in out
    assert f"{found.tree['passed']} of {found.tree['judged']} patterns come out." in out
    code, out, _ = command("reproduce", "--company", company.path, "--json")
    assert (code, json.loads(out)) == (0, found.to_json())


def test_halves_are_not_kept(company, found):
    kept = (company.fitted() / "reproduce.json").read_bytes()
    halves = sixr.reproduce(company=company.path, worlds=2, halves=True)
    assert halves.to_json()["mode"] == "halves"
    assert (company.fitted() / "reproduce.json").read_bytes() == kept


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "none"),
        ({"sample": "cdnow-tenth", "profile": "shop.yaml"}, "several"),
        ({"sample": "cdno"}, "did you mean"),
        ({"company": "nowhere"}, "no such folder"),
        ({"sample": "cdnow-tenth", "worlds": 1}, "--worlds"),
    ],
)
def test_what_cannot_be_asked_is_said(asked, words):
    with pytest.raises(BadInput) as caught:
        sixr.reproduce(**asked)
    assert words in str(caught.value)


def test_a_company_without_a_fit_is_told_to_be_fitted(tmp_path):
    make(tmp_path / "new", sample="cdnow-tenth")
    code, _, err = command("reproduce", "--company", tmp_path / "new")
    assert code == 2
    assert "sixr company fit" in err
