"""Deals that come again, and the grid of frequency and depth made of them."""

import numpy as np
import pytest

import sixr
from scenarios.files.finding import library
from scenarios.lowering.levers import levers_by_day
from sim.problems import BadInput

GRID = {
    "i_60x5": (0.6, 0.05),
    "ii_30x10": (0.3, 0.1),
    "iii_60x25": (0.6, 0.25),
    "iv_30x50": (0.3, 0.5),
    "v_60x40": (0.6, 0.4),
}


def depths(scenario):
    return levers_by_day(scenario, np.zeros(scenario.days, np.int32))["deal_repeat"][0]


def with_deal(folder, again, days):
    file = folder / "deal.yaml"
    deal = f"{{name: w, from: 3, to: 5, {again} depth: 0.2}}"
    file.write_text(f"extends: base\ndays: {days}\npolicy: {{promotion: {{deals: [{deal}]}}}}\n")
    return sixr.load(file)


def test_a_deal_comes_again_until_the_end_of_the_run(tmp_path):
    assert np.flatnonzero(depths(with_deal(tmp_path, "every: 10,", 24))).tolist() == [3, 4, 13, 14, 23]
    assert np.flatnonzero(depths(with_deal(tmp_path, "", 24))).tolist() == [3, 4]


def test_a_deal_cannot_come_again_before_it_is_over(tmp_path):
    with pytest.raises(BadInput, match="comes again every 1"):
        with_deal(tmp_path, "every: 1,", 24)


@pytest.mark.parametrize("name", GRID)
def test_the_grid_has_its_frequencies_and_depths(name):
    frequency, depth = GRID[name]
    found = depths(sixr.load(f"discounts/{name}", overrides=["days=700"]))
    assert np.unique(found).tolist() == pytest.approx([0.0, depth])
    assert (found > 0).mean() == pytest.approx(frequency)


def test_the_grid_is_all_there_is_of_discounts():
    assert {name.partition("/")[2] for name in library() if name.startswith("discounts/")} == set(GRID)
