"""From history to a market file that a scenario can stand on."""

import json
import os

import numpy as np
import pandas as pd
import pytest

from calibration.acquisition import awareness_factor, first_orders_per_week
from calibration.backtest import backtest
from calibration.fit import fit
from calibration.history import history
from calibration.market_file import KIND, as_yaml
from calibration.pareto_nbd import ParetoNBD
from calibration.reading.told import BESIDE
from calibration.rejects import Refused, write_rejects
from calibration.summary import summarise
from scenarios.files.loading import as_stated, load, load_market
from scenarios.ground.places import write_file
from scenarios.tree.source import parse
from sim.problems import BadInput
from sixr import histories


@pytest.fixture(scope="module")
def fitted(tenth):
    return fit("cdnow-tenth", until="1997-09-30")


def shop(folder, **profile):
    """A company's orders, drawn from a Pareto/NBD, and the profile that maps them."""
    rng = np.random.default_rng(8)
    rows = []
    for customer in range(400):
        start = int(rng.integers(0, 100))
        rate, life = rng.gamma(1.0, 0.02), rng.exponential(200)
        days = start + np.cumsum(rng.exponential(1 / rate, 200))
        for day in [start, *days[days < min(start + life, 300)]]:
            when = pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(day))
            rows.append((f"c{customer}", f"{when:%d.%m.%Y}", f"{rng.gamma(5, 8):.2f}"))
    rows[3] = (rows[3][0], rows[3][1], "=cmd()")
    pd.DataFrame(rows, columns=["Kunde", "Datum", "Betrag"]).to_csv(folder / "orders.csv", index=False)
    lines = [
        "orders:",
        "  file: orders.csv",
        "  columns: {customer_id: Kunde, ordered_at: Datum, amount: Betrag}",
        '  date_format: "%d.%m.%Y"',
        *(f"{key}: {value}" for key, value in profile.items()),
    ]
    (folder / "shop.yaml").write_text("\n".join(lines))
    return folder / "shop.yaml"


def test_identified_numbers_replace_those_of_the_base_market(fitted):
    need, spend = fitted.market["need"], fitted.market["spend"]
    assert need["order_shape"]["value"] == pytest.approx(0.5533, rel=1e-4)
    assert need["dropout_rate"]["value"] == pytest.approx(11.669, rel=1e-4)
    assert fitted.fits["gamma_gamma"]["parameters"]["gamma"] == pytest.approx(15.4435, rel=1e-4)
    mean = spend["shape"]["value"] * spend["customer_rate"]["value"] / (spend["customer_shape"]["value"] - 1)
    assert mean == pytest.approx(fitted.history["spend"]["mean"], rel=1e-4)
    for parameter in (
        *(need[n] for n in ("order_shape", "order_rate", "dropout_shape", "dropout_rate")),
        *(spend[n] for n in ("shape", "customer_shape", "customer_rate")),
    ):
        assert parameter["label"] == "identified"
        low, high = parameter["interval"]
        assert low < parameter["value"] < high
        assert low * high == pytest.approx(parameter["value"] ** 2, rel=1e-4)  # symmetric in the logarithm
        for word in ("CDNOW", "maximum likelihood", "1997-09-30", "customers"):
            assert word in parameter["source"]


def in_market(market, scenario="base"):
    """A scenario in a market that was fitted, its amounts in the currency of the orders."""
    return load(scenario, market={"schema": 1, "name": "m", "history": {"currency": "USD"}, "market": market})


def test_the_rest_of_the_market_is_the_base_market(fitted):
    base = as_stated("base")["market"]
    learned = {"order_shape", "order_rate", "dropout_shape", "dropout_rate", "week_shock_sd"}
    assert {k: v for k, v in fitted.market["need"].items() if k not in learned} == {
        k: v for k, v in base["need"].items() if k not in learned
    }
    for section in (
        "size",
        "start",
        "segments",
        "activity",
        "choice",
        "retain",
        "referral",
        "lapse",
        "discount_rate",
    ):
        assert fitted.market[section] == base[section]


