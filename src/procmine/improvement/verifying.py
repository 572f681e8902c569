"""The same change measured in several ways: before and after, with the same mix of cases, beside its trend, beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from procmine.improvement.case_mix import Mix, mix_of
from procmine.improvement.cohorts import Cohorts, Horizon
from procmine.improvement.guards import Regression, picking, regression, run_up, without
from procmine.improvement.metric import Metric
from procmine.improvement.weekly import Weekly

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    import pandas as pd

    from procmine.asking import Answer
    from procmine.improvement.interrupted import Step
    from procmine.log import EventLog

RAW, STANDARDISED, SERIES, CONTROL = "raw before/after", "standardised", "interrupted time series", "control"
GUARDED = "guarded against regression to the mean"


@dataclass(frozen=True)
class Asked:
    """When the change was made, until when is looked, and what is handed to the statement beside that."""

    changed_at: datetime
    until: datetime
    given: dict[str, Any]
    zone: str = "UTC"

    def cohorts(self, cases: pd.DataFrame) -> Cohorts:
        return Cohorts(cases, self.changed_at, self.until, self.zone)

    def of(self, metric: Metric) -> dict[str, Any]:
        return {"metric": metric.kind, "activity": metric.activity, "until": self.until, **self.given}

    @property
    def has_calendar(self) -> bool:
        return bool(self.given)


@dataclass(frozen=True, eq=False)
class Measured:
    """One metric of the cases of one view."""

    cohorts: Cohorts
    counts: np.ndarray
    amount: np.ndarray
    is_counted: np.ndarray

    @classmethod
    def of(
        cls, cases: pd.DataFrame, asked: Asked, metric: Metric, horizon: Horizon | None = None
    ) -> Measured:
        cohorts = asked.cohorts(cases)
        horizon = horizon or cohorts.horizon
        is_of_time = metric.kind == "cycle time" and not asked.has_calendar
        return cls(cohorts, *cohorts.told(horizon, is_of_time), cohorts.counted(horizon))

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """The counted cases that came before, and those that came after."""
        after = self.cohorts.is_after
        return self.is_counted & ~after, self.is_counted & after

    def weekly(self, span: tuple[int, int]) -> Weekly:
        return Weekly.of(self.counts, self.amount, self.cohorts.week, self.is_counted, span)

    def adjusted(self, mix: Mix) -> tuple[Measured, pd.DataFrame]:
        """The same with one mix of cases, and the table of that."""
        amount, table = mix.adjusted(self.counts, self.amount, *self.sides)
        return replace(self, amount=amount), table


@dataclass(frozen=True, eq=False)
class Group:
    """The cases of one view with the mix by which they are told: those that the change touched, or others beside them."""

    log: EventLog
    asked: Asked
    answer: Answer
    horizon: Horizon
    mix: Mix

    @classmethod
    def of(
        cls,
        log: EventLog,
        asked: Asked,
        metric: Metric,
        strata: str | Sequence[str] | None,
        horizon: Horizon | None = None,
    ) -> Group:
        import numpy as np

        answer = log.ask("improvement", "verification", **asked.of(metric))
        cases = answer.frame
        horizon = horizon or asked.cohorts(cases).horizon
        measured = Measured.of(cases, asked, metric, horizon)
        is_before = measured.sides[0]
        mix = mix_of(log, cases, strata, np.where(is_before, measured.counts, 0), measured.amount)
        return cls(log, asked, answer, horizon, mix)

    def measured(self, metric: Metric) -> Measured:
        cases = self.log.ask("improvement", "verification", **self.asked.of(metric)).frame
        return Measured.of(cases, self.asked, metric, self.horizon)


@dataclass(frozen=True, eq=False)
class Measurement:
    """One metric of those that the change touched, and of others beside them where there are any."""

    metric: Metric
    touched: Group
    others: Group | None

    @cached_property
    def measured(self) -> Measured:
        return self.touched.measured(self.metric)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last week in which cases came; the weeks of the change are among them."""
        week = self.measured.cohorts.week
        return min(int(week.min()), 0), max(int(week.max()), 0)

    @cached_property
    def raw(self) -> Weekly:
        return self.measured.weekly(self.span)

    @cached_property
    def _same_mix(self) -> tuple[Measured, pd.DataFrame]:
        return self.measured.adjusted(self.touched.mix)

    @property
    def mix(self) -> pd.DataFrame:
        return self._same_mix[1]

    @cached_property
    def weekly(self) -> Weekly:
        """With the same mix of cases."""
        return self._same_mix[0].weekly(self.span)

    @cached_property
    def run_up(self) -> np.ndarray:
        """The weeks before the change that do not count, because they are the worst of all."""
        return run_up(self.weekly.values, self.weekly.weights, self.weekly.at)

    @cached_property
    def control(self) -> Weekly | None:
        """How far the weeks lie above those of the others."""
        return None if self._control is None else self.weekly.less(self._control)

    @cached_property
    def _control(self) -> Weekly | None:
        if self.others is None:
            return None
        found = self.others.measured(self.metric).adjusted(self.others.mix)[0]
        week = found.cohorts.week
        inside = (week >= self.span[0]) & (week <= self.span[1])
        counts, amount, week, is_counted = (
            part[inside] for part in (found.counts, found.amount, week, found.is_counted)
        )
        return Weekly.of(counts, amount, week, is_counted, self.span)

    @property
    def control_values(self) -> np.ndarray | None:
        return None if self._control is None else self._control.values

    @cached_property
    def decisive(self) -> Weekly:
        """The series that decides: beside the others where there are any."""
        return (self.control or self.weekly).dropping(self.run_up)

    @cached_property
    def step(self) -> Step:
        """What decides, before what is known of units that were picked."""
        return self.decisive.step(has_trend=True)

    @cached_property
    def steps(self) -> dict[str, tuple[Step, Weekly]]:
        """Each way to measure the change, with its series."""
        series = self.weekly.dropping(self.run_up)
        found = {
            RAW: (self.raw.step(has_trend=False), self.raw),
            STANDARDISED: (self.weekly.step(has_trend=False), self.weekly),
            SERIES: (self.step if self.control is None else series.step(has_trend=True), series),
        }
        if self.control is not None:
            found[CONTROL] = (self.step, self.decisive)
        return found


def regression_of(found: Measurement, whole: EventLog) -> tuple[str, Regression] | None:
    """What of the level before the change is chance because the view picks some values of an attribute; the largest, with its name."""
    picked = [(clause.names[0], _picked(found, whole, clause)) for clause in picking(whole)]
    known = [(name, one) for name, one in picked if one is not None]
    return max(known, key=lambda one: abs(one[1].by), default=None)


def _picked(found: Measurement, whole: EventLog, clause: Any) -> Regression | None:
    import numpy as np

    wider, asked = without(whole, clause), found.touched.asked
    cases = wider.rows("improvement", "verification", **asked.of(found.metric))
    units = wider.rows("improvement", "verification_unit", name=clause.names[0])
    joined = cases[["case_no"]].merge(units, on="case_no", how="left")
    codes = joined.unit.astype("category").cat.codes.to_numpy()
    measured = Measured.of(cases, asked, found.metric, found.touched.horizon)
    own = set(found.measured.cohorts.cases.case_no)
    counts = measured.sides[0] & (codes >= 0)
    size = int(codes.max()) + 1 if len(codes) else 0
    is_own = cases.case_no.isin(own).to_numpy() & (codes >= 0)
    is_picked = np.bincount(codes[is_own], minlength=size) > 0
    return regression(codes[counts].astype(int), measured.counts[counts], measured.amount[counts], is_picked)
