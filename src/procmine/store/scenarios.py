"""Scenarios of a log: changes of its process under a name, kept to be played again and compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procmine.errors import UnknownName, WrongOption
from procmine.store.people import account

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue

LONGEST_NAME = 60  # letters: it stands beside others on an axis


@dataclass(frozen=True)
class Scenario:
    """Changes under a name: of which log, seen through which filters, in whose working hours; saved when and by whom.

    `withheld` are the fields that may not be told now, since they name people.
    """

    log: str
    name: str
    changes: str
    calendar: str | None
    filters: str
    saved_at: datetime
    who: str
    withheld: tuple[str, ...] = ()


class Scenarios:
    """The scenarios of one workspace, kept in its catalogue. Whether changes fit the log is for whoever saves them to see."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    def save(
        self, log: str, name: str, changes: str, calendar: str | None = None, filters: str = ""
    ) -> Scenario:
        """Keep changes under a name, in place of what was called so before. Raises WrongOption for a name that is none."""
        self._catalogue.version(log)
        now = datetime.now(UTC).replace(microsecond=0)
        kept = Scenario(log, _checked(name), changes, calendar or None, filters, now, account())
        with self._catalogue.executing() as execute:
            execute(
                """insert or replace into scenario (log, name, changes, calendar, filters, saved_at, who)
                values (:log, :name, :changes, :calendar, :filters, :at, :who)""",
                log=log, name=kept.name, changes=changes, calendar=kept.calendar, filters=filters,
                at=now.isoformat(), who=kept.who,
            )  # fmt: skip
        return kept

    def of(self, log: str) -> list[Scenario]:
        """All scenarios of a log, by name."""
        found = self._catalogue.rows(
            "select log, name, changes, calendar, filters, saved_at, who from scenario where log = :log order by name",
            log=log,
        )
        return [
            Scenario(**{**row._mapping, "saved_at": datetime.fromisoformat(row.saved_at)}) for row in found
        ]

    def drop(self, log: str, name: str) -> None:
        """Forget a scenario. Raises UnknownName where none is called so."""
        with self._catalogue.executing() as execute:
            dropped = execute(
                "delete from scenario where log = :log and name = :name", log=log, name=name
            ).rowcount
        if not dropped:
            raise UnknownName("scenario", name, [one.name for one in self.of(log)], where=f"log {log}")


def _checked(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME or not called.isprintable():
        raise WrongOption(
            f"{name!r} cannot name a scenario.",
            "name",
            f"Use 1 to {LONGEST_NAME} letters, e.g. Approve every day.",
        )
    return called
