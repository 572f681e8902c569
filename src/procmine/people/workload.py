"""When is the work done, and how much is in hand?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import count, counted, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

DAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}
BUILT_IN = ("resource", "activity")
MORNING, EVENING = 7, 19  # outside them it is night
MOST_ALONE = 24 * 366 * 200  # clock hours of a log: two hundred years
MOST_HOURS = 12_000_000  # clock hours times groups that are looked at


@dataclass(frozen=True, eq=False)
class Workload(Result):
    columns = {
        "weekday": "1 is Monday, in the log's own zone",
        "hour": "clock hour, 0..23",
        "group": "value of `by`; (all) without it",
        "mean_in_hand": "mean number of pieces of work in hand during that hour; unknown where no starts are recorded",
        "completions": "pieces of work that ended in it",
        "busy_hours": "hours resources were at work in it, overlapping work of one resource counted once; unknown without starts",
    }

    @property
    def headline(self) -> str:
        total = self.frame.completions.sum()
        if not total:
            return f"No work of this view has ended yet: {counted(self.counted_events, 'piece is', 'pieces are')} in hand."
        by_hour = self.frame.groupby(["weekday", "hour"]).completions.sum()
        (weekday, hour), most = by_hour.idxmax(), by_hour.max()
        outside = by_hour[
            [(day >= 6 or not MORNING <= clock < EVENING) for day, clock in by_hour.index]
        ].sum()
        zone = f" ({self.facts['zone']})" if self.facts["zone"] else " (clock as recorded)"
        return (
            f"Most work ends on {DAYS[weekday]} between {hour}:00 and {hour + 1}:00{zone}: {count(most)} of {counted(total, 'piece')}; "
            f"{share(outside / total)} end at night or on a weekend."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import heatmap

        # Somebody at work in two groups at once is busy in both: such hours add up to more than was worked.
        is_additive = self.parameters["by"] in (None, "resource") and self.frame.busy_hours.notna().any()
        value = "busy_hours" if is_additive else "completions"
        drawn = self.frame.groupby(["weekday", "hour"], as_index=False)[value].sum()
        axis = "hours worked" if value == "busy_hours" else "completions"
        return heatmap(
            drawn, x="hour", y="weekday", value=value, title=self.headline, axis=axis, y_names=DAYS
        )


def workload(log: EventLog, *, by: str | None = None) -> Workload:
    """When is the work done: how much is in hand, completed and worked on in each hour of the week?

    Work is in hand from its start to its end, unfinished work until the extraction; the mean weighs each
    number by how long it held, over every such hour between the view's first and last instant. Busy hours
    are the union of each resource's work, so two pieces at once count once; pauses inside a piece count as
    busy, and work that names no resource counts for nobody. Where no starts are recorded only completions are
    known, where no resources are, no busy hours. Hours are those of the log's own zone, across changes of the clock;
    night is from 19:00 to 7:00, the weekend Saturday and Sunday.
    `by` is `resource`, `activity`, `role` where roles were confirmed, or any attribute; work for which it is missing is grouped as (missing). Busy hours
    add up over resources, not over other groups: whoever serves two at once is busy in both.
    """
    if by is not None and by not in BUILT_IN:
        log.require_belonging(by, "workload(by=…)", BUILT_IN)
    _refuse_endless(log, by)
    return Workload.of(log, log.ask("people", "workload", by=by), parameters={"by": by})


def _refuse_endless(log: EventLog, by: str | None) -> None:
    """A single outlying instant can stretch the view over decades of empty hours, for every group."""
    first, last = (datetime.fromisoformat(log.facts[name]) for name in ("first_at", "last_at"))
    groups = {None: 1, "resource": log.facts["resources"] + 1, "activity": log.facts["activities"]}.get(
        by, 100
    )
    hours = (last - first).total_seconds() / 3600
    if hours * groups > MOST_HOURS or hours > MOST_ALONE:
        raise CannotAnswer(
            f"The log runs from {first:%d %b %Y} to {last:%d %b %Y}: {hours:,.0f} hours for each of {groups:,} groups.",
            f"workload(by={by!r})",
            "Is one of the two dates a stray? Leave such rows out at the import, or ask without by.",
        )
