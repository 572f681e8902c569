"""When do cases arrive, and is anybody there?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import WrongOption
from procmine.result import Result
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_NIGHT = 0.05  # share of the cases that arrive at night while nobody is on duty before it matters
DAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}


@dataclass(frozen=True, eq=False)
class Arrivals(Result):
    columns = {
        "weekday": "1 is Monday, in the log's own zone",
        "hour": "clock hour, 0..23",
        "arrivals": "cases that arrived in it",
        "share": "share of all arrivals, 0..1",
        "off_duty": "of these, cases that arrived while nobody was on duty; unknown without a calendar",
        "median_wait_hours": "median wait from the end of their first work to the next, hours",
        "off_duty_wait_hours": "that wait summed over those who arrived off duty, hours",
    }

    @property
    def headline(self) -> str:
        table = self.tables["duty"]
        night = table[table.is_night].cases.sum() / table.cases.sum()
        dark = f"{share(night)} of {counted(table.cases.sum(), 'case')} {'arrives' if table.cases.sum() == 1 else 'arrive'} between 22:00 and 06:00"
        if table.is_on_duty.isna().any():
            missing = (
                "the log has no zone"
                if self.facts["zone"] is None
                else "no resource is recorded; give a calendar"
            )
            return f"{dark}; who is on duty then is not known: {missing}."
        off, on = table[table.is_on_duty == False], table[table.is_on_duty == True]  # noqa: E712 - may be NULL
        if off.empty:
            return f"All cases arrive while somebody is on duty; {dark}.{self._source}"
        apart = f"{share(off.cases.sum() / table.cases.sum())} while nobody is on duty"
        waits = f"these wait {_told(_median(off))} in the median for the work that follows"
        others = f", the others {_told(_median(on))}" if len(on) else ""
        bound = (
            "" if self.facts["share_with_start"] else " No starts are recorded: the waits contain the work."
        )
        return f"{dark}, {apart}: {waits}{others}.{bound}{self._source}"

    @property
    def _source(self) -> str:
        return (
            " Hours on duty are mined from the log itself." if self.parameters["calendar"] == "mined" else ""
        )

    @property
    def share_unattended(self) -> float:
        """The share of the cases that arrive at night while nobody is on duty; 0 where that is not known."""
        duty = self.tables["duty"]
        alone = duty[duty.is_night & (duty.is_on_duty.astype("boolean").fillna(True) == False)]  # noqa: E712
        return float(alone.cases.sum() / max(duty.cases.sum(), 1))

    @property
    def is_unattended(self) -> bool:
        """Whether these are 5 % of the cases or more."""
        return self.share_unattended >= LEAST_NIGHT

    def figure(self) -> go.Figure:
        from procmine.figures import heatmap

        return heatmap(
            self.frame,
            x="hour",
            y="weekday",
            value="arrivals",
            title=self.headline,
            axis="arrivals",
            y_names=DAYS,
        )


def _told(hours: float) -> str:
    return "no time at all" if hours == 0 else duration(hours)


def _median(table: pd.DataFrame) -> float:
    import numpy as np

    waits = [float(wait) for found in table.waits if found is not None for wait in found]
    return float(np.median(waits)) if waits else float("nan")


def arrivals(log: EventLog, *, calendar: str | None = None) -> Arrivals:
    """When do cases arrive, is anybody on duty then, and how long do they wait for the first work that follows?

    A case arrives at its first instant, on the clock of the log's own zone. On duty is the working time of everybody
    by the `calendar`; without one it is mined from the log where resources and a zone are recorded, and else unknown.
    The wait is that of the second piece of work in the case: what is done with an arrival. What arrives at night waits
    for the morning, and no faster work ends that. Cases that had begun before the observation are left out. Night is from 22:00 to 06:00.
    Table `duty`: cases by whether somebody was on duty and whether it was night, with their waits in hours.
    """
    mines = calendar is None and log.zone is not None and bool(log.facts["resources"])
    said = "mined" if mines else calendar
    try:
        placed, given = placed_on(said, log)
    except WrongOption:
        if not mines:
            raise
        placed, given = None, {}  # a stray date makes the log too long to lay any calendar beside it
    answer = log.ask("timing", "arrivals", **given)
    frame = answer.frame.assign(share=answer.frame.arrivals / answer.frame.arrivals.sum())
    duty = log.ask("timing", "arrivals_total", **given).frame
    told: dict[str, Any] = {"calendar": str(placed) if placed else None}
    return Arrivals.of(log, answer, frame, tables={"duty": duty}, parameters=told)