def test_awareness_is_scaled_as_one(fitted):
    base = load("base").market
    found = fitted.market
    factor = found["awareness"]["organic_rate"]["value"] / base.awareness.organic_rate.value
    for channel, before in zip(found["channels"], base.channels, strict=True):
        assert channel["peak_rate"]["value"] == pytest.approx(before.peak_rate.value * factor, rel=1e-5)
        assert channel["peak_rate"]["label"] == "bounded"
        assert channel["cost_per_thousand"]["unit"] == "mean orders"
    stated = as_stated("base")["market"]["channels"]
    assert [c["cost_per_thousand"] for c in found["channels"]] == [c["cost_per_thousand"] for c in stated]
    assert found["awareness"]["fade_rate"]["value"] == base.awareness.fade_rate.value


def test_the_market_file_is_read_back_and_carries_a_scenario(fitted, tmp_path):
    fitted.write(tmp_path / "cdnow.yaml")
    read = load_market(tmp_path / "cdnow.yaml")
    assert read.market.need.order_rate.value == fitted.market["need"]["order_rate"]["value"]
    assert read.history.customers == 2357
    assert str(read.history.until) == "1997-09-30"
    assert read.history.currency == "USD"
    scenario = load("base", market=tmp_path / "cdnow.yaml")
    assert scenario.market == read.market
    assert os.listdir(tmp_path) == ["cdnow.yaml"]  # nothing half-written, no rejects of a sample


def test_the_market_file_gives_each_parameter_one_line(fitted, tmp_path):
    fitted.write(tmp_path / "cdnow.yaml")
    lines = (tmp_path / "cdnow.yaml").read_text("utf-8").splitlines()
    for name in ("order_shape", "peak_rate", "share_customer"):
        assert any(line.strip().startswith(f"{name}: {{value: ") and line.endswith("}") for line in lines)


def test_correlations_are_those_of_the_logarithms(fitted):
    need, spend = fitted.correlations
    assert need["parameters"] == [
        "need.order_shape",
        "need.order_rate",
        "need.dropout_shape",
        "need.dropout_rate",
    ]
    assert spend["parameters"] == ["spend.shape", "spend.customer_shape", "spend.customer_rate"]
    for block in (need, spend):
        matrix = np.array(block["matrix"])
        assert np.diag(matrix) == pytest.approx(np.ones(len(matrix)))
        assert (matrix == matrix.T).all()
        assert np.linalg.eigvalsh(matrix).min() > 0
    assert np.array(need["matrix"])[2, 3] > 0.9  # s and beta are known together or not at all


def test_both_fits_are_reported(fitted):
    assert fitted.fits["pareto_nbd"]["log_likelihood"] == pytest.approx(-9595.0, abs=0.06)
    assert fitted.fits["bg_nbd"]["log_likelihood"] == pytest.approx(-9582.4, abs=0.06)
    assert fitted.fits["gamma_gamma"]["customers"] == 946
    assert json.loads(json.dumps(fitted.to_json(), allow_nan=False))["fits"]["bg_nbd"]["parameters"]["b"] > 0


def test_the_summary_says_what_is_known_and_what_is_not(fitted):
    text = " ".join(fitted.summary())
    for words in ("2,357 customers", "Identified:", "Bounded:", "Assumed:", "196.4 new customers per week"):
        assert words in text


def test_until_defaults_to_the_end_of_the_data(master):
    found = fit("cdnow")
    assert found.history["until"] == "1998-06-30"
    assert found.history["orders"] == 67_591
    assert found.history["acquisition"]["per_week"] == pytest.approx(1964.17)
    names = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
    model = ParetoNBD(*(found.market["need"][name]["value"] for name in names))
    assert model.expected_orders(summarise(master).T).sum() == pytest.approx(44_021, rel=0.02)


