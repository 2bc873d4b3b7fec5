"""Scenarios and market files read: layer over layer, told in numbers, checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike, fspath
from typing import Any, NamedTuple

from scenarios.beside import catalogue, edges, known_customers
from scenarios.checks import checked_market, checked_scenario
from scenarios.files import scale
from scenarios.files.absent import without_absent
from scenarios.files.budgets import laid_out, states
from scenarios.files.channel_kinds import with_kinds
from scenarios.files.channel_knowledge import known_told, unsolved
from scenarios.files.defaults import filled, with_parts
from scenarios.files.faults import validated
from scenarios.files.finding import chain, library, read_file
from scenarios.files.proportion import in_proportion
from scenarios.files.spending import SPEND, called, spending_on
from scenarios.files.stated import told
from scenarios.files.today import TODAYS, stated_at
from scenarios.files.wrong_kind import no_market
from scenarios.market import MarketFile
from scenarios.scenario import Scenario
from scenarios.tree.layers import laid_over, overridden, put
from scenarios.tree.lookalike import difference, look
from scenarios.tree.reading import at, number
from scenarios.tree.source import Node, Refused, planted
from scenarios.tree.wording import described
from sim.problems import BadInput, Problem

TODAY = "today"
"""The name of a company's own policy of today."""
OWN = ("name", "title", "note")  # said of one file, never passed on to those that extend it


def load(
    name_or_path: str | PathLike[str],
    market: str | PathLike[str] | Mapping[str, Any] | None = None,
    overrides: Iterable[str] = (),
    today: str | PathLike[str] | None = None,
) -> Scenario:
    """The scenario of a library name or a file, with everything that it extends.

    ``today``: the file of a policy of today; it lies over base in everything that extends base, and "today" names it.

    ``market`` is the path of a market file, or its tree; its market, and currency, replace those of the scenario at
    the bottom of the chain, below what the files that extend it change. ``overrides`` are texts PATH=VALUE, laid over
    everything. What is stated in amounts of the market is told in currency and per order, by the measures of the
    market that results. Raises BadInput with every fault found.
    """
    layers, problems = (
        chain(fspath(name_or_path)) if today is None else _over_today(fspath(name_or_path), fspath(today))
    )
    if not layers:
        raise BadInput(problems)
    tree = layers[0]
    notices: tuple[str, ...] = ()
    node = None
    if market is not None:
        node, found = (
            (planted(dict(market), "the orders"), []) if isinstance(market, Mapping) else read_file(fspath(market))
        )
        problems += found
        if node is not None:
            problems += _market_faults(node)[1]
            said = [layer.get("currency") for layer in layers[1:]]
            problems += _other_money(said, node)
            tree, notices = _in_market(tree, node)
            notices = () if any(said) else notices
            changes, absent = without_absent(tree, layers[1:])
            layers, notices = [layers[0], *changes], notices + absent
    tree, layers, found, said_so = _whole([tree, *layers[1:]], list(overrides))
    notices += said_so
    tree, capped = told(tree, Scenario)
    notices += spending_on(layers, tree)
    tree, again, unfit = edges.sealed(tree)
    tree, unknown = known_customers.sealed(tree)
    tree, misfit = catalogue.sealed(tree)
    unfit = [*unfit, *unknown, *misfit]
    notices += capped + again
    scenario, faults = validated(Scenario, tree, _currency(tree, "currency"))
    problems += [*found, *unfit, *faults, *checked_scenario(tree)]
    if not problems:
        problems += unsolved(tree)
    if problems or scenario is None:
        raise _refused(problems)
    mean = scenario.market.spend
    mean_order = mean.shape.value * mean.customer_rate.value / (mean.customer_shape.value - 1.0)
    scenario._stated = stated_at(layers, node, mean_order)
    scenario._notices = notices + tuple(_mistakable(scenario.name))
    return scenario


def _over_today(name_or_path: str, today: str) -> tuple[list[Node], list[Problem]]:
    """The layers of a scenario, with those of ``today`` in the place of base's policy."""
    policy, problems = chain(today)
    if name_or_path in (TODAY, *TODAYS[:1], today) or not policy:
        return _emptied(policy), problems
    layers, found = chain(name_or_path)
    if not layers or layers[0].file != policy[0].file or any(layer.file == policy[-1].file for layer in layers):
        return layers, [*problems, *found]
    shared = {f"library/{name}.yaml" for name in library()}
    plans = [in_proportion(one, layers[0], policy[1:]) if one.file in shared else one for one in layers[1:]]
    return [*_emptied(policy), *plans], [*problems, *found]


