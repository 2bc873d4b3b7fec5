"""Numbers and verdicts in words that a manager reads."""

from __future__ import annotations

import math

from scenarios.results.compare import FEWEST, Verdict
from sim.mechanisms.all import ALL
from sim.tables import AGES, MEASURES, REFERRALS

NOTHING = "–"
NAMES = {
    "customers": "new customers",
    "contribution_1": "contribution before service",
    "contribution_2": "contribution after service",
    "contribution_3": "contribution after marketing",
    "clv": "CLV",
    "clv_realised": "CLV, realised",
    "clv_residual": "CLV, residual",
    "cac": "CAC",
    "cac_last_touch": "CAC, last touch",
    "cac_incremental": "CAC, incremental",
    "cac_marginal": "CAC, marginal",
    "cac_with_first_order": "CAC, first-order costs in it",
    "clv_to_cac_with_first_order": "CLV:CAC, first-order costs in CAC",
    "cac_paid": "CAC, last touch, paid channels",
    "clv_to_cac": "CLV:CAC",
    "clv_to_cac_incremental": "CLV:CAC, incremental",
    "clv_to_cac_marginal": "CLV:CAC, marginal",
    "equity_present": "customer equity, present customers",
    "existing_alive": "customers at the start, still so",
    "existing_customers": "customers at the start",
    "existing_orders": "orders of customers at the start",
    "existing_revenue": "revenue of customers at the start",
    "existing_contribution": "contribution of customers at the start",
    "existing_value": "remaining value of a customer at the start",
    "existing_value_realised": "remaining value, realised",
    "existing_value_residual": "remaining value, residual",
    "campaign_roi": "campaign ROI",
    "shares": "invitations sent",
    "accepted": "invitations taken up",
    "referred": "new customers invited",
    "accepted_per_share": "taken up, of those sent",
    "referred_per_accepted": "ordered, of those taken up",
    "reward_per_referred": "reward per invited customer",
    "reward_per_incremental": "reward per incremental customer",
    "k_naive": "k-factor, naive",
    "k_radius": "growth from generation to generation",
    "generation_mean": "mean generation",
    "generation_longest": "longest chain",
    "came_anyway": "would have come anyway",
    "came_anyway_share": "would have come anyway, of those invited",
    "came_earlier": "of these, earlier than without it",
    "days_gained": "of these, days gained",
    "expansion": "came only because of the programme",
    "gained_otherwise": "came without invitation because of it",
    "lost": "customers lost by it",
    "worth_came_anyway": "from those who came anyway",
    "worth_expansion": "from those who came only because of it",
    "worth_gained_otherwise": "from those without invitation",
    "worth_lost": "from customers lost",
    "worth_others": "from all other customers",
    "worth_costs": "rewards, messages, other costs",
    "crv_sample": "CRV, sample",
    "clv_sample": "CLV, same sample",
    "crv_most": "CRV, who brought most",
    "payback_days": "payback",
    "first_response": "first answer, mean",
    "first_response_p90": "first answer, nine of ten",
    "within_target": "answered within the target",
    "resolution": "solution, mean",
    "resolution_p90": "solution, nine of ten",
    "gave_up_share": "gave up waiting",
    "leaving_rate": "customers leaving, a year",
    "warned": "people told ill of us",
    "praised": "people told well of us",
    "points_redeemed": "points used",
    "points_expired": "points lapsed",
    "points_liability": "owed for points at the end",
    "points_breakage": "lapsed, of points used or lapsed",
    "upper_tier": "customers in the upper tier",
    **{one.name: one.called for each in ALL for one in each.measures},
    "nps": "NPS",
    "nps_of_all": "NPS, had all answered",
    "nps_error": "NPS, standard error",
    **{f"cohort_value_{age}": f"cohort value, {age} days" for age in AGES},
    **{f"repeat_rate_{age}": f"repeat rate, {age} days" for age in AGES},
    "followers": "on the list, never ordered",
    "followers_who_bought": "ordered, of who joined the list",
    "k_factor": "k-factor (new customers per customer)",
    "media_incremental": "media, incremental",
    "customers_incremental": "customers, incremental",
    "value_incremental": "CLV of all customers, incremental",
    "media_marginal": "media, 5 % more",
    "customers_marginal": "customers, 5 % more media",
    "value_marginal": "CLV of all customers, 5 % more media",
}
"""Measures whose name is not simply its words."""

