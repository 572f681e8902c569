"""Did the change work?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, WrongFilter, WrongOption
from procmine.filters import instant_range
from procmine.improvement.evidence import guardrails as guardrails_of
from procmine.improvement.evidence import left_out, methods, weeks
from procmine.improvement.metric import Metric, metrics
from procmine.improvement.two_views import refuse_hidden_work, two_views
from procmine.improvement.verdict import POWER, Judged, Verdict
from procmine.improvement.verdict_words import sentences
from procmine.improvement.verifying import Asked, Group, Measurement, regression_of
from procmine.improvement.worth import MONTH_HOURS, Worth
from procmine.result import Result

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

FOREVER = "9000-01-01"
LEAST = timedelta(microseconds=1)


@dataclass(frozen=True, eq=False)
class Verification(Result):
    columns = {
        "metric": "what is measured, as `metric` takes it",
        "method": "how: raw before/after, standardised (one mix of cases), interrupted time series (and beside its trend), control, guarded",
        "before": "its mean before the change, in the weeks that count; from the time series on: what the cases since would have taken without it",
        "after": "its mean since; in the unit of the metric: hours, a count, or a share",
        "difference": "after − before: of all metrics less is better",
        "low": "lower end of its 95 % interval; unknown below 8 weeks before and 4 after the change",
        "high": "upper end",
        "p_value": "how often chance alone does as well in series that remember as much",
        "cases_before": "cases that the figures before the change rest on",
        "cases_after": "and those since",
        "is_decisive": "whether the verdict rests on this row",
    }

    @property
    def verdict(self) -> str:
        """`worked`, `no evidence`, `worse` or `too early`."""
        return self.parameters["verdict"]

    @property
    def headline(self) -> str:
        return f"{sentences(self)}{self.assumption}"

    @property
    def is_until_extraction(self) -> bool:
        return bool((~self.tables["observations"].is_closed).any())

    def figure(self) -> go.Figure:
        """The metric week by week, and what was to be expected without the change."""
        import pandas as pd

        from procmine.figures import counterfactual

        unit = self.parameters["unit"]
        axis = {"hours": "hours a case", "count": "a case", "share": "% of the cases"}[unit]
        table = self.tables["weeks"].assign(value=self.tables["weeks"].same_mix)
        at = pd.Timestamp(self.parameters["changed_at"])
        return counterfactual(
            table, at, title=self.headline, axis=axis, scale=100.0 if unit == "share" else 1.0
        )

    def as_verdict(self) -> dict[str, Any]:
        """Everything that is needed to keep the verdict as it stood, as plain values: what was asked, found, and on what it rests."""
        from procmine import __version__

        told = self.as_dict()
        kept = ("log", "version", "filters", "headline", "parameters", "excluded")
        return {
            "verdict": self.verdict,
            **{name: told[name] for name in kept},
            "value": self.value,
            "evidence": told["frame"],
            "guardrails": told["tables"]["guardrails"],
            "left_out": told["tables"]["left_out"],
            "procmine": __version__,
            "asked_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }

    @property
    def value(self) -> dict[str, Any]:
        """What the change spared so far, in the unit of the metric and never in money; None where it cannot be told."""
        from procmine.plain import plain

        names = ("unit", *Worth(0, 0, 0, 0, 0).as_dict())
        return {name: plain(self.parameters[name]) for name in names}


def verification(
    log: EventLog, *, changed_at: str | None = None, metric: str = "cycle time", control: str | None = None, guardrails: str | Sequence[str] | None = None,
    strata: str | Sequence[str] | None = None, calendar: str | None = None, expected: str | None = None, until: str | None = None,
) -> Verification:  # fmt: skip
    """Did the change work: worked, no evidence, worse, or too early to tell (with about how many more cases)?

    `changed_at` is when it was made. `metric` is one of: cycle time, waiting, wait before "A", work on "A", repeats of "A",
    rework, handovers, effort; of each less is better. `guardrails` are metrics that must not get worse by it.
    Cases count by the week in which they came. Those that came before the change and ended after it are followed up to it and no
    further: to leave them out would leave the long ones out. Those since are followed to `until` (the extraction). What a case would
    have taken that was not followed to its end is the mean over those that lasted longer (Kaplan–Meier), within the time that all but
    1 % of the cases before took; a week counts once its cases were followed for as long as nine in ten took before. All but the
    cycle time by the clock is told of cases that ended within that time.
    The verdict rests on the interrupted time series: level, trend, and a step at the change, weighed by cases, with one mix
    of cases over `strata` (attributes known as cases begin; by itself the two that tell most; `none` for none; none that the
    change itself sets), in Newey–West errors. Chance is read from 2,000 series without a change that remember as much.
    `worked` and `worse` are said where the 95 % interval leaves out 0 and the plain standardised difference has the same sign.
    With `control`, a filter for cases of the whole log that the change did not touch, the series is how far the weeks lie above theirs.
    `expected` is the change looked for: `10%` of the level before (also where nothing is said), `4h`, or a number. Where the power
    to see it is below 80 % it is too early; `no evidence` is said where it would have been seen. Ask again on the day that is
    told, not every day: who looks often finds something by chance.
    Regression to the mean: where the view picks values of an attribute (`team in (…)`), what of their level before is chance,
    judged by the other values (empirical Bayes, from 5 values on), is taken off; and where the last 4 weeks before are the worst
    of all they do not count. Another change at that time, or a season, looks like an effect: then a control is needed.
    The value is what a case is spared times the cases since, in hours (or cases, or a count), never money.
    Tables: `weeks`, `mix`, `guardrails` (each its own estimate; `p_holm` given how many there are), `left_out`, `observations`.
    Raises CannotAnswer where no case came before the change or the log ends before it.
    Source: Wagner et al. (2002), Newey & West (1987), Efron (1967), Kitagawa (1955), Dawid (1994), Holm (1979).
    """
    if changed_at is None:
        raise WrongOption(
            "It is not said when the change was made.",
            "verification(changed_at=…)",
            "Give the day: --changed-at 2025-09-01, in Python changed_at=.",
        )
    refuse_hidden_work(log)
    placed, given = placed_on(calendar, log)
    asked = _span(log, changed_at, until, given)
    names = log.activities
    wanted, guarded = Metric.of(metric, names), metrics(guardrails, names)
    views = two_views(log, control) if control else None
    touched = Group.of(views.this if views else log, asked, wanted, strata)
    _refuse_nothing_before(touched)
    others = Group.of(views.other, asked, wanted, strata, touched.horizon) if views else None
    judged = _judged(Measurement(wanted, touched, others), log)
    verdict = judged.verdict(expected)
    beside = [_judged(Measurement(one, touched, others), log) for one in guarded]
    tables = {
        "weeks": weeks(judged), "mix": judged.found.mix, "guardrails": guardrails_of(beside), "left_out": left_out(judged),
        "observations": touched.answer.frame,
    }  # fmt: skip
    told = _told(log, asked, judged, verdict) | {
        "control": control, "guardrails": [str(one) for one in guarded], "calendar": str(placed) if placed else None,
    }  # fmt: skip
    answer = views.account([touched.answer, others.answer]) if views and others else touched.answer
    return Verification.of(log, answer, _frame(judged), tables=tables, parameters=told)


def _frame(judged: Judged):
    import pandas as pd

    return pd.DataFrame(methods(judged), columns=list(Verification.columns))


def _judged(found: Measurement, log: EventLog) -> Judged:
    chance = regression_of(found, log)
    return Judged(found, chance[1] if chance else None, chance[0] if chance else None)


def _span(log: EventLog, changed_at: Any, until: Any, given: dict[str, Any]) -> Asked:
    """The change and the end of what is looked at, as naive UTC instants; what is seen at the extraction itself still counts."""
    ends = log.view.extracted_at + LEAST
    try:
        low, high = instant_range(str(changed_at), str(until or FOREVER), log.zone)
    except WrongFilter as problem:
        raise WrongOption(
            problem.found, f"changed_at={str(changed_at)!r}, until={until!r}", problem.cure
        ) from None
    if low >= ends:
        raise CannotAnswer(
            f"The log ends on {log.view.extracted_at:%-d %b %Y}, before the change.", f"changed_at={str(changed_at)!r}, log {log.name}",
            "Import what was recorded since, or say an earlier date.",
        )  # fmt: skip
    return Asked(low, min(high, ends), given, log.zone or "UTC")


def _refuse_nothing_before(touched: Group) -> None:
    first = touched.answer.frame.first_at.min() if len(touched.answer.frame) else None
    if first is None or first >= touched.asked.changed_at:
        raise CannotAnswer(
            "No case of this view began before the change, so there is nothing to compare with.",
            f"log {touched.log.name}", "Say a later date, or ask with other filters.",
        )  # fmt: skip


def _told(log: EventLog, asked: Asked, judged: Judged, verdict: Verdict) -> dict[str, Any]:
    """What the sentence is made of, and what is to be kept of the verdict."""
    found, step = judged.found, judged.step
    cohorts, horizon = found.measured.cohorts, found.touched.horizon
    low, high = step.interval if judged.is_enough else (float("nan"), float("nan"))
    effect = step.effect if judged.is_enough else float("nan")
    worth = Worth(
        -effect,
        -high,
        -low,
        round(float(found.measured.counts[cohorts.is_after].sum())),
        cohorts.last / MONTH_HOURS,
    )
    more, enough_at = _how_much_longer(asked, judged, verdict)
    return {
        "verdict": verdict.word, "reason": verdict.reason or None, "changed_at": _clock(asked.changed_at, log), "until": _clock(asked.until, log),
        "metric": str(found.metric), "unit": found.metric.unit, "strata": list(found.touched.mix.names), "expected": verdict.size, "power": verdict.power,
        "smallest_seen": step.smallest(POWER) if judged.is_enough else float("nan"),
        "more_cases": more, "enough_at": enough_at and _clock(enough_at, log), **worth.as_dict(),
        "level_before": judged.before, "picked_by": judged.picked_by, "regression_to_the_mean": judged.regression.by if judged.regression else None,
        "run_up_weeks": len(found.run_up), "weeks_before": step.design.weeks[0], "weeks_after": step.design.weeks[1],
        "straddling_cases": cohorts.straddling, "followed_hours": horizon.followed, "within_hours": horizon.within, "alike": step.alike,
    }  # fmt: skip


def _how_much_longer(asked: Asked, judged: Judged, verdict: Verdict) -> tuple[int | None, datetime | None]:
    """About how many more cases it takes, at the rate at which they came since (or before, while that is a week or less), and until when."""
    if verdict.weeks is None:
        return None, None
    cohorts, found = judged.found.measured.cohorts, judged.found
    since = int(cohorts.is_after.sum())
    before = float(found.raw.weights[: found.raw.at].sum()) / max(found.step.design.weeks[0], 1)
    rate = since / (cohorts.last / 168) if cohorts.last > 168 and since else before
    followed = found.touched.horizon.followed
    at = asked.changed_at + timedelta(weeks=verdict.weeks, hours=followed)
    return max(round(rate * verdict.weeks) - since, 1), at


def _clock(at: datetime, log: EventLog) -> str:
    """An instant on the log's own clock."""
    if log.zone is None:
        return at.isoformat(timespec="seconds")
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(log.zone)).isoformat(timespec="seconds")