def test_a_companys_file_becomes_a_market(tmp_path):
    found = fit(profile=shop(tmp_path, name="Laden", market_size=5000))
    found.write(tmp_path / "laden.yaml")
    market = load_market(tmp_path / "laden.yaml")
    assert market.name == "Laden"
    assert market.market.size.value == 5000
    assert market.history.customers == 400
    assert market.history.sample is None
    rejects = pd.read_csv(tmp_path / "laden.yaml.rejects.csv")
    assert rejects[["line", "column", "found"]].to_numpy().tolist() == [[5, "amount", "'=cmd()"]]
    text = " ".join(found.summary())
    assert "orders.csv: 1,539 lines = 1 header + 1,537 rows read + 1 set aside (listed in <out>.rejects.csv" in text
    assert "Rejected: 1 row whose money cannot be read: amount not a number (line 5, such as '=cmd()')" in text
    assert found.to_json()["reading"]["lines"] == found.reading.lines
    assert (tmp_path / "laden.yaml.rejects.csv").read_bytes().startswith(b"\xef\xbb\xbfline,column,found,")
    assert "currency is not stated" in " ".join(found.summary())


def test_a_stated_size_leaves_the_channels_as_saturated_as_in_base(tmp_path):
    found = fit(profile=shop(tmp_path, market_size=20_000))
    for channel, before in zip(found.market["channels"], load("base").market.channels, strict=True):
        half, old = channel["half_saturation"], before.half_saturation
        assert half["value"] * 20_000 == pytest.approx(old.value * 1e6, rel=1e-5)  # exposure goes with 1/size
        assert half["interval"] == pytest.approx([end * 50 for end in old.interval], rel=1e-5)
        assert half["source"].startswith(old.source)
        assert "1,000,000 / 20,000 people" in half["source"]
    learned = {section: found.market[section] for section in ("need", "spend")}
    base = in_market(as_stated("base")["market"] | learned)
    market, policy = base.market.model_dump(by_alias=True), base.policy.model_dump(by_alias=True)
    organic = found.market["awareness"]["organic_rate"]["value"] / market["awareness"]["organic_rate"]["value"]
    per_week = found.history["acquisition"]["per_week"]
    # a person of the small market meets the same hazards as one of a base market that wins 50 times as many
    assert organic == pytest.approx(awareness_factor(market, policy, 50 * per_week, ""), rel=1e-4)


def test_the_summary_says_what_stays_as_in_base(tmp_path):
    found = fit(profile=shop(tmp_path))
    silent = " ".join(found.summary())
    spent = sum(in_market(found.market).policy.channel.weekly_spend.values())
    order = found.fits["gamma_gamma"]["parameters"]
    mean = order["p"] * order["gamma"] / (order["q"] - 1)
    assert spent == pytest.approx(12_000 / 35.16764 * mean, rel=1e-4)  # base's 12,000 at CDNOW's mean order
    assert "a market of 1,000,000 people (state market_size in the profile)" in silent
    assert f"media spend of {spent:,.0f} a week (state yours under policy.channel.weekly_spend" in silent
    assert "first orders in the file are taken as first ever" in silent
    stated = shop(tmp_path, market_size=20_000, acquired_from="2023-01-15", currency="EUR")
    said = " ".join(fit(profile=stated).summary())
    assert "state market_size" not in said
    assert "media spend of 14," in said
    assert "taken as first ever" not in said
    assert "currency is not stated" not in said


TODAY = """\
extends: base
name: today
policy:
  channel:
    weekly_spend: {search: 200, social: 100, video: 0}
"""


def test_the_market_wins_as_many_customers_as_the_history_under_the_policy_that_is_stated(tmp_path):
    (tmp_path / "today.yaml").write_text(TODAY, "utf-8")
    found = fit(profile=shop(tmp_path, market_size=20_000), today=tmp_path / "today.yaml")
    own = in_market(found.market, tmp_path / "today.yaml")
    gained = found.history["acquisition"]["per_week"]
    told = (part.model_dump(by_alias=True) for part in (own.market, own.policy))
    assert first_orders_per_week(*told) == pytest.approx(gained, rel=1e-4)
    assert "Today's policy is that of" in " ".join(found.summary())
    assert "media spend of 300 a week" in " ".join(found.summary())


