"""Buying, the journey and value: formulas against published or worked values, and against a second computation."""

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp
from scipy.special import hyp2f1
from scipy.stats import erlang, gamma

from sim.closed_forms import buying, journey, value
from sim.closed_forms.journey import Journey, Purse

CDNOW_PARETO = (0.553, 10.578, 0.606, 11.669)
CDNOW_BG = (0.2426, 4.4136, 0.7929, 2.4259)


def close(values: object, digits: float = 1e-5) -> object:
    return pytest.approx(values, rel=digits)


def test_repeat_orders_of_both_buying_models():
    t = np.array([13, 39, 78])
    assert buying.pareto_nbd_mean(t, *CDNOW_PARETO) == close([0.5311695, 1.213003, 1.909398], 1e-6)
    assert buying.bg_nbd_mean(t, *CDNOW_BG) == close([0.5336518, 1.195048, 1.858024], 1e-6)


def test_pareto_nbd_is_a_rate_times_the_time_lived():
    for s in (0.4, 1.0, 1.0 + 1e-12, 2.5):
        life = quad(lambda u: (5.0 / (5.0 + u)) ** s, 0, 60)[0]  # noqa: B023
        assert buying.pareto_nbd_mean(60, 0.7, 3.0, s, 5.0) == close(0.7 / 3.0 * life, 1e-9)
    assert buying.exponential_mean(30, 0.2, 0.1) == close(0.2 * (1 - np.exp(-3)) / 0.1, 1e-12)
    assert buying.exponential_mean(30, 0.2, 0.0) == close(6.0, 1e-12)


def test_bg_nbd_is_a_mixture_of_coins():
    """Given rate and coin, orders by t have mean (1 - e**(-rate p t)) / p."""
    r, alpha, a, b = CDNOW_BG
    node, weight = np.polynomial.legendre.leggauss(400)
    p = 0.5 * (node + 1.0)
    density = 0.5 * weight * p ** (a - 1) * (1 - p) ** (b - 1)
    mean = (1.0 - (alpha / (alpha + p * 39)) ** r) / p
    assert buying.bg_nbd_mean(39, r, alpha, a, b) == close((density * mean).sum() / density.sum(), 1e-3)


@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (0.3, 0.7), (1.0 + 1e-7, 1e-7), (0.05, 0.2), (3.0, 3.0)])
def test_bg_nbd_has_no_poles(a, b):
    """Orders come at rate r / alpha x E[(alpha / (alpha + p t))**(r + 1)], p the coin of a customer."""
    r, alpha = 0.5, 4.0
    flow = quad(lambda t: hyp2f1(r + 1.0, a, a + b, -t / alpha), 0, 78, epsrel=1e-10)[0]
    assert buying.bg_nbd_mean(78, r, alpha, a, b) == close(r / alpha * flow, 1e-7)


def test_bg_nbd_customers_leave_one_by_one():
    r, alpha, a, b = CDNOW_BG
    t, step = np.array([0.0, 39.0]), 1e-4
    kept = buying.bg_nbd_survival(t, r, alpha, a, b)
    assert kept[0] == 1.0
    chance = np.random.default_rng(1).beta(a, b, 400_000)
    sample = (alpha / (alpha + chance * 39)) ** r
    assert abs(sample.mean() - kept[1]) < 4.5 * sample.std() / np.sqrt(len(sample))
    # at once, orders come at E[rate] and each loses E[p]
    lost = 1.0 - buying.bg_nbd_survival(step, r, alpha, a, b)
    assert lost / step == close(r / alpha * a / (a + b), 1e-4)


def test_a_season_stretches_time():
    span = [buying.operational_time(start, 39, 0.5, 40, 52) for start in (0, 26, 39)]
    assert buying.bg_nbd_mean(np.array(span), *CDNOW_BG) == close([1.097110, 1.287491, 1.118827], 1e-6)
    assert span[1] == close(quad(lambda u: 1 + 0.5 * np.cos(2 * np.pi * (u - 40) / 52), 26, 65)[0], 1e-9)


def test_contracts_survive_as_their_coins_say():
    assert buying.sbg_survival([1, 5, 12], 0.668, 3.806) == close([0.850693, 0.561869, 0.378040])
    steps = [(3.806 + n) / (0.668 + 3.806 + n) for n in range(12)]
    assert buying.sbg_survival(12, 0.668, 3.806) == close(np.prod(steps), 1e-10)


