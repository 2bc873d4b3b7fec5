"""What the core asks the mechanisms, and what it tells them: sim/core/hooks/answers.py and acts.py.

A mechanism has a hook by having a function of its name: in rules.py what verbs ask for (a rule stands on the ground
alone), in acts.py what follows from what happens. Hooks ask mechanisms in their order (sim.mechanisms.NAMES), as
products and sums of floating point depend on it.
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
    """A question or a message: what it hands over, and what it is."""

    arguments: str
    says: str


ANSWERS = {
    "dropout_ratio": Hook("w: World, i: int", "The ratio on the drop-out rate, times those of all mechanisms."),
    "price_off": Hook("w: World, i: int, t: float", "What mechanisms take off the price in a customer's mind, ratio."),
    "lift": Hook("w: World, i: int", "Utility that our offers have for a customer beside their price, by mechanisms."),
    "member_price": Hook(
        "w: World, i: int, t: float", "What a person pays less as a member, share of the price; of several the most."
    ),
    "coupon": Hook(
        "w: World, i: int, t: float", "What a valid coupon takes off, share of the price; of several the best."
    ),
    "bought": Hook(
        "w: World, wanted: float, u: float",
        "What is bought where so much is wanted of an offer, currency at today's price; ``u``: a uniform number.",
    ),
    "less_by_quantity": Hook(
        "w: World, bought: float", "What is taken off so much of an offer, currency at today's price."
    ),
    "price_by_quantity": Hook(
        "w: World, wanted: float, u: float", "What is wanted costs in a customer's mind, ratio to its list price."
    ),
    "filled": Hook(
        "w: World, i: int, t: float, n: int, item: int, size: float",
        "What an order of occasion ``n`` holds that is to be worth ``size`` (currency at today's price): (its size,\n"
        "    what it costs, ratio to the price, the share of that which deals on its products take off).\n    ",
    ),
    "inviting_odds": Hook("w: World, i: int, t: float", "Ratio on the odds of inviting friends, by mechanisms."),
    "utility_of_places": Hook(
        "w: World, i: int, t: float, price: float, response: float",
        "What the places to buy at add to the utility of an offer of that price, before what a place asks.",
    ),
    "place_taken": Hook(
        "w: World, i: int, t: float, n: int, item: int, price: float, response: float",
        "The place at which an order of occasion ``n`` is placed, the first where there are none.",
    ),
}
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
    "friend_won": Hook("w: World, i: int, t: float", "An invited friend has placed a first order, as one hears."),
    "ticket_solved": Hook(
        "w: World, i: int, t: float, index: int, item: int",
        "A ticket of the customer is solved; ``index`` and ``item`` are its address.",
    ),
    "silent": Hook("w: World, i: int, t: float", "The firm calls the customer lapsed."),
    "horizon": Hook("w: World, i: int, t: float", "The run ends."),
    "known_before": Hook(
        "w: World, i: int, t: float, silent: float",
        "Somebody begins who has ordered before, the last time ``silent`` days ago.",
    ),
}
CLOCK = Hook("w: World, i: int, t: float", "A clock fires.")


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


def answers() -> str:
    """The text of sim/core/hooks/answers.py."""
    ratio, off = ANSWERS["dropout_ratio"], ANSWERS["price_off"]
    kept = [field for mechanism in ALL for field in mechanism.fields if not field.apart]
    begun = [field for field in kept if field.is_clock or field.begins != "0"]
    begins = "".join(f"    m.{one.name} = {'NEVER' if one.is_clock else one.begins}\n" for one in begun)
    soonest = "".join(f"    soonest = min(soonest, {told(one)})\n" for _, one in clocks())
    m = "    m = more(w, i)\n"
    text = function(
        "part",
        "times_dropout_ratios(w: World, i: int, ratio: float) -> float",
        ratio.says,
        called("dropout_ratio", "rules", "ratio *= {name}(w, i)") + "    return ratio\n",
    )
    text += function(
        "formula",
        "price_off(w: World, i: int, t: float) -> float",
        off.says,
        "    off = 0.0\n" + called("price_off", "rules", "off += {name}(w, i, t)") + "    return off\n",
    )
    text += function(
        "formula",
        "lift(w: World, i: int) -> float",
        ANSWERS["lift"].says,
        "    added = 0.0\n" + called("lift", "rules", "added += {name}(w, i)") + "    return added\n",
    )
    arguments, says = ANSWERS["inviting_odds"]
    body = "    odds = 1.0\n" + called("inviting_odds", "rules", "odds *= {name}(w, i, t)") + "    return odds\n"
    text += function("part", f"inviting_odds({arguments}) -> float", says, body)
    for hook in ("member_price", "coupon"):
        text += function(
            "formula",
            f"{hook}(w: World, i: int, t: float) -> float",
            ANSWERS[hook].says,
            "    off = 0.0\n" + called(hook, "rules", "off = max(off, {name}(w, i, t))") + "    return off\n",
        )
    for hook, start, call in (
        ("bought", "wanted", "found = {name}(w, wanted, u)"),
        ("less_by_quantity", "0.0", "found = {name}(w, bought)"),
        ("price_by_quantity", "1.0", "found = {name}(w, wanted, u)"),
    ):
        arguments, says = ANSWERS[hook]
        body = f"    found = {start}\n{called(hook, 'rules', call)}    return found\n"
        text += function("formula", f"{hook}({arguments}) -> float", says, body)
    for hook, start, kind in (("utility_of_places", "0.0", "float"), ("place_taken", "np.int64(0)", "int")):
        arguments, says = ANSWERS[hook]
        body = (
            f"    found = {start}\n{called(hook, 'rules', f'found = {{name}}({names(arguments)})')}    return found\n"
        )
        text += function("formula", f"{hook}({arguments}) -> {kind}", says, body)
    arguments, says = ANSWERS["filled"]
    asked = called("filled", "rules", f"found = {{name}}({names(arguments)})")
    body = f"    found = (size, 1.0, 0.0)\n{asked}    return found\n"
    text += function("formula", f"filled({arguments}) -> tuple[float, float, float]", says, body)
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
    used = {one.name for hook in ANSWERS for one in having(hook, "rules")}
    used |= {one.name for one, clock in clocks() if clock.apart}
    imports = (
        "import numpy as np\n\nfrom sim.core.ground.jit import formula, part\nfrom sim.core.ground.memory import more\n"
    )
    imports += "from sim.core.ground.types import World\n"
    top = head("What verbs ask of the mechanisms.", "rules", used)
    return top.replace("annotations\n\n", f"annotations\n\n{imports}", 1) + "from sim.vocabulary import NEVER\n" + text


def acts() -> str:
    """The text of sim/core/hooks/acts.py."""
    text = ""
    for hook, (arguments, says) in ACTS.items():
        body = called(hook, "acts", f"{{name}}({names(arguments)})") or "    return\n"
        text += function("formula", f"{hook}({arguments}) -> None", says, body)
    fires = "    m = more(w, i)\n"
    for place, (mechanism, clock) in enumerate(clocks()):
        word = "elif" if place else "if"
        fires += f"    {word} {told(clock)} == soonest:\n        {mechanism.name}.{clock.name}(w, i, t)\n"
    signature = "clock_fires(w: World, i: int, t: float, soonest: float) -> None"
    text += function("formula", signature, "The clock of a mechanism fires, the one that shows ``soonest``.", fires)
    used = {one.name for hook in ACTS for one in having(hook, "acts")} | {one.name for one, _ in clocks()}
    apart = [clock.name for _, clock in clocks() if clock.apart]
    imports = "from sim.core.ground.jit import formula\nfrom sim.core.ground.memory import more\n"
    imports += "from sim.core.ground.types import World\n"
    imports += f"from sim.core.hooks.answers import {', '.join(apart)}\n" if apart else ""
    top = head("What the loop tells the mechanisms.", "acts", used)
    return top.replace("annotations\n\n", f"annotations\n\n{imports}", 1) + text