def test_channels_are_as_saturated_under_the_policy_that_is_stated_as_in_base(tmp_path):
    (tmp_path / "today.yaml").write_text(TODAY, "utf-8")
    found = fit(profile=shop(tmp_path, market_size=1_000_000), today=tmp_path / "today.yaml")
    half = {channel["name"]: channel["half_saturation"]["value"] for channel in found.market["channels"]}
    before = {channel.name: channel.half_saturation.value for channel in load("base").market.channels}
    spent = in_market(found.market).policy.channel.weekly_spend
    assert half["search"] / 200 == pytest.approx(before["search"] / spent["search"], rel=1e-5)
    assert half["social"] / 100 == pytest.approx(before["social"] / spent["social"], rel=1e-5)
    assert half["video"] == before["video"]


def test_a_sample_needs_no_profile_keys(fitted):
    assert "profile" not in " ".join(fitted.summary())


def test_every_row_is_accounted_for(tmp_path):
    path = shop(tmp_path, acquired_from="2023-01-15")
    with (tmp_path / "orders.csv").open("a") as rows:
        rows.write("none,01.09.2023,-20\n,01.09.2023,5\nc0,01.09.2023,\nnew,20.01.2023,5\nnew,20.01.2023,7\n")
    found = fit(profile=path, until="2023-08-31")
    h = found.history
    assert h["rows"] == 1543
    assert h["rows_rejected"] == 4
    parts = ("rejected", "of_earlier_customers", "after_until", "used")
    assert all(h[f"rows_{part}"] > 0 for part in parts)
    assert h["rows"] == sum(h[f"rows_{part}"] for part in parts)
    text = " ".join(found.summary())
    assert "1,544 lines = 1 header + 1,539 rows read + 4 set aside (listed in <out>.rejects.csv" in text
    assert f"{h['rows_of_earlier_customers']:,} rows of customers acquired before 2023-01-15 left out" in text
    assert h["rows_used"] > h["orders"]
    assert f"{h['rows_used']:,} rows are {h['orders']:,} orders" in text


def test_a_file_that_is_refused_leaves_its_rejects_beside_the_place_of_the_market(tmp_path):
    path = shop(tmp_path)
    with (tmp_path / "orders.csv").open("a") as rows:
        rows.write("c1,01.04.2023,many\n" * 120)
    with pytest.raises(BadInput) as refused:
        histories.fit(profile=path, out=tmp_path / "laden.yaml")
    last = refused.value.problems[-1]
    assert (last.file, last.found) == (
        str(tmp_path / "laden.yaml.rejects.csv"),
        "121 rejected rows, written there with line, reason and fix",
    )
    rejects = pd.read_csv(tmp_path / "laden.yaml.rejects.csv")
    assert rejects["found"].tolist() == ["'=cmd()", *["many"] * 120]
    assert sorted(os.listdir(tmp_path)) == ["laden.yaml.rejects.csv", "orders.csv", "shop.yaml"]
    (tmp_path / "laden.yaml.rejects.csv").write_text("mine")
    with pytest.raises(BadInput, match="a file that sixr did not write"):
        histories.fit(profile=path, out=tmp_path / "laden.yaml")
    assert (tmp_path / "laden.yaml.rejects.csv").read_text() == "mine"
    with pytest.raises(BadInput, match="a file that sixr did not write"):
        raise Refused(refused.value.problems, rejects).listed(tmp_path / "laden.yaml")
    assert (tmp_path / "laden.yaml.rejects.csv").read_text() == "mine"


