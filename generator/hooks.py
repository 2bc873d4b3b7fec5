"""What the core asks the mechanisms, and what it tells them: sim/core/hooks/answers.py and acts.py.

A mechanism has a hook by having a function of its name: in rules.py what verbs ask for or tell (a rule stands on the
ground alone), in acts.py what follows from what happens. Hooks ask mechanisms in their order (sim.mechanisms.NAMES), as
products and sums of floating point depend on it. The SimPy engine asks and tells the parts of a customer (story.py)
by the same names (sim.reference.person).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.mechanisms.all import ALL
from sim.mechanisms.kinds import Field, Mechanism

MECHANISMS = Path(__file__).parents[1] / "sim" / "mechanisms"


class Hook(NamedTuple):
    """A message: what it hands over, and what it is."""

    arguments: str
    says: str


class Answer(NamedTuple):
    """A question: what it hands over, the kind of its answer, what this is before any mechanism is asked, how what one
    says (``{one}``) joins what is known so far (``known``), what it is, and how its function is compiled."""

    arguments: str
    kind: str
    start: str
    joined: str
    says: str
    compiled: str = "formula"


ANY, SUM, MOST, LAST = "known or {one}", "known + {one}", "max(known, {one})", "{one}"
ONE, ALSO = "w: World, i: int", "w: World, i: int, t: float"
ANSWERS = {
    "dropout_ratio": Answer(
        f"{ONE}, known: float",
        "float",
        "known",
        "known * {one}",
        "The ratio ``known`` on the drop-out rate, times those of all mechanisms.",
        "part",
    ),
    "price_off": Answer(ALSO, "float", "0.0", SUM, "What mechanisms take off the price in a customer's mind, ratio."),
    "lift": Answer(
        ONE, "float", "0.0", SUM, "Utility that our offers have for a customer beside their price, by mechanisms."
    ),
    "inviting_odds": Answer(
        f"{ALSO}, known: float",
        "float",
        "known",
        "known * {one}",
        "The ratio ``known`` on the odds of inviting friends, times those of all mechanisms.",
        "part",
    ),
    "member_price": Answer(
        ALSO, "float", "0.0", MOST, "What a person pays less as a member, share of the price; of several the most."
    ),
    "coupon": Answer(
        ALSO, "float", "0.0", MOST, "What a valid coupon takes off, share of the price; of several the best."
    ),
    "bought": Answer(
        "w: World, wanted: float, u: float",
        "float",
        "wanted",
        LAST,
        "What is bought where so much is wanted of an offer, currency at today's price; ``u``: a uniform number.",
    ),
    "less_by_quantity": Answer(
        "w: World, bought: float",
        "float",
        "0.0",
        LAST,
        "What is taken off so much of an offer, currency at today's price.",
    ),
    "price_by_quantity": Answer(
        "w: World, wanted: float, u: float",
        "float",
        "1.0",
        LAST,
        "What is wanted costs in a customer's mind, ratio to its list price.",
    ),
    "utility_of_places": Answer(
        f"{ALSO}, price: float, response: float",
        "float",
        "0.0",
        LAST,
        "What the places to buy at add to the utility of an offer of that price, before what a place asks.",
    ),
    "place_taken": Answer(
        f"{ALSO}, n: int, item: int, price: float, response: float",
        "int",
        "np.int64(0)",
        LAST,
        "The place at which an order of occasion ``n`` is placed, the first where there are none.",
    ),
    "filled": Answer(
        f"{ALSO}, n: int, item: int, size: float",
        "tuple[float, float, float]",
        "(size, 1.0, 0.0)",
        LAST,
        "What an order of occasion ``n`` holds that is to be worth ``size`` (currency at today's price): (its size,\n"
        "    what it costs, ratio to the price, the share of that which deals on its products take off).\n    ",
    ),
    "bought_ahead": Answer(
        f"{ONE}, n: int, item: int, depth: float",
        "float",
        "1.0",
        LAST,
        "An order with what is bought ahead at a discount of ``depth``, ratio to the order without.",
    ),
    "has_at_home": Answer(ONE, "bool", "False", ANY, "Whether what is at home serves the next occasion.", "part"),
    "sent_back": Answer(
        f"{ALSO}, n: int, item: int, place: int",
        "bool",
        "False",
        ANY,
        "Whether the goods of an order, placed at a ``place``, come back.",
    ),
    "decides_later": Answer(ONE, "bool", "False", ANY, "Whether somebody who would take an offer decides later."),
    "decides": Answer(
        ONE, "bool", "False", ANY, "Whether the next occasion is that of an offer wished for before: the decision."
    ),
    "had_searched": Answer(
        ONE, "bool", "False", ANY, "Whether that wish came by way of a medium that waits for such people."
    ),
    "doubt": Answer(
        f"{ONE}, worked_on: bool",
        "float",
        "0.0",
        SUM,
        "Utility that those who decide together add to our offers; ``worked_on``: whether the firm that sells did\n"
        "    something about them.\n    ",
    ),
    "response_ratio": Answer(
        f"{ALSO}, known: float",
        "float",
        "known",
        "known * {one}",
        "The response ``known`` to prices, times the ratios of all mechanisms.",
        "part",
    ),
    "utility_of_reference": Answer(
        f"{ONE}, price: float", "float", "0.0", SUM, "Utility of a price beside the price that one is used to.", "part"
    ),
    "remembers_prices": Answer("w: World", "bool", "False", ANY, "Whether people get used to prices that they see."),
    "turn_of_trial": Answer(
        ONE,
        "int",
        "np.int64(0)",
        LAST,
        "Which trial, or decision of a free user, comes to its end: one more of the latter is counted.",
    ),
    "goes_on_trying": Answer(ALSO, "bool", "False", ANY, "Whether who does not pay goes on using the product."),
    "is_heard_of": Answer(ONE, "bool", "False", ANY, "Whether somebody counts in word of mouth already."),
    "is_member": Answer(ONE, "bool", "False", ANY, "Whether a customer is a member who costs something by the day."),
    "is_cheated": Answer(
        f"{ALSO}, turn: int",
        "bool",
        "False",
        ANY,
        "Whether the invitation to the friend whose ``turn`` it is goes to an account of one's own.",
    ),
    "taken_for_cheat": Answer(ONE, "bool", "False", ANY, "Whether a friend who was invited is taken for a cheat."),
    "friends_matter": Answer(
        "w: World", "bool", "False", ANY, "Whether it means something to a friend that who invited is a customer."
    ),
}
TOLD = {
    "joins_list": Hook(ALSO, "Somebody has joined the own list."),
    "sees_price": Hook(f"{ONE}, price: float", "Somebody sees the price of an offer, ratio to today's."),
    "ordered_at": Hook(f"{ALSO}, depth: float", "An order at a discount of ``depth``, share of the price, 0 for none."),
    "life_begins": Hook(ALSO, "A customer's life begins, the first one or another."),
    "life_ends": Hook(ONE, "It ends."),
    "used_at_home": Hook(ONE, "An occasion is served by what is at home."),
    "laid_in": Hook(f"{ONE}, pieces: int", "Spare pieces of an order are laid in, which serve so many occasions."),
    "takes_invitation": Hook(f"{ALSO}, sender: int", "Somebody takes up an invitation."),
    "leaves_list": Hook(ONE, "Somebody leaves the own list, and with it the invitation that led there."),
    "inviter_is": Hook(f"{ONE}, customer: bool", "Whether who invited this customer is one, as is known now."),
}
"""What verbs tell the mechanisms: what follows is a rule, too."""
ACTS = {
    "born": Hook(
        "w: World, i: int, t: float",
        "Somebody begins, and enters the market at ``t``; clocks may be set.",
    ),
    "order_kept": Hook(
        "w: World, i: int, t: float, at: int, n: int, paid: int",
        "An order of occasion ``n`` for which ``paid`` micro-units are due, and which is not sent back.\n\n"
        "    ``at``: the place of the customer's present span of age.\n    ",
    ),
    "ordered": Hook(
        "w: World, i: int, t: float, less: int", "An order, kept or not; a coupon took ``less`` micro-units off it."
    ),
    "friend_won": Hook(ALSO, "An invited friend has placed a first order, as one hears."),
    "ticket_solved": Hook(
        "w: World, i: int, t: float, index: int, item: int",
        "A ticket of the customer is solved; ``index`` and ``item`` are its address.",
    ),
    "becomes_customer": Hook(ALSO, "A first order has been placed; life as a customer is about to begin."),
    "tries": Hook(ALSO, "Somebody begins to use the product without paying."),
    "tried": Hook(ALSO, "Somebody ends that, and does not pay."),
    "wished": Hook(f"{ALSO}, searched: bool", "Somebody who decides later would take an offer of ours."),
    "decided": Hook(f"{ALSO}, won: bool", "The decision, for us or against us."),
    "silent": Hook(ALSO, "The firm calls the customer lapsed."),
    "horizon": Hook(ALSO, "The run ends."),
    "known_before": Hook(
        f"{ALSO}, silent: float",
        "Somebody begins who has ordered before, the last time ``silent`` days ago.",
    ),
}
CLOCK = Hook(ALSO, "A clock fires.")


def functions(mechanism: Mechanism, file: str) -> set[str]:
    """The names of the functions of a file of the mechanism's folder; none where there is no such file."""
    path = MECHANISMS / mechanism.name / f"{file}.py"
    if not path.exists():
        return set()
    return {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def having(hook: str, file: str) -> list[Mechanism]:
    """The mechanisms that have a hook, in order."""
    return [mechanism for mechanism in ALL if hook in functions(mechanism, file)]


def names(arguments: str) -> str:
    """The names of arguments, as they are handed on."""
    return ", ".join(one.split(":")[0] for one in arguments.split(", "))


def clocks() -> Iterator[tuple[Mechanism, Field]]:
    """The clocks of all mechanisms; ValueError where nothing follows when one fires, or nobody can tell it."""
    for mechanism in ALL:
        for field in mechanism.fields:
            if field.is_clock:
                if field.name not in functions(mechanism, "acts"):
                    raise ValueError(f"{mechanism.name}: acts.py has no {field.name}, which is what the clock does")
                if field.apart and field.name not in functions(mechanism, "rules"):
                    raise ValueError(f"{mechanism.name}: rules.py has no {field.name}, which tells the clock")
                yield mechanism, field


def told(clock: Field) -> str:
    """What tells when a clock of person ``i`` fires, ``m`` being the second record."""
    return f"{clock.name}(w, i)" if clock.apart else f"m.{clock.name}"


def called(hook: str, file: str, call: str) -> str:
    """The lines that ask each mechanism that is on; ``call`` has {name} for the function."""
    return "".join(
        f"    if w.{one.on} > 0:\n        {call.format(name=f'{one.name}.{hook}')}\n" for one in having(hook, file)
    )


def function(decorator: str, signature: str, says: str, body: str) -> str:
    """A function as text."""
    return f'\n\n@{decorator}\ndef {signature}:\n    """{says}"""\n{body}'


def head(sentence: str, file: str, used: set[str]) -> str:
    """What a file of hooks begins with."""
    imports = "".join(f"from sim.mechanisms.{name} import {file} as {name}\n" for name in sorted(used))
    said = f'"""{sentence} Written by `make generate` of the folders of sim.mechanisms."""'
    return f"{said}\n\nfrom __future__ import annotations\n\n{imports}"


def asked(hook: str) -> str:
    """The function that asks a question."""
    arguments, kind, start, joined, says, compiled = ANSWERS[hook]
    handed = names(arguments.removesuffix(", known: float"))
    call = joined.format(one=f"{{name}}({handed})")
    begun = "" if start == "known" else f"    known = {start}\n"
    body = f"{begun}{called(hook, 'rules', f'known = {call}')}    return known\n"
    return function(compiled, f"{hook}({arguments}) -> {kind}", says, body)


def told_of(hook: str, file: str) -> str:
    """The function that tells something."""
    arguments, says = (TOLD if file == "rules" else ACTS)[hook]
    body = called(hook, file, f"{{name}}({names(arguments)})") or "    return\n"
    return function("formula", f"{hook}({arguments}) -> None", says, body)


def answers() -> str:
    """The text of sim/core/hooks/answers.py."""
    kept = [field for mechanism in ALL for field in mechanism.fields if not field.apart]
    begun = [field for field in kept if field.is_clock or field.begins != "0"]
    begins = "".join(f"    m.{one.name} = {'NEVER' if one.is_clock else one.begins}\n" for one in begun)
    soonest = "".join(f"    soonest = min(soonest, {told(one)})\n" for _, one in clocks())
    m = "    m = more(w, i)\n"
    text = "".join(map(asked, ANSWERS)) + "".join(told_of(hook, "rules") for hook in TOLD)
    for one, clock in clocks():
        if clock.apart:
            text += function(
                "part",
                f"{clock.name}(w: World, i: int) -> float",
                f"The clock that tells {clock.says}.",
                f"    return {one.name}.{clock.name}(w, i) if w.{one.on} > 0 else np.float32(NEVER)\n",
            )
    text += function(
        "part", "begin_fields(w: World, i: int) -> None", "What is kept of person ``i`` begins.", m + begins
    )
    text += function(
        "part",
        "soonest_of_mechanisms(w: World, i: int) -> float",
        "The earliest of the mechanisms' clocks, days.",
        m + "    soonest = np.float32(NEVER)\n" + soonest + "    return soonest\n",
    )
    used = {one.name for hook in (*ANSWERS, *TOLD) for one in having(hook, "rules")}
    used |= {one.name for one, clock in clocks() if clock.apart}
    imports = (
        "import numpy as np\n\nfrom sim.core.ground.jit import formula, part\nfrom sim.core.ground.memory import more\n"
    )
    imports += "from sim.core.ground.types import World\n"
    top = head("What verbs ask of the mechanisms, and tell them.", "rules", used)
    return top.replace("annotations\n\n", f"annotations\n\n{imports}", 1) + "from sim.vocabulary import NEVER\n" + text


def acts() -> str:
    """The text of sim/core/hooks/acts.py."""
    text = "".join(told_of(hook, "acts") for hook in ACTS)
    fires = "    m = more(w, i)\n"
    for place, (mechanism, clock) in enumerate(clocks()):
        word = "elif" if place else "if"
        fires += f"    {word} {told(clock)} == soonest:\n        {mechanism.name}.{clock.name}(w, i, t)\n"
        fires += f"        {clock.tells}(w, i, t)\n" if clock.tells else ""
    signature = "clock_fires(w: World, i: int, t: float, soonest: float) -> None"
    text += function("formula", signature, "The clock of a mechanism fires, the one that shows ``soonest``.", fires)
    used = {one.name for hook in ACTS for one in having(hook, "acts")} | {one.name for one, _ in clocks()}
    apart = [clock.name for _, clock in clocks() if clock.apart]
    imports = "from sim.core.ground.jit import formula\nfrom sim.core.ground.memory import more\n"
    imports += "from sim.core.ground.types import World\n"
    imports += f"from sim.core.hooks.answers import {', '.join(apart)}\n" if apart else ""
    top = head("What the loop tells the mechanisms.", "acts", used)
    return top.replace("annotations\n\n", f"annotations\n\n{imports}", 1) + text
