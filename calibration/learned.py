"""What the estimators found, and what they could not find and why, in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

MOST_GAPS = 5  # listed one by one
NOBODY = 0.01  # drop-outs of a customer within the history: fewer are none
LABELS = ("identified", "bounded", "assumed")
NEED = ("order_shape", "order_rate", "dropout_shape", "dropout_rate")
SPEND = ("shape", "customer_shape", "customer_rate")
Facts = Mapping[str, Any]


def buying(history: Facts, market: Facts, fits: Facts) -> Iterator[str]:
    """When customers order and drop out."""
    need, pareto, bg = market["need"], fits["pareto_nbd"], fits["bg_nbd"]
    yield (
        f"{_label(need, NEED, pareto['parameters'])}: when customers order and drop out, Pareto/NBD"
        f" r {need['order_shape']['value']:.4g}, alpha {need['order_rate']['value']:.4g} weeks,"
        f" s {need['dropout_shape']['value']:.4g}, beta {need['dropout_rate']['value']:.4g} weeks"
        f" (log-likelihood {pareto['log_likelihood']:.1f}; BG/NBD {bg['log_likelihood']:.1f})."
    )
    left = set(pareto["not_identified"])
    if left & {"s", "beta"}:
        yield f"Not identified: {_dropout(history, pareto)}"
    if left & {"r", "alpha"}:
        yield (
            "Not identified: how often customers order differs between them no more than chance allows (r, alpha). More"
            " customers, or customers of other kinds, would tell. In its place stand these orders together with what"
            " other histories say."
        )
    if bg["not_identified"]:
        yield f"BG/NBD, which is reported beside it, is not identified ({', '.join(bg['not_identified'])})."


def _dropout(history: Facts, pareto: Facts) -> str:
    weeks = (date.fromisoformat(history["until"]) - date.fromisoformat(history["from"])).days / 7
    likeliest = pareto["likeliest"]
    held = "In its place stand these orders together with what other histories say, so that customers may leave."
    if likeliest["s"] / likeliest["beta"] * weeks < NOBODY:
        return (
            f"drop-out (s, beta). Nobody has visibly left within the {weeks:.0f} weeks of this history, which does not"
            " say that nobody will. A longer history would tell, in which customers fall silent for several times"
            f" their usual gap. {held}"
        )
    return (
        "drop-out (s, beta): how it differs between customers cannot be told apart from its mean. More customers or a"
        f" longer history would tell. {held}"
    )


def amounts(history: Facts, market: Facts, fits: Facts) -> Iterator[str]:
    """What an order is worth."""
    spend, found, currency = market["spend"], history["spend"], history["currency"]
    fit = fits.get("generalised_gamma", fits.get("gamma_gamma", {}))
    if found["kind"] == "none":
        yield (
            "Not identified: how amounts vary, as (nearly) every order has the same; the market has orders of"
            f" {found['mean']:,.4g} {currency}, their mean, without variation."
            + "".join(f" {_sentence(why)}" for why in found["why"])
            + " If these are counts without amounts, money in the results is in orders, not in currency."
        )
        return
    if found["kind"] == "held":
        yield (
            f"Bounded: a mean order of {found['mean']:,.4g} {currency}."
            + "".join(f" {_sentence(why)}" for why in found["why"])
            + " How amounts differ between customers and orders is held, not identified."
        )
    else:
        yield (
            f"{_label(spend, SPEND, fit['parameters'])}: amounts per order, {_law(found)}"
            f" p {spend['shape']['value']:.4g}, q {spend['customer_shape']['value']:.4g},"
            f" gamma {spend['customer_rate']['value']:.4g} {currency}."
        )
    left = fit["not_identified"]
    if left and found["kind"] != "held":
        yield (
            f"Not identified: {', '.join(left)} of the amounts, which differ between customers, or between the orders"
            " of a customer, no more than chance allows. More customers with several orders would tell."
        )


def _law(found: Facts) -> str:
    """The law of amounts, in words."""
    within, between = found["powers"]
    if within == between == 1.0:
        return "Gamma-Gamma"
    return f"generalised gamma (powers {within:g} of a customer's amounts, {between:g} of customers' means)"


def newcomers(history: Facts) -> Iterator[str]:
    """First orders per week."""
    gained = history["acquisition"]
    rate = f"{gained['per_week']:,.1f} new customers per week ({gained['low']:,.1f} to {gained['high']:,.1f}, 5-95 %)"
    stated = "sample" in history or history["acquired_from"] is not None
    if gained["edge"] is None:
        ever = (
            "; first orders in the file are taken as first ever: if customers bought before it begins, state"
            " acquired_from in the profile"
        )
        yield f"Identified: {rate}{'' if stated else ever}."
    elif gained["at_edge"]:
        weeks = (date.fromisoformat(gained["from"]) - date.fromisoformat(gained["edge"])).days // 7
        yield (
            f"Not identified: new customers per week. In its first {weeks} weeks, from {gained['edge']} on, the file"
            f" has {gained['at_edge']:,} first orders, far more a week than later. So it looks where a file begins in"
            " the midst of a trade: those are old customers, seen first. Add this line to the profile, which leaves out"
            f" who bought before: acquired_from: {gained['from']}. (If you opened on {gained['edge']}, state"
            f" acquired_from: {gained['edge']}.) Until then at most {rate} are taken, those from {gained['from']} on."
        )
    else:
        yield (
            "Not identified: new customers per week. All customers of the file come within four weeks from"
            f" {gained['edge']} on, and nobody after: a group that was chosen, not those who come week by week. Export"
            f" the customers who came later, too. Until then {rate} are taken, their number over the whole history."
        )
    if gained["stragglers"]:
        yield (
            f"New customers come from {gained['from']} to {gained['to']}; {gained['stragglers']:,} who came before or"
            " after that are left out of the rate."
        )
    if gained["stopped"] and not (gained["edge"] and not gained["at_edge"]):
        who = "but for those, nobody new" if gained["stragglers"] else "nobody new"
        yield (
            f"Acquisition stopped: {who} came from {_day(gained['to'], 1)} to {history['until']}. The market"
            " wins as many as before, all the time."
        )


def continuity(history: Facts) -> Iterator[str]:
    """Gaps, what lies beyond them, and months that are not whole."""
    if history["by_month"]:
        yield (
            f"All orders lie on day {date.fromisoformat(history['from']).day} of a month: the file tells months, not"
            " days. Orders of a customer in one month count as one, and times between orders are rough: export the day."
        )
    span = history["continuous"]
    gaps = span["gaps"]
    for gap in gaps[:MOST_GAPS]:
        yield f"Gap: no orders from {gap['from']} to {gap['to']} ({gap['days']:,} days)."
    if len(gaps) > MOST_GAPS:
        yield f"And {len(gaps) - MOST_GAPS} more gaps."
    if span["seasonal"]:
        yield "The shop trades in seasons: the model takes the time between them for silence of the customers."
    if history["rows_before"]:
        yield (
            f"Left out: {_counted(history['rows_before'], 'row')} of"
            f" {_counted(history['customers_before'], 'customer')} who ordered before {span['from']}, from which a gap"
            " parts them: check the dates."
        )
    if gaps and not history["until_stated"] and history["rows_after_until"]:
        later = f"; to fit up to the end of {span['later'][-1]}, gap and all, state --until" if span["later"] else ""
        yield (
            f"The continuous history ends on {history['until']}. Left out:"
            f" {_counted(history['rows_after_until'], 'row')} behind the gap, the last on {history['last_order']}:"
            f" check the dates{later}."
        )
    yield from _partial(date.fromisoformat(history["from"]), date.fromisoformat(history["until"]))


def rhythm(found: Facts | None, known: bool = False) -> Iterator[str]:
    """Regular intervals, where there are; ``found``: the regularity as plain data; ``known``: the market has it."""
    if found is None or not found["regular"]:
        return
    yield (
        f"Customers buy at regular intervals: about every {found['gap']:.0f} days, and a customer's gaps vary by"
        f" {found['variation']:.0%} of their mean, where chance has 100 %. Pareto/NBD does not know that: its forecasts"
        f" scatter too much and see too late who has left. {_remedy(found, known)}"
    )


def _remedy(found: Facts, known: bool) -> str:
    regular = f"--set market.need.regularity={min(round(found['k']), 10)}"
    contract = found["contract"]
    if contract is None:
        return "The market has it, runs know it." if known else f"Let runs know it: {regular}."
    settings = {
        "dropout": "renewal",
        "renewal_days": f"{found['gap']:g}",
        "renewal_a": f"{contract['a']:.4g}",
        "renewal_b": f"{contract['b']:.4g}",
    }
    by_contract = " ".join(f"--set market.need.{name}={value}" for name, value in settings.items())
    return (
        f"If they pay by contract or subscription, use renewal (sBG, fitted to these orders): run with {by_contract}."
        f" If not, {'the market has it' if known else f'run with {regular}'}."
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _partial(first: date, last: date) -> Iterator[str]:
    parts = []
    if first.day > 1:
        parts.append(f"{first:%Y-%m}, which is seen from {first} on")
    if (last + timedelta(days=1)).day > 1:
        parts.append(f"{last:%Y-%m}, which is seen to {last}")
    if parts:
        yield f"Not a whole month: {'; '.join(parts)}. Read no rise or fall from it; weeks are counted whole."


def _day(text: str, later: int) -> str:
    return str(date.fromisoformat(text) + timedelta(days=later))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _label(section: Facts, names: tuple[str, ...], symbols: Iterable[str]) -> str:
    """The label of the parameters ``names`` as a word that begins a sentence; which is what where they differ."""
    by_label: dict[str, list[str]] = {}
    for name, symbol in zip(names, symbols, strict=True):
        by_label.setdefault(section[name]["label"], []).append(symbol)
    if len(by_label) == 1:
        return next(iter(by_label)).capitalize()
    parts = [f"{', '.join(by_label[word])} {word}" for word in LABELS if word in by_label]
    return f"{'Partly identified' if 'identified' in by_label else 'Bounded'} ({'; '.join(parts)})"
