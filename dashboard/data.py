"""What the pages show: stored results, scenarios, market files. All reading and caching is here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import company, variant
from dashboard.question import LIMITS, MOST_OTHERS, Question
from scenarios.files import loading
from scenarios.files.finding import library
from scenarios.files.today import TODAYS
from scenarios.policy import Policy
from scenarios.results import store
from scenarios.results.store import Result
from scenarios.scenario import Scenario
from sim.problems import BadInput

MOST_LISTED = 50
MOST_OFFERED = 3
"""Stored results that the page itself offers, the newest."""
MARKETS = (*TODAYS, "mature_firm", "supermarket")
"""The policies of today in whose markets plans are compared."""
FRONTS = (
    "price",
    "channel",
    "places",
    "promotion",
    "relationship",
    "service",
    "referral",
    "incentives",
    "winback",
    "product",
    "data",
    "organisation",
    "firm",
    "projects",
    "groups",
)
"""The policies in the order in which scenarios are listed."""


@dataclass(frozen=True)
class Choice:
    """A scenario of the library.

    ``market``: the one of MARKETS in whose market it is set. ``front``: the first of FRONTS on which it differs from
    that one; empty for a copy of it.
    """

    name: str
    title: Mapping[str, str]
    note: Mapping[str, str]
    market: str
    front: str


@dataclass(frozen=True)
class Stored:
    """A result folder: its name ("folder searched/own name"), when it was made, and its manifest, which says what it
    compares and of what kind it is (run, compare or referrals)."""

    name: str
    path: Path
    created: str
    manifest: Mapping[str, Any]

    @property
    def scenarios(self) -> tuple[dict[str, Any], ...]:
        return tuple(self.manifest["scenarios"])

    @property
    def kind(self) -> str:
        return str(self.manifest["kind"])


def runs() -> Path:
    """The folder to which runs of the page go: ``$SIXR_RUNS``, else ``sixr-runs`` in the current folder."""
    return Path(os.environ.get("SIXR_RUNS") or "sixr-runs")


def name_of(job: str) -> str:
    """The name under which the result of a job is stored."""
    return f"{runs().resolve().name}/{job}"


def choices() -> tuple[Choice, ...]:
    """The scenarios of the library without those that verify the engines: by market, today's policy first, then
    by the front on which they differ from it, copies of it last. Without those that cannot be laid over the policy of a
    company, such as one about a channel that it does not have."""
    home = company.market()
    return _choices() if home is None else _possible(str(home), company.version(home))


@lru_cache(maxsize=16)
def _possible(home: str, version: tuple[int, ...]) -> tuple[Choice, ...]:
    return tuple(one for one in _choices() if _opens(one.name, Path(home)))


def trouble() -> str:
    """What keeps the company's policy of today from being used; nothing where it can be, or there is no company."""
    try:
        opened(TODAYS[0], company.market())
    except BadInput as error:
        return str(error)
    return ""


def _opens(name: str, market: Path) -> bool:
    try:
        opened(name, market)
    except BadInput:
        return False
    return True


@cache
def _choices() -> tuple[Choice, ...]:
    loaded = {name: loading.load(name) for name in library() if "/" not in name}
    todays = {name: loaded[name] for name in MARKETS}
    found = []
    for name, one in loaded.items():
        market = next((today for today in MARKETS if one.shares_market_with(todays[today])), MARKETS[0])
        front = _front(one.policy, todays[market].policy)
        note = one.note.model_dump() if one.note is not None else {}
        place = MARKETS.index(market), name != market, FRONTS.index(front) if front else len(FRONTS), name
        found.append((place, Choice(name, one.title.model_dump(), note, market, front)))
    return tuple(choice for _, choice in sorted(found, key=lambda pair: pair[0]))


def _front(policy: Policy, todays: Policy) -> str:
    return next((front for front in FRONTS if getattr(policy, front) != getattr(todays, front)), "")


def defaults() -> dict[str, int]:
    """People, worlds, days and seed of today's policy: the company's, else the library's."""
    today = opened(TODAYS[0], company.market())
    return {"people": today.people, "worlds": today.worlds, "days": today.days, "seed": today.seed}


def opened(name: str, market: Path | None) -> Scenario:
    """The scenario ``name`` of the library, in the ``market`` of a file, or over the policy of today of a company,
    whose folder that is, if one is given. Raises BadInput."""
    return _opened(name, str(market or ""), company.version(market))


@st.cache_resource(max_entries=200, show_spinner=False)
def _opened(name: str, market: str, version: tuple[int, ...]) -> Scenario:
    file, today = company.files(Path(market) if market else None)
    return loading.load(name, file, today=today)