def test_rejects_keep_their_numbers_and_empty_cells(tmp_path):
    cells = ["-20", "", "-20+cmd()", "@x", "-1.5e3", "NaN"]
    rejects = pd.DataFrame({"line": range(6), "column": "amount", "found": cells, "reason": "r", "fix": ""})
    write_rejects(rejects, tmp_path / "shop.yaml")
    lines = (tmp_path / "shop.yaml.rejects.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "line,column,found,reason,fix"
    assert [line.split(",")[2] for line in lines[1:]] == ["-20", "", "'-20+cmd()", "'@x", "-1.5e3", "NaN"]


def test_a_market_too_small_for_its_customers_is_refused(tmp_path):
    with pytest.raises(BadInput, match="larger market_size"):
        fit(profile=shop(tmp_path, market_size=450))


@pytest.mark.parametrize("until", ["1997-13-01", "yesterday", "1990-01-01", "2024-01-01"])
def test_a_day_outside_the_history_is_refused(tenth, until):
    with pytest.raises(BadInput, match=r"--until.*1998-06-30"):
        fit("cdnow-tenth", until=until)


def test_too_short_a_history_is_refused(tenth):
    with pytest.raises(BadInput, match="at least 60 days"):
        fit("cdnow-tenth", until="1997-02-10")


def test_too_few_repeat_customers_are_refused(tmp_path):
    rows = [f"c{k},2024-{1 + k % 6:02d}-15,10" for k in range(100)]
    (tmp_path / "orders.csv").write_text("\n".join(["customer_id,ordered_at,amount", *rows]))
    (tmp_path / "shop.yaml").write_text("orders: {file: orders.csv}")
    with pytest.raises(BadInput, match=r"orders.csv: — found 0 of 100 customers with a repeat order"):
        fit(profile=tmp_path / "shop.yaml")


def test_one_source_has_to_be_named(tenth):
    for sample, profile in ((None, None), ("cdnow-tenth", "shop.yaml")):
        with pytest.raises(BadInput, match="one of the two"):
            history(sample, profile, "USD")


def test_a_file_that_cannot_be_written_leaves_the_old_one(fitted, tmp_path):
    with pytest.raises(BadInput, match="a folder that does not exist"):
        fitted.write(tmp_path / "no" / "cdnow.yaml")
    kept = tmp_path / "kept.yaml"
    fitted.write(kept)
    before = kept.read_text()

    def breaks(stream):
        stream.write("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_file(kept, KIND, breaks)
    assert kept.read_text() == before
    assert os.listdir(tmp_path) == ["kept.yaml"]


@pytest.mark.parametrize(
    "text",
    [
        "007",
        "1e3",
        "null",
        "yes",
        "~",
        "",
        "a: b",
        "[x]",
        "{x}",
        "# x",
        "5-95 %",
        "2024-01-01",
        "价格, 敏感",
        "'",
    ],
)
def test_texts_are_read_back_as_texts(text):
    tree = {"a": text, "b": {"value": 1.5e-7, "source": text}, "c": [text, "x"]}
    node, problems = parse(as_yaml(tree).encode(), "tree")
    assert problems == ()
    assert node.plain() == {**tree, "c": (text, "x")}


def test_what_was_said_of_the_reading_is_in_the_text_and_in_the_data(tmp_path):
    path = shop(tmp_path, currency="EUR")
    with (tmp_path / "orders.csv").open("a") as rows:
        rows.write('c1,31.04.2023,5\nc1,01.05.2023,"9\nc2\t,02.05.2023,0\nc2,03.05.2023,"12\n')
    found = fit(profile=path)
    data, text = json.loads(json.dumps(found.to_json(), allow_nan=False)), found.summary()
    reading = data["reading"]
    assert reading["rows"] == reading["rows_read"] + reading["rows_set_aside"] == found.history["rows"]
    assert {kind["reason"] for kind in reading["set_aside"]} == {"not a number", "that day does not exist"}
    assert {"stray_quotes", "ids_trimmed", "free_orders"} <= {note["code"] for note in reading["notes"]}
    for note in reading["notes"]:
        assert note["text"] in text
    assert data["summary"] == text
    tested = backtest(profile=path, weeks=13)
    assert tested.to_json()["reading"] == json.loads(json.dumps(found.reading.to_json()))
    where = f" ({BESIDE})"  # a backtest lists no rows
    same = [line.replace(where, "") for line in text if "set aside" in line]
    assert same == [line for line in tested.summary() if "set aside" in line]


def test_data_frames_go_through_the_door(tmp_path):
    by_file = histories.fit(profile=shop(tmp_path))
    table = pd.read_csv(tmp_path / "orders.csv", dtype=str)
    keys = {"columns": {"customer_id": "Kunde", "ordered_at": "Datum", "amount": "Betrag"}, "date_format": "%d.%m.%Y"}
    by_frame = histories.fit(profile={"name": "shop", "orders": keys}, tables={"orders": table})
    assert by_frame.fits == by_file.fits
