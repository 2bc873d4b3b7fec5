"""What a customer's own history says at time 0, against the formulas: who is alive, what will be ordered and spent."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from calibration.acquisition import first_orders_per_week
from calibration.gamma_gamma import GammaGamma
from calibration.pareto_nbd import ParetoNBD
from scenarios.files.loading import load
from scenarios.lowering.beliefs import in_world, places
from scenarios.lowering.known import known_at_start
from scenarios.lowering.lower import lower
from scenarios.lowering.standing import steady
from scenarios.tree.writing import written
from sim import engine
from sim.closed_forms.histories import alike_alive, alike_left_at, pareto_nbd_left_at, stages_waited
from sim.core.ground.draws import world_key
from sim.problems import BadInput
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
    count, stages, rate, silent = 20_000, 3, 0.1, 12.0
    left = stages_waited(np.full(count, rate), np.full(count, silent), stages, 1.0, rng.uniform(size=count))
    rest = rng.gamma(left) / stages / rate
    law = gamma(stages, scale=1.0 / (stages * rate))
    for more in (2.0, 5.0, 12.0):
        expected = 1.0 - law.sf(silent + more) / law.sf(silent)
        assert abs((rest <= more).mean() - expected) < FALSE_ALARM * np.sqrt(expected * (1 - expected) / count)
    mixed = stages_waited(np.full(count, rate), np.full(count, 1e4), stages, 0.5, rng.uniform(size=count))
    assert np.bincount(mixed, minlength=4)[1:].min() > 0  # long ago, with occasions that came to nothing: any stage


SIZE, SPENT = 40_000, {"search": 300.0, "social": 100.0, "video": 0.0}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A plan file of a market that goes on with a shop's customers, by what is said of its start; orders of before."""
    folder = tmp_path_factory.mktemp("begun")
    made, ago = shop(60 * 52, 7)
    pq.write_table(pa.table(made), folder / "ours.parquet")

    def plan(newcomers, days=28, interval=None, **start):
        tree = {"schema": 1, "name": "warm", "extends": "base", "people": SIZE, "days": days}
        weekly = {"value": newcomers, "unit": "people per week", "label": "identified", "source": "a test"}
        weekly |= {} if interval is None else {"interval": interval, "scale": "log"}
        start = {"customers": "ours.parquet", "spend": SPENT, "touches": 1.0, "newcomers": weekly, **start}
        tree |= {"market": {"size": SIZE, "start": start}, "policy": {"channel": {"weekly_spend": SPENT}}}
        (folder / "warm.yaml").write_text(written(tree), "utf-8")
        return folder / "warm.yaml"

    return plan, np.histogram(-ago, np.arange(0.0, 29.0, 7.0))[0].mean()


def test_a_market_goes_on_without_a_jump_in_every_world(begun):
    plan, before = begun
    scenario = load(plan(60.0), overrides=("policy.relationship.touches_per_week=1", *FIXED))
    found = [engine.run(lower(scenario, world)).counts.sum(axis=1) for world in range(12)]
    new = np.array([one[:, Event.FIRST_ORDER].reshape(4, 7).sum(axis=1) for one in found])
    orders = np.array([one[:, [Event.FIRST_ORDER, Event.ORDERED]].reshape(4, 14).sum(axis=1) for one in found])
    for weekly in (new.mean(axis=0), new.mean(axis=1)):  # every week, and every world
        error = np.sqrt(60.0 / (new.size / len(weekly)))
        assert (abs(weekly - 60.0) < FALSE_ALARM * error + 0.03 * 60.0).all()
    # four weeks of one history, each with the chance of its customers' rates, against the mean of the worlds
    chance = np.sqrt(2.0 * before * (1.0 / 4.0 + 1.0 / len(found)))
    assert (abs(orders.mean(axis=0) - before) < FALSE_ALARM * chance).all()


def test_worlds_hold_what_the_history_allows_of_new_customers(begun):
    """Their spread over worlds is that of the belief and of chance, whatever else is uncertain in the market."""
    plan, _ = begun
    path = plan(60.0, interval=[48.0, 75.0])
    scenario = load(path, overrides=("policy.relationship.touches_per_week=1", *FIXED))
    worlds = range(40)
    new = [engine.run(lower(scenario, one)).counts.sum(axis=1)[:, Event.FIRST_ORDER].sum() / 4 for one in worlds]
    believed = np.log(75 / 48) / (2 * 1.6449)
    expected = np.sqrt(believed**2 + 1 / 240)
    ratio = np.log(new).std(ddof=1) / expected
    assert abs(ratio - 1.0) < FALSE_ALARM / np.sqrt(2 * len(worlds))
    assert abs(np.log(np.median(new) / 60.0)) < FALSE_ALARM * 1.25 * expected / np.sqrt(len(worlds)) + 0.03


def test_friends_are_among_those_won(begun):
    """Who is brought by customers is not won by media as well: the same number with a programme as without."""
    plan, _ = begun
    on = ("policy.relationship.touches_per_week=1", *FIXED[:-1], "policy.referral.active=true")
    worlds = range(8)
    for share in (0.0, 0.05):
        invites = f"market.referral.share_probability={share}"
        start = {"active": share > 0.0, "reward_referrer": 0.0, "reward_friend": 0.0}
        path = plan(60.0, 84, referral=start)
        scenario = load(
            path, overrides=(*on, invites, "policy.referral.reward_referrer=0", "policy.referral.reward_friend=0")
        )
        new = np.array(
            [engine.run(lower(scenario, one)).counts.sum(axis=1)[56:, Event.FIRST_ORDER].sum() / 4 for one in worlds]
        )
        assert abs(new.mean() - 60.0) < FALSE_ALARM * np.sqrt(60.0 / (4 * len(worlds))) + 0.05 * 60.0, share


def test_steady_shares_stand_still_in_the_mean_field():
    """Another mean field, in steps of a day from a launch, wins as many with the same factor from the same shares."""
    fixed = [f"market.channels.{name}.carryover=0" for name in ("search", "social", "video")]
    asked = ("market.size=1000000", "policy.referral.active=false", *fixed)
    base = load("base", overrides=asked)
    market = in_world(base, {path: 0.5 for path, _ in places(base).known}).market
    spend, touches = base.policy.channel.weekly_spend, base.policy.relationship.touches_per_week
    more = {"newcomers": market.start.newcomers.model_copy(update={"value": 50.0}), "spend": spend, "touches": touches}
    more["optin_reward"] = base.policy.relationship.optin_reward
    market = market.model_copy(update={"start": market.start.model_copy(update=more)})
    found = steady(base.model_copy(update={"market": market}), 0.001, 0.0)
    assert found.per_week == pytest.approx(50.0, rel=1e-9)
    tree = base.model_dump(mode="json", by_alias=True)
    tree["market"]["start"] |= {"reached": found.reached, "retained": found.retained, "customer": 0.001}
    assert first_orders_per_week(tree["market"], tree["policy"], found.factor) == pytest.approx(50.0, rel=0.02)
    assert min(found) > 0.0


def test_a_market_too_small_for_the_new_customers_wins_what_it_has(begun):
    plan, _ = begun
    scenario = load(plan(30_000.0, 14), overrides=FIXED)
    new = engine.run(lower(scenario, 0)).counts.sum(axis=1)[:, Event.FIRST_ORDER].sum()
    assert 0 < new < SIZE


def test_new_customers_of_a_usual_week_ask_for_the_customers():
    with pytest.raises(BadInput, match=r"market.start.newcomers.*without market.start.customers"):
        load("base", overrides=("market.start.newcomers=50",))
