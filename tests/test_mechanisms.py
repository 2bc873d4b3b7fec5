"""What every mechanism with a folder of its own must show."""

import importlib
from pathlib import Path

import numpy as np
import pytest

import sim.mechanisms
from dashboard import notes, numbers
from dashboard.text import of_mechanisms
from scenarios.files.loading import load
from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Belief
from tests.worlds import lived, z_of

FOLDER = Path(sim.mechanisms.__file__).parent
SMALL = ("people=3000", "days=300")
PROOFS = [
    pytest.param(proof, id=f"{one.name}: {proof.says}")
    for one in ALL
    if (FOLDER / one.name / "proof.py").exists()
    for proof in importlib.import_module(f"sim.mechanisms.{one.name}.proof").PROOFS
]
WORLDS = 20


def world(overrides, number=0, scenario="base"):
    return lived(load(scenario, overrides=(*SMALL, *overrides)), number)


def test_every_folder_is_named():
    assert {file.parent.name for file in FOLDER.glob("*/spec.py")} == {one.name for one in ALL}


@pytest.mark.parametrize("proof", PROOFS)
def test_what_is_known_by_formula_comes_out(proof):
    """|z| beyond 4 comes by chance in 1 of 1,000 such tests (19 degrees of freedom)."""
    worlds = [world(proof.overrides, number, proof.scenario) for number in range(WORLDS)]
    off = np.array([proof.observed(*one) - proof.expected(one[0]) for one in worlds])
    assert abs(z_of(off, 0.0)) < 4.0


@pytest.mark.parametrize("one", [one for one in ALL if one.neutral], ids=lambda one: one.name)
def test_without_strength_every_life_is_what_it_is_without_it(one):
    """On, but of no effect and no cost: the journal is the same but for the mechanism's own lines."""
    _, without = world(())
    _, neutral = world(one.neutral)
    own = np.isin(neutral.journal["kind"], [event.number for event in one.events])
    assert own.any()
    assert neutral.journal[~own].tobytes() == without.journal.tobytes()
    assert (neutral.people["value"] == without.people["value"]).all()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_what_it_says_has_words_in_both_languages(one):
    assert all(len(texts) == 2 for each in of_mechanisms() for texts in (each["title"], each["says"]))
    assert all(notes.told(what.note, "zh") != what.note for what in one.without)
    beliefs = [path for path, item in one.stated if isinstance(item, Belief) and item.kind != "bool"]
    assert all(numbers.title(path, "zh") != path for path in beliefs)
