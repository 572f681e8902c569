"""What is to be said of a change: worked, worse, no evidence, or too early; and how much longer it takes to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from procmine.errors import WrongFilter, WrongOption
from procmine.filters import duration_seconds
from procmine.improvement.interrupted import LEAST_AFTER, LEAST_BEFORE, Step
from procmine.improvement.verifying import STANDARDISED

if TYPE_CHECKING:
    from procmine.improvement.guards import Regression
    from procmine.improvement.metric import Metric
    from procmine.improvement.verifying import Measurement

WORKED, NO_EVIDENCE, WORSE, TOO_EARLY = "worked", "no evidence", "worse", "too early"
POWER = 0.8
EXPECTED = 0.1  # of the level before: what is looked for where nothing is said
SHORT = "too few weeks before"
PICKED = "regression to the mean"
TURNED = "before and after say otherwise"
UNSEEN = "beyond reach"


class Verdict(NamedTuple):
    """The word, why where it needs one, what was looked for, how likely that is seen, and how many weeks it takes in all."""

    word: str
    reason: str
    size: float
    power: float
    weeks: int | None = None


@dataclass(frozen=True, eq=False)
class Judged:
    """A metric with the step that decides: kept from regression to the mean where the view picks values of an attribute."""

    found: Measurement
    regression: Regression | None
    picked_by: str | None = None

    @property
    def step(self) -> Step:
        return self._kept(self.found.step)

    def _kept(self, step: Step) -> Step:
        chance = self.regression
        return step if chance is None else step.moved(chance.by, chance.error)

    @property
    def before(self) -> float:
        """The level before the change, less what of it is chance."""
        series = self.found.weekly.dropping(self.found.run_up)
        return series.mean(is_after=False) - (self.regression.by if self.regression else 0.0)

    @property
    def is_enough(self) -> bool:
        return self.step.design.is_enough

    def verdict(self, expected: str | float | None) -> Verdict:
        size = size_of(expected, self.found.metric, self.before)
        before, after = self.step.design.weeks
        if before < LEAST_BEFORE:
            return Verdict(NO_EVIDENCE, SHORT, size, float("nan"))
        if after < LEAST_AFTER:
            return Verdict(TOO_EARLY, "", size, 0.0, self.step.weeks_for(size, POWER))
        power = self.step.power(size)
        word, reason = self.called
        if word or reason or power >= POWER:
            return Verdict(word or NO_EVIDENCE, reason, size, power)
        weeks = self.step.weeks_for(size, POWER)
        return (
            Verdict(TOO_EARLY, "", size, power, weeks) if weeks else Verdict(NO_EVIDENCE, UNSEEN, size, power)
        )

    @property
    def called(self) -> tuple[str, str]:
        """`worked` or `worse`, or why what seems so is neither; nothing where the interval holds 0."""
        import numpy as np

        if not self.is_enough:
            return "", ""
        word = _direction(self.step)
        if not word:
            return "", PICKED if _direction(self.found.step) else ""
        alike = self._kept(self.found.steps[STANDARDISED][0]).effect
        return (word, "") if np.sign(alike) == np.sign(self.step.effect) else ("", TURNED)


def _direction(step: Step) -> str:
    """What the interval says by itself; nothing where it holds 0. Of all metrics less is better."""
    low, high = step.interval
    return WORKED if high < 0 else WORSE if low > 0 else ""


def size_of(expected: str | float | None, metric: Metric, before: float) -> float:
    """The change that is looked for, as an amount of the metric: `10%` of the level before, `4h`, or a number."""
    if expected is None:
        return EXPECTED * abs(before)
    said = str(expected).strip()
    part = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", said)
    if part:
        return _above_nothing(float(part[1]) / 100, said) * abs(before)
    if re.fullmatch(r"\d+(\.\d+)?", said):
        return _above_nothing(float(said), said)
    try:
        if metric.unit != "hours":
            raise WrongFilter(f"{said!r} is no amount of {metric}.")
        return _above_nothing(duration_seconds(said) / 3600, said)
    except WrongFilter as problem:
        cure = (
            "Write 10% (of the level before), or 0.5."
            if metric.unit != "hours"
            else "Write 10% (of the level before), 4h or 2d."
        )
        raise WrongOption(problem.found, "expected", cure) from None


def _above_nothing(size: float, said: str) -> float:
    if size <= 0:
        raise WrongOption(
            "An expected change is more than nothing.", f"expected={said!r}", "Write 10%, 4h or 2d."
        )
    return size
