"""The register itself: `ws.actions`. Every change is written down, and nothing is ever deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.actions import fields
from procmine.actions.acting import INSERT, Acting, acting, standing
from procmine.actions.action import Action
from procmine.actions.parts import Parts, commented
from procmine.actions.recorded import recorded
from procmine.actions.table import actions_frame
from procmine.actions.telling import as_told
from procmine.errors import UnknownName, WrongOption

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

EXPECTED = {
    "expected_hours_per_month": "hours_per_month",
    "expected_low_hours": "low_hours",
    "expected_high_hours": "high_hours",
}
WHERE = ("log", "status", "owner", "is_late", "is_over", "is_pre_registered", "metric")


@dataclass(frozen=True)
class Actions(Parts):
    """The improvements of one workspace, for notebook, command line and app at the same time.

    `who` signs what is done; it is the account of the process unless a name is given, which proves nothing.
    """

    def signed(self, name: str | None) -> Actions:
        """The same register, signed with a name; without one by the account."""
        said = fields.words("name", " ".join((name or "").split()), fields.LONGEST_TITLE)
        return replace(self, who=said or "")

    def add(self, title: str, *, log: str | None = None, **given: Any) -> Action:
        """A new action, `proposed` unless said otherwise.

        `given` are fields: filters, status, owner, starts_on, due_on, changed_at, metric, cohort, control, guardrails,
        expected_hours_per_month, expected_low_hours, expected_high_hours, finding, finding_from (of what the finding was
        told, as plain values) and cites_version, the version of the log it stands on, which `prune` then keeps.
        Raises UnknownName for a log, version, status or field that there is not, WrongOption for a value that cannot be.
        """
        finding_from = given.pop("finding_from", None)
        once = {"finding": None, "cites_version": None}
        once |= fields.read({name: given.pop(name) for name in tuple(once) if name in given}, fields.ONCE)
        said = fields.read({"title": title, **given}, fields.CHANGEABLE)
        self._require_log(log, once["cites_version"])
        with self.catalogue.executing() as execute:
            opened = Acting(execute, {}, self._signature)
            row = {"title": said["title"], "log": log, **once, "finding_from": _plain(finding_from)}
            no = execute(INSERT, **row, at=opened.stamp, who=opened.who).scalar_one()
            # The version is looked at where nobody can take it away any more.
            self._require_log(log, once["cites_version"])
            with_it = replace(opened, row=standing(execute, no))
            with_it.note("added", None, said.pop("title"))
            with_it.change(said, self._zone(log))
        return self.get(no)

    def from_finding(
        self, row: Mapping[str, Any] | Any, log: EventLog | str, *, question: str = "opportunities",
        parameters: Mapping[str, Any] | None = None, **given: Any,
    ) -> Action:  # fmt: skip
        """An action out of a finding: a row of `opportunities`, as a mapping, a row of its frame or a named tuple.

        Kept are the finding, the hours a month it expects with their bounds, its metric, and the row itself with the
        version and the filters through which `log` was seen. `given` are fields as in `add`, and win.
        """
        finding = row._asdict() if hasattr(row, "_asdict") else dict(row)
        if not fields.words("finding", finding.get("finding")):
            raise WrongOption(
                "The row holds no finding.",
                "from_finding(row, …)",
                "Give a row of pm.opportunities(log).frame.",
            )
        name, seen = (log, self._newest(log)) if isinstance(log, str) else (log.name, log.version.version)
        filters = None if isinstance(log, str) else str(log.filters) or None
        told = {
            "question": question,
            "parameters": dict(parameters or {}),
            "version": seen,
            "filters": filters,
        }
        taken = {field: finding.get(column) for field, column in EXPECTED.items()}
        taken |= {"metric": finding.get("metric"), "filters": filters, "finding": finding["finding"]}
        taken |= {"cites_version": seen, "finding_from": {**told, "row": finding}}
        title = given.pop("title", None) or _shortened(str(finding["finding"]))
        return self.add(title, log=name, **{**taken, **given})

    def change(self, no: int, *, seen: int | None = None, **given: Any) -> Action:
        """Set the fields given and leave all others as they are.

        `seen` is the revision that was looked at: where somebody set one of these fields to something else since, the
        change is refused with who did, when and to what (ChangedMeanwhile). Two who change different fields both win.
        Metric, cohort, control or guardrails that are set after the change took effect are kept, and that is said for good.
        """
        said = fields.read(given, fields.CHANGEABLE)
        with acting(self.catalogue, no, self._signature) as action:
            if seen is not None:
                action.refuse_lost(said, seen)
            action.change(said, self._zone(action.row["log"]))
        return self.get(no)

    def drop(self, no: int, why: str) -> Action:
        """Give an action up, and say why; it stays in the register."""
        reason = self._required("why", why, "Say why it is given up: others will ask.")
        with acting(self.catalogue, no, self._signature) as action:
            action.change({"status": "dropped"}, self._zone(action.row["log"]))
            commented(action, reason)
        return self.get(no)

    def freeze(self, no: int, verdict: Mapping[str, Any]) -> Action:
        """Keep the verdict on an action as it was told, with who kept it when.

        A later verdict takes its place; earlier ones stay in the history. A `version` in it is one that `prune` keeps.
        """
        said = _plain(dict(verdict))
        with acting(self.catalogue, no, self._signature) as action:
            version = fields.number("version", verdict.get("version"))
            self._require_log(action.row["log"], version)
            action.execute(
                "update action set verdict = :verdict, verdict_version = :version where action_no = :no",
                verdict=said,
                version=version,
                no=no,
            )
            action.note("verdict", action.row["verdict"], said)
        return self.get(no)

    def all(self, **where: Any) -> list[Action]:
        """The actions of which all of `where` holds (log, status, owner, metric, is_late, is_over, is_pre_registered), by number.

        A value may be several: `status=("proposed", "planned")`.
        """
        for name in where:
            if name not in WHERE:
                raise UnknownName("condition", name, WHERE)
        told = [as_told(self.catalogue, action) for action in recorded(self.catalogue)]
        return [
            action for action in told if all(_holds(action, name, value) for name, value in where.items())
        ]

    def list(self, **where: Any) -> pd.DataFrame:
        """One row per action of which all of `where` holds; for the columns see `procmine.actions.table`."""
        return actions_frame(self.all(**where))

    def figure(self, **where: Any) -> go.Figure:
        """The actions over time, with what needs what, and today."""
        from procmine.actions.gantt import actions_gantt

        return actions_gantt(self.all(**where))

    def to_ical(self, path: str | Path, **where: Any) -> Path:
        """The days of actions and tasks as an iCalendar file (see `procmine.actions.ical`)."""
        from procmine.actions.ical import written

        return written(self.all(**where), self.catalogue.identity(), Path(path))

    def to_excel(self, path: str | Path, **where: Any) -> Path:
        """A workbook with sheets for actions, tasks, comments, documents and history; no text becomes a formula."""
        from procmine.actions.workbook import written

        return written(self.all(**where), Path(path))

    def _require_log(self, log: str | None, version: int | None) -> None:
        if log is not None:
            self.catalogue.version(log, version)
        elif version is not None:
            raise WrongOption(
                "A version is cited, but of no log.", "cites_version", "Name the log too: log='orders'."
            )

    def _newest(self, log: str) -> int:
        return self.catalogue.version(log).version

    def _zone(self, log: str | None) -> str | None:
        return None if log is None else self.catalogue.version(log).facts["zone"]


def _holds(action: Action, name: str, value: Any) -> bool:
    known = action.is_late() if name == "is_late" else getattr(action, name)
    wanted = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
    return known in wanted


def _plain(value: Any) -> str | None:
    """Plain values as JSON, without what is no number; nothing of nothing."""
    from procmine.plain import plain

    def cleaned(one: Any) -> Any:
        if isinstance(one, Mapping):
            return {str(name): cleaned(inner) for name, inner in one.items()}
        return [cleaned(inner) for inner in one] if isinstance(one, (list, tuple)) else plain(one)

    return (
        None
        if value is None
        else json.dumps(cleaned(value), ensure_ascii=False, allow_nan=False, default=str)
    )


def _shortened(finding: str) -> str:
    text = " ".join(finding.split())
    return text if len(text) <= fields.LONGEST_TITLE else text[: fields.LONGEST_TITLE - 1] + "…"
