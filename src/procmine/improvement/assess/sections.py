"""The sections of an assessment, in the order in which a manager asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from procmine.discovery.rework import rework
from procmine.discovery.summary import summary
from procmine.improvement.assess.statements import ADJUST, CHANGE, KEEP, Answers, Statement
from procmine.improvement.candidate import MOVED
from procmine.improvement.drift import drift
from procmine.improvement.opportunities import opportunities
from procmine.improvement.teams import team_of
from procmine.people.fairness import fairness
from procmine.people.handovers import handovers
from procmine.people.specialisation import specialisation
from procmine.people.utilisation import utilisation
from procmine.timing.bottlenecks import bottlenecks
from procmine.timing.cycle_time import cycle_time
from procmine.timing.queue_discipline import LEAST_PAIRS, queue_discipline
from procmine.timing.slack import slack
from procmine.timing.throughput import throughput
from procmine.timing.wip import wip
from procmine.wording import amount_of_time, count, counted, is_known, listed, share

if TYPE_CHECKING:
    import pandas as pd

SIZE, TOOLS, WORKS, FAILS = "How large it is", "Tools in use", "What works", "What does not work"
CRITICAL, LIMITS, WASTE = "The most critical area", "What limits success", "Redundancy and waste"
PAST = "History of performance"
MOSTLY_RIGHT = 0.9  # share of the cases in which an activity is done once only, from which on that works
IN_ORDER = 0.95  # of the pairs that wait together, taken up in the order in which they came
USUAL = 0.5  # times a case that an activity is done, from which on it belongs to the usual way
EVEN = 0.05  # of the work of a team, to change hands at most for its load to be called even
LARGE_PART = (
    0.05  # of the time cases take and of the work: what is worth more is to be changed, what is less adjusted
)
LIMITING = ("overload", "off hours", "lying", "contention")


def size(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    found = ask(summary)
    if found is not None:
        yield Statement(SIZE, found.headline, "summary")
    whole = months.iloc[1:-1]  # the first and last month are seen in part
    if len(whole):
        come = counted(round(whole.arrivals.mean()), "case comes", "cases come")
        done = counted(round(whole.completions.mean()), "is", "are")
        yield Statement(
            SIZE, f"{come} and {done} completed a month, in the mean{_hands(whole, ask)}.", "throughput"
        )
    team = team_of(ask.log)
    loads = ask(utilisation, by=team, calendar=ask.calendar) if team else None
    groups = None if loads is None else loads.tables["groups"].query("group != '(missing)'")
    if groups is not None and len(groups):
        names = [
            f"{row.group} ({count(row.people)})"
            for row in groups.sort_values("people", ascending=False).itertuples()
        ]
        yield Statement(
            SIZE,
            f"{counted(len(groups), team or 'team')}, with the people of each: {listed(names, 8)}.",
            "utilisation",
        )


def _hands(whole: pd.DataFrame, ask: Answers) -> str:
    people = whole.people.median()
    if not people or people < ask.log.view.least_people:
        return ""
    return f" by {counted(round(people), 'person', 'people')}"


def tools(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    source = ask.log.version.description.get("source", {}).get("name")
    if source:
        yield Statement(TOOLS, f"What is told here was recorded in {source}.")
    programs = ask.log.rows("improvement", "assessment_programs")
    if len(programs) >= ask.log.view.least_people:  # a program counts as a person
        done = f"{share(programs.share_pieces.sum())} of the work is recorded as done by programs"
        names = "" if ask.log.view.screen else f": {listed(programs.resource.tolist(), 5)}"
        yield Statement(TOOLS, f"{done}{names}.", "specialisation")


def works(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    again = ask(rework)
    if again is not None:
        usual = again.frame[
            again.frame.instances >= USUAL * again.counted_cases
        ]  # what is done in loops alone is no success
        right = usual[usual.share_cases <= 1 - MOSTLY_RIGHT]
        if len(right) == len(again.frame):
            yield Statement(
                WORKS,
                f"Every activity is done once only in {share(MOSTLY_RIGHT)} of the cases or more.",
                "rework",
                KEEP,
            )
        elif len(right):
            many = counted(len(right), "activity is", "activities are")
            names = listed(right.activity.tolist(), 5)
            yield Statement(
                WORKS,
                f"{many} done once only in {share(MOSTLY_RIGHT)} of the cases or more: {names}.",
                "rework",
                KEEP,
            )
    order = ask(queue_discipline, calendar=ask.calendar)
    if order is not None:
        kept = order.frame[(order.frame.fifo_index >= IN_ORDER) & (order.frame.pairs >= LEAST_PAIRS)]
        if len(kept):
            yield Statement(
                WORKS,
                f"What comes first is done first before {listed(kept.activity.tolist(), 5)}.",
                "queue_discipline",
                KEEP,
            )
    yield from _even_teams(ask)
    found = ask(drift)
    flow = ask(throughput)
    is_steady = flow is not None and bool(flow.tables["little"].is_steady.all())
    if is_steady and found is not None and found.frame.empty and len(found.tables["tests"]):
        yield Statement(
            WORKS, f"It is steady: {found.headline[0].lower()}{found.headline[1:]}", "drift", KEEP
        )
    open_work = ask(wip)
    known = None if open_work is None else open_work.frame.is_ageing.dropna()
    if known is not None and len(known) and not known.any():
        told = f"Of {counted(len(known), 'open case')} that can be told none has lain in its stage longer than usual."
        yield Statement(WORKS, told, "wip", KEEP)


def _even_teams(ask: Answers) -> Iterator[Statement]:
    team = team_of(ask.log)
    found = ask(fairness, by=team, calendar=ask.calendar) if team and ask.calendar else None
    if found is None:
        return
    even = found.frame[(found.frame.resources > 1) & (found.frame.share_to_move <= EVEN)]
    if len(even):
        where = f"Inside {listed(even.group.tolist(), 5)} the load is shared evenly"
        yield Statement(
            WORKS, f"{where}: at most {share(EVEN)} of the work would have to change hands.", "fairness", KEEP
        )


def fails(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    found = ask(opportunities, calendar=ask.calendar)
    if found is None:
        return
    for row in found.frame[found.frame.confidence != "low"].itertuples():
        yield Statement(
            FAILS,
            f"{row.finding}{_worth(row)}",
            _question(row),
            _verdict(row),
        )


def _question(row: Any) -> str:
    return str(row.evidence.split("(")[0].removeprefix("pm."))


def _worth(row: Any) -> str:
    if not row.hours_per_month > 0:
        return ""
    if row.gain == MOVED:
        return (
            f" That is {amount_of_time(row.hours_per_month)} of work a month (confidence {row.confidence})."
        )
    told = f" Without it cases would be {amount_of_time(row.hours_per_month)} a month sooner done"
    work = row.effort_hours_per_month
    return f"{told}{f', with {amount_of_time(work)} of work less' if work >= 0.05 else ''} (confidence {row.confidence})."


def _verdict(row: Any) -> str:
    part = sum(share for share in (row.share_time, row.share_work) if is_known(share))
    return CHANGE if part >= LARGE_PART else ADJUST


def critical(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    found = ask(bottlenecks, calendar=ask.calendar) or ask(bottlenecks)
    if found is not None:
        yield Statement(CRITICAL, found.headline, "bottlenecks")


def limits(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    found = ask(opportunities, calendar=ask.calendar)
    if found is not None:
        for row in found.frame[found.frame.kind.isin(LIMITING)].itertuples():
            sure = " (confidence low)" if row.confidence == "low" else ""
            yield Statement(LIMITS, f"{row.finding.removesuffix('.')}{sure}.", _question(row))
    known = ask(specialisation)
    if known is not None and known.tables["activities"].is_single_point.any():
        yield Statement(LIMITS, known.headline, "specialisation", ADJUST)


def waste(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    again = ask(rework)
    if again is not None:
        yield Statement(WASTE, again.headline, "rework")
    passed = ask(handovers)
    if passed is not None and len(passed.tables["ping_pongs"]):
        times = passed.tables["ping_pongs"].times.sum()
        whom = "another role" if ask.log.view.screen else "somebody else"
        yield Statement(
            WASTE, f"Work goes to {whom} and straight back {counted(times, 'time')}.", "handovers"
        )
    room = ask(slack)
    if room is not None and (room.frame.share_with_slack > 0).any():
        yield Statement(WASTE, room.headline, "slack")


def past(ask: Answers, months: pd.DataFrame) -> Iterator[Statement]:
    for function in (cycle_time, throughput, drift):
        found = ask(function)
        if found is not None:
            yield Statement(PAST, found.headline, function.__name__)
