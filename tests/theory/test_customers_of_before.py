"""What a customer's own history says at time 0, against the formulas: who is alive, what will be ordered and spent."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from calibration.acquisition import first_orders_per_week, steady_start
from calibration.gamma_gamma import GammaGamma
from calibration.pareto_nbd import ParetoNBD
from scenarios.lower import lower
from scenarios.lowering.known import known_at_start
from scenarios.scenario import load
from scenarios.writing import written
from sim import engine
from sim.closed_forms.histories import alike_alive, alike_left_at, pareto_nbd_left_at, stages_waited
from sim.core.ground.draws import world_key
from sim.vocabulary import Event
from tests.worlds import z_of

MODEL, SPEND = ParetoNBD(0.8, 6.0, 0.6, 12.0), GammaGamma(6.0, 4.0, 15.0)
NEED = dict(zip(("order_shape", "order_rate", "dropout_shape", "dropout_rate"), (0.8, 6.0, 0.6, 12.0), strict=True))
FIXED = (
    *(f"market.need.{name}={value}" for name, value in NEED.items()),
    *("market.spend.shape=6", "market.spend.customer_shape=4", "market.spend.customer_rate=15"),
    *("market.need.week_shock_sd=0", "market.need.season_amplitude=0", "market.referral.share_probability=0"),
)
FALSE_ALARM = 4.5
"""Standard errors that chance exceeds once in 150,000 times."""


def shop(customers, seed, days=364.0):
    """A shop that has won customers evenly for so many days: the table of today, and the days of all orders."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(0.0, days, customers)
    rate = rng.gamma(MODEL.r, 1.0 / MODEL.alpha, customers) / 7.0
    lived = np.minimum(rng.exponential(7.0 / rng.gamma(MODEL.s, 1.0 / MODEL.beta, customers)), age)
    times = [np.sort(rng.uniform(0.0, life, rng.poisson(one * life))) for one, life in zip(rate, lived, strict=True)]
    orders = np.array([1 + len(one) for one in times])
    last = np.array([one[-1] if len(one) else 0.0 for one in times])
    spend = rng.gamma(SPEND.p * orders, SPEND.gamma / rng.gamma(SPEND.q, 1.0, customers)) / orders
    table = {
        "x": orders - 1.0,
        "exposure": age,
        "orders": orders,
        "age": age,
        "recency": age - last,
        "mean_spend": spend,
        "spend_orders": orders,
        "segment": [""] * customers,
        "channel": [""] * customers,
    }
    ago = np.concatenate([np.append(one, 0.0) - born for one, born in zip(times, age, strict=True)])
    return table, ago


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    made, _ = shop(300, 3)
    path = tmp_path_factory.mktemp("shop") / "ours.parquet"
    pq.write_table(pa.table(made), path)
    return made, path


def warm(path, *more, people=300):
    size = (f"people={people}", f"market.size={people}", f"market.start.customers={path}")
    return load("base", overrides=(*FIXED, *size, *more))


def worlds(count):
    return [np.uint64(world_key(np.uint64(1), np.uint64(k))) for k in range(count)]


def weeks(made):
    last = np.where(made["orders"] > 1, made["age"] - made["recency"], 0.0)
    return made["x"], last / 7.0, made["age"] / 7.0


def test_share_alive_and_rates_are_those_of_the_histories(table):
    made, path = table
    found = [known_at_start(warm(path), key) for key in worlds(60)]
    alive = MODEL.p_alive(*weeks(made))
    assert abs(z_of(np.array([one["alive"].mean() for one in found]), alive.mean())) < FALSE_ALARM
    x, _, T = weeks(made)
    rate = alive * (MODEL.r + x) / (MODEL.alpha + T) / 7.0 / warm(path).market.choice.share_customer.value
    drawn = np.array([(one["need_rate"] * one["alive"]).mean() for one in found])
    assert abs(z_of(drawn, rate.mean())) < FALSE_ALARM
    leaving = alive * MODEL.s / (MODEL.beta + T) / 7.0
    assert abs(z_of(np.array([(one["dropout"] * one["alive"]).mean() for one in found]), leaving.mean())) < FALSE_ALARM


