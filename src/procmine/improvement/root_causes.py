"""What known at the start goes with slow, reworked or late cases?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.improvement.findings import findings_of
from procmine.improvement.outcomes import Outcome
from procmine.improvement.starts import starts_of
from procmine.improvement.two_views import refuse_hidden_work
from procmine.result import Result
from procmine.wording import amount_of_time, count, counted

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

SEARCHED = 0.7  # of the cases, by arrival
LEAST_CASES = 100


@dataclass(frozen=True, eq=False)
class RootCauses(Result):
    columns = {
        "finding": "what holds of the cases as they begin",
        "filter": "the same as a filter, which keeps these cases, and those of its kind that are left out; unknown where the grammar cannot say it",
        "depth": "how many conditions hold together",
        "is_confirmed": "whether the later cases show it too, beyond chance and beyond the wider groups it is part of",
        "reason": "why not; empty where it is confirmed",
        "remark": "what the difference goes with beside the finding; empty where it stands within every other attribute",
        "unit": "of the figures that follow: `hours`, `worked hours` where a calendar is given, or `share` of the cases",
        "cases": "cases of the view for which it holds",
        "share_cases": "of the cases counted",
        "later_cases": "of them among the later cases, held out from the search, on which the next five figures rest",
        "this": "their mean",
        "rest": "the mean of all other later cases",
        "difference": "this − rest",
        "low": "lower end of its interval, at the level at which it is judged among all findings (95 % for all together)",
        "high": "upper end",
        "effect": "how large that is: Cliff's delta of cycle times, −1..1; Cramér's V of shares, 0..1",
        "risk_ratio": "this / rest of shares; unknown of hours",
        "shrunk_difference": "the difference drawn towards 0, the more the fewer later cases there are; ranked by what it makes of the mean of all",
        "contribution_hours": "the shrunk difference over all its cases: hours more, or fewer, than if they took as long as others; by the clock",
        "contribution_worked_hours": "the same in working time, where a calendar is given",
        "contribution_cases": "the same in cases, of shares",
        "relative_contribution": "the contribution over all hours, or all cases with the outcome; below 0 where it is less",
        "search_difference": "the difference among the earlier cases, where it was found",
        "p_value": "how often chance alone does as well there",
        "q_value": "the same, given everything that was tried (false discovery rate)",
        "p_later": "how often chance alone does as well among the later cases",
        "adjusted_difference": "the difference over all cases within the strata of the attribute, or the two, that leave least of it",
        "adjusted_for": "these attributes",
        "ratio_left": "the adjusted difference as a part of the plain one over all cases; below 0 it turns round (Simpson)",
    }  # fmt: skip

    @property
    def outcome(self) -> Outcome:
        return Outcome.of(self.parameters["outcome"], self.parameters["late_after"])

    @property
    def headline(self) -> str:
        counted_cases = self.parameters["search_cases"] + self.parameters["later_cases"]
        if counted_cases < LEAST_CASES:
            verb = "is" if counted_cases == 1 else "are"
            return f"{counted(counted_cases, 'case')} {verb} too few to tell what goes with {self.outcome.subject}: it takes {LEAST_CASES}.{self.assumption}"
        sure = self.frame[self.frame.is_confirmed]
        if sure.empty:
            return f"{self._nothing}{self._clock}{self.assumption}"
        return f"{self._lead(sure.iloc[0])}{self._others(len(sure) - 1)}{self._clock}{self.assumption}"

    @property
    def _nothing(self) -> str:
        """Nothing is confirmed: how much was tried, and what became of it."""
        tried, stood_out = len(self.tables["tried"]), len(self.frame)
        first = f"Nothing known as cases begin is confirmed to go with {self.outcome.subject}"
        if not tried:
            return f"{first}: no attribute tells {LEAST_CASES // 3} cases or more apart from the others."
        found = (
            f"{counted(stood_out, 'stands', 'stand')} out there and the {counted(self.parameters['later_cases'], 'later one')} confirm none"
            if stood_out
            else "none stands out from chance"
        )
        return f"{first}: {counted(tried, 'group')} were tried on the {counted(self.parameters['search_cases'], 'earlier case')}, {found}."

    def _lead(self, row: Any) -> str:
        outcome = self.outcome
        more = "more" if row.difference > 0 else "less"
        mean = "" if outcome.is_share else " in the mean"
        hours = row.contribution_worked_hours if self.parameters["calendar"] else row.contribution_hours
        amount = amount_of_time(abs(hours)) if not outcome.is_share else counted(abs(round(row.contribution_cases)), "case")  # fmt: skip
        remark = f" It {row.remark}." if row.remark else ""
        return (
            f"{outcome.direction(row.difference)} goes with {row.finding}: {outcome.told(row.this)}{mean} against {outcome.told(row.rest)} "
            f"({outcome.range(row.low, row.high)} {more}, confirmed on {counted(self.parameters['later_cases'], 'later case')}), "
            f"{amount} {'fewer' if outcome.is_share and more == 'less' else more} over {counted(row.cases, 'such case')}.{remark}"
        )

    def _others(self, more: int) -> str:
        unsure = int((~self.frame.is_confirmed).sum())
        mostly = int((self.frame.is_confirmed & (self.frame.remark != "")).iloc[1:].sum())
        aside = (
            f", {'all of them' if mostly == more > 1 else count(mostly) if more > 1 else 'which is'} going mostly with something else"
            if mostly
            else ""
        )
        told = (
            [f"{counted(more, 'further finding is', 'further findings are')} confirmed{aside}"]
            if more
            else []
        )
        told += (
            [f"{count(unsure)} found in earlier cases {'is' if unsure == 1 else 'are'} not confirmed"]
            if unsure
            else []
        )
        return f" {' and '.join(told)}." if told else ""

    @property
    def _clock(self) -> str:
        calendar = self.parameters["calendar"]
        return f" Times are working time ({calendar})." if calendar and not self.outcome.is_share else ""

    @property
    def is_until_extraction(self) -> bool:
        return bool((~self.tables["observations"].is_closed).any())

    def figure(self) -> go.Figure:
        """Each finding with its interval among the later cases; what is not confirmed is grey."""
        from procmine.figures import forest

        told, scale = self.frame, 100.0 if self.outcome.is_share else 1.0
        return forest(
            told.finding.tolist(), *((told[name] * scale).tolist() for name in ("difference", "low", "high")),
            title=self.headline, axis="percentage points" if self.outcome.is_share else "hours a case",
            unit="points" if self.outcome.is_share else "h", is_muted=(~told.is_confirmed).tolist(), breaks_at="and",
        )  # fmt: skip


def root_causes(
    log: EventLog, *, outcome: str = "cycle_time", late_after: str | None = None, calendar: str | None = None
) -> RootCauses:
    """What known as cases begin goes with slow (`cycle_time`), reworked (`rework`) or late ones (`late`), and do later cases confirm it?

    Tried are attributes of cases, those of the first work where they vary inside cases, the weekday, the time of day
    (night from 22:00, morning from 6:00, afternoon from 12:00, evening from 18:00) and the first activity: each value
    that 30 cases have, numbers cut at their quartiles (drawn to round figures), then up to
    three conditions together along the 20 most promising groups of at least 30 cases or 1 %. What was evidently set later
    is no reason and not tried: it is listed in the table `attributes` with why, as are ids, constants and rare values. What
    a source writes onto finished cases only shows where open ones lack it, or by a name such as `resolved_by` or `outcome`; what it
    overwrites cannot be told. Numbers whose name says that they are codes (`…_by`, `… id`, `… number`) are values and not cut.
    The search sees the first 70 % of the cases by arrival, the last 30 % are held out. A group stands out where the false
    discovery rate over everything tried (Benjamini–Hochberg, table `tried`) stays within 5 %: Welch's test for hours, χ² or
    Fisher's for shares; joined conditions must do so beside the rest of each wider group too. Groups that a surer one explains
    are dropped. A finding is confirmed where the later cases show the same sign with an interval beyond 0 (Holm over all
    findings; cases that begin on one day count together). All others stay listed with the reason.
    Cycle times of open cases count as pseudo-observations of the mean time up to that which all but 1 % of the finished
    cases took, in each part by itself; without open cases that is the cycle time itself, no case counted beyond. For `rework`
    an open case counts with what was done so far. `late` is a case that took, or is open for, longer than `late_after`
    (`5d`, elapsed time), of those that began so long before the extraction, finished or not.
    Each difference is also taken within the strata of every other attribute, of the time it began, and of the two that leave
    least (table `strata`, weights n₁n₂/n). A finding goes with slow cases; that it makes them slow is not said.
    With a `calendar` cycle times are counted in working time. Below 100 cases nothing is told.
    Source: Andersen & Perme (2010), Klösgen (1996), Benjamini & Hochberg (1995), Holm (1979), Mantel & Haenszel (1959).
    """
    refuse_hidden_work(log)
    wanted, (placed, given) = Outcome.of(outcome, late_after), placed_on(calendar, log)
    answer = log.ask("improvement", "root_causes", search_share=SEARCHED, late_seconds=wanted.late_seconds, **given)  # fmt: skip
    cases = answer.frame
    size = int((~cases.is_later).sum())
    hours = "worked_hours" if placed and not wanted.is_share else "hours"
    parts = [wanted.values(cases[part], hours) for part in (~cases.is_later, cases.is_later)]
    starts, attributes = starts_of(log, cases, size if len(cases) >= LEAST_CASES else 0)
    frame, tables = findings_of(wanted, cases, hours, [values for values, _ in parts], starts)
    observations = cases.assign(value=[*parts[0][0], *parts[1][0]])
    return RootCauses.of(
        log,
        answer,
        frame,
        tables={**tables, "attributes": attributes, "observations": observations},
        parameters={
            "outcome": outcome, "late_after": late_after, "calendar": str(placed) if placed else None, "search_cases": size,
            "later_cases": len(cases) - size, "within_hours": parts[0][1], "later_within_hours": parts[1][1],
        },
    )  # fmt: skip
