"""Who passes work to whom?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Handovers(Result):
    columns = {
        "from_resource": "who ended the work that let the other begin",
        "to_resource": "who took it up",
        "handovers": "number of handovers",
        "cases": "cases in which they happen",
        "median_wait_hours": "median wait between the two hands, hours (to the end where no start is recorded)",
        "median_wait_worked_hours": "the same in working time of who takes it up, where a calendar is given",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end, an upper bound that contains the work; `mixed`: some of both",
    }

    @property
    def headline(self) -> str:
        if self.frame.empty:
            unnamed = sum(one.events for one in self.excluded if "name is missing" in one.reason)
            unknown = (
                f" {counted(unnamed, 'passage')} could not be judged: a name is missing." if unnamed else ""
            )
            return (
                f"All work of which both names are known stays in the same hands from step to step.{unknown}"
            )
        top, total = self.frame.iloc[0], self.frame.handovers.sum()
        return (
            f"Work changes hands {counted(total, 'time')}, {total / self.counted_cases:.1f} times a case; most often from {top.from_resource} to "
            f"{top.to_resource} ({counted(top.handovers, 'time')}, {share(top.handovers / total)}), {_lying(top)}."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        names = [f"{row.from_resource} → {row.to_resource}" for row in self.frame.itertuples()]
        texts = [
            f"{row.handovers:,} · {'wait' if row.basis == 'wait' else 'up to its end'} {duration(row.median_wait_hours)}"
            for row in self.frame.itertuples()
        ]
        return bars(names, self.frame.handovers.tolist(), title=self.headline, axis="handovers", texts=texts)


def _lying(pair) -> str:
    time = duration(pair.median_wait_hours)
    if pair.basis == "wait":
        return f"waiting {time} in the median"
    return f"{time} in the median up to the end of the next work, an upper bound of the wait"


def handovers(log: EventLog, *, calendar: str | None = None) -> Handovers:
    """Who passes work to whom, and how long does it lie between their hands?

    A handover is a piece of work whose enabler (see waiting_time) was done by another resource. Enabling, not
    log order, decides: parallel branches give no false handovers. Work without a resource on either side is
    left out and counted as such, as is work that stays in the same hands. A resource can be a person, a team
    or a machine, whatever the log records. With a `calendar` the working part of the wait stands beside it.
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who passes work to whom is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    placed, given = placed_on(calendar, log)
    answer = log.ask("people", "handovers", **given)
    return Handovers.of(log, answer, parameters={"calendar": str(placed) if placed else None})