def _emptied(layers: list[Node]) -> list[Node]:
    """``layers`` where a spend on channels of the company's own empties that on the channels of base."""
    if not any(at(layer, SPEND) is not None for layer in layers[1:]):
        return layers
    return [put(layers[0], SPEND, Node({}, layers[0].file, layers[0].line)), *layers[1:]]


def _whole(layers: list[Node], overrides: list[str]) -> tuple[Node, list[Node], list[Problem], tuple[str, ...]]:
    """The tree of all ``layers``, and of the ``overrides``, with the layers as told, what is wrong with all of it and
    what is to be noticed; where one asks for it, what is below grows with the people of all."""
    whole = _plain(layers, overrides) if any(map(states, layers)) else layers[0]
    trees: list[Node] = []
    laid: list[_Laid] = []
    for layer in layers:
        laid.append(_over(trees[-1] if trees else None, layer, whole))
        trees.append(laid[-1].tree)
    faults = [problem for one in laid for problem in one.problems]
    notices = () if called(layers[-1]) == TODAY else laid[-1].notices
    told = [one.layer for one in laid]
    whole, found = overridden(filled(_completed(trees[-1]), Scenario), overrides)
    whole, unscaled = scale.without(whole)
    faults += [*found, *unscaled]
    asking = [k for k, layer in enumerate(layers) if scale.asks(layer)]
    if any(override.replace(" ", "") == f"{scale.KEY}={scale.WORDS}".replace(" ", "") for override in overrides):
        asking.append(len(layers) - 1)
    if not asking:
        return whole, told, faults, notices
    last = max(asking)
    grown, rounded = scale.grown(trees[last], number(whole, "people"))
    for layer in layers[last + 1 :]:
        grown = _over(grown, layer, whole).tree
    whole, _ = overridden(filled(_completed(grown), Scenario), overrides)
    return scale.without(whole)[0], told, faults, notices + rounded


class _Laid(NamedTuple):
    """The tree of a layer over those below, the layer with its channels and its budget told as numbers, what is wrong
    with these, and what is to be noticed."""

    tree: Node
    layer: Node
    problems: list[Problem]
    notices: tuple[str, ...]


def _over(under: Node | None, layer: Node, whole: Node) -> _Laid:
    """``layer`` over the tree ``under``; ``whole``: that of all layers, whose market tells what amounts are."""
    below = _passed_on(under) if under is not None else Node({}, layer.file, layer.line)
    known, unknown = with_kinds(below, layer)
    budget = laid_out(below, known, whole, called(under) if under is not None else "")
    by = f"in {called(layer)}"
    tree = with_parts(budget.layer) if under is None else laid_over(below, budget.layer, by)
    tree, unsolved = known_told(tree, layer, _as_it_stands)
    return _Laid(tree, budget.layer, [*unknown, *budget.problems, *unsolved], budget.notices)


def _plain(layers: list[Node], overrides: list[str]) -> Node:
    """The tree of all layers before their channels and budgets are told."""
    tree = with_parts(layers[0])
    for layer in layers[1:]:
        tree = laid_over(_passed_on(tree), layer, f"in {called(layer)}")
    return overridden(filled(_completed(tree), Scenario), overrides)[0]


def _as_it_stands(tree: Node) -> Scenario | None:
    """The scenario of a tree, if it is one."""
    tree, _ = told(filled(scale.without(_completed(tree))[0], Scenario), Scenario)
    tree, _ = catalogue.sealed(known_customers.sealed(edges.sealed(tree)[0])[0])
    return validated(Scenario, tree, _currency(tree, "currency"))[0]


def as_stated(name_or_path: str | PathLike[str]) -> dict[str, Any]:
    """The tree of a scenario as its files state it, in amounts of the market where they do, in the form of base.yaml.
    BadInput where the files cannot be read; nothing else is checked."""
    layers, problems = chain(fspath(name_or_path))
    if not layers:
        raise BadInput(problems)
    whole = _plain(layers, []) if any(map(states, layers)) else layers[0]
    tree = None
    for layer in layers:
        tree, _, found, _ = _over(tree, layer, whole)
        problems += found
    if problems or tree is None:
        raise _refused(problems)
    plain: dict[str, Any] = filled(tree, Scenario).plain()
    return plain


