"""Which work follows which?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.discovery.backbone import ENDS, STARTS, backbone
from procmine.discovery.map_marks import marked, marks_of
from procmine.discovery.map_metrics import legends, painted, refuse_unknown
from procmine.discovery.map_rows import TERMINALS, indirect_paths, with_loops, with_repeats
from procmine.errors import WrongOption
from procmine.plain import written
from procmine.result import Result
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

    import pandas as pd

    from procmine.figures.drawing import Drawing
    from procmine.log import EventLog
    from procmine.process_models import ProcessModel


@dataclass(frozen=True, eq=False)
class ProcessMap(Result):
    columns = {
        "from_activity": "activity, or (start), or (before) where the case began before the log",
        "to_activity": "the activity at the next position, or (end), or (open) where the case is not finished",
        "steps": "times the second directly follows the first",
        "cases": "cases in which it does",
        "waits": "steps in which the first also let the second begin: the times are over these",
        "median_wait_hours": "median wait, hours; unknown where there are none",
        "median_wait_worked_hours": "the same in working time, where a calendar is given",
        "p90_wait_hours": "90th percentile, hours",
        "p90_wait_worked_hours": "the same in working time",
        "total_wait_hours": "sum, hours",
        "total_wait_worked_hours": "the same in working time",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end, an upper bound that contains the work; `mixed`: some of both",
        "is_shown": "drawn at these sliders",
        "from_no": "number of the activity in the log, 0 for (start), -1 for (before)",
        "to_no": "the same, -2 for (end), -3 for (open)",
        "share_cases": "share of all cases in the view, 0..1",
        "mean_wait_hours": "mean, hours",
        "mean_wait_worked_hours": "the same in working time",
        "max_repeats": "most times in one case; unknown where `frequency` asks for something else",
    }

    @property
    def headline(self) -> str:
        nodes, inner = self.tables["nodes"], self._inner
        hidden = int((~nodes.is_shown).sum())
        if inner.empty:
            return f"No case goes beyond one step: {counted(len(nodes), 'activity', 'activities')}, nothing follows anything."
        top = inner.iloc[0]
        slow = inner[inner.median_wait_hours > 0]  # where stays follow each other there is none to tell
        slow = slow[slow.waits >= max(10, 0.01 * self.counted_cases)].nlargest(1, "median_wait_hours")
        waits = (
            ""
            if slow.empty
            else (
                f"; the longest usual {_time_between(slow.basis.iloc[0])} is {duration(slow.median_wait_hours.iloc[0])}, "
                f"from {slow.from_activity.iloc[0]} to {slow.to_activity.iloc[0]}"
            )
        )
        told = "" if not hidden and self.frame.is_shown.all() else f" {self.shown_text}."
        return f"{top.from_activity} → {top.to_activity} is the most travelled path ({counted(top.steps, 'time')}){waits}.{told}"

    @property
    def _inner(self) -> pd.DataFrame:
        frame = self.frame
        return frame[~frame.from_no.isin(STARTS) & ~frame.to_no.isin(ENDS)]

    @property
    def basis(self) -> str:
        """What the times between work are: `wait`, `elapsed` (no starts recorded), or `mixed`."""
        found = set(self.frame.basis.dropna())
        return next(iter(found), "wait") if len(found) < 2 else "mixed"

    @property
    def shown_text(self) -> str:
        """How much of the map is drawn."""
        nodes, inner = self.tables["nodes"], self.frame
        drawn, hidden = inner[inner.is_shown], inner[~inner.is_shown]
        opened = int(hidden.steps[hidden.to_no == TERMINALS["(open)"]].sum())
        standing = (
            f" · where {counted(opened, 'open case stands', 'open cases stand')} is not drawn"
            if opened
            else ""
        )
        return (
            f"Shown: {int(nodes.is_shown.sum())} of {counted(len(nodes), 'activity', 'activities')} · {len(drawn)} of {counted(len(inner), 'path')} · "
            f"{share(drawn.steps.sum() / inner.steps.sum())} of the steps{standing}"
        )

    def figure(self, overlay: str = "frequency", *, is_beside: bool = False) -> Drawing:
        """The map as a drawing: `overlay` is `frequency` or `time`, each in the numbers that were asked for; with `is_beside` both are written."""
        from procmine.figures.drawing import Drawing

        told = self.parameters
        chosen = {name: told[name] for name in ("frequency", "time", "clock")} | {"is_beside": is_beside}
        rules = marks_of(told["marks"], self.tables["nodes"].activity.tolist())
        nodes = marked(painted(self.tables["nodes"], is_path=False, **chosen), rules, is_path=False)
        edges = marked(painted(self.frame, is_path=True, **chosen), rules, is_path=True)
        drawn = {no: name for name, no in self.places.items()}
        edges, indirect = (
            frame.assign(from_activity=frame.from_no.map(drawn), to_activity=frame.to_no.map(drawn))
            for frame in (edges[edges.is_shown], self.tables["indirect"])
        )
        return Drawing.of(
            nodes=nodes.assign(activity=nodes.activity_no.map(drawn))[nodes.is_shown],
            edges=edges,
            indirect=indirect,
            title=self.headline,
            overlay=overlay,
            note=self.shown_text,
            basis=self.basis,
            legends=legends(told["frequency"], told["time"], told["clock"], self.basis),
        )

    @property
    def places(self) -> dict[str, int]:
        """The number of each activity and terminal by the name it is drawn under: an activity that is called like a
        terminal stands in quotes."""
        nodes = self.tables["nodes"]
        named = dict(zip(nodes.activity, map(int, nodes.activity_no), strict=True))
        return TERMINALS | {_quoted(name, named): no for name, no in named.items()}

    def _picture_html(self) -> str:
        return self.figure().to_html(full_page=False)

    def to_svg(self, path: str | Path | None = None) -> str:
        return self.figure().to_svg(path)

    def to_html(self, path: str | Path | None = None, **options: Any) -> str:
        return self.figure().to_html(path, **options)

    def to_dot(self, path: str | Path | None = None, *, overlay: str = "frequency") -> str:
        """The shown part as DOT, which Graphviz draws; written to `path` where one is given."""
        from procmine.discovery.map_files import dot

        return written(dot(self.figure(overlay), overlay), path)

    def to_bpmn(self, path: str | Path | None = None) -> str:
        """The shown part as BPMN, laid out: after each activity one of the paths that leave it is taken, nothing is side by side."""
        return self.as_model().to_bpmn(path)

    def as_model(self) -> ProcessModel:
        """The shown part as a model, against which work can be held: `deviations(log, model=process_map(…).as_model())`."""
        from procmine.discovery.map_files import diagram
        from procmine.process_models import ProcessModel

        names = {
            int(no): name
            for no, name in zip(self.tables["nodes"].activity_no, self.tables["nodes"].activity, strict=True)
        }
        called = {drawn: names[no] for drawn, no in self.places.items() if no in names}
        return ProcessModel.of(diagram(self.figure(), called), f"map of {self.log}")


def _quoted(name: str, taken: Container[str]) -> str:
    shown = name
    while shown in TERMINALS or (shown != name and shown in taken):
        shown = f"“{shown}”"
    return shown


def _time_between(basis: str) -> str:
    return "wait" if basis == "wait" else "time from one end to the next (an upper bound of the wait)"


def process_map(
    log: EventLog, *, activities: float = 1.0, paths: float = 1.0, calendar: str | None = None, frequency: str = "steps", time: str = "median",
    clock: str = "elapsed", marks: str | None = None,
) -> ProcessMap:  # fmt: skip
    """Which work follows which, how often, and how long does it lie in between?

    A step is two pieces of work at adjacent positions of a case. It carries a wait only where the first let
    the second begin (see waiting_time): between parallel branches there is no wait, and none is made up.
    Where no start is recorded the wait runs to the end and contains the work (`basis`). Cases begin at (start), or at
    (before) when they began before the log's first day as given, and end at (end), or at (open).
    `activities` and `paths` (0..1) choose what is drawn and never change a number; filters do. Every shown
    activity stays on a way from a start to an end; where that way leads through hidden work the path is
    drawn as indirect (table `indirect`, with what it passes).
    What is drawn on it: `frequency` is `steps` (how often), `cases`, `share` (of the cases), `repeats` (most times in one case) or `loops`: the
    net loop gain of each activity, the loops that start there (see loops; going back to other work) less those that lead there. `time` is
    `median`, `mean`, `p90` or `total`, of waits on the paths and of work in the boxes; `clock="worked"` draws working time by the `calendar`.
    `marks` are rules that mark boxes and paths as fine, to be watched or too much: `warn wait > 1d; error wait > 3d; error Approve work > 8h;
    warn A -> B wait > 2h; warn share < 5%`; wait and work are those that `time` and `clock` choose, `times` and `cases` count.
    With a `calendar` each time has its working part beside it.
    Table `nodes`: activity, instances, cases, share_cases, median_, p90_, mean_ and total_service_hours (unknown where no starts), max_repeats,
    net_loop_gain, loops_started and loops_reached (unknown unless asked for), activity_no (the place of its name in the log, by which it
    keeps its colour), is_shown. An activity may itself be called (start): numbers tell it from the place where cases begin, and the
    drawing puts it in quotes.
    """
    for name, value in (("activities", activities), ("paths", paths)):
        if not 0 <= value <= 1:
            raise WrongOption(
                f"{name} is {value}, outside 0..1.",
                f"process_map({name}=…)",
                "1.0 draws all, 0.4 the most frequent 40 %.",
            )
    placed, given = placed_on(calendar, log)
    refuse_unknown(frequency, time, clock, placed is not None)
    answer = log.ask("discovery", "process_map", **given)
    nodes = log.ask("discovery", "process_map_nodes", **given).frame
    edges = answer.frame
    marks_of(marks, nodes.activity.tolist())
    if placed is None:
        nodes = nodes.drop(columns=[name for name in nodes if name.endswith("_worked_hours")])
    nodes, edges = with_repeats(log, nodes, edges, is_asked=frequency == "repeats")
    nodes = with_loops(log, nodes, is_asked=frequency == "loops")
    steps = {
        (int(a), int(b)): int(n) for a, b, n in zip(edges.from_no, edges.to_no, edges.steps, strict=True)
    }
    instances = {int(no): int(n) for no, n in zip(nodes.activity_no, nodes.instances, strict=True)}
    shown = backbone(instances, steps, activities=activities, paths=paths)
    frame = edges.assign(is_shown=[pair in shown.paths for pair in steps])
    tables = {
        "nodes": nodes.assign(is_shown=nodes.activity_no.isin(shown.activities)),
        "indirect": indirect_paths(shown, dict(zip(nodes.activity_no, nodes.activity, strict=True))),
        "observations": answer.frame,
    }
    told = {
        "activities": activities, "paths": paths, "calendar": str(placed) if placed else None, "frequency": frequency, "time": time, "clock": clock,
        "marks": marks,
    }  # fmt: skip
    return ProcessMap.of(log, answer, frame, tables=tables, parameters=told)
