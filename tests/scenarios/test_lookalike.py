"""Names that look alike are said; characters that join others are text."""

import pytest

from scenarios.files.finding import library
from scenarios.files.loading import check, load
from scenarios.tree.lookalike import look
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput, shown

ALIKE = {"Search": "", "ｓｅａｒｃｈ": "FULLWIDTH", "sеarch": "CYRILLIC SMALL LETTER IE", "search ": "SPACE"}
PERSIAN = "می\u200cخواهم"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def test_names_of_the_library_look_different():
    assert len({look(name) for name in library()}) == len(library())


@pytest.mark.parametrize("name", ALIKE)
def test_a_channel_that_looks_like_another_is_said(tmp_path, name):
    (tmp_path / "a.yaml").write_text(f"extends: base\nmarket:\n  channels:\n    - name: '{name}'\n", "utf-8")
    with pytest.raises(BadInput) as refused:
        load(tmp_path / "a.yaml")
    (problem,) = [one for one in refused.value.problems if "the names search" in one.found]
    assert (problem.file, problem.path, problem.line) == (str(tmp_path / "a.yaml"), "market.channels", 4)
    assert ALIKE[name] in problem.fix


@pytest.mark.parametrize("name", ALIKE)
def test_a_key_that_only_looks_right_is_told_apart(name):
    if name != name.strip():
        pytest.skip("spaces around a path do not count")
    with pytest.raises(BadInput) as refused:
        load("base", overrides=[f"policy.channel.weekly_spend.{name}=3"])
    assert "did you mean search?" in str(refused.value)
    assert ALIKE[name] in str(refused.value)


@pytest.mark.parametrize("name", ["Base", "bаse", "ｂａｓｅ"])
def test_a_scenario_that_looks_like_one_of_the_library_is_said(tmp_path, name):
    (tmp_path / "a.yaml").write_text(f"extends: base\nname: {name}\n", "utf-8")
    (good,) = check([tmp_path / "a.yaml"])
    assert [one for one in warnings_of(good) if "looks like base of the library" in one]


def test_joined_characters_are_text_and_no_part_of_a_name(tmp_path):
    text = f'extends: base\nname: spring\ntitle: {{en: "{FAMILY} plan", zh: "{PERSIAN}"}}\nnote: "{FAMILY}"\n'
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    loaded = load(tmp_path / "a.yaml")
    assert (loaded.title.en, loaded.title.zh) == (f"{FAMILY} plan", PERSIAN)
    assert shown(loaded.title.en) == f"{FAMILY} plan"
    assert shown("sea\u200drch") == "sea\\u200drch"
    (tmp_path / "a.yaml").write_text('extends: base\nname: "sea\u200drch"\n', "utf-8")
    with pytest.raises(BadInput, match="printable"):
        load(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").write_text('extends: base\nnote: "\u200d"\n', "utf-8")
    with pytest.raises(BadInput, match="note"):
        load(tmp_path / "a.yaml")