def test_what_customers_spend_is_what_their_own_orders_say(table):
    made, path = table
    found = np.array(
        [(SPEND.p * SPEND.gamma / known_at_start(warm(path), key)["spend_rate"]).mean() for key in worlds(60)]
    )
    expected = SPEND.conditional_mean(made["spend_orders"], made["mean_spend"]).mean()
    assert abs(z_of(found, expected)) < FALSE_ALARM


@pytest.mark.parametrize("regular", ["", "market.need.dropout=coin"])
def test_orders_of_thirteen_weeks_are_those_expected(table, regular):
    made, path = table
    scenario = warm(path, "days=91", *([regular] if regular else []))
    found = []
    for world in range(40):
        plan = lower(scenario, world)
        found.append(engine.run(plan).counts[:, :, Event.ORDERED].sum())
    if regular:
        from calibration.bg_nbd import BGNBD

        coin = BGNBD(MODEL.r, MODEL.alpha, *(scenario.market.need.coin_a.value, scenario.market.need.coin_b.value))
        expected = coin.conditional_orders(13.0, *weeks(made)).sum()
    else:
        expected = MODEL.conditional_orders(13.0, *weeks(made)).sum()
    assert abs(z_of(np.array(found, float), expected)) < FALSE_ALARM


def test_the_time_of_drop_out_follows_its_density():
    x, last, age = np.array([3.0]), np.array([10.0]), np.array([40.0])

    def density(t):
        return (MODEL.alpha + t) ** -(MODEL.r + 3.0) * (MODEL.beta + t) ** -(MODEL.s + 1.0)

    whole = quad(density, 10.0, 40.0)[0]
    for u in (0.01, 0.3, 0.7, 0.99):
        at = pareto_nbd_left_at(np.array([u]), x, last, age, MODEL.r, MODEL.alpha, MODEL.s, MODEL.beta)[0]
        assert quad(density, 10.0, at)[0] / whole == pytest.approx(u, abs=2e-4)
    assert pareto_nbd_left_at(np.array([0.5]), x, age, age, 1.0, 2.0, 3.0, 4.0)[0] == 40.0


def test_where_all_have_the_same_rates_formulas_are_their_limits():
    wide = 1e7
    model = ParetoNBD(0.2 * wide, wide, 0.05 * wide, wide)
    assert alike_alive(10.0, 40.0, 0.2, 0.05) == pytest.approx(model.p_alive(3.0, 10.0, 40.0), rel=1e-4)
    u = np.array([0.2, 0.8])
    law = [
        (1 - np.exp(-0.25 * (at - 10.0))) / (1 - np.exp(-0.25 * 30.0)) for at in alike_left_at(u, 10.0, 40.0, 0.2, 0.05)
    ]
    assert law == pytest.approx(u)


def test_a_regular_gap_is_conditioned_on_the_time_waited():
    rng = np.random.default_rng(5)
    count, stages, rate, silent = 200_000, 3, 0.1, 12.0
    left = stages_waited(np.full(count, rate), np.full(count, silent), stages, 1.0, rng.uniform(size=count))
    rest = rng.gamma(left) / stages / rate
    law = gamma(stages, scale=1.0 / (stages * rate))
    for more in (2.0, 5.0, 12.0):
        expected = 1.0 - law.sf(silent + more) / law.sf(silent)
        assert abs((rest <= more).mean() - expected) < FALSE_ALARM * np.sqrt(expected * (1 - expected) / count)
    mixed = stages_waited(np.full(count, rate), np.full(count, 1e4), stages, 0.5, rng.uniform(size=count))
    assert np.bincount(mixed, minlength=4)[1:].min() > 0  # long ago, with occasions that came to nothing: any stage


