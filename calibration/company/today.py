"""The policy of today, as a scenario in words that can be edited by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from calibration.entries import rounded
from calibration.market_file import as_yaml
from calibration.sizes import sizes
from scenarios.ground.places import Kind, write_file

KIND = Kind("the file of today's policy", "name a folder that may be written to", 100_000, lambda path: True, option="")
HEAD = """\
# What the company does today, as its tables show it. Every plan is compared with this and changes a part of it.
# What stands here replaces the base policy; what the tables do not show stays as in the base policy, in proportion to
# the mean order. Edit it: a file that you have edited is never written over (the newest reading then lies beside the
# fit, in fits/).
"""


def today_text(
    name: str,
    currency: str,
    until: np.datetime64,
    people: int,
    policy: Mapping[str, Any],
    said: Sequence[str] = (),
) -> str:
    """The scenario file: it begins on the day after ``until``; ``people``: how many are simulated; ``policy`` is what
    the tables say, ``said``: where each of it is from."""
    start = until.astype("datetime64[D]") + 1
    tree: dict[str, Any] = {
        "extends": "base",
        "name": "today",
        "title": {"en": f"Today ({name})", "zh": f"现行政策（{name}）"},
        "currency": currency,
        "start": str(start),
        "people": people,
    }
    if policy:
        tree["policy"] = dict(policy)
    return HEAD + "".join(f"# {line}\n" for line in said) + as_yaml(tree)


def assumed_spend(per_week: float, base: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """``channel`` of a policy where no table holds spend, and a sentence on where it is from: so much for each of
    ``per_week`` new customers (sizes.yaml), shared among channels as in the policy ``base``."""
    each = sizes()["spend_per_new_customer"]
    before = {name: float(str(text).split()[0]) for name, text in base["channel"]["weekly_spend"].items()}
    ratio = each * per_week / sum(before.values())
    weekly = {name: f"{rounded(one * ratio)} mean orders" for name, one in before.items()}
    said = (
        f"channel: ASSUMED, as no table holds spend: {each:g} mean orders for each of {per_week:,.1f} new customers a"
        " week, as in base. State what you spend, in currency a week."
    )
    return {"weekly_spend": weekly}, said


def checksum(text: str) -> str:
    """SHA-256 of the file's text, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def edited(place: Path, written: str | None) -> bool:
    """Whether the file at ``place`` is there and is not the text whose checksum is ``written``."""
    return place.is_file() and checksum(place.read_text(encoding="utf-8")) != written


def write_today(place: Path, text: str) -> None:
    """Write the file, whole or not at all."""
    write_file(place, KIND, lambda out: out.write(text))