def test_regular_buyers_order_as_sums_of_gaps_say():
    assert buying.erlang_mean(40.0, 0.3, 1) == close(12.0, 1e-12)
    counts = sum(erlang.cdf(40.0, 3 * n, scale=1 / 0.9) for n in range(1, 80))
    assert buying.erlang_mean(40.0, 0.3, 3) == close(counts, 1e-10)
    assert buying.erlang_mean([10.0, 40.0], 0.3, 1, 0.05) == close(buying.exponential_mean([10, 40], 0.3, 0.05), 1e-10)
    dying = [
        quad(lambda u, n=n: erlang.pdf(u, 3 * n, scale=1 / 0.9) * np.exp(-0.05 * u), 0, 40)[0] for n in range(1, 60)
    ]
    assert buying.erlang_mean(40.0, 0.3, 3, 0.05) == close(sum(dying), 1e-8)
    # k = 2 has a closed form of its own
    exact = 0.3 * 40 - 0.25 * (1 - np.exp(-4 * 0.3 * 40))
    assert buying.erlang_mean(40.0, 0.3, 2) == close(exact, 1e-10)


def test_mean_order():
    assert buying.mean_order(6.25, 3.74, 15.44) == close(35.21898, 1e-6)


BASE = Journey(
    opt_in=0.05, fade=0.10, buy_reached=0.0, buy_retained=0.02, unsubscribe=0.03, drop_out=0.010, loss=0.002,
    come_back=0.004, final_loss=0.006,
)  # fmt: skip
BASE_PURSE = Purse(
    order_rate=0.05, order_margin=25, first_margin=20, return_cost=5, service=0.02, discount_rate=np.log(1.10) / 365
)
HOT = Journey(
    opt_in=0.20, fade=0.05, buy_reached=0.0, buy_retained=0.08, unsubscribe=0.02, drop_out=0.004, loss=0.001,
    come_back=0.010, final_loss=0.010,
)  # fmt: skip
HOT_PURSE = Purse(
    order_rate=0.03, order_margin=40, first_margin=10, return_cost=8, service=0.01, discount_rate=np.log(1.15) / 365
)


def inviting(chain: Journey, rate: float) -> Journey:
    return Journey(**{**vars(chain), "invites": rate})


def test_value_of_the_journey():
    both = BASE.value(BASE_PURSE), inviting(BASE, 0.01).value(BASE_PURSE)
    hot = HOT.value(HOT_PURSE), inviting(HOT, 0.0015).value(HOT_PURSE)
    found = [both[0][0], both[1][0], hot[0][0], hot[1][0]]
    assert found == close([21.81420, 41.61564, 224.9142, 345.7504], 1e-6)
    # a new customer brings, beyond the first margin, what a customer in stage C is worth
    gain = [pair[1][2] - pair[0][2] for pair in (both, hot)]
    assert gain == close([149.546, 189.820])
    with pytest.raises(ValueError, match="grow"):
        inviting(BASE, 0.1).value(BASE_PURSE)


def test_stocks_of_the_journey():
    found = [BASE.stocks(100), inviting(BASE, 0.01).stocks(100), inviting(HOT, 0.0015).stocks(30)]
    published = [
        [666.667, 666.667, 1666.667, 1666.667], [666.667, 1333.33, 3333.33, 3333.33], [120, 400, 10666.7, 2133.33],
    ]  # fmt: skip
    assert np.array(found) == close(np.array(published))


def test_the_way_to_the_stocks():
    found = BASE.people([30, 180], 100)
    assert found[:, journey.CUSTOMER] == close([119.6125, 1025.437])
    grown = inviting(BASE, 0.01)
    path = solve_ivp(lambda _, x: x @ grown.generator() + [7, 0, 0, 0], (0, 90), [3.0, 0, 2, 0], rtol=1e-10, atol=1e-9)
    assert grown.people(90, 7, (3, 0, 2, 0))[0] == close(path.y[:, -1], 1e-7)
    assert grown.people(20_000, 100)[0] == close(grown.stocks(100), 1e-9)


def test_the_earlier_of_two_hazards():
    found = [journey.first_of_two(*h, 1.0) for h in ((0.05, 0.10), (0.3, 0.6), (0.01, 0.002))]
    assert found == close([0.0464307, 0.197810, 0.00994024])
    assert journey.first_of_two(0.0, 0.0, 1.0) == 0.0


def test_value_of_contracts():
    found = [value.contract_value(100, r, d) for r, d in ((0.8, 0.1), (0.9, 0.12), (0.6, 0.15))]
    published = [(366.6667, 266.6667), (509.0909, 409.0909), (209.0909, 109.0909)]
    assert np.array(found) == close(np.array(published), 1e-6)


def test_value_of_contracts_that_differ():
    n = np.arange(2000)
    direct = 100 * (buying.sbg_survival(n, 0.7, 1.2) * 1.1**-n).sum()
    assert value.contracts_value(100, 0.7, 1.2, np.log(1.1)) == close(direct, 1e-9)
    alike = value.contracts_value(100, 0.2e9, 0.8e9, np.log(1.1))
    assert alike == close(value.contract_value(100, 0.8, 0.1)[0], 1e-6)


