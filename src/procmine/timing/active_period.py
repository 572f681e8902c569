"""Which resource holds up the others, moment by moment?"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

BUILT_IN = ("resource", "activity")
LEAST_LEAD = 0.1  # of the time in which anything is done, or a headline does not speak of a bottleneck


@dataclass(frozen=True, eq=False)
class ActivePeriod(Result):
    tells_resources_apart = True
    columns = {
        "group": "the resource, activity or value of `by`",
        "sole_hours": "hours in which it alone was the bottleneck",
        "shifting_hours": "hours in which it was, while its period overlapped that of the bottleneck before or after it",
        "share_sole": "share of the time in which anybody was at work, 0..1",
        "share_shifting": "the same for the hours of shifting; both shares add up to 1 over all groups",
        "longest_spell_hours": "its longest uninterrupted period of work, hours",
        "mean_spell_hours": "mean of its periods, hours",
        "spells": "its uninterrupted periods of work",
        "is_longest_unfinished": "whether its longest period still lasted at the extraction, for work that had not ended",
    }

    @property
    def headline(self) -> str:
        top = self.frame.iloc[0]
        by = self.parameters["by"]
        led = top.share_sole + top.share_shifting
        who = (
            f"{top.group} holds up the others longest"
            if led >= LEAST_LEAD
            else f"None holds up the others for long, {top.group} most"
        )
        turns = (
            f", of that {share(top.share_shifting / led)} in turn with another" if top.share_shifting else ""
        )
        told = (
            f"{who}: for {share(led)} of the time in which anything is done it has been at work the longest without a break{turns}; "
            f"its longest uninterrupted period is {duration(top.longest_spell_hours)}"
        )
        unfinished = ", by work that had not ended at the extraction" if top.is_longest_unfinished else ""
        people = (
            " This fits machines: of people, whose work stops each evening, it mostly tells who works the longest stretches."
            if by == "resource"
            else ""
        )
        return f"{told}{unfinished}.{people}{self.told_by_role if by == 'resource' else ''}"

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        parts = {"sole": self.frame.sole_hours.tolist(), "shifting": self.frame.shifting_hours.tolist()}
        return stacked_bars(
            self.frame.group.astype(str).tolist(), parts, title=self.headline, axis="hours as the bottleneck"
        )


def active_period(log: EventLog, *, by: str = "resource") -> ActivePeriod:
    """Which resource (or activity) holds up the others, moment by moment: the shifting bottleneck?

    An active period lasts while a resource is at work without a break; pieces that overlap or follow each other at once
    make one period. At any moment the bottleneck is the one whose period then is the longest of all (of equally long ones,
    the one that began first): it has had the least time to wait for others, so the others wait for it. Where the periods
    of two successive bottlenecks overlap the bottleneck is shifting between them, and that time counts for the one whose
    period is the longer; else it is the sole one. So sole, shifting and idle time, in which nobody is at work, add up to the
    time from the first start to the last end. Work that has not ended lasts until the extraction; work without a
    start is left out; a pause inside a piece counts as work. It takes no calendar: a night ends a period as any break does.
    The method was made for machines. People stop each evening, so of them it mostly finds who works the longest stretches:
    waiting_causes tells more. `by` is `resource`, `activity` (active while anybody works on it) or an attribute.
    Table `moments`: from when to when which was the bottleneck, whether it was shifting, and with which. Table `whole`: the
    hours in all, active and idle. Table `observations`: the periods that no longer one contains.
    Source: shifting bottleneck detection, Roser, Nakano and Tanaka (2002).
    """
    _refuse_what_is_missing(log, by)
    answer = log.ask("timing", "active_period", by=by)
    periods = answer.frame
    if periods.empty:
        raise CannotAnswer(
            "No work of this view takes any time.",
            f"log {log.name}",
            "Import both starts and ends, with their clock.",
        )
    import pandas as pd

    moments = pd.DataFrame(
        _moments(periods), columns=["from_at", "to_at", "group", "is_shifting", "other_group"]
    )
    for column in ("from_at", "to_at"):
        moments[column] = pd.to_datetime(moments[column], unit="us")
    frame = _frame(moments, log.rows("timing", "active_spells", by=by))
    whole = (periods.until_at.max() - periods.from_at.min()).total_seconds() / 3600
    active = float(frame.sole_hours.sum() + frame.shifting_hours.sum())
    hours = pd.DataFrame(
        [{"whole_hours": whole, "active_hours": active, "idle_hours": max(0.0, whole - active)}]
    )
    tables = {"moments": moments, "whole": hours, "observations": periods}
    return ActivePeriod.of(log, answer, frame, tables=tables, parameters={"by": by})


def _refuse_what_is_missing(log: EventLog, by: str) -> None:
    if by is None:
        raise WrongOption(
            "Nothing says whose periods are meant.",
            "active_period(by=…)",
            "Use by='resource' or by='activity'.",
        )
    if by not in BUILT_IN:
        log.require_attribute(by, "active_period(by=…)", BUILT_IN)
    if not log.facts["share_with_start"]:
        raise CannotAnswer(
            "No start times are recorded, so nobody knows how long anything was at work.",
            f"log {log.name}",
            "Import the column that holds them with start=…, or rows that mark starts with lifecycle=….",
        )
    if by == "resource" and not log.facts["resources"]:
        raise CannotAnswer(
            "No resources are recorded.",
            "active_period(by='resource')",
            "Name their column with resource=…, or ask by='activity'.",
        )


def _frame(moments: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """The hours of each group, most on top; also of those that were never the bottleneck."""
    hours = (moments.to_at - moments.from_at).dt.total_seconds() / 3600
    total = hours.sum()
    for name, is_meant in (("sole", ~moments.is_shifting), ("shifting", moments.is_shifting)):
        found = hours[is_meant].groupby(moments.group[is_meant]).sum()
        spells[f"{name}_hours"] = spells.group.map(found).fillna(0.0)
        spells[f"share_{name}"] = spells[f"{name}_hours"] / total
    led = -(spells.sole_hours + spells.shifting_hours)
    return spells.assign(led=led).sort_values(["led", "group"], ignore_index=True)


def _moments(periods: pd.DataFrame) -> Iterator[tuple[int, int, str, bool, str | None]]:
    """From when to when (microseconds) which group was the bottleneck, whether it was shifting, and with which other."""
    names = periods.group.tolist()
    begins, ends = (
        periods[name].astype("datetime64[us]").astype("int64").tolist() for name in ("from_at", "until_at")
    )
    led = _led(begins, ends)
    for place, (begin, end, one) in enumerate(led):
        before = led[place - 1][2] if place and led[place - 1][1] == begin else None
        after = led[place + 1][2] if place + 1 < len(led) and led[place + 1][0] == end else None
        # Nothing of the one before lasts longer than `left`, nothing of the one after begins sooner than `right`.
        left = begin if before is None else max(begin, min(end, ends[before]))
        right = end if after is None else max(left, min(end, begins[after]))
        for from_at, to_at, other in ((begin, left, before), (left, right, None), (right, end, after)):
            if to_at > from_at:
                yield from_at, to_at, names[one], other is not None, None if other is None else names[other]


def _led(begins: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int, int]]:
    """Which of the periods is the longest at each moment: (from, to, its place).

    None of them contains another, so in the order of their begins they also end, and those that can still become the
    longest stand in a queue that falls in length.
    """
    found: list[Any] = []
    queue: deque[int] = deque()
    starts, stops = 0, 0
    while stops < len(ends):
        at = min(begins[starts], ends[stops]) if starts < len(begins) else ends[stops]
        while stops < len(ends) and ends[stops] <= at:
            stops += 1
        while queue and queue[0] < stops:
            queue.popleft()
        if starts < len(begins) and begins[starts] == at:
            while queue and ends[queue[-1]] - begins[queue[-1]] < ends[starts] - begins[starts]:
                queue.pop()
            queue.append(starts)
            starts += 1
        if found and found[-1][1] is None and (not queue or found[-1][2] != queue[0]):
            found[-1] = (found[-1][0], at, found[-1][2])
        if queue and (not found or found[-1][1] is not None):
            found.append((at, None, queue[0]))
    return found
