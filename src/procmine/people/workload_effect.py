"""Does load slow people down?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import counted, is_known

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LOADS = {"in_hand": "in hand", "queue": "waiting"}
WIDEST = 10.0  # an interval from nothing to eleven times as long tells nothing
MOST_ROWS = 300_000  # combinations of activity, resource and load that are looked at


@dataclass(frozen=True, eq=False)
class WorkloadEffect(Result):
    columns = {
        "load": "further pieces the resource had in hand (or waiting) when the work began: the least of the row",
        "load_to": "the most of the row",
        "pieces": "pieces of work begun at such a load",
        "relative_work_time": "their work time relative to that of the first row, by the same resource in the same activity; 1 in the first row",
        "low": "lower end of its 95 % interval; unknown in the first row and where too little is known",
        "high": "upper end of its 95 % interval",
    }

    @property
    def headline(self) -> str:
        terms = self.tables["terms"].set_index(["model", "term"])
        what = LOADS[self.parameters["load"]]
        pieces = int(self.frame.pieces.sum())
        part = self.tables["looked_at"].iloc[0]
        looked = (
            ""
            if part.pieces == part.of_pieces
            else f" Looked at: {part.pieces:,} of {counted(part.of_pieces, 'piece')}, the commonest work."
        )
        row = terms.loc["linear", "load"] if ("linear", "load") in terms.index else None
        if row is None or not (
            is_known(row.low_change)
            and is_known(row.high_change)
            and row.high_change - row.low_change < WIDEST
        ):
            done = f"of the {counted(pieces, 'piece')} too little was begun by the same resource at different loads, by enough resources"
            return f"Whether load slows people down cannot be told: {done}.{looked}"
        interval = f"{_signed(row.low_change)} to {_signed(row.high_change)} per further piece {what}"
        if row.low_change <= 0 <= row.high_change:
            told = f"Load does not show in how long work takes: {interval}"
        else:
            told = f"Each further piece {what} goes with work that takes {_longer(row.change)} in effort ({interval})"
        few = (
            f" Only {counted(row.clusters, 'resource')}: the interval is that of a bootstrap, and wide."
            if row.method != "cluster-robust t"
            else ""
        )
        over = f"over {counted(pieces, 'piece')} by {counted(row.clusters, 'resource')}"
        return f"{told}{self._on_the_clock(terms)}, {over}.{self._turn}{few}{looked}"

    def _on_the_clock(self, terms: pd.DataFrame) -> str:
        """What attention that is not divided, or work that goes on by itself, would make of it."""
        if self.parameters["load"] != "in_hand" or ("clock", "load") not in terms.index:
            return ""
        row = terms.loc["clock", "load"]
        if not (is_known(row.low_change) and is_known(row.high_change)):
            return ""
        told = f"; on the clock, attention not shared out, the change is {_signed(row.low_change)} to {_signed(row.high_change)}"
        effort = terms.loc["linear", "load"]
        is_side_by_side = effort.high_change < 0 and abs(row.change) < abs(effort.change) / 2
        return (
            f"{told}, so pieces run side by side rather than slow or speed each other"
            if is_side_by_side
            else told
        )

    @property
    def _turn(self) -> str:
        turn = self.tables["turn"]
        if turn.empty or not turn.is_turn.iloc[0]:
            return ""
        row = turn.iloc[0]
        kind = "shortest" if row.slope_before < 0 else "longest"
        return f" It is no straight line: work takes {kind} at about {row.turns_at:,.1f} further pieces."

    def figure(self) -> go.Figure:
        from procmine.figures import ranges

        labels = [_label(row.load, row.load_to) for row in self.frame.itertuples()]
        return ranges(
            labels,
            (self.frame.relative_work_time - 1).tolist(),
            (self.frame.low - 1).tolist(),
            (self.frame.high - 1).tolist(),
            title=self.headline,
            axis="change in work time",
            x_axis=f"further pieces {LOADS[self.parameters['load']]} when the work began",
            texts=[counted(pieces, "piece") for pieces in self.frame.pieces],
        )


def _signed(change: float) -> str:
    return f"{change * 100:+.1f} %".replace("-", "−")


def _longer(change: float) -> str:
    return f"{abs(change) * 100:.1f} % {'longer' if change > 0 else 'shorter'}"


def _label(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def workload_effect(log: EventLog, *, load: str | None = None, horizon_hours: float = 0.0) -> WorkloadEffect:
    """Does load slow people down?

    For each piece of work with recorded start and end: how long it takes, in logarithms, by how many further pieces its
    resource had in hand when it began. What is in hand is begun and not ended; with `load="queue"` what is ready and
    later taken up by the same resource counts instead, which is also asked without `load` where nobody ever does two
    things at once. With `horizon_hours` it is the mean over so many hours before the start, in quarters of a piece; the default, 0,
    looks at the moment of the start. Work time is effort: each moment is shared out equally among the pieces in hand, so
    that splitting attention is not taken for slowness. Pauses
    inside a piece count as work, and so do nights that it lasts over; unfinished work occupies nobody.
    Where pieces go on side by side by themselves, sharing out makes each look short where many are in hand: so the change on the
    clock, which counts each piece in full, is told beside it. Slowness that is neither shows in both.
    Compared is only work of the same activity by the same resource. Intervals (95 %) allow for work of one resource belonging
    together: cluster-robust (CR1) with t of one less than the resources, below 10 resources by a wild cluster
    bootstrap. That work is quickest (or slowest) at a middle load is said only where the squared term's interval excludes 0, the
    turning point lies between the 5th and the 95th per cent of loads, and the slopes before and after it differ in sign, both beyond chance.
    What is found is no proof of a cause. Easier cases may come in busy hours, people may take up short work when they are busy, busy hours
    may be those of other colleagues, and each switch between pieces costs time that lies in the effort. Work that takes
    long is itself the load of what follows, which draws the change down a little where a resource has few (some 150) pieces.
    Table `terms`: coefficients of the linear and the quadratic model of effort, and of the linear one of the clock, as changes per
    further piece. Table `turn`: the turning point and the slopes on both sides. Table `looked_at`: pieces looked at, of how many. Table `observations`: pieces
    and the sums of the logarithms of their seconds of effort and of the clock, by activity, resource and load; it is not there
    where the workspace names roles only, when work is compared person by person all the same.
    Source: Nakatumba and van der Aalst (2010); two lines: Simonsohn (2018); bootstrap: Cameron, Gelbach and Miller (2008).
    """
    _refuse_what_is_missing(log, load, horizon_hours)
    used = load or "in_hand"
    answer = log.ask("people", "workload_effect", load=used, horizon_hours=float(horizon_hours))
    if load is None and not _varies(answer.frame):
        queue = log.ask("people", "workload_effect", load="queue", horizon_hours=float(horizon_hours))
        if _varies(queue.frame):
            used, answer = "queue", queue
    rows = answer.frame
    if log.view.screen:  # told by role, and compared person by person all the same
        rows = rows.assign(resource=rows.worker_no)
    if rows.empty:
        raise CannotAnswer(
            "No finished work of this view takes any time.",
            f"log {log.name}",
            "Import both starts and ends, with their clock.",
        )
    kept = _largest(rows)
    looked = {"pieces": [int(kept.pieces.sum())], "of_pieces": [int(rows.pieces.sum())]}
    import pandas as pd

    from procmine.people.load_models import Loads, by_load, terms, turning_point

    data = Loads.of(kept)
    tables = {
        "terms": terms(data),
        "turn": turning_point(data),
        "looked_at": pd.DataFrame(looked),
    }
    if log.view.screen is None:
        tables["observations"] = rows.drop(columns="worker_no")
    told: dict[str, Any] = {"load": used, "horizon_hours": float(horizon_hours)}
    return WorkloadEffect.of(log, answer, by_load(data), tables=tables, parameters=told)


def _refuse_what_is_missing(log: EventLog, load: str | None, horizon_hours: float) -> None:
    if load is not None and load not in LOADS:
        raise WrongOption(
            f"{load!r} is no load.", "workload_effect(load=…)", f"Use {' or '.join(map(repr, LOADS))}."
        )
    if not 0 <= horizon_hours <= 24 * 366:
        raise WrongOption(
            f"Nobody looks back {horizon_hours:g} hours.",
            "workload_effect(horizon_hours=…)",
            "Give hours from 0 to a year.",
        )
    if not log.facts["resources"]:
        raise CannotAnswer(
            "No resources are recorded, so nobody's load is known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    if not log.facts["share_with_start"]:
        raise CannotAnswer(
            "No start times are recorded, so nobody knows how long work takes or what was in hand.",
            f"log {log.name}",
            "Import the column that holds them with start=…, or rows that mark starts with lifecycle=…; queues tells how much waits.",
        )


def _varies(rows: pd.DataFrame) -> bool:
    return bool((rows.groupby(["activity", "worker_no"]).load.nunique() > 1).any())


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of as many of the commonest pairs of activity and resource as are looked at."""
    if len(rows) <= MOST_ROWS:
        return rows
    pairs = (
        rows.groupby(["activity", "resource"]).pieces.agg(["sum", "size"]).sort_values("sum", ascending=False)
    )
    pairs = pairs[pairs["size"].cumsum() <= MOST_ROWS]
    return rows.set_index(["activity", "resource"]).loc[pairs.index].reset_index()
