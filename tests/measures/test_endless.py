"""CLV without a finite mean is infinite, everywhere alike, with the reason; with one it is a number."""

import warnings

import numpy as np
import pytest

import sixr
from dashboard import report
from scenarios.files.loading import load
from scenarios.warnings.warnings import warnings_of
from sixr.screen import show_comparison, show_run
from tests.worlds import figures, world

AT_ONCE = ("people=500", "days=200", "market.discount_rate=0")
MADE = ("clv", "clv_residual", "clv_to_cac", "equity_present", "customer_equity")
CONTRACT = ("market.need.dropout=renewal", "market.need.renewal_days=30")
BACK = ("market.lapse.return_rate=0.01", "market.lapse.final_loss_rate=0", "market.need.dropout_shape=3")
LIVELY = ("policy.referral.active=true", "market.need.pause_rate=0.01")

POINTS = ("policy.relationship.points.earn_rate=0.05", "market.loyalty.points_value=1")
FELT = ("market.choice.quality_effect=1", "policy.product.quality=0.9", "market.lapse.return_rate=0.01")

ENDLESS = [
    ("market.need.dropout_shape=0.6",), ("market.need.dropout_shape=1",), ("market.need.dropout_shape=0.000000001",),
    ("market.need.dropout=coin", "market.need.coin_a=1"), (*CONTRACT, "market.need.renewal_a=0.9"), BACK,
    ("market.need.dropout_shape=0.6", *LIVELY), (*BACK, *CONTRACT), ("market.need.dropout_shape=0.6", *POINTS),
    (*CONTRACT, "market.need.renewal_a=0.000000001"), (*CONTRACT, "market.need.renewal_a=0.9", *POINTS),
    ("market.need.dropout=coin", "market.need.coin_a=0.000000001"),
    ("market.need.dropout_shape=0.6", *FELT), ("market.need.dropout_shape=0.000000001", *FELT),
    ("market.need.dropout_shape=0.6", "policy.service.desk.active=true"),
]  # fmt: skip
FINITE = [
    ("market.need.dropout_shape=1.2",), ("market.need.dropout=coin", "market.need.coin_a=1.2"),
    (*CONTRACT, "market.need.renewal_a=1.2"), ("market.lapse.customer_loss_rate=0.001",),
    ("market.need.heterogeneity=none",), (*BACK, "market.lapse.final_loss_rate=0.01"), ("market.discount_rate=0.05",),
]  # fmt: skip


@pytest.mark.parametrize("overrides", ENDLESS)
def test_without_a_finite_mean_clv_is_infinite(overrides):
    with warnings.catch_warnings(action="error"):
        plan, ledger = world(*AT_ONCE, *overrides)
        found = figures(plan, ledger)
    assert plan.endless
    assert (found[list(MADE)] == np.inf).all()
    assert np.isfinite(found["clv_realised"])
    said = [text for text in warnings_of(load("base", overrides=(*AT_ONCE, *overrides))) if "CLV is infinite" in text]
    assert len(said) == 1
    assert plan.endless in said[0]
    assert "200 days of the run" in said[0]


@pytest.mark.parametrize("overrides", FINITE)
def test_with_one_it_is_a_number(overrides):
    with warnings.catch_warnings(action="error"):
        plan, ledger = world(*AT_ONCE, *overrides)
        found = figures(plan, ledger)
    assert plan.endless == ""
    assert np.isfinite(found[list(MADE)]).all()
    assert not [text for text in warnings_of(load("base", overrides=(*AT_ONCE, *overrides))) if "infinite" in text]


def test_where_hardly_anybody_leaves_that_is_said():
    """Customers of lp1 stay 19 million years: 10^9 weeks, in the mean."""
    [said] = [
        text for text in warnings_of(load("verification/lp1", overrides=["market.discount_rate=0"])) if "leaves" in text
    ]
    assert "stay 19,200,000 years in the mean" in said
    assert not [text for text in warnings_of(load("verification/lp1")) if "leaves" in text]


def test_no_customer_of_a_market_in_which_nobody_leaves_is_worth_a_dash():
    """Dropping out is off, in effect: rates of a gamma law of shape 1e-9 are 0 in any precision."""
    with warnings.catch_warnings(action="error"):
        plan, ledger = world("people=300", "days=1000", "market.discount_rate=0", scenario="verification/ly1")
    assert figures(plan, ledger)["clv"] == np.inf


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("endless")
    with warnings.catch_warnings(action="error", category=RuntimeWarning):
        made = sixr.compare(
            "base", "price_up_10", overrides=AT_ONCE[1:], customers=500, replications=3, out=folder / "out"
        )
    return made, folder


def test_all_doors_say_infinite(compared, capsys):
    made, folder = compared
    document = made.to_json()
    rows = [row for row in document["comparison"] if row["by"] == "all" and row["measure"] in MADE]
    assert len(rows) == 2 * len(MADE)
    assert {(row["value"], row["note"]) for row in rows} == {(None, "infinite")}
    assert {row["p_better"] for row in rows if row["scenario"] != "base"} == {None}
    assert any("CLV is infinite in 3 of 3 worlds" in text for text in document["warnings"])
    sentences = [found["sentence"] for found in document["verdicts"] if found["measure"] == "clv"]
    assert all("no finite value" in text for text in sentences)
    show_comparison(made)
    shown = capsys.readouterr().out
    assert shown.count("infinite") > 4
    assert "nan" not in shown
    report.write(folder / "out", folder / "page.html")
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert ("infinite" in page, "无穷大" in page) == (True, True)


def test_a_run_says_infinite_too(capsys):
    made = sixr.run("base", overrides=AT_ONCE[1:], customers=500, replications=2)
    [clv] = [row for row in made.to_json()["measures"] if row["measure"] == "clv" and row["by"] == "all"]
    assert (clv["value"], clv["note"], clv["worlds"]) == (None, "infinite", 2)
    show_run(made)
    lines = capsys.readouterr().out.splitlines()
    assert "infinite" in next(line for line in lines if line.strip().startswith("CLV "))