FLOWS = frozenset(name for name, measure in (MEASURES | REFERRALS).items() if measure.kind == "flow")
"""Measures that grow with the horizon: tables hold their sum over it, readers are told them per year."""


def a_year(measure: str, days: int) -> float:
    """What a measure over ``days`` is multiplied by to be told: flows become those of a year, all else stays."""
    return 365.0 / days if measure in FLOWS else 1.0


def title_of(measure: str) -> str:
    """The name of ``measure``, of flows with the year: "profit, a year"."""
    return name_of(measure) + (", a year" if measure in FLOWS else "")


def name_of(measure: str) -> str:
    """``measure`` as words: "clv_to_cac" -> "CLV:CAC"."""
    return NAMES.get(measure, measure.replace("_", " "))


def number(value: float, digits: int = 3) -> str:
    """``value`` with ``digits`` significant digits and thousands commas; "–" where it is not defined."""
    if math.isinf(value):
        return "infinite" if value > 0 else "minus infinity"
    if math.isnan(value):
        return NOTHING
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, places):,.{max(0, min(places, 6))}f}"


def amount(value: float, unit: str, currency: str) -> str:
    """``value`` with its unit: money as "12,300 USD" or "34.20 USD", shares in per cent, days as days."""
    units = {"currency": f" {currency}", "share": " %", "days": " days", "hours": " hours"}
    return bare(value, unit) + (units.get(unit, "") if math.isfinite(value) else "")


def span(low: float, high: float, unit: str, currency: str = "") -> str:
    """A range as "8,000 to 17,000 USD" (without the unit if it is money of no ``currency``); "–" where
    there is none."""
    if math.isnan(low) or math.isnan(high) or (low == high and math.isinf(low)):
        return NOTHING
    return f"{bare(low, unit)} to {amount(high, unit, currency).rstrip()}"


def bare(value: float, unit: str) -> str:
    """``value`` as in :func:`amount`, without its unit."""
    if unit == "currency" and 0.1 <= abs(value) < 100:
        return f"{value:,.2f}"
    return number(100 * value if unit == "share" else value)


def chance(p: float) -> str:
    """A probability as ".93"; "–" where there is none."""
    return NOTHING if not math.isfinite(p) else f"{p:.2f}".removeprefix("0")


def counted(count: int, what: str) -> str:
    """A count with its noun: "1 world", "20 worlds"."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def sentence(verdict: Verdict, unit: str, currency: str, days: int) -> str:
    """The verdict in one sentence, flows per year: who beats whom, by how much, how sure."""
    of, against, what = verdict.scenario, verdict.base, name_of(verdict.measure)
    if verdict.outcome == "equal":
        worlds = "the one world" if verdict.worlds == 1 else f"each of the {verdict.worlds} worlds"
        return f"{of} equals {against} on {what} in {worlds}."
    if math.isnan(verdict.difference):
        return f"{of} against {against} on {what}: no difference can be told, as there is no finite value."
    scale = a_year(verdict.measure, days)
    sign = 1.0 if verdict.outcome == "unsettled" else math.copysign(1.0, verdict.difference)
    low, high = sorted((sign * scale * verdict.low, sign * scale * verdict.high))
    by = amount(sign * scale * verdict.difference, unit, currency) + (" a year" if verdict.measure in FLOWS else "")
    if math.isfinite(low):
        rough = "rough " if verdict.rough else ""
        by += f" [{rough}90 % interval {span(low, high, unit)}]"
    else:
        by += " [one world: no interval]"
    sure = f"P(better) = {chance(verdict.p_better)}"
    match verdict.outcome:
        case "better":
            return f"{of} beats {against} on {what} by {by}, {sure}."
        case "worse":
            return f"{of} loses to {against} on {what} by {by}, {sure}."
        case _ if verdict.worlds < FEWEST:
            few = f"{counted(verdict.worlds, 'world')}; at least {FEWEST} are needed"
            return f"{of} against {against} on {what}: too few worlds to tell ({few}): {_signed(by)}, {sure}."
        case _:
            return f"{of} against {against} on {what} is not settled: {_signed(by)}, {sure}."


def _signed(text: str) -> str:
    return text if text.startswith(("-", NOTHING)) else f"+{text}"
