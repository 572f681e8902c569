"""The catalogue of a workspace: which logs and versions exist, and how each was imported.

SQLite through SQLAlchemy Core. Every write begins immediately: a deferred transaction that turns into a
write fails at once when another process writes, an immediate one waits its turn.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import UnknownName, WorkspaceProblem
from procmine.store.happy_paths import HappyPaths
from procmine.store.migrations import MIGRATIONS
from procmine.store.people import PeopleRules
from procmine.store.reference_models import ReferenceModels
from procmine.store.scenarios import Scenarios
from procmine.store.sources import SavedSources
from procmine.store.survey import Survey
from procmine.store.versions import Version

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

WAIT_SECONDS = 60


class Catalogue:
    """The logs and versions of one workspace folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.path = folder / "catalogue.sqlite"
        self.people = PeopleRules(self)
        self.survey = Survey(self)
        self.scenarios = Scenarios(self)
        self.happy_paths = HappyPaths(self)
        self.reference_models = ReferenceModels(self)
        self.sources = SavedSources(self)
        self._engine = self._open()
        self._migrate()

    def _open(self) -> Any:
        from sqlalchemy import create_engine, event

        made = create_engine(
            f"sqlite:///{self.path}", connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False}
        )

        @event.listens_for(made, "connect")
        def configure(connection: Any, _: Any) -> None:
            connection.isolation_level = None  # we say ourselves when a transaction begins
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma synchronous = full")

        return made

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            connection.exec_driver_sql("begin immediate")
            yield connection

    @contextmanager
    def executing(self) -> Iterator[Callable[..., Any]]:
        """One transaction in which `execute(sql, **parameters)` runs statements: all of them stand, or none."""
        from sqlalchemy import text

        with self.writing() as connection:
            yield lambda sql, **named: connection.execute(text(sql), named)

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        from sqlalchemy import text

        with self._engine.connect() as connection:  # nothing begins: who reads waits for nobody
            return list(connection.execute(text(sql), parameters))

    def _migrate(self) -> None:
        from sqlalchemy import exc, text

        try:
            if self.rows("pragma user_version")[0][0] == len(MIGRATIONS):
                return
            with self.writing() as connection:
                # Asked again inside the transaction: another process may have migrated meanwhile.
                at = connection.execute(text("pragma user_version")).scalar_one()
                if at > len(MIGRATIONS):
                    raise WorkspaceProblem(
                        "This workspace was made by a newer procmine.",
                        str(self.folder),
                        "Upgrade procmine, or open another workspace.",
                    )
                for statements in MIGRATIONS[at:]:
                    for statement in statements:
                        connection.execute(text(statement))
                connection.execute(text(f"pragma user_version = {len(MIGRATIONS)}"))
        except exc.DatabaseError as problem:
            raise WorkspaceProblem(
                "The catalogue of this workspace cannot be read.",
                f"{self.path}: {problem.orig}",
                "Restore it from a copy, or open another folder.",
            ) from problem

    def logs(self) -> list[Version]:
        """The newest version of every log, by name."""
        found = self.rows(
            """select l.name, v.* from log l join version v on v.log_id = l.log_id
            where v.version = (select max(version) from version where log_id = l.log_id) order by l.name"""
        )
        return [self._version(row) for row in found]

    def versions(self, name: str) -> list[Version]:
        """Every version of the log, oldest first."""
        found = self.rows(
            "select l.name, v.* from log l join version v on v.log_id = l.log_id where l.name = :name order by v.version",
            name=name,
        )
        if not found:
            raise UnknownName(
                "log", name, [version.name for version in self.logs()], where=f"workspace {self.folder}"
            )
        return [self._version(row) for row in found]

    def version(self, name: str, version: int | str | None = None) -> Version:
        found = self.versions(name)
        if version is None:
            return found[-1]
        if isinstance(version, str) and version.isdigit():
            version = int(version)
        for one in found:
            if one.version == version:
                return one
        raise UnknownName(f"version of {name}", version, [str(one.version) for one in found])

    def register(
        self, name: str, file: str, description: dict[str, Any], expected: int | None = None
    ) -> Version | None:
        """Make the finished file `file` the next version of the log `name`, in one transaction.

        With `expected`, only while that is still its newest version (0: while there is none): None where another came meanwhile.
        """
        from sqlalchemy import text

        newest = text("select max(version) from version join log using (log_id) where name = :name")
        with self.writing() as connection:
            if expected is not None and expected != (
                connection.execute(newest, {"name": name}).scalar_one() or 0
            ):
                return None
            connection.execute(
                text("insert or ignore into log (name, created_at) values (:name, :at)"),
                {"name": name, "at": _now()},
            )
            connection.execute(
                text(
                    """insert into version (log_id, version, file, created_at, description)
                    select log_id, coalesce((select max(version) from version v where v.log_id = log.log_id), 0) + 1, :file, :at, :description
                    from log where name = :name"""
                ),
                {
                    "name": name,
                    "file": file,
                    "at": _now(),
                    "description": json.dumps(description, ensure_ascii=False),
                },
            )
            number = connection.execute(newest, {"name": name}).scalar_one()
        return self.version(name, number)

    def forget(self, version: Version) -> bool:
        """Take a version off the list unless an action cites it; its file is then the caller's to remove."""
        with self.executing() as execute:
            return bool(
                execute(
                    """delete from version where version = :version and log_id = (select log_id from log where name = :name)
                    and not exists (select 1 from action where log = :name and :version in (cites_version, verdict_version))""",
                    version=version.version,
                    name=version.name,
                ).rowcount
            )

    def citing(self, version: Version) -> list[int]:
        """The actions that cite a version: for their finding, or for their verdict."""
        found = self.rows(
            "select action_no from action where log = :name and :version in (cites_version, verdict_version) order by action_no",
            name=version.name,
            version=version.version,
        )
        return [row.action_no for row in found]

    def files(self) -> set[str]:
        return {row.file for row in self.rows("select file from version")}

    def close(self) -> None:
        self._engine.dispose()

    def _version(self, row: Row) -> Version:
        return Version(
            name=row.name,
            version=row.version,
            path=self.folder / row.file,
            created_at=datetime.fromisoformat(row.created_at),
            description=json.loads(row.description),
            saved_calendars=self.calendars,  # as they are: what may be told of them is for whoever tells it
            people=lambda: self.people.of(row.name),
            survey=lambda: self.survey.answers(row.name),
            happy_path=lambda: self.happy_paths.of(row.name),
            saved_models=self.reference_models.all,
        )

    def identity(self) -> str:
        """A name of this workspace that no other has, made when it is first asked for."""
        with self.executing() as execute:
            execute(
                "insert or ignore into setting (name, value) values ('identity', :made)",
                made=f"{uuid.uuid4().hex}.procmine",
            )
            return execute("select value from setting where name = 'identity'").scalar_one()

    def calendars(self) -> dict[str, str]:
        """The saved calendars by name: phrases, or what a TOML file held."""
        return {row.name: row.said for row in self.rows("select name, said from calendar order by name")}

    def save_calendar(self, name: str, said: str) -> None:
        with self.executing() as execute:
            execute(
                "insert or replace into calendar (name, said, saved_at) values (:name, :said, :at)",
                name=name,
                said=said,
                at=_now(),
            )

    def drop_calendar(self, name: str) -> None:
        """Raises UnknownName where none is called so."""
        with self.executing() as execute:
            dropped = execute("delete from calendar where name = :name", name=name).rowcount
        if not dropped:
            raise UnknownName("calendar", name, list(self.calendars()), where=f"workspace {self.folder}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
