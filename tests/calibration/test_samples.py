"""The real samples: what they hold, and how their absence is told."""

import sys
from importlib.metadata import PackageNotFoundError

import pandas as pd
import pytest

import calibration.samples
from calibration.samples import sample
from sim.problems import BadInput


def test_cdnow_holds_what_is_published(master):
    assert len(master) == 69_659
    assert master["customer_id"].nunique() == 23_570
    assert master["ordered_at"].min() == pd.Timestamp("1997-01-01")
    assert master["ordered_at"].max() == pd.Timestamp("1998-06-30")
    first = master.groupby("customer_id")["ordered_at"].min()
    assert first.max() == pd.Timestamp("1997-03-25")
    assert master["amount"].sum() == pytest.approx(2_500_315.63, abs=0.01)


def test_the_tenth_is_every_tenth_customer_of_the_whole(tenth, master):
    assert len(tenth) == 6_919
    assert tenth["customer_id"].nunique() == 2_357
    one = tenth[tenth["customer_id"] == "0001"]
    same = master[master["customer_id"] == "00004"]
    assert one["amount"].tolist() == same["amount"].tolist()
    assert one["ordered_at"].tolist() == same["ordered_at"].tolist()


def test_columns_follow_the_data_contract(tenth):
    assert list(tenth.columns) == ["order_id", "customer_id", "ordered_at", "amount", "quantity", "currency"]
    assert tenth["order_id"].is_unique
    assert set(tenth["currency"]) == {"USD"}
    assert pd.api.types.is_string_dtype(tenth["customer_id"])


def test_the_carrier_is_not_imported(tenth):
    assert "lifetimes" not in sys.modules


def test_an_unknown_sample_is_answered_with_what_there_is():
    with pytest.raises(BadInput, match=r"no sample named 'cdnw'.*cdnow, cdnow-tenth.*did you mean 'cdnow'"):
        sample("cdnw")


def test_a_missing_package_says_how_to_install_it(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(calibration.samples, "files", missing)
    with pytest.raises(BadInput, match=r"pip install 'sixr\[samples\]'"):
        sample("cdnow")
