"""How do two groups of cases differ, and is it more than chance?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.improvement.difference_map import drawing, flow_differences
from procmine.improvement.differences import BLOCKS, LEAST_CASES, Side
from procmine.improvement.measures import MEAN, MEDIAN, contributions, measures, reach
from procmine.improvement.phrases import longer, range_of, sentence, short, signed
from procmine.improvement.two_views import two_views
from procmine.result import Result
from procmine.timing.bottlenecks import PHRASES
from procmine.wording import counted, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.figures.drawing import Drawing
    from procmine.log import EventLog

MANY_OPEN = (
    0.1  # of a side's cases: beyond this, figures of finished cases alone make it look faster than it is
)


@dataclass(frozen=True, eq=False)
class Compare(Result):
    columns = {
        "measure": "what is measured",
        "unit": "`hours`, `count` or `share`",
        "this": "its figure in the view",
        "other": "its figure in what the view is compared with",
        "difference": "this − other",
        "low": "lower end of the 95 % interval of the difference; unknown where either side has fewer than 20 cases",
        "high": "upper end",
        "is_beyond_chance": "whether the interval leaves out 0; unknown without an interval",
        "effect": "Cliff's delta, −1..1: how much likelier a case of the view has the larger figure than the smaller",
        "this_cases": "cases of the view that the figure rests on",
        "other_cases": "cases of the other side that it rests on",
    }

    @property
    def headline(self) -> str:
        return f"{self._cycle}{self._reason}{self._youth}{self._shared}{self.assumption}"

    @property
    def is_until_extraction(self) -> bool:
        return bool(
            (~self.tables["observations"].is_closed).any()
            or (~self.tables["observations_other"].is_closed).any()
        )

    @property
    def _cycle(self) -> str:
        found = self.frame[self.frame.measure == MEDIAN]
        sides = " against ".join(
            f"{short(self.parameters[name])} ({counted(cases, 'case')})"
            for name, cases in (
                ("this", len(self.tables["observations"])),
                ("other", len(self.tables["observations_other"])),
            )
        )
        if found.empty or not (is_known(found["this"].iloc[0]) and is_known(found["other"].iloc[0])):
            return f"{sides[0].upper()}{sides[1:]}: in one of the two half of the cases have not ended yet, so their times cannot be compared."
        row = found.iloc[0]
        told = f"{sides[0].upper()}{sides[1:]}: half take up to {duration(row['this'])} against {duration(row['other'])}"
        if not (is_known(row.low) and is_known(row.high)):
            few = min(row.this_cases, row.other_cases) < LEAST_CASES
            return (
                f"{told}; with fewer than {LEAST_CASES} cases on a side that may be chance."
                if few
                else f"{told}; how sure that is cannot be told."
            )
        if not row.is_beyond_chance:
            return f"{told}, no more apart than chance may make ({signed(row.low)} to {signed(row.high)}).{self._mean}"
        return f"{told}, {duration(abs(row.difference))} {longer(row.difference)} ({range_of(row.low, row.high)})."

    @property
    def _mean(self) -> str:
        """Where the middle of the cases is not apart the mean can be, by the slow ones."""
        found = self.frame[self.frame.measure.str.startswith(MEAN) & ~self.frame.measure.str.endswith("time")]
        if found.empty or not is_known(found.low.iloc[0]) or not found.is_beyond_chance.iloc[0]:
            return ""
        row = found.iloc[0]
        return (
            f" In the mean they take {duration(row['this'])} against {duration(row['other'])}, {duration(abs(row.difference))} "
            f"{longer(row.difference)} ({range_of(row.low, row.high)})."
        )

    @property
    def _reason(self) -> str:
        """The contribution that does most for the difference, of those beyond chance."""
        if self._youth:
            return ""  # of a side whose slow cases are not finished the finished ones tell no reason
        sure = self.tables["contributions"]
        sure = sure[sure.is_beyond_chance.fillna(False).astype(bool)]
        if sure.empty:
            return ""
        top = sure.loc[sure.difference_hours.abs().idxmax()]
        total = self.tables["contributions"].difference_hours.sum()
        part = (
            f", of {duration(abs(total))} in all"
            if total * top.difference_hours > 0 and abs(total) > abs(top.difference_hours)
            else ""
        )
        return (
            f" {sentence(PHRASES[top.kind].format(top.activity))} takes a finished case "
            f"{duration(abs(top.difference_hours))} {longer(top.difference_hours)} in the mean ({range_of(top.low_hours, top.high_hours)}){part}."
        )

    @property
    def _shared(self) -> str:
        shared = self.parameters["shared_cases"]
        if not shared:
            return ""
        return f" {counted(shared, 'case is', 'cases are')} in both; the intervals take the sides as if they shared none."

    @property
    def _youth(self) -> str:
        """Where many cases of a side are still open, finished cases are its quick ones."""
        told = [
            f"{share(1 - table.is_closed.mean())} of the cases of {short(self.parameters[name])} are still open"
            for name, table in (
                ("this", self.tables["observations"]),
                ("other", self.tables["observations_other"]),
            )
            if 1 - table.is_closed.mean() > MANY_OPEN
        ]
        return (
            f" {sentence(' and '.join(told))}: what is said of finished cases makes that side look faster than it is."
            if told
            else ""
        )

    def figure(self) -> go.Figure:
        """What makes the difference: each wait and each work, in hours a finished case, with its interval."""
        from procmine.figures import forest

        told = self.tables["contributions"]
        told = told.reindex(told.difference_hours.abs().sort_values(ascending=False, kind="stable").index)
        return forest(
            [sentence(PHRASES[row.kind].format(row.activity)) for row in told.itertuples()],
            told.difference_hours.tolist(), told.low_hours.tolist(), told.high_hours.tolist(),
            title=self.headline, axis="hours a finished case",
        )  # fmt: skip

    def curves(self) -> go.Figure:
        """The share of cases not finished by the time since they began, of both sides."""
        from procmine.figures import steps

        named = {"this": short(self.parameters["this"]), "other": short(self.parameters["other"])}
        table = self.tables["curve"]
        limit = max(reach(table[table.side == side]) for side in named)
        drawn = {told: table[table.side == side] for side, told in named.items()}
        return steps(
            drawn,
            x="hours",
            y="still_going",
            title=self.headline,
            axis="share of cases not finished",
            x_axis="hours since the case began",
            limit=limit,
        )

    def map(self) -> Drawing:
        """Both process maps in one: paths and work that more, or fewer, cases of the view take."""
        return drawing(
            self.tables["nodes"],
            self.tables["paths"],
            self.headline,
            short(self.parameters["this"]),
            short(self.parameters["other"]),
        )


def compare(log: EventLog, *, against: str | EventLog | None = None, calendar: str | None = None) -> Compare:
    """How do the cases of this view differ from others, is it more than chance, and which work and waiting makes the difference?

    `against` is a filter (`region = South`), or in Python another view, or a view of another version of the log. Without it
    the view is compared with all other cases, and a log without filters by halves: the cases that began later against those
    that began earlier. A case that is in both counts for the view only.
    Cycle times are those of cycle_time: open cases count with what they have lasted so far (Kaplan–Meier). All other figures
    are means over the cases seen whole from beginning to end. Intervals are from 1,000 re-runs in which whole cases are
    drawn again (percentile bootstrap); each holds in 95 % of them. Cliff's delta says how large a difference is whatever
    the unit: beyond 0.147 small, 0.33 medium, 0.474 large. Below 20 cases on a side there is no interval.
    A difference is not its cause: the two groups may differ in much else.
    Tables: `contributions` (each wait and each work on the critical paths, hours a finished case on both sides; their
    differences add up to that of the mean cycle times, and their intervals hold all together, so that the largest may be
    picked), `paths` and `nodes` (the share of the finished cases that take each step and do each work, with joint intervals; between
    activities that run in parallel a step only tells which began first),
    `curve`, `observations` (the cases of the view) and `observations_other` (the statement shown, asked of the other side).
    With a `calendar` cycle times and contributions are told in working time too.
    Source: Efron & Tibshirani (1993), Cliff (1993), Newcombe (1998) for shares.
    """
    import pandas as pd

    placed, given = placed_on(calendar, log)
    views = two_views(log, against)
    sides = (views.this, views.other)
    answers = [view.ask("improvement", "compare", **given) for view in sides]
    this, other = (Side(answer.frame) for answer in answers)
    stretches = [view.ask("improvement", "compare_stretch", blocks=BLOCKS, **given).frame for view in sides]
    made_of, runs = contributions(this, other, *stretches)
    frame = measures(this, other, made_of, runs, placed is not None)
    nodes, paths = flow_differences(*sides)
    curve = pd.concat(
        [side.curve().assign(side=name) for name, side in (("this", this), ("other", other))],
        ignore_index=True,
    )
    tables = {
        "contributions": made_of,
        "paths": paths,
        "nodes": nodes,
        "curve": curve,
        "observations": answers[0].frame,
        "observations_other": answers[1].frame,
    }
    told = {
        "this": views.this_name,
        "other": views.other_name,
        "shared_cases": views.shared_cases,
        "calendar": str(placed) if placed else None,
    }
    return Compare.of(
        log,
        views.account(answers),
        frame,
        tables=_without_worked(tables, placed is None),
        parameters=told,
    )


def _without_worked(tables: dict[str, pd.DataFrame], is_so: bool) -> dict[str, pd.DataFrame]:
    if not is_so:
        return tables
    return {name: table[[c for c in table if "worked" not in c.split("_")]] for name, table in tables.items()}
