"""Shares of right answers; precision, recall and F1 of spans, with confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Score:
    """Counts of one comparison."""

    gold: int = 0
    predicted: int = 0
    right: int = 0
    confusions: Counter[str] = field(default_factory=Counter)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / max(self.gold + self.predicted, 1)

    def add(self, gold: set[tuple[int, int]], predicted: set[tuple[int, int]]) -> None:
        """Count exact agreement."""
        self.gold += len(gold)
        self.predicted += len(predicted)
        self.right += len(gold & predicted)

    def report(self, name: str, count: int) -> str:
        """The most frequent confusions."""
        wrong = sorted(self.confusions.items(), key=lambda item: (-item[1], item[0]))[:count]
        head = f"{name}: {self.gold - self.right} of {self.gold} missed, {self.predicted - self.right} too many"
        return "\n".join([head, *(f"    {times:5}  {what}" for what, times in wrong)])


def share(hits: Iterable[bool]) -> float:
    """Return the share of answers that are right."""
    answers = list(hits)
    return sum(answers) / max(len(answers), 1)
