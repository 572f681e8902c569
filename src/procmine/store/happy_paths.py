"""The happy path of each log: the way a case should take, as somebody confirmed it; it outlives versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procmine.store.people import account

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue


@dataclass(frozen=True)
class ConfirmedPath:
    """Activities in order, of which log, confirmed when and by whom."""

    log: str
    activities: tuple[str, ...]
    confirmed_at: datetime
    who: str


class HappyPaths:
    """The confirmed paths of one workspace, one a log, kept in its catalogue."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    def of(self, log: str) -> ConfirmedPath | None:
        found = self._catalogue.rows(
            "select log, activities, confirmed_at, who from happy_path where log = :log", log=log
        )
        if not found:
            return None
        row = found[0]
        return ConfirmedPath(
            row.log, tuple(json.loads(row.activities)), datetime.fromisoformat(row.confirmed_at), row.who
        )

    def confirm(self, log: str, activities: tuple[str, ...]) -> ConfirmedPath:
        """Keep a path for the log, in place of the one before."""
        now = datetime.now(UTC).replace(microsecond=0)
        kept = ConfirmedPath(log, activities, now, account())
        with self._catalogue.executing() as execute:
            execute(
                "insert or replace into happy_path (log, activities, confirmed_at, who) values (:log, :activities, :at, :who)",
                log=log, activities=json.dumps(activities, ensure_ascii=False), at=now.isoformat(), who=kept.who,
            )  # fmt: skip
        return kept

    def drop(self, log: str) -> bool:
        """Forget the path of a log; gives back whether there was one."""
        with self._catalogue.executing() as execute:
            return bool(execute("delete from happy_path where log = :log", log=log).rowcount)
