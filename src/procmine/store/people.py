"""What a workspace says of people: whether answers may name them, in which role each works, and who unlocked names why."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue

INDIVIDUALS, ROLES = "individuals", "roles"
LONGEST_UNLOCK_HOURS = 24.0
LEAST_PURPOSE = 10  # letters: a word such as "test" is no purpose


@dataclass(frozen=True)
class People:
    """Whom the answers of one log may name: `is_screened` where roles alone may be, and the role each resource has."""

    is_screened: bool = False
    roles: tuple[tuple[str, str], ...] = ()  # resource, role


class PeopleRules:
    """The rules on people of one workspace, kept in its catalogue; every change of them is written down."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    @property
    def mode(self) -> str:
        """`individuals` or `roles`."""
        found = self._catalogue.rows("select value from setting where name = 'people'")
        return found[0].value if found else INDIVIDUALS

    @property
    def unlocked_until(self) -> datetime | None:
        """Until when whoever asks now may see individuals; None where they are not unlocked for this account."""
        found = self._catalogue.rows(
            "select act, until from people_act where who = :who and act in ('unlock', 'lock') order by rowid desc limit 1",
            who=account(),
        )
        if not found or found[0].act == "lock":
            return None
        until = datetime.fromisoformat(found[0].until)
        return until if until > datetime.now(UTC) else None

    @property
    def is_screened(self) -> bool:
        """Whether answers given now name roles only."""
        return self.mode == ROLES and self.unlocked_until is None

    def of(self, log: str) -> People:
        """The rules as they stand for one log, now."""
        roles = self._catalogue.rows(
            "select resource, role from role where log = :log order by resource", log=log
        )
        return People(self.is_screened, tuple((row.resource, row.role) for row in roles))

    def choose(self, mode: str, purpose: str = "") -> None:
        """Name individuals or roles from now on; to go back to individuals takes a purpose, as an unlock does."""
        if mode not in (INDIVIDUALS, ROLES):
            raise WrongOption(
                f"{mode!r} says not who may be named.", "people", "Use 'individuals' or 'roles'."
            )
        if mode == self.mode:
            return
        said = _purpose(purpose) if mode == INDIVIDUALS else purpose.strip()
        with self._acting(mode, said) as execute:
            execute("insert or replace into setting (name, value) values ('people', :mode)", mode=mode)

    def unlock(self, purpose: str, hours: float = 1.0) -> datetime:
        """Let individuals be named for a while, to whoever works under this account; gives back until when."""
        if not 0 < hours <= LONGEST_UNLOCK_HOURS:
            raise WrongOption(
                f"Names cannot be unlocked for {hours:g} hours.",
                "unlock",
                f"Use up to {LONGEST_UNLOCK_HOURS:g} hours.",
            )
        until = datetime.now(UTC) + timedelta(hours=hours)
        with self._acting("unlock", _purpose(purpose), until):
            return until

    def lock(self) -> None:
        """End the unlock of this account."""
        with self._acting("lock", ""):
            return

    def confirm(self, log: str, roles: Mapping[str, str]) -> None:
        """Keep the role of each resource of a log; an empty mapping forgets them."""
        with self._acting("confirm", f"{len(set(roles.values()))} roles of {log}") as execute:
            execute("delete from role where log = :log", log=log)
            for resource, role in sorted(roles.items()):
                execute(
                    "insert into role (log, resource, role) values (:log, :resource, :role)",
                    log=log,
                    resource=resource,
                    role=role,
                )

    def acts(self) -> list[dict[str, Any]]:
        """What was changed or unlocked, by whom, when, why and until when; the newest first."""
        found = self._catalogue.rows(
            "select at, who, act, purpose, until from people_act order by rowid desc"
        )
        return [dict(row._mapping) for row in found]

    @contextmanager
    def _acting(self, act: str, purpose: str, until: datetime | None = None) -> Iterator[Any]:
        """A change of the rules and its record, in one transaction: neither is there without the other."""
        from sqlalchemy import text

        told = (
            "insert into people_act (at, who, act, purpose, until) values (:at, :who, :act, :purpose, :until)"
        )
        with self._catalogue.writing() as connection:
            given = {"who": account(), "act": act, "purpose": purpose, "until": until and until.isoformat()}
            connection.execute(text(told), {"at": datetime.now(UTC).isoformat(timespec="seconds"), **given})
            yield lambda sql, **named: connection.execute(text(sql), named)


def account() -> str:
    """The account that asks: whose process it is, not what the environment says of it."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"user {os.getuid()}"
    except ImportError:  # where accounts have no numbers
        return _named_by_the_system()


def _named_by_the_system() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _purpose(said: str) -> str:
    purpose = " ".join(said.split())
    if len(purpose) < LEAST_PURPOSE:
        raise WrongOption(
            "What individuals are named for is too short to be understood later."
            if purpose
            else "It is not said what individuals are named for.",
            f"purpose {said!r}",
            "Say it so that your colleagues understand it later, e.g. 'Rota for March with the team of Berlin'.",
        )
    return purpose
