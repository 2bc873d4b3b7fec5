"""The demonstration: a company of a real order history, its last year simulated, six plans from today on."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.ground.places import Kind, told
from scenarios.results import store
from scenarios.results.compare import ROUGH_BELOW
from scenarios.results.documents import verdicts
from scenarios.results.sentences import bare, counted, number, span
from sim.problems import shown
from sixr import api
from sixr.companies import Company
from sixr.histories import reproduce
from sixr.progress import progress

if TYPE_CHECKING:
    from scenarios.results.store import Result

SAMPLE = "cdnow-tenth"
SCENARIOS = ("today", "price_up_10", "price_down_10", "shift_budget", "referral_two_sided", "referral_off")
PEOPLE, WORLDS = 20_000, 20
KIND = Kind("a folder for the demonstration", "start it in a folder that may be written to", 0, option="")

TOPICS = {
    "need": "how often customers order and when they stop",
    "spend": "what an order is worth",
    "awareness": "how people hear of the shop unaided",
    "choice": "how people choose and respond to price",
    "channels": "what advertising does",
    "retain": "what messages do",
    "referral": "how customers bring friends",
}
"""What the parts of a market are about, in plain words."""


def demonstrate(folder: Path) -> None:
    """Fit, reproduce, compare and report into ``folder``, replacing an older demonstration, and print what was
    found."""
    from dashboard import report

    with told(folder, KIND):
        folder.mkdir(exist_ok=True)
    out, page = folder / "result", folder / "report.html"
    store.check_writable(out)
    report.check_writable(page)
    company = _company(folder / "company")
    print(f"Fitting a company to the order history {SAMPLE} ...", flush=True)
    company.fit()
    print("Simulating its last year from what was known before it ...", flush=True)
    with progress(None) as on_progress:
        again = reproduce(company=company.folder, on_progress=on_progress)
    print(
        f"Simulating {len(SCENARIOS)} plans from today on in the same {WORLDS} worlds of {PEOPLE:,} people ...",
        flush=True,
    )
    with progress(None) as on_progress:
        result = api.compare(
            *SCENARIOS,
            company=company.folder,
            customers=PEOPLE,
            replications=WORLDS,
            out=out,
            on_progress=on_progress,
        )
    report.write(out, page)
    passed, judged = again.tree["passed"], again.tree["judged"]
    where = os.path.relpath(company.folder)
    print(f"Of the last year {passed} of {judged} patterns come out: {command()} reproduce --company {where}")
    for line in lines(result):
        print(line)
    print(f"Report: open {page} in a browser. Dashboard: {command()} dashboard --company {where},", end=" ")
    print("then http://127.0.0.1:8501")


def _company(folder: Path) -> Company:
    """The company of the demonstration, new or as it was made before."""
    if (folder / "profile.yaml").is_file():
        return Company(folder)
    return Company.new(folder, sample=SAMPLE)


def command() -> str:
    """How to call sixr from here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    if shutil.which("sixr") or called.name != "sixr":
        return "sixr"
    return os.path.relpath(called)


def lines(result: Result) -> list[str]:
    """What the demonstration found, for a manager: what is known, what is assumed, which policy wins."""
    return [*_known(result), "", *_profits(result), "", _answer(result)]


def _known(result: Result) -> list[str]:
    parameters, labels = result.tables["parameters"], result.manifest["market"]["labels"]
    said: list[str] = []
    found = []
    heads = {
        "identified": "Read off the history",
        "bounded": "Limited by the history, but not fixed",
        "assumed": "Assumed, from published studies or chosen",
    }
    for label, head in heads.items():
        paths = parameters.loc[parameters["label"] == label, "path"]
        parts = {path.split(".")[1] for path in paths if "." in path}
        topics = [words for part, words in TOPICS.items() if part in parts and words not in said]
        said += topics
        found.append(f"{head} ({labels[label]} numbers): {'; '.join(topics)}.")
    return found


def _profits(result: Result) -> list[str]:
    """A line per policy, best first: profit a year against the base, how sure, and its CLV and CAC."""
    manifest, table = result.manifest, result.comparison
    whole = table[table["by"] == "all"].set_index(["scenario", "measure"])
    worlds, year = manifest["worlds"], 365 / manifest["days"]
    rough = "rough " if worlds < ROUGH_BELOW else ""
    head = f"{'mean':>14}   {rough + '90 % range':<24} {'better in':>16}"
    found = [f"{'Profit a year, against today':<37}{head} {'CLV':>7} {'CAC':>7}"]
    for ran in sorted(manifest["scenarios"], key=lambda ran: -whole.loc[(ran["name"], "profit"), "difference"]):
        name, title = ran["name"], shown(ran["title"]["en"], 35)
        clv, cac = (bare(float(whole.loc[(name, measure), "value"]), "currency") for measure in ("clv", "cac"))
        row = whole.loc[(name, "profit")]
        middle = f"{'–':>14}   {'':<24} {'':>16}"
        if not ran["base"]:
            plus = "+" if row["difference"] > 0 else ""
            mean = f"{plus}{number(year * row['difference'])} {manifest['currency']}"
            ahead = f"{row['p_better'] * worlds:g} of {counted(worlds, 'world')}"
            middle = f"{mean:>14}   {span(year * row['low'], year * row['high'], 'currency'):<24} {ahead:>16}"
        found.append(f"  {title:<35}{middle} {clv:>7} {cac:>7}")
    return found


def _answer(result: Result) -> str:
    titles = {ran["name"]: ran["title"]["en"] for ran in result.manifest["scenarios"]}
    profits = [one for one in verdicts(result) if one["measure"] == "profit"]
    best = max(profits, key=lambda one: one["difference"])
    if best["outcome"] == "better":
        return f"Answer: {best['sentence'].removesuffix('.')} ({_ahead(best['p_better'], best['worlds'])})."
    won = best["difference"] > 0
    first = titles[best["scenario"] if won else result.base]
    ahead = _ahead(best["p_better"] if won else 1 - best["p_better"], best["worlds"])
    ahead += " of today's policy" if won else f" of {titles[best['scenario']]}"
    lost = [titles[one["scenario"]] for one in profits if one["outcome"] == "worse"]
    answer = "Answer: no policy is surely better than today's; what is not known of the market decides."
    return f"{answer} Best on average: {first}, {ahead}." + (f" Surely worse: {', '.join(lost)}." if lost else "")


def _ahead(share: float, worlds: int) -> str:
    return f"ahead in {share * worlds:g} of {counted(worlds, 'world')}"
