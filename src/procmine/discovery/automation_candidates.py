"""Which work lends itself to being done by a program?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.result import Result
from procmine.wording import amount_of_time, count, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

OFTEN = 20.0  # pieces a month: about one each working day
STEADY = 0.5  # coefficient of variation of the work
PREDICTABLE = 0.3  # of the uncertainty there could be, before and after together
FEW_REPEATS = 0.05
BY_HAND = 0.5  # share done by programs already
SIGNS = {
    "is_often": "often done",
    "is_steady": "steady",
    "is_predictable": "predictable",
    "is_rarely_repeated": "rarely done again",
    "is_by_hand": "done by hand",
}


@dataclass(frozen=True, eq=False)
class AutomationCandidates(Result):
    columns = {
        "activity": "activity",
        "instances": "pieces of work",
        "cases": "cases that have it",
        "instances_per_month": "pieces a month of 30.4 days, over the span of the view, of a month at least",
        "work_hours": "hours of work in all, pauses left out; unknown where no starts are recorded",
        "work_hours_per_month": "the same a month: the most that could be saved",
        "median_work_hours": "median of one piece, hours",
        "variation": "standard deviation of the work / its mean: how unlike one piece is to the next; unknown without starts",
        "entropy_before": "how uncertain it is what came before, 0 (always the same) to 1 (anything alike)",
        "entropy_after": "how uncertain it is what comes next, 0..1; unknown where nothing has come next yet",
        "share_repeats": "share of the pieces that are done again in their case",
        "share_by_program": "share of the pieces with a known resource that a program does, by its name; unknown without resources",
        "is_often": f"{OFTEN:g} pieces a month or more",
        "is_steady": f"variation up to {STEADY:g}; unknown without starts",
        "is_predictable": f"both entropies up to {PREDICTABLE:g}; unknown where one is not known and the other does not fail",
        "is_rarely_repeated": f"share_repeats up to {FEW_REPEATS:g}",
        "is_by_hand": f"share_by_program below {BY_HAND:g}; unknown without resources",
        "signs": "how many of these five hold",
        "is_candidate": "whether none of them fails and at least four are known",
    }

    @property
    def candidates(self) -> pd.DataFrame:
        """The activities of which nothing speaks against it, those with most work first."""
        return self.frame[self.frame.is_candidate]

    @property
    def headline(self) -> str:
        found = self.candidates
        if found.empty:
            top = self.frame.sort_values("signs", ascending=False, kind="stable").iloc[0]
            failing = [told for name, told in SIGNS.items() if top[name] is False or top[name] == 0.0]
            lacking = f" is not {listed(failing, 5)}" if failing else " is not known well enough"
            many = f"No activity of {len(self.frame):,} is often done, steady, predictable, rarely done again and done by hand at once"
            return f"{many}; nearest, {top.activity}{lacking}."
        top = found.iloc[0]
        hours = f", {amount_of_time(top.work_hours_per_month)} of work a month" if top.work_hours_per_month == top.work_hours_per_month else ""  # fmt: skip
        also = f"; so does {listed(found.activity[1:])}" if len(found) == 2 else f"; so do {listed(found.activity[1:])}" if len(found) > 2 else ""  # fmt: skip
        between = ", nearly always between the same work" if top.is_predictable == 1 else ""
        return (
            f"{top.activity} lends itself most to being done by a program: {count(top.instances_per_month)} times a month{hours}{between}, "
            f"{share(top.share_repeats)} of it done again{also}. Whether its rules are clear no log tells."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import ACCENT, COLOURS, bars

        is_timed = self.frame.work_hours_per_month.notna().any()
        values = self.frame.work_hours_per_month.fillna(0) if is_timed else self.frame.instances_per_month
        texts = [
            f"{count(row.instances_per_month)} a month · {row.signs} of 5 signs" for row in self.frame.itertuples()
        ]  # fmt: skip
        return bars(
            self.frame.activity.tolist(),
            values.tolist(),
            title=self.headline,
            axis="hours of work a month" if is_timed else "pieces a month",
            texts=texts,
            colours=[ACCENT if is_one else COLOURS["not known"] for is_one in self.frame.is_candidate],
        )


def automation_candidates(log: EventLog) -> AutomationCandidates:
    """Which work is often done, steady and predictable, and still done by hand?

    Five signs, each with its number beside it and none weighed into a score: the work is done 20 times a month or more; one piece takes about as long
    as the next (standard deviation up to half of the mean); what comes before and after it is nearly always the same (entropy up to
    0.3 of what it would be if any activity, the beginning or the end were alike); it is rarely done again (up to 5 % of its pieces, see
    rework); and programs do less than half of it (by their names: svc_router, BATCH-06). A candidate fails none of them and is
    known by four at least. What is not recorded is unknown and speaks neither way. Listed are all activities, those with most
    hours a month first: that is the most that could be saved, not what would be. Whether the rules of the work are clear, its
    input is digital and its exceptions few, no log tells. Work of open cases that nothing follows yet does not count as an end.
    Source: criteria for robotic process automation after Wanner et al. (2019), Process selection in RPA projects.
    """
    answer = log.ask("discovery", "automation_candidates")
    return AutomationCandidates.of(log, answer, judged(answer.frame))


def judged(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their signs; a sign of what is not known is unknown."""
    uncertain = rows[["entropy_before", "entropy_after"]].max(
        axis=1
    )  # one of them fails it, both are needed to hold it
    sides = rows[["entropy_before", "entropy_after"]].notna().all(axis=1)
    signs = {
        "is_often": (rows.instances_per_month >= OFTEN, None),
        "is_steady": (rows.variation <= STEADY, rows.variation),
        "is_predictable": (uncertain <= PREDICTABLE, uncertain.where(sides | (uncertain > PREDICTABLE))),
        "is_rarely_repeated": (rows.share_repeats <= FEW_REPEATS, None),
        "is_by_hand": (rows.share_by_program < BY_HAND, rows.share_by_program),
    }
    told = {
        name: held.astype(float).where(known.notna()) if known is not None else held.astype(float)
        for name, (held, known) in signs.items()
    }
    frame = rows.assign(**told)
    known = frame[list(SIGNS)]
    return frame.assign(
        signs=known.sum(axis=1).astype(int),
        is_candidate=(known != 0).all(axis=1) & (known.notna().sum(axis=1) >= 4),
    )
