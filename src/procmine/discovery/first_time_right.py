"""How much work goes right the first time?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.discovery.named import Outcome, named_activities
from procmine.discovery.skipped_work import EXPECTED, nothing_finished, seen_whole
from procmine.errors import WrongOption
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

Z95 = 1.959963984540054
LEAST_CASES = 20  # on either side, before their times are told beside each other


@dataclass(frozen=True, eq=False)
class FirstTimeRight(Result):
    columns = {
        "activity": "activity",
        "role": "`expected`: most finished cases have it; `optional`; `rejection`: it should not come",
        "cases": "finished cases that it is asked of: all of them, or those not rejected; of an optional activity those that have it",
        "passed_cases": "of these, cases in which it is done and not repeated; of a rejection, cases in which it does not come",
        "share_first_pass": "passed_cases / cases: first-pass yield, 0..1",
        "repeated_cases": "cases in which it is done again",
        "skipped_cases": "cases in which it is expected and left out",
        "rejected_cases": "cases in which the rejection comes",
        "rework_hours": "hours of work in the repeats, pauses left out; unknown where no starts are recorded",
        "rework_worked_hours": "the same in working time, where a calendar is given; unknown where work was paused",
    }

    @property
    def headline(self) -> str:
        row = self.tables["yield"].iloc[0]
        failing = (self.frame.cases - self.frame.passed_cases).sort_values(ascending=False, kind="stable")
        worst = self.frame.loc[failing.index[failing > 0]]
        told = (
            f"{share(row.share_right)} of {counted(row.cases, 'finished case')} {'goes' if row.cases == 1 else 'go'} right the first time"
            f" ({share(row.share_right_low)} to {share(row.share_right_high)}); rolled throughput yield {share(row.rolled_throughput_yield)}."
        )
        if worst.empty:
            return f"{told}{self.assumption}"
        return f"{told}{self._worst(worst.iloc[0])}{self._lasting(row)}{self.assumption}"

    @staticmethod
    def _worst(row: Any) -> str:
        how = {
            "is done again": row.repeated_cases,
            "is skipped": row.skipped_cases,
            "comes": row.rejected_cases,
        }
        parts = [f"{what} in {counted(cases, 'case')}" for what, cases in how.items() if cases]
        return f" Most often {row.activity} {' and '.join(parts)}."

    @staticmethod
    def _lasting(row: Any) -> str:
        if min(row.right_cases, row.cases - row.right_cases) < LEAST_CASES:
            return ""
        return (
            f" Half of the cases that go right take up to {duration(row.median_right_hours)}, of the others {duration(row.median_other_hours)}"
            f"{f', with {amount_of_time(row.rework_hours)} of work done again' if is_known(row.rework_hours) and row.rework_hours else ''}."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        texts = [f"{share(row.share_first_pass)} of {counted(row.cases, 'case')}" for row in self.frame.itertuples()]  # fmt: skip
        figure = bars(
            self.frame.activity.tolist(),
            self.frame.share_first_pass.tolist(),
            title=self.headline,
            axis="share that passes the first time",
            texts=texts,
            colours=COLOURS["kept"],
        )
        return figure.update_xaxes(tickformat=".0%", range=[0, 1])


def first_time_right(
    log: EventLog,
    *,
    rejections: str | None = None,
    repeatable: str | None = None,
    expected: float = EXPECTED,
    calendar: str | None = None,
) -> FirstTimeRight:
    """How many cases go right the first time, and which work does not?

    A finished case goes right the first time where nothing in it is done again (see rework: side-by-side work is not), none of the
    activities of `rejections` comes, and nothing is left out that at least the share `expected` of the finished cases have (see
    skipped_work; of a rejected case nothing more is expected). `repeatable` names activities that may be done again, such as a
    reminder. Both are names joined by `;`.
    The first-pass yield of an activity is the share of the cases it is asked of that pass it. The rolled throughput yield is the
    product, over all activities, of the share of the finished cases that do not fail there: how many cases would go right if one
    activity's faults told nothing of another's; where it lies below the share of cases that do, faults come together in the same
    cases. The interval of that share is Wilson's, 95 %.
    Open cases may still fail and are left out, as are those that began before anybody recorded. That cases which go wrong take
    longer is told, not that it is why.
    Table `yield`: cases, those that go right with interval, rolled throughput yield, median cycle times of both, hours of rework.
    Raises CannotAnswer where no case is finished, or where work is hidden inside the cases (see skipped_work).
    Source: Six Sigma (rolled throughput yield); Wilson (1927).
    """
    seen_whole(log)
    if not 0.5 <= expected <= 1:
        raise WrongOption(f"expected is {expected}, outside 0.5..1.", "first_time_right(expected=…)", "0.8 means 80 % of the finished cases.")  # fmt: skip
    bad = named_activities(rejections, log, "first_time_right(rejections=…)")
    fine = named_activities(repeatable, log, "first_time_right(repeatable=…)")
    placed, given = placed_on(calendar, log)
    given |= {"rejections": bad, "repeatable": fine, "expected": expected, **Outcome("").bound}
    answer = log.ask("discovery", "first_time_right", **given)
    if not answer.counted.events:
        raise nothing_finished(log)
    cases = log.ask("discovery", "first_time_right_cases", **given).frame
    told = {
        "rejections": "; ".join(bad) or None, "repeatable": "; ".join(fine) or None, "expected": expected, "calendar": str(placed) if placed else None,
    }  # fmt: skip
    tables = {"yield": _yield(answer.frame, cases, placed is not None)}
    return FirstTimeRight.of(log, answer, tables=tables, parameters=told)


def _yield(frame: pd.DataFrame, cases: pd.DataFrame, has_calendar: bool) -> pd.DataFrame:
    import pandas as pd

    sides = {bool(row.is_right): row for row in cases.itertuples()}
    right, total = int(sides[True].cases) if True in sides else 0, int(cases.cases.sum())
    low, high = wilson(right, total)
    row = {
        "cases": total, "right_cases": right, "share_right": right / total, "share_right_low": low, "share_right_high": high,
        "rolled_throughput_yield": float((1 - (frame.cases - frame.passed_cases) / total).prod()), "rework_hours": frame.rework_hours.sum(min_count=1),
    }  # fmt: skip
    for name, is_right in (("right", True), ("other", False)):
        for unit in ("hours", "worked_hours") if has_calendar else ("hours",):
            known = getattr(sides[is_right], f"median_cycle_{unit}") if is_right in sides else float("nan")
            row[f"median_{name}_{unit}"] = known
    return pd.DataFrame([row])


def wilson(found: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    middle = (found + Z95**2 / 2) / (total + Z95**2)
    half = Z95 * (found * (total - found) / total + Z95**2 / 4) ** 0.5 / (total + Z95**2)
    return max(0.0, middle - half), min(1.0, middle + half)
