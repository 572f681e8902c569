"""How much are people at work over all processes together?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.across.matching import Person, folded, matched
from procmine.across.several import (
    FindingAcross,
    LeftOut,
    ask_together,
    in_utc,
    on_one_clock,
    opened,
    together,
)
from procmine.errors import CannotAnswer, UnknownName
from procmine.wording import amount_of_time, counted, is_known, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog
    from procmine.workspace import Workspace

OF_LOG = [
    "resource", "log", "recorded_as", "pieces", "completions", "share_of_completions", "busy_hours", "effort_hours", "share_of_effort",
    "first_at", "last_at",
]  # fmt: skip
BY_NAME = " People are matched by name alone: two of the same name would count as one."


@dataclass(frozen=True, eq=False, kw_only=True)
class LoadAcross(FindingAcross):
    columns = {
        "resource": "who did the work, by the spelling most logs use",
        "logs": "number of logs with work of theirs",
        "main_log": "the log with most of their effort, of their completions where no starts are known",
        "pieces": "pieces of work, over all logs",
        "completions": "of these, ended",
        "busy_hours": "hours with at least one piece in hand in any log, each hour counted once; unknown where no starts are recorded",
        "busy_by_log_hours": "the same of each log by itself, added up: hours in two logs at once count twice",
        "busy_in_several_hours": "hours with work in hand in two logs or more at once",
        "share_in_several": "their share of the busy hours, 0..1",
        "effort_hours": "hours of all pieces of all logs added up",
        "share_multitasking": "share of the busy hours with two pieces in hand or more, of whichever log, 0..1",
        "peak_in_hand": "most pieces in hand at once, over all logs",
        "is_matched_loosely": "whether the logs spell the name differently, in case or spaces only",
        "first_at": "when their first work began or, where no start is known, ended, in UTC",
        "last_at": "when the last of it ended; work that has not ended lasts until its log's extraction",
    }

    @property
    def headline(self) -> str:
        told = self._person if self.parameters["resource"] else self._everybody
        loose = int(self.frame.is_matched_loosely.sum())
        spelt = (
            f" {counted(loose, 'name is', 'names are')} spelt differently in case or spaces." if loose else ""
        )
        known = self.tables["logs"].groupby("log").busy_hours.agg(["count", "size"])
        none, some = (
            known.index[which]
            for which in (known["count"] == 0, (known["count"] > 0) & (known["count"] < known["size"]))
        )
        without = f" No hours are known of {listed(none)}: no starts are recorded." if len(none) else ""
        without += (
            f" Of some people no starts are recorded in {listed(some)}, and no hours known."
            if len(some)
            else ""
        )
        left = f" {self.lost()}." if self.left_out else ""
        return f"{told}{without}{BY_NAME}{spelt}{left}"

    @property
    def _everybody(self) -> str:
        several = self.frame[self.frame.logs > 1]
        what = counted(len(self.logs), "process", "processes")
        if several.empty:
            return f"Nobody of {counted(len(self.frame), 'person', 'people')} has work in more than one of {what}."
        told = f"{len(several):,} of {counted(len(self.frame), 'person', 'people')} {'works' if len(several) == 1 else 'work'} in more than one of {what}"
        busy = several.busy_hours.sum()
        if not busy:
            return f"{told}."
        return f"{told}; in {share(several.busy_in_several_hours.sum() / busy)} of the hours they are at work they have work of several in hand."

    @property
    def _person(self) -> str:
        row, logs = self.frame.iloc[0], self.tables["logs"]
        what = counted(row.logs, "process", "processes")
        if not is_known(row.busy_hours):
            return f"{row.resource} completes {counted(row.completions, 'piece')} of work in {what}, most in {row.main_log}."
        if row.logs == 1:
            return f"{row.resource} is at work for {amount_of_time(row.busy_hours)}, all in {row.main_log}."
        main = logs.loc[logs.log == row.main_log].iloc[0]
        told = f"{row.resource} is at work for {amount_of_time(row.busy_hours)} over {what}, {share(main.share_of_effort)} of the effort in {row.main_log}"
        if not row.busy_in_several_hours:
            return f"{told}, never in two of them at once."
        at_once = (
            f"{amount_of_time(row.busy_in_several_hours)} ({share(row.share_in_several)}) in several at once"
        )
        return f"{told}; for {at_once}, which each of them alone counts in full."

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        logs = self.tables["logs"]
        value, axis = (
            ("effort_hours", "hours of effort")
            if logs.effort_hours.notna().any()
            else ("completions", "completions")
        )
        names = self.frame.resource.tolist()
        wide = logs.pivot(index="resource", columns="log", values=value).reindex(names).fillna(0)
        return stacked_bars(
            names, {str(log): wide[log].tolist() for log in wide}, title=self.headline, axis=axis, most=20
        )


def load_across(workspace: Workspace, *, resource: str | None = None) -> LoadAcross:
    """How much are people at work over all processes of the workspace together?

    Who works in several processes looks less busy in each of them than they are. Busy hours are the union of somebody's work
    over the newest versions of all logs: an hour with work of two logs counts once (`busy_in_several_hours` tells how many do),
    so they never exceed the hours of each log added up, and for who works in one log alone they are those of utilisation
    without a calendar. Effort counts each piece in full; table `logs` tells the part of each log. Work that has not ended
    lasts until its log's extraction; recorded pauses are no work. Where no starts are recorded only
    completions are known.
    People are matched by name. The same name in two logs is taken for one person, which it may not be; names that differ
    only in case or spaces are taken for one too and marked (`is_matched_loosely`), unless one log tells them apart.
    Logs whose clock stands in no known zone cannot be laid beside others and are left out, as are those without resources;
    both are named. Rows are in the order of how many logs somebody works in and how long in several at once.
    Raises CannotAnswer where the workspace names roles only.
    """
    if workspace.people.is_screened:
        raise CannotAnswer(
            "Work over several logs is put together person by person, and this workspace names roles only.",
            "load_across",
            'Ask utilisation of each log, or unlock individuals for a purpose: ws.people.unlock("…").',
        )
    logs, left_out = opened(workspace)
    logs, nobody = _with_resources(logs)
    logs, elsewhere = on_one_clock(logs)
    people = matched({log.name: log.resources for log in logs})
    if resource is not None:
        people = _of_name(people, resource)
        logs = [log for log in logs if any(log.name in one.recorded for one in people)]
    by_log = _work(logs, people)
    frame = by_log[0].sort_values(
        ["logs", "busy_in_several_hours", "resource"], ascending=[False, False, True], ignore_index=True
    )
    return LoadAcross(
        frame=frame[list(LoadAcross.columns)],
        parameters={"resource": resource},
        tables={"logs": by_log[1]},
        logs={log.name: log.version.version for log in logs},
        left_out=(*left_out, *nobody, *elsewhere),
    )


def _with_resources(logs: Sequence[EventLog]) -> tuple[list[EventLog], list[LeftOut]]:
    known = [log for log in logs if log.facts["resources"]]
    if not known:
        raise CannotAnswer(
            "No log has resources, so who did the work is not known.",
            ", ".join(log.name for log in logs),
            "Import a column with who did it (--resource).",
        )
    why = "which has no resources"
    return known, [LeftOut(log.name, why) for log in logs if not log.facts["resources"]]


def _of_name(people: Sequence[Person], name: str) -> list[Person]:
    """The person of that name: as it is written, else without regard to case and spaces."""
    for found in (
        [one for one in people if name == one.name or name in one.recorded.values()],
        [one for one in people if folded(name) == folded(one.name)],
    ):
        if len(found) == 1:
            return found
    raise UnknownName("resource", name, [one.name for one in people], where="load_across(resource=…)")


def _work(logs: Sequence[EventLog], people: Sequence[Person]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each person, and one for each of their logs."""

    def given(log: EventLog) -> dict[str, Any]:
        here = [
            (number, one.recorded[log.name]) for number, one in enumerate(people) if log.name in one.recorded
        ]
        return {"person": [number for number, _ in here], "recorded_as": [name for _, name in here]}

    with together(logs, "states_of_logs", "state_of_log", given) as states:
        whole = ask_together([states], "load_across").set_index("person_no")
        with together(logs, "works_of_logs", "work_of_log", given) as works:
            parts = ask_together([states, works], "load_of_logs")
    return _by_person(_named(parts, logs, people), whole, people)