def load_market(path: str | PathLike[str]) -> MarketFile:
    """The market file at ``path``; BadInput with every fault found."""
    node, problems = read_file(fspath(path))
    if node is None:
        raise BadInput(problems)
    market, found = _market_faults(node)
    if market is None or problems or found:
        raise _refused([*problems, *found])
    return market


def check(paths: Iterable[str | PathLike[str]]) -> list[Scenario | MarketFile]:
    """The scenarios and market files at ``paths``; BadInput with the faults of all of them."""
    good: list[Scenario | MarketFile] = []
    problems: dict[Problem, None] = {}
    for path in paths:
        node, _ = read_file(fspath(path))
        is_market = node is not None and (node.get("history") is not None or node.get("fits") is not None)
        try:
            good.append(load_market(path) if is_market else load(path))
        except BadInput as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise BadInput(problems)
    return good


def _refused(problems: list[Problem]) -> BadInput:
    """Each problem once, file by file in the order of their lines."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    return BadInput(sorted(dict.fromkeys(problems), key=lambda problem: (files.index(problem.file), problem.line)))


def _market_faults(node: Node) -> tuple[MarketFile | None, list[Problem]]:
    mistaken = no_market(node)
    if mistaken is not None:
        return None, [mistaken]
    node, _ = told(with_parts(node), MarketFile)
    market, found = validated(MarketFile, node, _currency(node, "history.currency"))
    return market, found + checked_market(node)


def _currency(root: Node, path: str) -> str | None:
    node = at(root, path)
    return node.value if node is not None and isinstance(node.value, str) else None


def _other_money(said: Iterable[Node | None], market: Node) -> list[Problem]:
    """Currencies ``said`` by files that are not the market's."""
    money = _currency(market, "history.currency")
    allowed = f"{money}, the currency of {market.file}"
    wrong = [node for node in said if node is not None and money is not None and node.value != money]
    return [Problem(node.file, node.line, "currency", described(node.plain()), allowed) for node in wrong]


def _in_market(tree: Node, market: Node) -> tuple[Node, tuple[str, ...]]:
    """``tree`` with the market, and the currency, of a market file; with a notice if the currency changes."""
    values = dict(tree.value) if isinstance(tree.value, dict) else {}
    for key, path in (("market", "market"), ("currency", "history.currency")):
        node = at(market, path)
        values |= {key: node} if node is not None else {}
    old, new = _currency(tree, "currency"), _currency(market, "history.currency")
    notices = (f"currency: the market is in {new}; amounts of policies said in {old} are taken as {new}.",)
    return Node(values, tree.file, tree.line), notices if new not in (None, old) else ()


def _mistakable(name: str) -> Iterator[str]:
    """What is said of a name that looks like that of a scenario of the library."""
    for known in library():
        if known != name and look(known) == look(name):
            odd = difference(name, known)
            yield f"name: it looks like {known} of the library, which is another scenario" + (
                f"; {odd}." if odd else "."
            )


def _passed_on(tree: Node) -> Node:
    """What a file passes on to those that extend it."""
    if not isinstance(tree.value, dict):
        return tree
    return Node({key: node for key, node in tree.value.items() if key not in OWN}, tree.file, tree.line)


def _completed(tree: Node) -> Node:
    """``tree`` with a title, and with a weekly spend of 0 for every channel that has none."""
    if not isinstance(tree.value, dict):
        return tree
    values = dict(tree.value)
    name = values["name"]  # given by the file, or by its file name
    fit = isinstance(name.value, str) and name.value.isprintable() and name.value.strip()
    values.setdefault("title", name if fit else Node(Refused(), name.file, name.line))
    tree = Node(values, tree.file, tree.line)
    spend, channels = at(tree, SPEND), at(tree, "market.channels")
    if spend is None or channels is None or not isinstance(spend.value, dict) or not isinstance(channels.value, tuple):
        return tree
    zero = Node(0, tree.file, tree.line)
    absent = {item.name: zero for item in channels.value if item.name is not None and item.name not in spend.value}
    return put(tree, SPEND, Node(absent, tree.file, tree.line)) if absent else tree