@st.cache_data(max_entries=200, show_spinner=False)
def problems(text: str, market: Path | None) -> tuple[str, ...]:
    """What is wrong with the scenario file that holds ``text``; nothing where it can be used."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "own-plan.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            at, today = company.files(market)
            loading.load(file, at, today=today)
        except BadInput as error:
            return tuple(str(problem).replace(f"{folder}/", "") for problem in error.problems)
    return ()


def markets() -> dict[str, Path]:
    """Places of markets by name: the company's folder first, and market files in the demo folder or among the runs."""
    home = company.market()
    found = {} if home is None else {home.name: home}
    for folder in folders():
        for file in sorted(folder.glob("*.yaml")):
            if file.is_file() and _is_market(str(file), file.stat().st_mtime_ns):
                found[f"{folder.name}/{file.stem}"] = file
    return found


def offered() -> tuple[str, ...]:
    """The markets that a question can be asked in, the usual one first; "" is the library's, which a company does
    without."""
    return (*(() if company.market() else ("",)), *markets())


def stored() -> list[Stored]:
    """The newest results among the runs and in the demo folder, newest first."""
    found = []
    for top in folders():
        for folder in (top, *sorted(path for path in top.glob("[!.]*") if path.is_dir())):
            manifest = folder / "manifest.json"
            if manifest.is_file():
                above = top.resolve().name
                name = above if folder == top else f"{above}/{folder.name}"
                one = _stored(name, folder, manifest.stat().st_mtime_ns)
                found += [one] if one is not None else []
    return sorted(found, key=lambda one: one.created, reverse=True)[:MOST_LISTED]


def load(path: Path) -> Result:
    """The result in the folder ``path``, verified; read once for each version of it. Raises BadInput."""
    return _load(str(path), version(path))


def version(path: Path) -> int:
    """What differs between two results that stood in the folder ``path`` one after the other."""
    return (path / "manifest.json").stat().st_mtime_ns


@st.cache_resource(max_entries=16, show_spinner=False)
def _load(path: str, version: int) -> Result:
    return store.read(path)


def levers(base: str, market: str) -> tuple[str, ...]:
    """What a plan of one's own can change about ``base`` in the market file named ``market``; nothing where they
    cannot be opened."""
    try:
        return tuple(lever.key for lever in variant.levers(opened(base, markets().get(market))))
    except (BadInput, OSError):
        return ()


def question(result: Result) -> Question:
    """What ``result`` answers. A market file that does not lie here keeps the name that the result knows it by."""
    manifest, known = result.manifest, {choice.name: choice.market for choice in choices()}
    names = [str(one["name"]) for one in sorted(manifest["scenarios"], key=lambda one: not one["base"])]
    first, *others = names
    base = company.in_library(first)
    plan = None
    if variant.NAME in others and {first, variant.NAME} <= result.scenarios.keys():
        others.remove(variant.NAME)
        plan = variant.read(result.scenarios[first], result.scenarios[variant.NAME])
    market = str((manifest.get("market") or {}).get("name") or "")
    file = next((name for name, file in markets().items() if market_name(file) == market), market)
    sizes = {name: int(manifest[name]) for name in LIMITS}
    others = [company.in_library(name) for name in others]
    return Question(
        base, tuple(others), **sizes, market="" if market in (*MARKETS, known.get(base)) else file, own=plan
    )


def askable(question: Question, manifest: Mapping[str, Any]) -> bool:
    """Whether the form can ask the ``question`` of the result that ``manifest`` describes."""
    here = {choice.name: choice.market for choice in choices()}
    alike = all(here.get(name, "") == here.get(question.base) for name in question.scenarios)
    fits = all(least <= getattr(question, name) <= most for name, (least, most) in LIMITS.items())
    plain = manifest["kind"] == "compare" and not manifest.get("overrides")
    few = len(question.others) <= MOST_OTHERS
    return plain and fits and few and alike and question.base in here and question.market in offered()


def market_name(file: Path) -> str:
    """What the market of a file, or of a company, is called in results."""
    return _market_name(str(company.files(file)[0]), company.version(file))


@st.cache_data(max_entries=200, show_spinner=False)
def _market_name(file: str, version: tuple[int, ...]) -> str:
    return loading.load_market(file).name


@st.cache_resource(max_entries=200, show_spinner=False)
def _stored(name: str, path: Path, version: int) -> Stored | None:
    try:
        manifest = store.read_manifest(path)
        one = Stored(name, path, str(manifest["created"]), manifest)
        return one if one.kind and one.scenarios else None
    except (BadInput, OSError, KeyError, TypeError):
        return None


def folders() -> list[Path]:
    """Where results are looked for: among the runs, and in the demo folder."""
    return [folder for folder in (runs(), Path("sixr-demo")) if folder.is_dir()]


@st.cache_data(max_entries=200, show_spinner=False)
def _is_market(file: str, version: int) -> bool:
    try:
        loading.load_market(file)
    except (BadInput, OSError):
        return False
    return True