def _named(parts: pd.DataFrame, logs: Sequence[EventLog], people: Sequence[Person]) -> pd.DataFrame:
    """What each person does in each log, in names, with its shares of all they do."""
    names = [log.name for log in logs]
    for column in ("busy_hours", "effort_hours"):
        parts[column] = parts[column].fillna(0).where(parts.pieces_with_start > 0)
    parts["resource"] = [people[number].name for number in parts.person_no]
    parts["log"] = [names[number] for number in parts.log_no]
    pairs = zip(parts.person_no, parts.log, strict=True)
    parts["recorded_as"] = [people[number].recorded[log] for number, log in pairs]
    of_person = parts.groupby("person_no")
    for column in ("effort_hours", "completions"):
        total = of_person[column].transform("sum")
        parts[f"share_of_{column.removesuffix('_hours')}"] = (parts[column] / total).where(total > 0)
    return parts


def _by_person(
    parts: pd.DataFrame, whole: pd.DataFrame, people: Sequence[Person]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    of_person = parts.groupby("person_no")
    frame = of_person.agg(
        resource=("resource", "first"), logs=("log", "size"), pieces=("pieces", "sum"), completions=("completions", "sum"),
        first_at=("first_at", "min"), last_at=("last_at", "max"),
    )  # fmt: skip
    frame["busy_by_log_hours"] = of_person.busy_hours.sum(min_count=1)
    is_known = frame.busy_by_log_hours.notna()
    for column in (
        "busy_hours",
        "busy_in_several_hours",
        "multitasking_hours",
        "effort_hours",
        "peak_in_hand",
    ):
        frame[column] = whole[column].reindex(frame.index).fillna(0).where(is_known)
    busy = frame.busy_hours.where(frame.busy_hours > 0)
    frame["share_in_several"] = frame.busy_in_several_hours / busy
    frame["share_multitasking"] = frame.multitasking_hours / busy
    by_effort = parts.assign(effort=parts.effort_hours.fillna(-1))
    main = by_effort.sort_values(["effort", "completions", "log"], ascending=[False, False, True])
    frame["main_log"] = main.groupby("person_no").log.first()
    frame["is_matched_loosely"] = [people[number].is_matched_loosely for number in frame.index]
    return in_utc(frame.reset_index(drop=True)), in_utc(parts[OF_LOG])