def test_a_steady_market_goes_on_without_a_jump(tmp_path):
    weekly, size = 60.0, 40_000
    made, ago = shop(int(weekly * 52), 7)
    pq.write_table(pa.table(made), tmp_path / "ours.parquet")
    before = np.histogram(-ago, np.arange(0.0, 29.0, 7.0))[0].mean()
    spend = {"search": 300.0, "social": 100.0, "video": 0.0}
    held = [f"market.{path}={_central(load('base'), path)!r}" for path in UNCERTAIN]

    def begun(**start):
        tree = {"schema": 1, "name": "warm", "extends": "base", "people": size, "days": 28}
        tree |= {"market": {"size": size, "start": start}, "policy": {"channel": {"weekly_spend": spend}}}
        (tmp_path / "warm.yaml").write_text(written(tree), "utf-8")
        return tmp_path / "warm.yaml"

    tree = load(begun(), overrides=(*FIXED, *held)).model_dump(mode="json", by_alias=True)
    start = steady_start(tree["market"], tree["policy"], weekly, len(made["x"]), "market.yaml")
    rates = {f"channels.{one['name']}.peak_rate": one["peak_rate"] for one in tree["market"]["channels"]}
    rates |= {"awareness.organic_rate": tree["market"]["awareness"]["organic_rate"]}
    scaled = [f"market.{path}={rate['value'] * start.factor!r}" for path, rate in rates.items()]
    touches = tree["policy"]["relationship"]["touches_per_week"]
    path = begun(customers="ours.parquet", spend=spend, touches=touches, reached=start.reached, retained=start.retained)
    scenario = load(path, overrides=(*FIXED, *held, *scaled))
    found = [engine.run(lower(scenario, world)).counts.sum(axis=1) for world in range(8)]
    new = np.array([one[:, Event.FIRST_ORDER].reshape(4, 7).sum(axis=1) for one in found])
    orders = np.array([one[:, [Event.FIRST_ORDER, Event.ORDERED]].reshape(4, 14).sum(axis=1) for one in found])
    assert (abs(new.mean(axis=0) - weekly) < FALSE_ALARM * np.sqrt(weekly / len(found)) + 0.02 * weekly).all()
    # four weeks of one history, each with the chance of its customers' rates, against the mean of the worlds
    chance = np.sqrt(2.0 * before * (1.0 / 4.0 + 1.0 / len(found)))
    assert (abs(orders.mean(axis=0) - before) < FALSE_ALARM * chance).all()


UNCERTAIN = (
    *("need.prospect_rate", "choice.share_reached", "choice.share_retained", "choice.share_customer"),
    *("awareness.fade_rate", "retain.optin_rate", "retain.nurture_effect", "retain.unsubscribe_rate"),
    *("retain.unsubscribe_fatigue", "channels.search.carryover", "channels.social.carryover"),
    *("channels.search.half_saturation", "channels.social.half_saturation", "channels.search.cost_per_thousand"),
    "channels.social.cost_per_thousand",
)
"""What new customers a week depend on, held at its central value."""


def _central(scenario, path):
    part = scenario.market
    for key in path.split("."):
        part = next(one for one in part if one.name == key) if isinstance(part, tuple) else getattr(part, key)
    return part.value


def test_steady_shares_stand_still_in_the_mean_field():
    base = load("base", overrides=("market.size=1000000", "policy.referral.active=false"))
    tree = base.model_dump(mode="json", by_alias=True)
    market, policy = tree["market"], tree["policy"]
    start = steady_start(market, policy, 50.0, 1000.0, "market.yaml")
    market["start"] |= {"reached": start.reached, "retained": start.retained, "customer": 0.001}
    for channel in market["channels"]:
        channel["carryover"]["value"] = 0.0
    assert first_orders_per_week(market, policy, start.factor) == pytest.approx(50.0, rel=0.02)
    assert min(start) > 0.0
