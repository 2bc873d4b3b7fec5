"""Real order histories that arrive with a Python package; nothing is copied into this project."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pandas as pd

from sim.problems import BadInput, Problem


@dataclass(frozen=True)
class Sample:
    """Where a sample lies and how its lines read: white-space separated fields, named in ``fields``.

    ``opened``: the day from which it holds everybody who first ordered.
    """

    title: str
    package: str
    file: str
    fields: tuple[str, ...]
    header_lines: int
    currency: str
    opened: str


# Fader & Hardie's CDNOW histories: everybody whose first order fell in January-March 1997, to 30 June 1998.
# The tenth holds every tenth customer: the number in the full file (master_id), then the customer's own.
SAMPLES = {
    "cdnow": Sample(
        title="CDNOW",
        package="lifetimes",
        file="CDNOW_master.txt",
        fields=("customer_id", "ordered_at", "quantity", "amount"),
        header_lines=1,
        currency="USD",
        opened="1997-01-01",
    ),
    "cdnow-tenth": Sample(
        title="CDNOW (one customer in ten)",
        package="lifetimes",
        file="CDNOW_sample.txt",
        fields=("master_id", "customer_id", "ordered_at", "quantity", "amount"),
        header_lines=0,
        currency="USD",
        opened="1997-01-01",
    ),
}


def sample(name: str) -> pd.DataFrame:
    """The orders of a sample: order_id, customer_id (text), ordered_at (datetime64[s]), amount, quantity,
    currency.

    BadInput when there is no sample of that name, or its package is not installed.
    """
    chosen = SAMPLES.get(name)
    if chosen is None:
        near = difflib.get_close_matches(str(name).lower(), SAMPLES, n=1, cutoff=0.4)
        raise BadInput(
            [
                Problem(
                    file="--sample",
                    line=0,
                    path="",
                    found=f"no sample named '{name}'",
                    allowed=", ".join(SAMPLES),
                    fix=f"did you mean '{near[0]}'?" if near else "take one of these names.",
                )
            ]
        )
    types: dict[str, str] = dict.fromkeys(("master_id", "customer_id", "ordered_at"), "str")
    orders = pd.read_csv(
        _located(name, chosen),
        sep=r"\s+",
        header=None,
        skiprows=chosen.header_lines,
        names=list(chosen.fields),
        dtype={name: types.get(name, "float") for name in chosen.fields},
    )
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"], format="%Y%m%d").astype("datetime64[s]")
    orders["order_id"] = [f"{name}-{line}" for line in range(1, len(orders) + 1)]
    orders["currency"] = chosen.currency
    return orders[["order_id", "customer_id", "ordered_at", "amount", "quantity", "currency"]]


def _located(name: str, chosen: Sample) -> Path:
    """Path of the sample's file inside the installed package, found without importing the package."""
    try:
        listed = files(chosen.package) or []
    except PackageNotFoundError:
        listed = []
    for entry in listed:
        path = Path(str(entry.locate()))
        if entry.name == chosen.file and path.is_file():
            return path
    raise BadInput(
        [
            Problem(
                file="--sample",
                line=0,
                path="",
                found=f"'{name}' but no {chosen.file} of package '{chosen.package}'",
                allowed="samples whose package is installed",
                fix="pip install 'sixr[samples]'",
            )
        ]
    )
