"""What the form can be refused for, and results that cannot be read, in the language of the page."""

import re
from pathlib import Path

import made
import pytest

from dashboard import data, notes, numbers, variant
from dashboard.text import words
from dashboard.variant import Variant
from dashboard.view import View
from scenarios.files.loading import load
from scenarios.results import store
from scenarios.running import memory
from sim.problems import BadInput

ENGLISH = re.compile(r"[a-z]{3,}")


def test_a_desk_that_nobody_is_ever_at_is_refused_in_chinese_by_the_name_of_the_desk():
    base = load("full")
    (problem,) = data.problems(variant.document(Variant("", (("staff.email.day", 0.0),)), base, 365), None)
    called = {desk.name: variant.desk_of(desk, words("zh")) for desk in base.market.service.desks}
    told = notes.refusal(problem, "zh", called)
    assert "“邮件”" in told
    assert not ENGLISH.search(told)
    assert notes.refusal(problem, "en") == problem


@pytest.mark.parametrize(("free", "fits"), [(1e8, "人"), (10.0, "减少天数")])
def test_a_market_beyond_the_memory_is_refused_in_chinese_with_the_same_numbers(monkeypatch, free, fits):
    monkeypatch.setattr(memory, "limit", lambda: int(free))
    with pytest.raises(BadInput) as refused:
        memory.side_by_side([load("base", overrides=["people=5000000"])])
    told = notes.refusal(str(refused.value), "zh")
    assert "5,000,000 人" in told
    assert fits in told
    assert not ENGLISH.search(told)


def test_a_result_that_is_damaged_or_gone_is_refused_in_chinese(tmp_path: Path):
    folder = made.folder(tmp_path / "damaged")
    (folder / "tables" / "daily.parquet").write_bytes(b"nothing")
    (tmp_path / "empty").mkdir()
    for place in (folder, tmp_path / "empty", tmp_path / "gone"):
        with pytest.raises(BadInput) as refused:
            store.read(place)
        told = notes.refusal(str(refused.value), "zh")
        _, _, said = told.rpartition("：")
        assert not ENGLISH.search(re.sub(r"\w+[./][\w./]*|[\d,]+ bytes", "", said)), told


def test_an_unknown_refusal_stands_line_by_line_as_it_is():
    assert notes.refusal("one: thing\nother: thing", "zh") == "one: thing\nother: thing"


def test_a_note_calls_scenarios_and_channels_what_the_page_calls_them():
    texts = [
        "base, search: in 1 of 5 worlds the spend brought no customers and incremental CAC has no value there; the"
        " figure reported is mean spend / mean customers over all worlds."
    ]
    result = made.result(
        warnings=[
            *texts,
            "base: market.start: nobody knows us at time 0, and without organic inflow or media nobody will.",
        ]
    )
    view = View("made", store.Result(result.manifest, result.tables, {"base": load("base").to_yaml()}), words("zh"))
    channel, start = view.noted
    assert channel.startswith(f"{view.base.label}，搜索广告：在 5 个世界中有 1 个")
    assert start.startswith(f"{view.base.label}：market.start：")


def test_chinese_punctuation_stands_between_an_item_and_its_number():
    assert numbers.title("market.channels.radio.slope", "zh") == "radio：饱和曲线的形状"
