"""Which way should a case take, as far as the log can tell?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.discovery.named import named_activities
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, duration, listed, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST = 20  # variants told
FAIR = 0.1  # share of the finished cases: what fewer follow is not called their path


@dataclass(frozen=True, eq=False)
class HappyPath(Result):
    columns = {
        "rank": "place among the variants of the finished cases: 1 has most",
        "activities": "the activities in order (a list)",
        "cases": "finished cases that follow it",
        "share": "share of the finished cases, 0..1",
        "median_cycle_hours": "median from first start to last end, hours",
        "median_cycle_worked_hours": "the same in working time, where a calendar is given",
        "has_repeats": "whether an activity happens more than once",
        "is_well_ended": "whether it ends with one of `ending_with`; true where none is named",
        "has_unwanted": "whether it holds one of the activities of `without`",
        "is_slow": "whether its median lies above what three quarters of the finished cases take",
        "is_eligible": "whether none of these speaks against it",
        "is_suggested": "the most common eligible one, where a tenth of the finished cases or more follow it",
        "is_confirmed": "whether it is the happy path that somebody confirmed",
        "id": "number within the whole log, by which `variants ids` keeps its cases; unknown where work is hidden",
    }

    @property
    def headline(self) -> str:
        kept = self.parameters["confirmed"]
        told = self._confirmed(kept) if kept else self._suggested
        return f"{told}{self.assumption}"

    @property
    def suggested(self) -> tuple[str, ...] | None:
        """The activities of the suggested path; None where no variant is common enough to be one."""
        rows = self.frame[self.frame.is_suggested]
        return tuple(rows.activities.iloc[0]) if len(rows) else None

    @property
    def _suggested(self) -> str:
        rows = self.frame[self.frame.is_suggested]
        if len(rows):
            row = rows.iloc[0]
            most = self._before(row)
            return (
                f"Suggested as the happy path: {_steps(row.activities)}. {share(row.share)} of the finished cases follow it, half within "
                f"{duration(row.median_cycle_hours)}{most}; nobody has confirmed it yet.{self._any_end}"
            )
        best = self.frame[self.frame.is_eligible]
        if best.empty:
            return "No variant can be suggested as the happy path: each of the common ones repeats work, is slow or ends otherwise."
        return (
            f"No variant is common enough to be suggested as the happy path: of those without repeats that end well and are not slow, the most "
            f"common holds {share(best.share.max())} of the finished cases, less than {share(FAIR)}."
        )

    @property
    def _any_end(self) -> str:
        """That the end of the path was not judged, where nothing was said of ends."""
        if self.parameters["ending_with"] or self.parameters["without"]:
            return ""
        return " Any end will do, since none is named as wanted or unwanted."

    def _before(self, row: Any) -> str:
        """What speaks against the more common ones, and that those as common are slower."""
        before, many = self.frame[self.frame["rank"] < row["rank"]], int(row["rank"]) - 1
        if not many:
            return ""
        why = {
            ("repeats work", "repeat work"): before.has_repeats,
            ("ends otherwise", "end otherwise"): ~before.is_well_ended,
            ("holds what is unwanted", "hold what is unwanted"): before.has_unwanted,
            ("is slow", "are slow"): before.is_slow,
            ("is as common but slower", "are as common but slower"): before.is_eligible,
        }
        told = " or ".join(words[many > 1] for words, held in why.items() if held.any())
        return f" (the {counted(many, 'variant') if many > 1 else 'variant'} before it {told})"

    def _confirmed(self, kept: str) -> str:
        rows = self.frame[self.frame.is_confirmed]
        if rows.empty:
            return f"No finished case follows the confirmed happy path: {kept}."
        row = rows.iloc[0]
        other = self.suggested
        another = "" if other is None or other == tuple(row.activities) else f" The log suggests another: {_steps(other)}."  # fmt: skip
        return f"{share(row.share)} of the finished cases follow the confirmed happy path, half within {duration(row.median_cycle_hours)}: {kept}.{another}"

    def figure(self) -> go.Figure:
        from procmine.figures import ACCENT, COLOURS, bars

        told = [
            "confirmed" if row.is_confirmed else "suggested" if row.is_suggested else _why_not(row)
            for row in self.frame.itertuples()
        ]
        colours = [
            COLOURS["kept"] if row.is_confirmed else ACCENT if row.is_suggested else COLOURS["not known"]
            for row in self.frame.itertuples()
        ]
        return bars(
            [" → ".join(names) for names in self.frame.activities],
            self.frame.cases.tolist(),
            title=self.headline,
            axis="finished cases",
            texts=[f"{counted(n, 'case')}{f' · {why}' if why else ''}" for n, why in zip(self.frame.cases, told, strict=True)],
            colours=colours,
        )  # fmt: skip


def _steps(activities: Sequence[str]) -> str:
    return (
        " → ".join(activities)
        if len(activities) <= 12
        else f"{' → '.join(activities[:12])} → and {len(activities) - 12} more"
    )


def _why_not(row: Any) -> str:
    """What speaks against a variant, in words; nothing where nothing does."""
    why = {
        "repeats work": row.has_repeats, "ends otherwise": not row.is_well_ended, "holds what is unwanted": row.has_unwanted, "slow": row.is_slow,
    }  # fmt: skip
    return listed([name for name, held in why.items() if held])


def happy_path(
    log: EventLog, *, ending_with: str | None = None, without: str | None = None, calendar: str | None = None
) -> HappyPath:
    """Which way should a case take, as far as the log can tell, and how many do?

    Suggested is the most common variant of the finished cases in which no activity happens twice, which ends with one of
    `ending_with`, holds none of the activities of `without`, and whose median cycle time is no longer than what three
    quarters of the finished cases take; of equally common ones the faster. Both options name activities joined by `;`:
    `ending_with="Send; Archive"`, `without="Reject"`. Without them every end of a finished case will do, and a log that calls
    cancelled cases finished may suggest their way: name what is not wanted. Where fewer than a tenth of the finished cases
    follow the best one, none is suggested. What speaks against each of the 20 most common variants stands beside it.
    A path is confirmed with `ws.confirm_happy_path("orders", …)`, kept with the log whatever its versions, and read back as
    `log.happy_path`; it is then told how many cases follow it. Open cases, and those that began before anybody recorded, are
    left out: their way is not known whole.
    """
    placed, given = placed_on(calendar, log)
    kept = log.happy_path
    ends = named_activities(ending_with, log, "happy_path(ending_with=…)")
    unwanted = named_activities(without, log, "happy_path(without=…)")
    answer = log.ask(
        "discovery", "happy_path", good_ends=ends or None, unwanted=unwanted, confirmed=list(kept) if kept else None, most=MOST, **given
    )  # fmt: skip
    if answer.frame.empty:
        raise CannotAnswer(
            "No case is finished, so no way is known to its end.",
            f"log {log.name}",
            "Say at the import when a case is complete (--complete-when), or remove a filter.",
        )
    told = {
        "ending_with": "; ".join(ends) or None, "without": "; ".join(unwanted) or None, "confirmed": " → ".join(kept) if kept else None,
        "calendar": str(placed) if placed else None,
    }  # fmt: skip
    return HappyPath.of(log, answer, _told(answer.frame), parameters=told)


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        activities=[list(names) for names in rows.activities],
        is_suggested=rows.is_best & (rows.share >= FAIR),
    )
