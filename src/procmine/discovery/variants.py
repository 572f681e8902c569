"""Which sequences of activities do the cases follow?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.discovery.diversity import coverage, diversity, needed
from procmine.errors import WrongOption
from procmine.result import Result
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_CASES = 0.8
CYCLES = ["median_cycle_hours", "median_cycle_worked_hours", "p90_cycle_hours", "p90_cycle_worked_hours"]


@dataclass(frozen=True, eq=False)
class Variants(Result):
    columns = {
        "variant": "number within the view: 1 has most cases; ties go by the names of the activities",
        "activities": "the activities in order (a list)",
        "cases": "cases that follow it",
        "share": "share of all cases in the view, 0..1",
        "cumulative_share": "share of cases covered by this variant and all before it, 0..1",
        "median_cycle_hours": "median first start to last end of its finished cases, hours",
        "median_cycle_worked_hours": "the same in working time, where a calendar is given",
        "p90_cycle_hours": "90th percentile of the same, hours",
        "p90_cycle_worked_hours": "the same in working time",
        "id": "number within the whole log, by which `variants ids` keeps its cases; unknown in canonical form or where work is hidden",
    }

    @property
    def headline(self) -> str:
        many = len(self.frame)
        if many == 1:
            return f"All {counted(self.counted_cases, 'case')} follow one variant."
        needed = self.covering(MOST_CASES)
        first = self.frame.iloc[0]
        once = int((self.frame.cases == 1).sum())
        singles = f" {counted(once, 'variant')} occurred only once." if once else ""
        return (
            f"{counted(needed, 'variant')} of {many:,} {'covers' if needed == 1 else 'cover'} "
            f"{share(self.frame.cumulative_share.iloc[needed - 1])} of the cases; "
            f"the most common takes {counted(len(first.activities), 'step')} and holds {share(first.share)}.{singles}"
        )

    def covering(self, share: float) -> int:
        """How many variants, the most common first, cover at least this share (0..1) of the cases."""
        if not 0 < share <= 1:
            raise WrongOption(f"{share} is no share of the cases.", "covering(…)", "0.9 asks for 90 %.")
        return needed(self.frame.cumulative_share.to_numpy(), share)

    def coverage_curve(self) -> go.Figure:
        """The share of the cases that the most common variants cover, by how many they are."""
        from procmine.figures import steps

        return steps(
            {"": self.frame},
            x="variant",
            y="cumulative_share",
            title=self.headline,
            axis="cases covered",
            x_axis="variants, the most common first",
        )

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        names = [" → ".join(self.collapsed(row)) for row in self.frame.activities.head(15)]
        texts = [
            f"{share(row.share)} · {duration(row.median_cycle_hours)}"
            for row in self.frame.head(15).itertuples()
        ]
        return bars(names, self.frame.cases.tolist()[:15], title=self.headline, axis="cases", texts=texts)

    @staticmethod
    def collapsed(activities: list[str]) -> list[str]:
        """`A, A, B` as `A ×2, B`."""
        found: list[list] = []
        for name in activities:
            if found and found[-1][0] == name:
                found[-1][1] += 1
            else:
                found.append([name, 1])
        return [name if times == 1 else f"{name} ×{times}" for name, times in found]


def variants(log: EventLog, *, form: str = "recorded", calendar: str | None = None) -> Variants:
    """Which sequences of activities do the cases follow, and how common is each?

    A variant is the sequence of a case's activities by position (start, then end, then the order of the
    source). With `form="canonical"` neighbouring activities that run in parallel are put into one order, by
    name, so that cases that differ only in which of two parallel activities came first are one variant.
    Open cases count with what they have so far; cycle times are those of finished cases only, with a
    `calendar` (that of everybody) in working time too.
    Only recorded work counts: with `only activities …` the sequence is that of the shown work.
    `variant` numbers the variants of the view; `id` is the number in the whole log, whatever the filters, and the
    one that the filter `variants ids 3` means. Merged or shortened sequences have none.
    Table `coverage`: how many variants, the most common first, cover 50, 80, 90, 95 and 100 % of the cases;
    `covering(0.85)` asks for any other share, `coverage_curve()` draws all. Table `diversity`: the entropy of the
    variants, −Σ p log₂ p over their shares of the cases, in bits; `normalised_entropy` is it beside that of as many
    variants of equal size (log₂ of their number; 0 where there is one variant only), and `effective_variants`, two to its
    power, the number of equally common variants that would be as varied. All are of the cases seen: with more cases
    come more variants. `singletons` are variants of one case; `share_next_known` is the share of further cases expected
    to follow a variant seen before, 1 − singletons / cases.
    Source: Shannon (1948) for entropy, Pielou (1966) for its normal form, Good (1953) for cases to come.
    """
    if form not in ("recorded", "canonical"):
        raise WrongOption(f"There is no form {form!r}.", "variants(form=…)", "Use 'recorded' or 'canonical'.")
    placed, given = placed_on(calendar, log)
    told = {"form": form, "calendar": str(placed) if placed else None}
    if form == "recorded":
        answer = log.ask("discovery", "variants", **given)
        frame = answer.frame.assign(activities=[list(names) for names in answer.frame.activities])
        return Variants.of(log, answer, frame, parameters=told, tables=_varied(frame))
    answer = log.ask("discovery", "canonical_variants", **given)
    frame = _canonical(log, answer.frame)
    tables = {"observations": answer.frame, **_varied(frame)}
    return Variants.of(log, answer, frame, parameters=told, tables=tables)


def _varied(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    cases = frame.cases.to_numpy()
    return {"coverage": coverage(cases), "diversity": diversity(cases)}


def _canonical(log: EventLog, recorded: pd.DataFrame) -> pd.DataFrame:
    """Recorded sequences merged where they differ only in the order of parallel neighbours."""
    import pandas as pd

    parallel = {frozenset(pair) for pair in log.parallel_pairs}
    merged = recorded.assign(
        activities=[tuple(in_one_order(list(row), parallel)) for row in recorded.activities]
    )
    rows = []
    for activities, group in merged.groupby("activities", sort=False):
        hours, worked = (
            pd.Series([hour for held in column for hour in held], dtype=float)
            for column in (group.cycle_hours, group.cycle_worked_hours)
        )
        quantiles = (one.quantile(part) for part in (0.5, 0.9) for one in (hours, worked))
        rows.append((list(activities), int(group.cases.sum()), *quantiles))
    rows.sort(key=lambda row: (-row[1], row[0]))
    found = pd.DataFrame(rows, columns=["activities", "cases", *CYCLES])
    total = found.cases.sum()
    return found.assign(
        variant=range(1, len(found) + 1),
        share=found.cases / total,
        cumulative_share=found.cases.cumsum() / total,
        id=float("nan"),
    )


def in_one_order(activities: list[str], parallel: set[frozenset[str]]) -> list[str]:
    """The one order of all that swapping parallel neighbours can reach that comes first by name.

    At each place stands the first name among the activities that could be moved there. (Sorting neighbours
    alone is not enough: it can end in different orders.) Source: lexicographic normal form of a Mazurkiewicz trace.
    """
    left, ordered = list(activities), []
    while left:
        movable = [
            place
            for place, name in enumerate(left)
            if all(frozenset((before, name)) in parallel and before != name for before in left[:place])
        ]
        ordered.append(left.pop(min(movable, key=lambda place: (left[place], place))))
    return ordered
