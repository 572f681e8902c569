"""What answers over several logs have in common: which were asked, which were not and why."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from procmine.engine import Part, assemble, engine, read_sql
from procmine.errors import CannotAnswer, ProcmineError
from procmine.finding import Finding
from procmine.wording import counted, listed

if TYPE_CHECKING:
    import pandas as pd

    from procmine.log import EventLog
    from procmine.workspace import Workspace


class LeftOut(NamedTuple):
    """A log that was not asked, and why."""

    log: str
    why: str


@dataclass(frozen=True, eq=False, kw_only=True)
class FindingAcross(Finding):
    """One answer over several logs: `logs` with the version asked of each, `left_out` with the reason of each."""

    logs: dict[str, int]
    left_out: tuple[LeftOut, ...] = ()

    def asked_of(self) -> dict[str, Any]:
        return {"logs": [{"log": name, "version": version} for name, version in self.logs.items()]}

    def account(self) -> dict[str, Any]:
        return {"left_out": [one._asdict() for one in self.left_out]}

    def lost(self) -> str:
        """`2 logs are left out: orders, which has no zone; …`; nothing where none is."""
        if not self.left_out:
            return ""
        what = counted(len(self.left_out), "log is", "logs are")
        whys = dict.fromkeys(one.why for one in self.left_out)
        told = (f"{listed([one.log for one in self.left_out if one.why == why], 8)}, {why}" for why in whys)
        return f"{what} left out: {'; '.join(told)}"

    def remarks(self) -> list[str]:
        return [f"{self.lost()}."] if self.left_out and self.lost() not in self.headline else []

    def about(self) -> list[tuple[str, str]]:
        return [
            ("Logs", "; ".join(f"{name}, version {version}" for name, version in self.logs.items())),
            *((f"Left out: {log}", why) for log, why in self.left_out),
            ("Definition", self.definition),
        ]


def opened(workspace: Workspace) -> tuple[list[EventLog], list[LeftOut]]:
    """The newest version of each log that can be opened. Raises CannotAnswer where there is none."""
    logs, left_out = [], []
    for name in workspace.names():
        try:
            log = workspace.log(name)
            log.activities  # noqa: B018 - whether its file can be read shows when it is
            logs.append(log)
        except ProcmineError as refusal:
            left_out.append(LeftOut(name, f"which cannot be opened: {refusal.found.rstrip('.')}"))
    if not logs:
        raise CannotAnswer(
            "This workspace has no log that can be asked.",
            "; ".join(f"{log}, {why}" for log, why in left_out) or str(workspace.folder),
            "Import one: procmine import tickets.csv",
        )
    return logs, left_out


def on_one_clock(logs: Sequence[EventLog]) -> tuple[list[EventLog], list[LeftOut]]:
    """The logs whose instants are known in UTC, so that those of several can be laid beside each other."""
    placed = [log for log in logs if log.zone]
    if not placed:
        raise CannotAnswer(
            "No log has a zone, so what happened at the same time in two of them is not known.",
            ", ".join(log.name for log in logs),
            "Import the logs again with the zone their times were written in: --zone Europe/Berlin, in Python zone=.",
        )
    without = "whose clock stands in no known zone (import it again with --zone)"
    return placed, [LeftOut(log.name, without) for log in logs if not log.zone]


@contextmanager
def together(
    logs: Sequence[EventLog], name: str, question: str, given: Callable[[EventLog], dict[str, Any]]
) -> Iterator[Part]:
    """The rows of `across/<question>.sql` of each log as one relation `name`, kept in memory meanwhile.

    Each log's rows are worked out over its own version, so that no statement has to read several.
    """
    key = uuid.uuid4().hex[:12]
    tables = [f"across_{key}_{place}" for place in range(len(logs))]
    try:
        places = []
        for place, (log, table) in enumerate(zip(logs, tables, strict=True)):
            with log.view.kept() as (parts, _):
                statement = assemble(read_sql("across", question), parts, log.view.instead)
                bound = {**log.view.facts, **given(log), "log_no": place}
                places.append(engine.keep(log.version.path, table, statement, bound))
        yield Part(name, "\nunion all\n".join(f"select * from {place}" for place in places), True)
    finally:
        for table in tables:
            engine.forget(table)


def ask_together(parts: Sequence[Part], question: str) -> pd.DataFrame:
    """The rows of `across/<question>.sql` over the relations of several logs."""
    return engine.bare_frame(assemble(read_sql("across", question), parts), {})


def in_utc(frame: pd.DataFrame) -> pd.DataFrame:
    """Instants with their zone, which is UTC: logs of several zones stand in one column."""
    columns = [str(name) for name in frame if str(name).endswith("_at") and frame[name].dtype.kind == "M"]
    return frame.assign(**{name: frame[name].dt.tz_localize("UTC") for name in columns})
