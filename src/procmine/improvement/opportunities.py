"""What should change first, and what is it worth?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer
from procmine.improvement.candidate import SOONER
from procmine.improvement.ground import Ground, usable_calendar, usable_pool
from procmine.improvement.opportunity_rows import as_frame, asked_of, in_words, small
from procmine.improvement.pricing import Prices
from procmine.improvement.sizing import in_turn, is_overlapped, sized, together
from procmine.improvement.sources import SOURCES
from procmine.improvement.what_if import MONTH_HOURS
from procmine.result import Result
from procmine.timing.attribution import asked_with, made_wait_cause
from procmine.wording import amount_of_time, duration, is_known, money, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Opportunities(Result):
    told_in = "ranked"
    columns = {
        "rank": "1 is worth most: share_time plus share_work, times 1 where confidence is high, 0.7 medium, 0.2 low",
        "kind": "batching, off hours, overload, contention, lying, waiting, rework, slower, handovers, imbalance, slow group or stuck cases",
        "finding": "what was found, in a sentence",
        "hours_per_month": "hours by which finished cases would be sooner done, for each month (30.4 days; of `slower` those since the change), all else as "
        "recorded; for `gain` shared otherwise, hours of work; unknown for open cases",
        "low_hours": "lower end of its 90 % interval (of handovers and slow groups that of their question); unknown below 8 weeks or 20 cases",
        "high_hours": "upper end",
        "cases": "finished cases it delays; of stuck cases the open ones; unknown where hours are not told by case",
        "confidence": "high, medium or low",
        "formula": "what the hours are made of",
        "evidence": "the question that shows it, as it is asked",
        "gain": "`sooner`: cases are sooner done, which is no labour; `shared otherwise`: work would change hands",
        "added_hours_per_month": "what it adds to the findings ranked before it: these may be added up; unknown where no case can be played again",
        "share_time": "share of the time that finished cases take (of `slower` those begun since the change), 0..1; unknown for `gain` shared otherwise",
        "share_work": "share of the hours of work in these cases, 0..1; unknown where no change of a case says it or no starts are recorded",
        "effort_hours_per_month": "hours of work that would not be done, for each month; unknown where no starts are recorded",
        "money_per_month": "these hours at the rates of who did them; unknown without rates of all who did such work",
        "delay_money_per_month": "the added hours at the rate for a later case, never labour; unknown without one",
        "change": "what would end it, as what_if plays it by the clock with the same calendar and pool; nothing where no change of a case says it",
        "why": "why the confidence is what it is",
        "subject": "the activity, team or group it is about",
        "filters": "the cases concerned, as a filter",
        "metric": "by which it would be told whether a change worked",
        "within": "of which other findings its hours are a part",
    }

    @property
    def headline(self) -> str:
        told = self.frame[self.frame.hours_per_month.notna()]
        if told.empty:
            return f"Nothing stands out that would make cases of this view sooner done.{self._basis}"
        return f"First: {told.finding.iloc[0]} Worth {_worth(told.iloc[0])}.{self._together}{self._money}{self._basis}"

    @property
    def _together(self) -> str:
        played = self.frame.added_hours_per_month.dropna()
        if len(played) < 2:
            return ""
        part = share(self.parameters["share_together"])
        return f" All {len(played)} that can be played together: {amount_of_time(played.sum())} a month, {part} of the time cases took, nothing counted twice."

    @property
    def _money(self) -> str:
        saved, currency = self.frame.money_per_month.sum(min_count=1), self.parameters["currency"]
        return (
            f" Work that would not be done costs {money(saved, currency)} a month."
            if is_known(saved) and saved > 0
            else ""
        )

    @property
    def _basis(self) -> str:
        told = ""
        if self.parameters["calendar"] is None:
            why = self.parameters["no_calendar"].rstrip(".")
            told += f" Nights and weekends are not told from waiting{f' ({why})' if why else ''}."
        elif self.parameters["calendar"] == "mined":
            told += " Hours of work are mined from the log."
        if not self.facts["share_with_start"]:
            told += " No starts are recorded: waits may hold the work itself."
        if self.parameters["months"] < 1 and len(self.frame):
            seen = duration(self.parameters["months"] * MONTH_HOURS)
            told += f" What is finished lies within {seen}: what a month holds is reckoned from it."
        return told + self.assumption

    @property
    def is_until_extraction(self) -> bool:
        return bool((self.frame.kind == "stuck cases").any())

    def figure(self) -> go.Figure:
        """What each finding is worth a month, with its interval; what is not sized is not drawn."""
        from procmine.figures import amounts

        rows = self.frame[self.frame.hours_per_month.notna()]
        names = [f"{row.rank}. {row.kind}: {row.subject}" for row in rows.itertuples()]
        return amounts(
            names, rows.hours_per_month.tolist(), rows.low_hours.tolist(), rows.high_hours.tolist(), rows.added_hours_per_month.tolist(),
            title=self.headline, axis="hours a month", is_muted=(rows.confidence == "low").tolist(),
        )  # fmt: skip


def opportunities(
    log: EventLog, *, calendar: str | None = "mined", rates: str | Mapping[str, Any] | None = None
) -> Opportunities:
    """What should change first, and what is it worth?

    The answers of the other questions are looked through for what could be better, by thresholds set once for every log:
    `batching`, work half of which is taken up in six hours of the week, and of whose waiting 30 % passes while it piles up or half while nothing
    else is done; `off hours`, 5 % of the cases
    arriving at night while nobody is on duty; `overload`, a team at work for 70 % of its hours on duty and 1.15 times the share of the
    next; `contention` and `lying`, waits for hands that are busy, or on duty and not seen at work; `waiting` where no resource is recorded;
    `rework`, work that 5 % of the cases do again; `slower`, what takes longer since a change (drift); `handovers` that
    delay beyond chance; `imbalance`, a tenth of the work of a team above even shares; `slow group`, confirmed root causes;
    `stuck cases`, five open cases that lie five times longer than nearly all others did.
    What is worth less than a hundredth of the time that cases take and of the work together is no opportunity and stands in table `small`. Waiting
    outside working hours is none either, save where work piles up or comes at night; nor are urgent cases that overtake: that only moves waiting.
    Hours are those by which the finished cases would be sooner done, played again by the clock without the wait, loop or slowness
    (see what_if): work beside the critical path saves nothing. Waits are told by the `calendar` and, where a
    team is recorded for at least nine tenths of the work of its members, for anyone of the team. Queues that change when hands come
    free are not played, so they are sizes of what there is to gain, not forecasts. Of more than 20,000 finished cases a sample is played.
    Intervals: 90 %, from whole weeks of arrival drawn again. Overlaps: findings are played in the order of their rank, each on
    top of those before; `added_hours_per_month` add up to what all save together, and what adds less than a fifth of its own stands in table `overlapping`.
    Table `ranked` tells the same in words, `asked` the question that shows each.
    With `rates` (see costs) the work that would not be done has a price, `money_per_month`; hours of waiting never have one as
    labour. What a later case costs whoever waits for it is `delay_money_per_month`, where the rates say `delay`.
    Raises CannotAnswer where no case is finished or work is hidden.
    Sources: re-propagation as in what_if; causes as in waiting_causes.
    """
    if log.view.has_projection:
        raise CannotAnswer("Work is hidden inside the cases, so what they would take is not known.", str(log.filters), "Remove `only …`.")  # fmt: skip
    kept, why_not = usable_calendar(log, calendar)
    prices = Prices.of(log, rates)
    pool = usable_pool(log, kept)
    answer = log.ask(
        "improvement",
        "opportunities",
        made=made_wait_cause(log, kept, pool),
        **asked_with(log, kept, pool)[1],
    )
    finished = log.rows("improvement", "what_if")
    if finished.empty:
        raise CannotAnswer(
            "No case of this view is finished, so there is nothing to play again.",
            f"log {log.name}", "Ask with other filters, or say when a case is complete: --complete-when.",
        )  # fmt: skip
    ground = Ground(log, kept, pool, answer.frame.set_index("activity"), finished)
    found = [one for source in SOURCES for one in source(ground)]
    turns = in_turn(ground, sized(ground, found))
    apart = [(one, added) for one, added in turns if is_overlapped(one, added)]
    ranked = [pair for pair in turns if pair not in apart]
    told = [one for one, _ in turns]
    frame = as_frame(ranked, ground, prices, list(Opportunities.columns))
    tables = {
        "ranked": in_words(frame),
        "asked": asked_of([one for one, _ in ranked]),
        "overlapping": as_frame(apart, ground, prices, list(Opportunities.columns)),
        "small": small([one.candidate for one in told], found),
        "observations": answer.frame,
    }
    parameters = {
        "calendar": kept, "pool": pool, "no_calendar": why_not, "rates": prices.text, "currency": prices.currency, "months": ground.months,
        "hours_per_month": ground.total_hours / ground.months,
        "work_hours_per_month": ground.work_since(None) / ground.months, "cases": len(finished), "played_cases": len(ground.played_cases),
        "share_together": together(ground, ranked),
    }  # fmt: skip
    return Opportunities.of(log, answer, frame, tables=tables, parameters=parameters)


def _worth(row: Any) -> str:
    sure = f" ({row.low_hours:,.0f} to {row.high_hours:,.0f})" if is_known(row.low_hours) else ""
    effort = row.effort_hours_per_month
    work = f" and {amount_of_time(effort)} of work" if is_known(effort) and effort >= 0.05 else ""
    what = "that cases would be sooner done" if row.gain == SOONER else "of work that would change hands"
    return f"{amount_of_time(row.hours_per_month)} a month{sure} {what}{work}, confidence {row.confidence}"
