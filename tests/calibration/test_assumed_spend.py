"""Spend that no table holds is assumed in proportion to new customers, in whatever currency, and said to be."""

import re

import pytest

import sixr
from calibration.company.fitting import SPEND_ASSUMED, fit_company
from calibration.company.making import make
from calibration.company.today import assumed_spend
from calibration.samples import sample
from calibration.sizes import sizes
from calibration.summary import order_days
from scenarios.files.loading import as_stated, load

EACH = sizes()["spend_per_new_customer"]


def test_it_is_what_base_spends_for_a_new_customer():
    """Within three standard errors of the mean over worlds: false alarms in three of a thousand."""
    found = sixr.run("base", customers=20_000, replications=10).measures.query("by == 'all'").set_index("measure")
    mean_order = found.loc["revenue", "value"] / found.loc["orders", "value"]
    won, error = found.loc["customers", ["value", "se"]]
    assert abs(found.loc["media", "value"] / (EACH * mean_order) - won) < 3 * error


@pytest.mark.parametrize("per_week", [0.5, 12.0, 4000.0])
def test_it_grows_with_new_customers_and_is_shared_as_in_base(per_week):
    base = as_stated("base")["policy"]
    shares = [_amount(text) for text in base["channel"]["weekly_spend"].values()]
    policy, said = assumed_spend(per_week, base)
    found = [_amount(text) for text in policy["weekly_spend"].values()]
    assert sum(found) == pytest.approx(EACH * per_week, rel=1e-4)
    assert [one / sum(found) for one in found] == pytest.approx([one / sum(shares) for one in shares], rel=1e-4)
    assert "ASSUMED" in said


def test_a_fit_says_so_until_it_is_stated(tmp_path):
    folder = make(tmp_path / "shop", sample="cdnow-tenth")
    first = fit_company(folder)
    assert SPEND_ASSUMED in first.summary()
    assert first.to_json()["spend_assumed"]
    assert "ASSUMED" in folder.today.read_text("utf-8")
    spend = sum(load("today", folder.market, today=folder.today).policy.channel.weekly_spend.values())
    mean_order = order_days(sample("cdnow-tenth"))["amount"].mean()
    assert spend / (EACH * first.fit.gained.per_week) == pytest.approx(mean_order, rel=0.1)

    text = folder.today.read_text("utf-8")
    stated = "{search: 400, social: 300, video: 200}"
    folder.today.write_text(re.sub(r"(?<=weekly_spend: )\{.*\}", stated, text), "utf-8")
    again = fit_company(folder)
    assert again.today_kept
    assert SPEND_ASSUMED not in again.summary()
    assert any("media spend of 900 a week" in line for line in again.summary())


def _amount(text: str) -> float:
    number, unit = text.split(maxsplit=1)
    assert unit == "mean orders"
    return float(number)
