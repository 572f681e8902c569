"""Between whom does work go to and fro?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, listed, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

GROUPED = {"passage": "grouped_passage", "hand": "hand_group"}


@dataclass(frozen=True, eq=False)
class PingPong(Result):
    tells_resources_apart = True
    columns = {
        "resource": "from whom work goes away and to whom it comes back; with `between`, which group",
        "other_resource": "to whom it goes",
        "times": "times it goes there and comes straight back",
        "cases": "cases in which it does",
        "share_cases": "share of all cases in the view, 0..1",
        "away_hours": "time from the handover until it is taken up again, waits and work of the other together, hours",
        "median_away_hours": "median of the same",
    }

    @property
    def headline(self) -> str:
        total = self.tables["total"].iloc[0]
        whose = self.parameters["between"] or "hands"
        unknown = f" {counted(total.unnamed, 'passage')} could not be judged: somebody is not known." if total.unnamed else ""  # fmt: skip
        if self.frame.empty:
            return f"No work that changes {whose} comes straight back.{unknown}{self._by_role}"
        top, work = self.frame.iloc[0], self.tables["work"].iloc[0]
        ends = ", up to its end where no start is known" if total.is_elapsed else ""
        return (
            f"Work comes straight back {counted(total.returns, 'time')} in {counted(total.cases, 'case')} ({share(total.cases / self.counted_cases)}), "
            f"after {amount_of_time(total.away_hours)} away in all{ends}; most from {top.other_resource} to {top.resource} "
            f"({counted(top.times, 'time')}, half within {duration(top.median_away_hours)}), by work most often {work.done_back} after {work.done_there} "
            f"({counted(work.times, 'time')}).{unknown}{self._by_role}"
        )

    @property
    def _by_role(self) -> str:
        return "" if self.parameters["between"] else self.told_by_role

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        return bars(
            [f"{row.resource} ⇄ {row.other_resource}" for row in self.frame.itertuples()],
            self.frame.times.tolist(),
            title=self.headline,
            axis="times",
            texts=[f"{counted(row.times, 'time')} · {amount_of_time(row.away_hours)} away" for row in self.frame.itertuples()],
            colours=COLOURS["rework"],
        )  # fmt: skip


def ping_pong(log: EventLog, *, between: str | None = None) -> PingPong:
    """Between whom does work go to and fro, and how long is it away?

    Work comes straight back where somebody hands it to another, who does one piece or several in a row, and hands it to whom it
    came from: a b a, and a b b a, and not a b c a. So a b a a c a b are five handovers and two ping-pongs. Enabling decides and not
    the order of the log, so parallel branches make none. `away_hours` run from the end of the work after which it was handed on until
    the piece after its return is taken up (to that piece's end where no start is recorded): they hold the other's waits and work,
    and are not what would be saved. Where somebody is not known it cannot be told, and how often is said.
    `between` names an attribute of the single piece of work (its team, its site), or `role` once roles are confirmed.
    Whether it is waste is for the reader to judge: a check by another that comes back approved is meant.
    Table `work`: after which work cases go away, what is done there first, and what after the return. Table `total`: all handovers
    and returns. Raises CannotAnswer where no resource is recorded.
    Source: the handover patterns of Kronos/WTA.
    """
    _refuse(log, between)
    given: dict[str, Any] = {}
    if between is not None:
        held = {"holder": "role_holder"} if between == "role" and log.view.roles else {}
        given = {"between": between, "instead": {**GROUPED, **held}}
    answer = log.ask("people", "ping_pong", **given)
    tables = {
        "work": log.ask("people", "ping_pong_work", **given).frame,
        "total": log.ask("people", "ping_pong_total", **given).frame,
    }
    return PingPong.of(log, answer, tables=tables, parameters={"between": between})


def _refuse(log: EventLog, between: str | None) -> None:
    if between is None:
        if not log.facts["resources"]:
            raise CannotAnswer(
                "This log has no resources, so it is not known through whose hands work goes.",
                f"log {log.name}",
                "Import a column with who did the work (--resource), or ask between the values of an attribute: between=….",
            )
        return
    log.require_belonging(between, "ping_pong(between=…)")
    if log.attributes.get(between) == "case" and not (between == "role" and log.view.roles):
        own = [name for name, level in log.attributes.items() if level == "event"]
        raise CannotAnswer(
            f"{between} is the same throughout each case, so no work comes back to it.",
            f"ping_pong(between={between!r})",
            f"Ask between an attribute that changes inside cases: {listed(own, 6)}." if own else "No attribute of this log changes inside cases.",
        )  # fmt: skip
