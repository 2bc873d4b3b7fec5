"""Several batches of runs, told as one that goes on."""

from __future__ import annotations

from decisions.optimise.advice import LOOKS
from decisions.parts import MOST
from scenarios.running.progress import Progress


class Stages:
    """Tells ``tell`` how far batches are that run one after the other, of ``expected`` worlds in all or more."""

    def __init__(self, tell: Progress, expected: int) -> None:
        self.tell, self.expected = tell, expected
        self.before, self.total, self.last = 0, 0, 0.0

    def __call__(self, done: float, total: int, message: str) -> None:
        """As scenarios.running.progress.Progress, of the batch at hand."""
        if done < self.last:  # the next one has begun
            self.before += self.total
        self.total, self.last = total, done
        self.tell(self.before + done, max(self.expected, self.before + total), message)


def plans_of(runs: int, channels: int, levers: int, *, frontier: int, costs: bool, parts: bool) -> int:
    """At most how many plans an advice takes: those tried, four candidates judged twice, the best and today's in all
    further looks, and what stands beside it."""
    moved = channels + levers
    each = 2**moved if moved <= MOST else 2 * moved + 2
    return runs + 8 + 4 * (LOOKS - 1) + frontier + (2 * (2 * channels + 3) if costs else 0) + (2 * each if parts else 0)
