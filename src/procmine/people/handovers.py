"""Who passes work to whom?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.people.penalty import Penalty, penalty
from procmine.people.silos import exchanges_of, groups_of
from procmine.result import Result
from procmine.wording import counted, duration, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_IN_RING = 14  # more names than that are drawn as a table of colours
MOST_IN_MATRIX = 40
GROUPED = {"passage": "grouped_passage", "hand": "hand_group"}


@dataclass(frozen=True, eq=False)
class Handovers(Result):
    tells_resources_apart = True
    columns = {
        "from_resource": "who ended the work that let the other begin; with `between`, in which group",
        "to_resource": "who took it up; with `between`, which group",
        "handovers": "number of handovers",
        "cases": "cases in which they happen",
        "median_wait_hours": "median wait between the two hands, hours (to the end where no start is recorded)",
        "median_wait_worked_hours": "the same in working time of who takes it up, where a calendar is given",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end, an upper bound that contains the work; `mixed`: some of both",
    }

    @property
    def headline(self) -> str:
        between, whose = self.parameters["between"], self._whose
        if self.frame.empty:
            unnamed = sum(
                one.events for one in self.excluded if "missing" in one.reason or "not recorded" in one.reason
            )
            lacking = "a name is missing" if between is None else f"its {between} is not recorded"
            unknown = f" {counted(unnamed, 'passage')} could not be judged: {lacking}." if unnamed else ""
            known = "both names are" if between is None else f"{between} is"
            return f"All work of which {known} known stays in the same {whose} from step to step.{unknown}{self._by_role}"
        top, total = self.frame.iloc[0], self.frame.handovers.sum()
        what = "Work changes hands" if whose == "hands" else f"Work goes from one {whose} to another"
        return (
            f"{what} {counted(total, 'time')}, {total / self.counted_cases:.1f} times a case; most often from {top.from_resource} to "
            f"{top.to_resource} ({counted(top.handovers, 'time')}, {share(top.handovers / total)}), {_lying(top)}.{self._inside}{self._penalty}{self._by_role}"
        )

    @property
    def _whose(self) -> str:
        """What changes in a handover."""
        return self.parameters["between"] or ("role" if self.told_by_role else "hands")

    @property
    def _by_role(self) -> str:
        return "" if self.parameters["between"] else self.told_by_role

    @property
    def _inside(self) -> str:
        """How much of the handing over stays inside the groups, and which keep to themselves."""
        if "groups" not in self.tables or self.tables["groups"].internal.isna().all():
            return ""
        table, between = self.tables["groups"], self.parameters["between"]
        internal = table.internal.sum()
        told = f" {share(internal / (internal + self.frame.handovers.sum()))} of all handovers between resources stay inside their {between}"
        silos = table[table.is_silo].group.tolist()
        return (
            f"{told}; {listed(silos)} {'keeps to itself' if len(silos) == 1 else 'keep to themselves'}."
            if silos
            else f"{told}."
        )

    @property
    def _penalty(self) -> str:
        """Told only where it is more than chance."""
        found = self.penalty
        if not found.is_beyond_chance:
            return ""
        longer = "longer" if found.penalty_hours > 0 else "shorter"
        ends = sorted((abs(found.low_hours), abs(found.high_hours)))
        basis = "" if self.facts["share_with_start"] == 1 else ", counted to its end where no start is known"
        return (
            f" Between the same two activities it lies {duration(abs(found.penalty_hours))} {longer} where it changes {self._whose} than where it "
            f"stays (95 % interval {duration(ends[0])} to {duration(ends[1])}{basis})."
        )

    @property
    def penalty(self) -> Penalty:
        """How much longer work lies where it changes hands, weighed over the pairs of activities that have both kinds of wait."""
        return Penalty(*self.tables["penalty"].iloc[0])

    def figure(self) -> go.Figure:
        """Up to 14 names as a network, more as a table of colours: who hands on in rows, who takes up in columns."""
        names = set(self.frame.from_resource) | set(self.frame.to_resource)
        return self.network() if len(names) <= MOST_IN_RING else self.matrix()

    def matrix(self) -> go.Figure:
        """A table of colours of the 40 names with the most handovers, ordered so that who works together stands together."""
        from procmine.figures import label, matrix

        totals = (
            self.frame.groupby("from_resource")
            .handovers.sum()
            .add(self.frame.groupby("to_resource").handovers.sum(), fill_value=0)
        )
        names = sorted(totals.index, key=lambda name: (-totals[name], name))[:MOST_IN_MATRIX]
        known = self.frame[self.frame.from_resource.isin(names) & self.frame.to_resource.isin(names)]
        table = known.pivot(index="from_resource", columns="to_resource", values="handovers").reindex(
            index=names, columns=names
        )
        told = {
            (
                row.from_resource,
                row.to_resource,
            ): f"{label(row.from_resource)} → {label(row.to_resource)}<br>{_cell(row)}"
            for row in known.itertuples()
        }
        texts = [[told.get((one, other), "") for other in names] for one in names]
        part = known.handovers.sum() / max(1, self.frame.handovers.sum())
        left = f"{len(names)} of {len(totals)} drawn, with {share(part)} of the handovers" if len(totals) > len(names) else ""  # fmt: skip
        return matrix(
            names, table.to_numpy(dtype=float), texts, title=self.headline, axis="handovers", rows="hands on", columns="takes up", left_out=left
        )  # fmt: skip

    def network(self) -> go.Figure:
        """A ring: nodes sized by their pieces of work, arrows by handovers."""
        from procmine.figures import ring

        sizes = dict(
            zip(self.tables["resources"].resource, self.tables["resources"].pieces.astype(float), strict=True)
        )
        links = list(
            self.frame[["from_resource", "to_resource", "handovers"]].itertuples(index=False, name=None)
        )
        return ring(sizes, links, title=self.headline, axis="nodes: pieces of work · arrows: handovers")

    def sankey(self) -> go.Figure:
        """Who does the first, second and third piece of work, one enabling the next; at most eight names a column."""
        from procmine.figures import streams

        steps = self.tables["steps"]
        flows = [
            list(rows[["from_resource", "to_resource", "times"]].itertuples(index=False, name=None))
            for _, rows in steps.groupby("step")
        ]
        return streams(flows, title=self.headline, heads=("first work", "second", "third")[: len(flows) + 1])


def _lying(pair: Any) -> str:
    time = duration(pair.median_wait_hours)
    if pair.basis == "wait":
        return f"waiting {time} in the median"
    return f"{time} in the median up to the end of the next work, an upper bound of the wait"


def _cell(row: Any) -> str:
    return f"{counted(row.handovers, 'time')} · {'wait' if row.basis == 'wait' else 'up to its end'} {duration(row.median_wait_hours)}"


def handovers(log: EventLog, *, between: str | None = None, calendar: str | None = None) -> Handovers:
    """Who passes work to whom, and how long does it lie between their hands?

    A handover is a piece of work whose enabler (see waiting_time) was done by another resource. Enabling, not
    log order, decides: parallel branches give no false handovers. Work without a resource on either side is
    left out and counted as such, as is work that stays in the same hands. A resource can be a person, a team
    or a machine, whatever the log records. With a `calendar` the working part of the wait stands beside it.
    `between` names an attribute of the single piece of work (its team, its site): then a handover is work whose
    enabler bears another value, and the names in the answer are those values. An attribute of the whole case
    never changes hands and is refused. `role`, once roles are confirmed, is the role of who did the work.
    Tables: `delay`, for each pair of activities the median wait across hands and within the same, and the difference;
    `penalty`, the mean of these differences over the pairs that have at least five of each, weighed by handovers, with
    a 95 % interval from whole cases drawn again (unknown below 20 cases; of a large log from some 20,000 waits of whole
    cases, which makes it wider). `ping_pongs`, work that goes to another, who does one piece or
    several in a row, and comes straight back (see ping_pong), and how long it was away (from the end of the first piece until the third is taken up).
    `resources`, what each handed on, received and kept: `share_kept` is of the work that follows its own. `steps`, who
    does the first, second and third work. With `between` also `groups`: handovers between different resources inside
    (`internal`), handovers across its border (`external`), the E-I index (external − internal) / (both), from −1 (all
    inside) to 1; `is_silo` up to −0.6, of at least 30 handovers. And `exchanges`, for each two groups of at least 30
    handovers how many there are beside those chance would bring (`is_rare`: at most a tenth of at least 10).
    Source: Song & van der Aalst (2008) for handover of work; Krackhardt & Stern (1988) for the E-I index.
    """
    _refuse(log, between)
    placed, given = placed_on(calendar, log)
    if between is not None:
        held = {"holder": "role_holder"} if between == "role" and log.view.roles else {}
        given = {**given, "between": between, "instead": {**given.get("instead", {}), **GROUPED, **held}}
    answer = log.ask("people", "handovers" if between is None else "handovers_between", **given)
    tables = _tables(log, answer.frame, given, between)
    if placed is None:
        tables["delay"] = tables["delay"][
            [name for name in tables["delay"] if "worked" not in name.split("_")]
        ]
    told = {"between": between, "calendar": str(placed) if placed else None}
    return Handovers.of(log, answer, tables=tables, parameters=told)


def _refuse(log: EventLog, between: str | None) -> None:
    if between is None and not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who passes work to whom is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource), or ask between the values of an attribute: between=….",
        )
    if between is None:
        return
    log.require_belonging(between, "handovers(between=…)")
    if log.attributes.get(between) == "case" and not (between == "role" and log.view.roles):
        own = [name for name, level in log.attributes.items() if level == "event"]
        raise CannotAnswer(
            f"{between} is the same throughout each case, so no work goes from one {between} to another.",
            f"handovers(between={between!r})",
            f"Ask between an attribute that changes inside cases: {listed(own, 6)}."
            if own
            else "No attribute of this log changes inside cases.",
        )


def _tables(
    log: EventLog, frame: pd.DataFrame, given: dict[str, Any], between: str | None
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    delay, waits, ping_pongs, hands, steps = (
        log.ask("people", f"handover_{name}", **given).frame
        for name in ("delay", "wait", "ping_pong", "hand", "step")
    )
    for unit in ("hours", "worked_hours"):
        delay[f"difference_{unit}"] = delay[f"median_across_{unit}"] - delay[f"median_within_{unit}"]
    resources = hands[["resource", "pieces", "kept"]].copy()
    for column, side in (("handed_on", "from_resource"), ("received", "to_resource")):
        resources[column] = resources.resource.map(frame.groupby(side).handovers.sum()).fillna(0).astype(int)
    passed_on = resources.kept + resources.handed_on
    resources["share_kept"] = (resources.kept / passed_on).where(passed_on > 0)
    tables = {
        "delay": delay, "penalty": pd.DataFrame([penalty(delay, waits)._asdict()]), "ping_pongs": ping_pongs,
        "resources": resources[["resource", "pieces", "handed_on", "received", "kept", "share_kept"]], "steps": steps,
    }  # fmt: skip
    if between is not None:
        knows_people = bool(log.facts["resources"]) and not log.view.screen
        tables["groups"] = groups_of(hands, frame, knows_people=knows_people)
        tables["exchanges"] = exchanges_of(frame)
    return tables
