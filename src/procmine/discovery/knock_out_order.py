"""In which order checks that may end a case take least work, where each decides by itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Check(NamedTuple):
    """A check: the mean hours it takes, and the share of the cases it is done in that it rejects."""

    name: str
    hours: float
    rejects: float

    @property
    def hours_per_rejection(self) -> float:
        return self.hours / self.rejects if self.rejects else math.inf


def expected_hours(order: Sequence[Check]) -> float:
    """The mean hours of checking a case, where each check is done only if none before it rejected, whatever the others say."""
    hours, reach = 0.0, 1.0
    for check in order:
        hours += reach * check.hours
        reach *= 1 - check.rejects
    return hours


def best_order(checks: Sequence[Check]) -> list[Check]:
    """The order that takes least: by hours per rejection, those that never reject last, equals as they stand.

    To swap two neighbours changes the expected hours by reach · (hours₁ · rejects₂ − hours₂ · rejects₁), so that no other order
    takes less. Source: van der Aalst (2001), Re-engineering knock-out processes.
    """
    return sorted(checks, key=lambda check: check.hours_per_rejection)
