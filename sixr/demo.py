"""The demonstration: a market fitted to a real order history, six policies on it, one page of answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sixr import api
from sixr.progress import progress

if TYPE_CHECKING:
    from scenarios.store import Result

SAMPLE = "cdnow"
SCENARIOS = ("base", "price_up_10", "price_down_10", "shift_budget", "referral_two_sided", "referral_off")
PEOPLE, WORLDS = 20_000, 20

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
    """Fit, compare and report into ``folder``, replacing an older demonstration, and print what was found."""
    from dashboard import report

    folder.mkdir(exist_ok=True)
    market, out, page = folder / "market-cdnow.yaml", folder / "result", folder / "report.html"
    print(f"Fitting a market to the order history {SAMPLE} ...", flush=True)
    api.fit(SAMPLE, out=market)
    print(
        f"Simulating {len(SCENARIOS)} policies in the same {WORLDS} worlds of {PEOPLE:,} people ...",
        flush=True,
    )
    with progress(None) as on_progress:
        result = api.compare(
            *SCENARIOS, market=market, customers=PEOPLE, replications=WORLDS, out=out, on_progress=on_progress
        )
    report.write(out, page)
    for line in lines(result):
        print(line)
    print(f"Report:    {page} (open it in a browser)")
    print("Dashboard: sixr dashboard, then http://127.0.0.1:8501")


def lines(result: Result) -> list[str]:
    """What the demonstration found, for a manager: what is known, what is assumed, which policy wins."""
    from scenarios.documents import verdicts

    parameters = result.tables["parameters"]
    labels = result.manifest["market"]["labels"]
    known = _topics(parameters.loc[parameters["label"] == "identified", "path"].tolist())
    bounded = _topics(parameters.loc[parameters["label"] == "bounded", "path"].tolist(), known)
    assumed = _topics(parameters.loc[parameters["label"] == "assumed", "path"].tolist(), known + bounded)
    found = [
        f"Read off the history ({labels['identified']} numbers): {'; '.join(known)}.",
        f"Limited by the history, not fixed ({labels['bounded']}): {'; '.join(bounded)}.",
        f"Assumed, from published studies or chosen ({labels['assumed']}): {'; '.join(assumed)}.",
    ]
    titles = {ran["name"]: ran["title"]["en"] for ran in result.manifest["scenarios"]}
    profits = [one for one in verdicts(result) if one["measure"] == "profit"]
    best = max(profits, key=lambda one: one["difference"])
    if best["outcome"] == "better":
        found.append(f"Winner on profit: {titles[best['scenario']]} ({best['scenario']}).")
    elif best["difference"] > 0:
        found.append(
            f"On profit no policy is surely better than today's; nearest: {titles[best['scenario']]}."
        )
    else:
        found.append("On profit today's policy stays ahead of all others.")
    found += [f"  {one['sentence']}" for one in sorted(profits, key=lambda one: -one["difference"])]
    return found


def _topics(paths: list[str], but: list[str] | None = None) -> list[str]:
    """The topics of parameters, in the order of TOPICS, without those named already."""
    parts = {path.split(".")[1] for path in paths if path.count(".")}
    return [words for part, words in TOPICS.items() if part in parts and words not in (but or [])]