def test_the_mean_rate_is_not_the_rate_of_the_mean():
    cases = ((0.606, 11.669, 0.0027), (2, 40, 0.0027), (0.5, 20, 0.002))
    assert [value.discounted_life(*case) for case in cases] == close([75.648, 31.561, 143.395], 2e-5)
    assert [1 / (s / beta + d) for s, beta, d in cases] == close([18.304, 18.975, 37.037], 3e-5)
    mixed = quad(lambda mu: gamma.pdf(mu, 2, scale=1 / 40) / (mu + 0.0027), 0, 2)[0]
    assert value.discounted_life(2, 40, 0.0027) == close(mixed, 1e-8)
    alike = value.discounted_life(3e5, 2e7, 0.0027)  # hardly anybody differs
    assert alike == close(1 / (0.015 + 0.0027), 1e-4)
    assert value.discounted_life(50, 3, 0.0027) == close(3 / 49, 1e-3)  # nothing is discounted so soon


@pytest.mark.parametrize(("pause", "resume"), [(0.02, 0.01), (0.3, 0.0), (0.5, 2.0)])
def test_demand_that_sleeps(pause, resume):
    """Against the equations of the two states, and the integrals of what is awake."""
    made = solve_ivp(lambda t, y: [resume * y[1] - pause * y[0], pause * y[0] - resume * y[1]], (0, 90), [1.0, 0.0],
                     rtol=1e-10, atol=1e-12)  # fmt: skip
    assert buying.awake(90.0, pause, resume) == pytest.approx(made.y[0, -1], rel=1e-7)
    alike = quad(lambda u: np.exp(-0.03 * u) * buying.awake(u, pause, resume), 0, 90, limit=200)[0]
    assert buying.awake_life(90.0, 0.03, pause, resume) == pytest.approx(alike, rel=1e-9)
    differ = quad(lambda u: (40 / (40 + u)) ** 0.6 * buying.awake(u, pause, resume), 0, 900, limit=500)[0]
    assert buying.gamma_awake_life([900.0], 0.6, 40.0, pause, resume) == pytest.approx(differ, rel=1e-8)


def test_a_journey_with_pauses_and_nights():
    """Against its differential equations: reached, retained, awake, dropped out, asleep, invited, days awake."""
    chain = Journey(**{**vars(BASE), "pause": 0.02, "resume": 0.03, "invites": 0.025, "wait": 0.5})

    def slope(t, y):
        reached, retained, awake, gone, asleep, invited, _ = y
        return [
            100.0 - (chain.opt_in + chain.fade + chain.buy_reached) * reached,
            chain.opt_in * reached + invited / 0.5 - (chain.buy_retained + chain.unsubscribe) * retained,
            chain.buy_reached * reached + chain.buy_retained * retained + chain.come_back * gone + 0.03 * asleep
            - (chain.drop_out + chain.loss + 0.02) * awake,
            chain.drop_out * (awake + asleep) - (chain.come_back + chain.final_loss) * gone,
            0.02 * awake - (chain.drop_out + chain.loss + 0.03) * asleep,
            0.025 * awake - invited / 0.5,
            awake,
        ]  # fmt: skip

    made = solve_ivp(slope, (0, 300), np.zeros(7), rtol=1e-9, atol=1e-9, method="LSODA").y[:, -1]
    stages = [made[0], made[1], made[2] + made[4], made[3]]
    assert chain.people(300.0, 100.0)[0] == pytest.approx(stages, rel=1e-6)
    assert chain.customer_days(300.0, 100.0) == pytest.approx(made[6], rel=1e-6)


def test_without_a_discount_a_life_counts_in_full():
    assert value.discounted_life(4.0, 11.669, 0.0) == pytest.approx(11.669 / 3)
    assert value.discounted_life(4.0, 11.669, 1e-7) == pytest.approx(11.669 / 3, rel=1e-5)
    assert value.discounted_life(0.606, 11.669, 0.0) == np.inf
    assert value.contracts_value(100.0, 3.0, 5.0, 0.0) == pytest.approx(100 * 7 / 2)
    assert value.contracts_value(100.0, 3.0, 5.0, 1e-4) == pytest.approx(350, rel=1e-3)
    assert value.contracts_value(100.0, 0.668, 3.806, 0.0) == np.inf


def test_coins_thrown_very_often_still_have_a_mean():
    """Where the hypergeometric series fails: against its own value where it does not, and against limits."""
    r, alpha, a, b = 0.2426, 4.4136, 0.7929, 2.4259
    t = np.array([13.0, 78.0])

    def orders(p):
        return -np.expm1(-r * np.log1p(p * t[:, None] / alpha)) / p

    assert buying._over_coins(orders, a, b) == pytest.approx(buying.bg_nbd_mean(t, r, alpha, a, b), rel=1e-3)
    certain = buying.bg_nbd_mean(t, r, alpha, 1e6, b)  # the coin ends it at once: 1 order where there is any
    assert certain == pytest.approx(1 - (alpha / (alpha + t)) ** r, rel=1e-4)
    many = buying.bg_nbd_survival(t, 1e6, alpha, a, b)
    assert np.isfinite(many).all()
    assert ((many >= 0) & (many < 1e-3)).all()
