"""What a change was worth so far: what it spares a case, times the cases that came since."""

from __future__ import annotations

from typing import NamedTuple

MONTH_HOURS = 730.5


class Worth(NamedTuple):
    """Less of a metric, with the ends of its interval: a case, in all since the change, and a month. Never money."""

    per_case: float
    low: float
    high: float
    cases: int
    months: float

    @property
    def total(self) -> tuple[float, float, float]:
        return self.per_case * self.cases, self.low * self.cases, self.high * self.cases

    @property
    def per_month(self) -> tuple[float, float, float]:
        mean, low, high = (amount / max(self.months, 1e-9) for amount in self.total)
        return mean, low, high

    def as_dict(self) -> dict[str, float | int]:
        total, month = self.total, self.per_month
        return {
            "saved_per_case": self.per_case, "saved_low": self.low, "saved_high": self.high, "cases_since": self.cases,
            "saved_total": total[0], "saved_total_low": total[1], "saved_total_high": total[2],
            "saved_per_month": month[0], "saved_per_month_low": month[1], "saved_per_month_high": month[2],
        }  # fmt: skip
