"""Companies of known truth whose spend moves, and what their tables say about their channels."""

from pathlib import Path
from typing import Any

import pandas as pd

from calibration.channels import media_of, put_channels
from calibration.estimators.acquisition import Acquired, by_channel
from calibration.newcomers import acquisition
from calibration.summary import summarise
from calibration.synth.synth import Synth
from calibration.tables import Tables
from scenarios.files.loading import as_stated, load

MOVING = Path(__file__).with_name("moving_company.yaml")


def document(market: dict[str, Any]) -> dict[str, Any]:
    return {"schema": 1, "name": "fit", "history": {"currency": "USD"}, "market": market}


def known(tables: dict[str, pd.DataFrame], people: int) -> Acquired:
    """What the estimator finds in the ``tables`` of a firm in a market of so many people."""
    orders = tables["orders"]
    seen = summarise(orders[orders["customer_id"] != ""])
    rest = {name: tables.get(name) for name in ("customers", "spend", "experiments")}
    media = media_of(Tables(orders, **rest), seen.until)
    assert media is not None
    market = as_stated("base")["market"]
    market["size"]["value"] = people
    base = load("base", market=document(market))
    before = {name: spent * people / 1e6 for name, spent in base.policy.channel.weekly_spend.items()}
    put_channels(market, media.spend, base.market.model_dump(by_alias=True), before)
    told = load("base", market=document(market))
    found = by_channel(
        media,
        seen,
        acquisition(seen, born=True),
        told.market.model_dump(by_alias=True),
        told.policy.model_dump(by_alias=True),
    )
    assert found is not None
    return found


def found_in(company: Synth) -> Acquired:
    return known(company.tables, company.world.plan.people)
