"""In what do two variants differ?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.discovery.alignment import BOTH, ELSEWHERE, FIRST, SECOND, aligned
from procmine.discovery.median_interval import median_interval
from procmine.discovery.variants import variants
from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import counted, duration, is_known, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LONGEST = 2000  # steps of a variant that is laid beside another
LEAST_CASES = 20  # finished, of each: below that two medians are not called different


@dataclass(frozen=True, eq=False)
class VariantComparison(Result):
    columns = {
        "place": "place in the two laid side by side",
        "activity": "activity",
        "relation": "`both`: in the same order in both; `first only`, `second only`; `other order`: in both, but elsewhere",
        "first_position": "its position in the first variant; unknown where it is not there",
        "second_position": "its position in the second variant",
    }

    @property
    def headline(self) -> str:
        first, second = self._pair
        if self.parameters["first"] == self.parameters["second"]:
            return (
                f"All {counted(first.cases, 'case')} follow one variant, so there is none to lay beside it."
            )
        steps = self.frame.relation.value_counts()
        told = (
            f"Variants {self.parameters['first']} ({counted(first.cases, 'case')}, {share(first.share)}) and {self.parameters['second']} "
            f"({counted(second.cases, 'case')}, {share(second.share)}) have {counted(int(steps.get(BOTH, 0)), 'step')} in common"
        )
        return f"{told}{self._apart}.{self._lasting(first, second)}"

    @property
    def _pair(self) -> tuple[Any, Any]:
        rows = list(self.tables["variants"].itertuples())
        return rows[0], rows[-1]

    @property
    def _apart(self) -> str:
        named = {
            relation: list(dict.fromkeys(self.frame.activity[self.frame.relation == relation]))
            for relation in (FIRST, SECOND, ELSEWHERE)
        }
        parts = [
            f"only the {which} has {listed(named[relation])}"
            for relation, which in ((FIRST, "first"), (SECOND, "second"))
            if named[relation]
        ]
        if moved := named[ELSEWHERE]:
            parts.append(f"{listed(moved)} {'comes' if len(moved) == 1 else 'come'} in another order")
        return f"; {', '.join(parts)}" if parts else ""

    def _lasting(self, first: Any, second: Any) -> str:
        if not (is_known(first.median_cycle_hours) and is_known(second.median_cycle_hours)):
            return " How long they take cannot be compared: of one no case is finished."
        took = [f"{duration(row.median_cycle_hours)}{_band(row)}" for row in (first, second)]
        told = f" Half of the finished cases take up to {took[0]} against {took[1]}"
        if min(first.finished_cases, second.finished_cases) < LEAST_CASES:
            return f"{told}; that is too few to tell them apart."
        is_apart = first.median_high_hours < second.median_low_hours or second.median_high_hours < first.median_low_hours  # fmt: skip
        apart = duration(abs(first.median_cycle_hours - second.median_cycle_hours))
        return (
            f"{told}: {f'{apart} apart, more than chance' if is_apart else 'no more than chance may make'}."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        colours = {BOTH: COLOURS["kept"], FIRST: COLOURS["work"], SECOND: COLOURS["wait"], ELSEWHERE: COLOURS["elapsed"]}  # fmt: skip
        return bars(
            self.frame.activity.tolist(),
            [1.0] * len(self.frame),
            title=self.headline,
            axis="steps side by side",
            texts=self.frame.relation.tolist(),
            colours=[colours[relation] for relation in self.frame.relation],
            most=40,
        )


def _band(row: Any) -> str:
    if not is_known(row.median_low_hours):
        return ""
    return f" ({duration(row.median_low_hours)} to {duration(row.median_high_hours)})"


def variant_comparison(
    log: EventLog, *, first: int = 1, second: int = 2, calendar: str | None = None
) -> VariantComparison:
    """In what do two variants differ: which steps are in both, which in one only, and how long do they take?

    `first` and `second` are numbers of variants in this view, as `variants` counts them. The two sequences are laid
    side by side so that as many steps as possible stand in both in the same order (longest common subsequence). Of the
    others, a step that both have is in another order, told where the first has it; the rest are in one only. A repeat is
    a step of its own. Table `variants`: of both the cases, those still open, and the median cycle time of the finished ones
    with a 95 % interval from order statistics, which assumes no form of the distribution and is unknown below six cases;
    with a `calendar` (that of everybody) in working time too. Two medians are called different where their intervals do not
    meet, of 20 finished cases each or more: cases that go one way may differ in more than their way, so the difference
    is not what the way costs.
    Table `observations`: the cycle times of both.
    Raises WrongOption for numbers that no variant has. Source: Hunt & Szymanski (1977); Conover (1999) for the interval.
    """
    found = variants(log).frame
    if len(found) == 1:
        first = second = 1  # the headline says so
    elif first == second:
        raise WrongOption(f"Variant {first} is laid beside itself.", "variant_comparison", "Name two numbers of variants.")  # fmt: skip
    ways = [_way(found, number, name) for name, number in (("first", first), ("second", second))]
    placed, given = placed_on(calendar, log)
    answer = log.ask("discovery", "variant_comparison", first_activities=ways[0], second_activities=ways[1], **given)  # fmt: skip
    steps = aligned(*ways)
    frame = _frame(steps)
    told = {"first": first, "second": second, "calendar": str(placed) if placed else None}
    tables = {
        "variants": _both(answer.frame, ways, (first, second), answer.counted.cases, placed is not None),
        "observations": answer.frame,
    }
    return VariantComparison.of(log, answer, frame, parameters=told, tables=tables)


def _way(found: pd.DataFrame, number: int, name: str) -> list[str]:
    if not 1 <= number <= len(found):
        raise WrongOption(f"There is no variant {number} in this view.", f"variant_comparison({name}=…)", f"Use 1 to {len(found):,}.")  # fmt: skip
    way = found.activities.iloc[number - 1]
    if len(way) > LONGEST:
        raise CannotAnswer(
            f"Variant {number} has {len(way):,} steps, too many to be laid beside another.",
            f"variant_comparison({name}={number})",
            f"Show fewer with `only activities …`; up to {LONGEST:,} can be compared.",
        )
    return way


def _frame(steps: list[Any]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(steps, columns=["activity", "relation", "first_position", "second_position"])
    frame = frame.astype({"first_position": float, "second_position": float})
    return frame.assign(place=range(1, len(frame) + 1))


def _both(
    rows: pd.DataFrame, ways: list[list[str]], numbers: tuple[int, int], total: int, has_calendar: bool
) -> pd.DataFrame:
    """A row for each of the two variants, the first first."""
    import pandas as pd

    known = {tuple(row.activities): row for row in rows.itertuples()}
    told = []
    for number, way in zip(numbers, ways, strict=True):
        row = known[tuple(way)]
        one = {
            "variant": number, "activities": way, "cases": row.cases, "share": row.cases / total, "open_cases": row.open_cases,
            "finished_cases": row.cases - row.open_cases,
        }  # fmt: skip
        for unit, hours in (("hours", row.cycle_hours), ("worked_hours", row.cycle_worked_hours)):
            if unit == "hours" or has_calendar:
                found = median_interval(list(hours))
                one |= {f"median_cycle_{unit}": found.value, f"median_low_{unit}": found.low, f"median_high_{unit}": found.high}  # fmt: skip
        told.append(one)
    return pd.DataFrame(told)
