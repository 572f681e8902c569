"""Why does work wait?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.nothing_kept import nothing_waits
from procmine.result import Result
from procmine.timing.attribution import asked_with, made_wait_cause
from procmine.timing.cause_totals import cause_totals
from procmine.wording import amount_of_time, counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

# The parts of a wait in the order in which they claim time, and how a sentence speaks of each.
PARTS = {
    "batching": "a batch was being gathered and nothing done meanwhile",
    "batching while busy": "a batch was being gathered while its resource was busy anyway",
    "contention": "its resource was busy with earlier work",
    "prioritisation": "later work was taken first",
    "unavailability": "its resource was off duty",
    "extraneous": "its resource was on duty and not seen at work",
    "unattributed": "not known why",
}
OF_POOLS = {
    "batching": "a batch was being gathered while its pool was not full",
    "batching while busy": "a batch was being gathered while nobody of its pool was free anyway",
    "contention": "nobody of its pool was free, and earlier work was being done",
    "prioritisation": "nobody of its pool was free, and only later work was being done",
    "unavailability": "all of its pool were off duty",
    "extraneous": "somebody of its pool was on duty and not seen at work",
}
# Who does several things at once could perhaps have begun one more; a smaller share of contention is in the table only.
SMALL_SHARE = 0.05
SURE_SHARE = (
    0.9  # of the work recorded for the pool of who did it; below, who belongs where is told to be unsure
)
BUILT_IN = ("resource", "week", "month")


@dataclass(frozen=True, eq=False)
class WaitingCauses(Result):
    columns = {
        "from_activity": "the work that let the other begin",
        "to_activity": "the work that then waited",
        "group": "value of `by`; (all) without it",
        "waits": "number of waits",
        "total_hours": "all waiting, hours: the sum of the six that follow",
        "total_worked_hours": "the same in working time, where a calendar is given",
        "batching_hours": "until the last piece of the batch it was done in was ready",
        "batching_worked_hours": "the same in working time",
        "contention_hours": "while its resource did work that had been ready before it",
        "contention_worked_hours": "the same in working time",
        "prioritisation_hours": "while its resource did only work that became ready after it",
        "prioritisation_worked_hours": "the same in working time",
        "unavailability_hours": "while its resource did nothing outside its working time; 0 without a calendar",
        "unavailability_worked_hours": "always 0",
        "extraneous_hours": "while its resource did nothing within its working time: other duties, waiting for somebody, unrecorded work",
        "extraneous_worked_hours": "the same in working time",
        "unattributed_hours": "waits of work whose resource or start is not recorded",
        "unattributed_worked_hours": "the same in working time",
        "batching_busy_hours": "of batching, the part in which the resource was at work anyway, so that gathering cost nothing then",
        "batching_busy_worked_hours": "the same in working time",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end, an upper bound that contains the work",
    }

    @property
    def headline(self) -> str:
        total = self.frame.total_hours.sum()
        if not total:
            return "Nothing waits: all work begins the moment it can."
        parts = self._parts
        hours = {part: values.sum() for part, values in parts.items()}
        first, second = sorted(hours, key=lambda part: -hours[part])[:2]
        row, at = self.frame.iloc[0], self.frame.index[0]
        main = max(parts, key=lambda part: parts[part][at])
        also = f", {share(hours[second] / total)} {second}" if hours[second] else ""
        return (
            f"Of {amount_of_time(total)} of waiting {share(hours[first] / total)} is {first} ({self._spoken(first)}){also}; most lies between "
            f"{row.from_activity} and {row.to_activity}{self._group(row)}: {amount_of_time(row.total_hours)}, {share(parts[main][at] / row.total_hours)} "
            f"of it {main}.{self._said}{self._waits_still}"
        )

    @property
    def _waits_still(self) -> str:
        lying = self.tables["open"]
        if lying.empty:
            return ""
        cases = counted(lying.cases.sum(), "open case waits", "open cases wait")
        return f" Besides, {cases} still, {amount_of_time(lying.hours_so_far.sum())} so far, in none of these figures."

    @property
    def _parts(self) -> dict[str, pd.Series]:
        """The hours of each pair by part: batching is told in two, since only one of them would end with the batch."""
        hours = {part: self.frame[f"{part}_hours"] for part in PARTS if part != "batching while busy"}
        busy = self.frame.batching_busy_hours
        return {
            part: {"batching": hours["batching"] - busy, "batching while busy": busy}.get(
                part, hours.get(part)
            )
            for part in PARTS
        }

    def _spoken(self, part: str) -> str:
        pool = self.parameters["pool"]
        if part == "extraneous" and not self.parameters["calendar"]:  # whether it was on duty is not known
            return f"{'somebody of its pool' if pool else 'its resource'} was not seen at work"
        return (PARTS | OF_POOLS if pool else PARTS)[part]

    def _group(self, row: pd.Series) -> str:
        return f" ({row.group})" if self.parameters["by"] else ""

    @property
    def _said(self) -> str:
        """What the split rests on."""
        if not self.facts["resources"]:
            return " No resource is recorded, so the causes are not known: import a column with who did the work (--resource)."
        told = (
            ""
            if self.parameters["calendar"]
            else " Without a calendar nights and weekends count as extraneous."
        )
        if self.parameters["calendar"] == "mined":
            told = " Working times are mined from the log itself."
        elapsed = self.frame[self.frame.basis == "elapsed"].total_hours.sum()
        if not self.facts["share_with_start"]:
            at_most = self.frame.unattributed_hours.sum()
            told += (
                f" No starts are recorded: up to {amount_of_time(at_most)} of it may be the work itself; the rest is "
                "waiting if each resource does one thing at a time, split by estimated starts."
            )
        elif elapsed:
            told += f" {amount_of_time(elapsed)} end where no start is recorded: they hold the work itself, and their causes are not known."
        return told + self._uncertain + self._unsure_pools

    @property
    def _uncertain(self) -> str:
        """Who does several things at once could perhaps have begun one more: told where it is no small part of contention."""
        told = self.tables["causes"].set_index("cause").loc["contention"]
        if not told.hours or told.multitasking_hours / told.hours < SMALL_SHARE:
            return ""
        who = "somebody of the pool" if self.parameters["pool"] else "the resource"
        part = share(told.multitasking_hours / told.hours)
        return f" In {part} of contention {who} did several things at once: that part is not certain."

    @property
    def _unsure_pools(self) -> str:
        """An attribute that tells the work rather than who did it makes poor pools."""
        if "pools" not in self.tables:
            return ""
        told = self.tables["pools"].dropna(subset="pieces")
        sure = (told.share_own_work * told.pieces).sum() / max(told.pieces.sum(), 1)
        if sure >= SURE_SHARE or told.empty:
            return ""
        return (
            f" Who belongs to which {self.parameters['pool']} is not sure: {share(sure)} of the work is recorded for the one "
            "of who did it."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        names = [
            f"{row.from_activity} → {row.to_activity}{self._group(row)}" for _, row in self.frame.iterrows()
        ]
        parts = {part: values.tolist() for part, values in self._parts.items() if values.any()}
        return stacked_bars(names, parts, title=self.headline, axis="hours")


def waiting_causes(
    log: EventLog, *, by: str | None = None, calendar: str | None = None, pool: str | None = None
) -> WaitingCauses:
    """Why does work lie between the work that let it begin and its own start?

    Each wait (see waiting_time) is cut by what the resource that at last did the work was doing meanwhile, in any
    case of the log, in view or not. In this order, each cause getting only time not yet claimed: `batching`, until
    the last piece of the batch was ready; `contention`, while the resource did work that was ready before this;
    `prioritisation`, while it did only work that became ready later; what is left is `unavailability` outside the
    resource's working time and `extraneous` within it. The five and `unattributed` add up to the wait exactly.
    A batch is work of one activity that one resource did without a break, all of it ready before the first began;
    once it is under way only its own pieces count. A queue worked off without a break is a batch by that measure too, so
    `batching_busy_hours` tells the part in which the resource was at work anyway: ending the batch would not end it.
    Work begun and never ended occupies nobody, pauses count as
    work, and a resource that does several things at once is busy while any of them lasts. A `calendar` (a phrase for
    everybody, or a TOML file with one for each resource) tells unavailability; without one it is 0 and nights and
    weekends are extraneous. Waits of work without a recorded start or resource are `unattributed`, never guessed. Only in
    a log that records no starts at all are they estimated: work began no earlier than it was ready and its resource had
    ended what it did before, as somebody does who does one thing at a time (a team or a machine may not). What lies
    before that is waiting, split as above (its contention at most as much as told); what lies after may be waiting or the work itself and is `unattributed`.
    With a `pool`, an attribute such as `team`, work waits for anyone of a pool rather than for who did it at last. Each resource belongs
    to the value recorded with most of its work; who has none is a pool alone. A pool is full while somebody of it is at work
    and nobody is free, that is on duty, between the first and last work seen of him, and not at work. Only while it is full
    is a wait contention or prioritisation, also inside a batch, by what anyone of the pool (in a batch, the batch) then
    does; it is `unavailability` while all of the pool are off duty and `extraneous` while somebody was free. Working
    time is then that of the pool: whenever any of it is on duty, also in the total. Table `pools`: members, `available_hours` in
    which anybody was on duty or at work, `share_full` of them, and `share_own_work`, how much of the work of its members is recorded for it.
    `by` is `resource`, `week`, `month` (in which the work began) or any attribute.
    Table `causes`: a row for each cause (batching in its two parts) with its hours, those on the critical paths of the cases (`critical_hours`) and
    by how much all cases together would be shorter without it, all else as recorded (`saving_hours`): no prediction,
    since hands that come free would take up other work. Of contention, `multitasking_hours` are those in which the resource, or somebody
    of the pool, had several things under way: who does two at once could perhaps have begun a third.
    Table `open`: what waits still, by the work after which open cases lie. Nobody has taken it up, so it has no cause yet
    and stands in no other figure; how long it will have waited in the end is not known.
    Sources: Lashkevich et al., "Why am I Waiting?" (CAiSE 2023); for estimated starts Chapela-Campa & Dumas.
    """
    if by is not None and by not in BUILT_IN:
        log.require_attribute(by, "waiting_causes(by=…)", BUILT_IN)
    if pool is not None:
        log.require_attribute(pool, "waiting_causes(pool=…)")
    placed, given = asked_with(log, calendar, pool)
    made = made_wait_cause(log, calendar, pool)
    answer = log.ask("timing", "waiting_causes", by=by, made=made, **given)
    if answer.frame.empty:
        raise nothing_waits(log)
    totals = cause_totals(log, made, given)
    tables = {
        "causes": totals if placed else totals.drop(columns="worked_hours"),
        "open": _waits_still(log),
    }
    if pool is not None:
        pools = log.unfiltered().rows("timing", "pools", **given)
        tables["pools"] = pools[pools.members >= log.view.least_people].reset_index(drop=True)
    told = {"by": by, "calendar": str(placed) if placed else None, "pool": pool}
    return WaitingCauses.of(log, answer, tables=tables, parameters=told)


def _waits_still(log: EventLog) -> pd.DataFrame:
    """What nobody has taken up yet; where work is hidden nothing tells where a case stands."""
    found = log.ask("timing", "open_queue").frame
    return found.iloc[:0] if log.view.has_projection else found
