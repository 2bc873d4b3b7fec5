"""From files to a market with the company's own channels, in which plans run or are refused in clear words."""

import pytest
from moving import MOVING

from calibration.company.fitting import CompanyFit, fit_company
from calibration.company.folder import Folder
from calibration.company.making import make
from calibration.synth.synth import synth
from scenarios.files.loading import load, load_market
from scenarios.warnings.warnings import warnings_of
from sim.problems import BadInput

NAMES = {"search": "百度推广", "social": "Podcast No.1", "video": "YouTube Ads"}


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, CompanyFit]:
    """A world's tables, its channels renamed, as files in which a company is found."""
    place = tmp_path_factory.mktemp("tables")
    tables = synth(load(MOVING, overrides=["people=6000", "market.size=6000", "seed=81"])).tables
    files = []
    for name in ("orders", "customers", "spend", "prices", "touches"):
        table = tables[name]
        if name in ("customers", "spend"):
            table = table.assign(channel=table["channel"].replace(NAMES))
        files.append(place / f"{name}.csv")
        table.to_csv(files[-1], index=False)
    folder = make(place / "shop", sources=files)
    with (folder.path / "profile.yaml").open("a", encoding="utf-8") as profile:
        profile.write("market_size: 6000\n")
    return folder, fit_company(folder)


def test_the_market_has_the_companys_channels(fitted: tuple[Folder, CompanyFit]) -> None:
    folder, _ = fitted
    market = load_market(folder.market).market
    assert {one.name for one in market.channels} == {"百度推广", "Podcast No 1", "YouTube Ads"}
    assert "channels.百度推广.peak_rate" in market.correlations[-1].parameters
    today = load("today", folder.market, today=folder.today)
    assert set(today.policy.channel.weekly_spend) == {one.name for one in market.channels}


def test_what_was_learned_is_said(fitted: tuple[Folder, CompanyFit]) -> None:
    folder, found = fitted
    said = "\n".join(found.summary())
    assert "what a new customer more cost by channel" in said
    assert "the split between organic and paid is assumed" not in said
    assert found.fit.history["channels"]["expected_to_seen"] == pytest.approx(1.0, abs=0.03)
    assert "table spend" in folder.today.read_text(encoding="utf-8")


def test_plans_on_other_things_run(fitted: tuple[Folder, CompanyFit]) -> None:
    folder, _ = fitted
    assert load("price_up_10", folder.market, today=folder.today).policy.price.level == pytest.approx(1.1)
    full = load("full", folder.market, today=folder.today)
    assert len(full.market.channels) == 3
    assert full.people == 6000
    assert any("the market has no search, social, video" in note for note in warnings_of(full))


def test_a_plan_on_a_channel_that_is_not_there_is_refused(fitted: tuple[Folder, CompanyFit]) -> None:
    folder, _ = fitted
    with pytest.raises(BadInput, match=r"weekly_spend.search.*unknown channel search.*Podcast No 1"):
        load("shift_budget", folder.market, today=folder.today)
