"""Which cases are compared with which: two views that share no case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from procmine.asking import Answer, Exclusion
from procmine.errors import CannotAnswer
from procmine.view import Counts

if TYPE_CHECKING:
    from procmine.log import EventLog

REST = "all other cases"


@dataclass(frozen=True)
class TwoViews:
    """The view that is asked, what it is compared with, and what people call the two."""

    this: EventLog
    other: EventLog
    this_name: str
    other_name: str

    @property
    def shared_cases(self) -> int:
        """Cases that stand on both sides, as they can where two versions are compared."""
        if self.this.version.path == self.other.version.path:
            return 0
        ids = [set(view.select("select case_id from case_span").case_id) for view in (self.this, self.other)]
        return len(ids[0] & ids[1])

    def account(self, answers: list[Answer]) -> Answer:
        """The answer of the view, with an account of both sides: what is in neither is left out."""
        this = answers[0]
        if self.this.version.path != self.other.version.path:
            return this
        facts, counts = self.this.facts, [view.counts for view in (self.this, self.other)]
        neither = Exclusion(
            "in neither of the two", facts["cases"] - sum(one.cases for one in counts), facts["events"] - sum(one.events for one in counts)
        )  # fmt: skip
        unseen = [
            one
            for found in answers
            for one in found.excluded
            if not one.reason.startswith("outside the filters")
        ]
        excluded = tuple(one for one in (neither, *unseen) if one.events)
        counted = Counts(
            sum(one.cases for one in counts), facts["events"] - sum(one.events for one in excluded)
        )
        return Answer(this.frame, this.sql, this.parameters, counted, excluded)


def two_views(log: EventLog, against: str | EventLog | None) -> TwoViews:
    """The view and what it is compared with, less the cases that are in the view too.

    Without `against` the view is compared with all other cases. An unfiltered log stands for the cases that are not
    in `against`, and without either the later half of the cases by arrival is compared with the earlier half.
    """
    refuse_hidden_work(log)
    whole, said = log.unfiltered(), str(log.filters)
    if against is None and said:
        return TwoViews(log, whole.excepting(said), said, REST)
    if against is None:
        earlier = _earlier_half(log)
        return TwoViews(log.excepting(earlier), whole.filter(earlier), "the later half", "the earlier half")
    if not isinstance(against, str):
        return _of_two_logs(log, against)
    refuse_hidden_work(whole.filter(against))
    if str(whole.filter(against).filters) == said:
        raise CannotAnswer(
            "Both sides are the same cases.", said, "Leave `against` out to compare them with all others."
        )
    if said:
        return TwoViews(log, whole.filter(against).excepting(said), said, against)
    return TwoViews(whole.excepting(against), whole.filter(against), REST, against)


def refuse_hidden_work(view: EventLog) -> None:
    if view.view.has_projection:
        raise CannotAnswer(
            "Work is hidden inside the cases, so what they took cannot be compared.",
            str(view.filters),
            "Remove `only …`: cases are compared whole.",
        )


def _of_two_logs(log: EventLog, other: EventLog) -> TwoViews:
    refuse_hidden_work(other)
    if log.version.path == other.version.path and log.filters and not other.filters:
        return TwoViews(log, other.excepting(str(log.filters)), str(log.filters), REST)
    names = [str(view.filters) or f"{view.name}, version {view.version.version}" for view in (log, other)]
    if log.version.path != other.version.path:
        return TwoViews(log, other, *names)
    if not log.filters:
        return two_views(log, str(other.filters) or None)
    return TwoViews(log, other.excepting(str(log.filters)), *names)


def _earlier_half(log: EventLog) -> str:
    """The filter that keeps the cases which began before the middle one, of two middle ones the later."""
    found = log.select(
        "select min(first_at) as first_at, quantile_disc(first_at, 0.5 + 1e-9) as middle_at, max(first_at) as last_at from case_span"
    ).iloc[0]
    if found.first_at == found.last_at:
        raise CannotAnswer(
            "All cases begin at one instant, so they cannot be halved by arrival.",
            f"log {log.name}", 'Say what is compared: against="region = South", or filter the log first.',
        )  # fmt: skip
    middle = found.middle_at if found.middle_at > found.first_at else found.last_at
    zone = ZoneInfo(log.zone or "UTC")
    first, cut = (at.tz_localize("UTC").tz_convert(zone).isoformat() for at in (found.first_at, middle))
    if log.zone is None:  # the clock was kept as recorded
        first, cut = (at.removesuffix("+00:00") for at in (first, cut))
    return f"between {first}..{cut} by start"
