"""Formulas of service desks, of surveys and of imitation: against published values and a second way to compute."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import gamma, gammainc

from sim.closed_forms.queues import (
    ErlangA,
    ErlangC,
    congested_customers,
    erlang_b,
    given_up_and_returned,
    one_at_the_desk,
    urgent_and_others,
)
from sim.closed_forms.word_of_mouth import bass, bass_of_few


@pytest.mark.parametrize(
    ("desk", "waits", "wait"),
    [
        (ErlangC(8, 3, 4), 0.378418, 0.0946046),
        (ErlangC(20, 2.5, 10), 0.409180, 0.0818360),
        (ErlangC(45, 1.5, 32), 0.630223, 0.210074),
    ],
)
def test_erlang_c(desk, waits, wait):
    assert desk.waits == pytest.approx(waits, abs=5e-7)
    assert desk.wait == pytest.approx(wait, rel=5e-6)
    assert desk.in_system == pytest.approx(desk.arrivals * wait + desk.arrivals / desk.service, rel=5e-6)


def test_erlang_c_agrees_with_the_balance_of_states():
    desk, n = ErlangC(20, 2.5, 10), np.arange(4000)
    weights = np.cumsum([0.0, *np.log(desk.arrivals / (desk.service * np.minimum(n[1:], desk.staff)))])
    law = np.exp(weights - weights.max())
    law /= law.sum()
    assert law[desk.staff :].sum() == pytest.approx(desk.waits, rel=1e-10)
    assert law @ n == pytest.approx(desk.in_system, rel=1e-10)
    assert desk.wait_beyond(desk.wait_quantile(0.9)) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("desk", "waits", "gives_up", "wait"),
    [
        (ErlangA(8, 3, 3, 1), 0.589667, 0.128302, 0.128302),
        (ErlangA(20, 2.5, 8, 2), 0.571771, 0.131965, 0.0659825),
        (ErlangA(12, 3, 3, 0.5), 0.947920, 0.269029, 0.538058),
    ],
)
def test_erlang_a(desk, waits, gives_up, wait):
    assert desk.waits == pytest.approx(waits, abs=5e-7)
    assert desk.gives_up == pytest.approx(gives_up, abs=5e-7)
    assert desk.wait == pytest.approx(wait, abs=5e-7)


@pytest.mark.parametrize("desk", [ErlangA(8, 3, 3, 1), ErlangA(20, 2.5, 8, 2), ErlangA(5, 1, 9, 0.1)])
def test_erlang_a_agrees_with_the_incomplete_gamma_function(desk):
    x, y = desk.staff * desk.service / desk.impatience, desk.arrivals / desk.impatience
    a = x * np.exp(y) * y**-x * gamma(x) * gammainc(x, y)
    lost = erlang_b(desk.arrivals / desk.service, desk.staff)
    assert desk.waits == pytest.approx(a * lost / (1 + (a - 1) * lost), rel=1e-9)
    load = desk.arrivals / (desk.staff * desk.service)
    assert desk.gives_up == pytest.approx((1 / (load * a) + 1 - 1 / load) * desk.waits, rel=1e-9)


def test_an_infinitely_patient_erlang_a_is_erlang_c():
    assert ErlangA(20, 2.5, 10, 1e-9).wait == pytest.approx(ErlangC(20, 2.5, 10).wait, rel=1e-6)


@pytest.mark.parametrize(
    ("desk", "first", "waits"),
    [
        (ErlangC(8, 3, 4), 2, (0.0378418, 0.1135255)),
        (ErlangC(20, 2.5, 10), 5, (0.0204590, 0.1022950)),
        (ErlangC(0.8, 1, 1), 0.3, (1.142857, 5.714286)),
    ],
)
def test_priorities(desk, first, waits):
    assert urgent_and_others(desk.wait, desk.load, first / desk.arrivals) == pytest.approx(waits, rel=5e-6)
    mean = (first * waits[0] + (desk.arrivals - first) * waits[1]) / desk.arrivals
    assert mean == pytest.approx(desk.wait, rel=5e-6)  # who goes first does not change the work


@pytest.mark.parametrize(
    ("desk", "rate", "ratio"),
    [(ErlangC(8, 3, 4), 0.5, 1.054060), (ErlangC(8, 3, 3), 0.2, 1.199377), (ErlangC(20, 2.5, 9), 0.3, 1.089090)],
)
def test_what_waits_do_to_a_hazard(desk, rate, ratio):
    assert desk.mean_exponential(rate) == pytest.approx(ratio, abs=5e-7)
    time, step = np.linspace(0, 80, 800_001, retstep=True)
    beyond = desk.waits * np.exp((rate - desk.spare) * time)
    assert 1 + rate * np.trapezoid(beyond, dx=step) == pytest.approx(ratio, abs=1e-6)


def test_one_member_of_staff():
    assert one_at_the_desk(0.8, 1.0, 1.0) == pytest.approx(ErlangC(0.8, 1.0, 1).wait)


@pytest.mark.parametrize(
    ("given", "customers"),
    [
        ((2, 0.0005, 0.002, 0.3, 3, 3), 3258.22),
        ((2, 0.0005, 0.002, 0.3, 3, 2), 2451.68),
        ((5, 0.001, 0.004, 1.0, 6, 3), 3442.78),
    ],
)
def test_congestion_drives_customers_away(given, customers):
    assert congested_customers(*given) == pytest.approx(customers, abs=0.005)


def test_more_work_than_staff_has_no_stationary_wait():
    with pytest.raises(ValueError, match="more work"):
        ErlangC(12, 3, 4)


def test_bass():
    assert bass(0.03, 0.38, [1, 5, 10]) == pytest.approx([0.0357582, 0.331199, 0.812803], abs=5e-7)
    path = solve_ivp(lambda t, f: (0.03 + 0.38 * f) * (1 - f), (0, 10), [0.0], rtol=1e-10, atol=1e-12)
    assert path.y[0, -1] == pytest.approx(float(bass(0.03, 0.38, 10)), abs=1e-8)


def test_bass_among_few():
    assert bass_of_few(0.03, 0.38, 50, 5) == pytest.approx(0.316488, abs=5e-7)
    assert bass_of_few(0.03, 0.38, 400, 5) == pytest.approx(float(bass(0.03, 0.38, 5)), abs=0.003)


@pytest.mark.parametrize(("arrivals", "service", "staff", "first"), [(8, 3, 4, 2), (20, 2.5, 10, 5), (2.7, 3, 1, 1.5)])
def test_the_law_of_waits_with_urgency(arrivals, service, staff, first):
    """It has the means of Cobham, and all wait as long in the mean as without urgency."""
    desk = ErlangC(arrivals, service, staff)
    times = np.concatenate([np.linspace(0, 2, 400), np.geomspace(2, 400, 2500)[1:]])
    law = np.array([desk.beyond_by_urgency(first, t) for t in times])
    cobham = urgent_and_others(desk.wait, desk.load, first / arrivals)
    assert np.trapezoid(law, times, axis=0) == pytest.approx(cobham, rel=2e-3)
    assert law[0] == pytest.approx(desk.waits)
    assert (np.diff(law, axis=0) < 1e-9).all()
    assert desk.beyond_by_urgency(0.0, 0.5)[1] == pytest.approx(desk.wait_beyond(0.5))
    almost = desk.beyond_by_urgency(1e-6, 0.5)[1]
    assert almost == pytest.approx(desk.wait_beyond(0.5), rel=1e-5)


def test_urgency_at_a_desk_of_one():
    """Cobham 1954 for handling times of any law: W0 / (1 - rho1), W0 / ((1 - rho1) (1 - rho))."""
    arrivals, mean, sd, first = 1.2, 0.5, 1 / 3, 0.25
    start, load = arrivals * (mean**2 + sd**2) / 2, arrivals * mean
    urgent = start / (1 - first * load)
    found = urgent_and_others(one_at_the_desk(arrivals, mean, sd), load, first)
    assert found == pytest.approx((urgent, urgent / (1 - load)))


def test_who_gives_up_does_not_come_back():
    desk = given_up_and_returned(8.0, 3.0, 3, 1.0, 0.8)
    served = desk.arrivals * (1 - desk.gives_up)
    assert desk.arrivals == pytest.approx(8.0 + 0.2 * served)
    assert given_up_and_returned(8.0, 3.0, 3, 1.0, 1.0) == ErlangA(8.0, 3.0, 3, 1.0)
    patient = given_up_and_returned(6.4, 3.0, 4, 1e-9, 0.8)
    assert patient.arrivals == pytest.approx(8.0, rel=1e-6)
