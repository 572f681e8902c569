"""Where a database is, as it is written: a URL, a file or a folder. A password is refused before anything is done with it.

postgresql://ann@db.example.org:5432/desk     mysql://ann@db.example.org/desk     (mariadb:// is the same)
sqlite:///desk.sqlite   duckdb:///desk.duckdb   or simply the file, known by its first bytes
a folder of *.parquet
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from procmine.errors import UnreadableSource, WrongOption

Kind = Literal["postgresql", "mysql", "sqlite", "duckdb", "parquet"]

SCHEMES: dict[str, Kind] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
    "sqlite": "sqlite",
    "duckdb": "duckdb",
}
SECRETS = {
    "postgresql": "Set PGPASSWORD in the environment, or write a line host:port:database:user:password into ~/.pgpass.",
    "mysql": "Set MYSQL_PWD in the environment, or write it under [client] into ~/.my.cnf.",
}
_URL = re.compile(r"^([a-z][a-z0-9+.:-]+)://(.*)$", re.IGNORECASE | re.DOTALL)
_SECRET_WORDS = re.compile(r"pass|pwd|secret|token", re.IGNORECASE)
SQLITE, DUCKDB = b"SQLite format 3\0", b"DUCK"


@dataclass(frozen=True)
class Address:
    """Where rows come from. `text` is what was given, and holds no password; `path` only for files and folders."""

    kind: Kind
    text: str
    path: Path | None = None

    @property
    def name(self) -> str:
        """What a log is called that comes from the database as a whole."""
        return self.path.stem if self.path else unquote(urlsplit(self.text).path).strip("/") or self.kind


def address_of(source: Any) -> Address | None:
    """The database that `source` is; None for a file of another kind, a frame, or a folder without Parquet files.

    Raises WrongOption for a URL that bears a password, without repeating it, and for one that is not understood.
    """
    if not isinstance(source, (str, os.PathLike)):
        return None
    url = _URL.match(source) if isinstance(source, str) else None
    if url:
        return _of_url(url[0], url[1].lower(), url[2])
    path = Path(source).expanduser()
    try:
        if path.is_dir():
            return Address("parquet", str(source), path) if any(path.rglob("*.parquet")) else None
        kind = _kind_of_file(path) if path.is_file() else None
    except (OSError, ValueError):
        return None  # the reader of files says what is wrong with it
    return Address(kind, str(source), path) if kind else None


def is_address(source: Any) -> bool:
    """Whether `source` is written as a URL: there is no file to look for."""
    return isinstance(source, str) and bool(_URL.match(source))


def _kind_of_file(path: Path) -> Kind | None:
    with path.open("rb") as file:
        head = file.read(16)
    if head == SQLITE:
        return "sqlite"
    return "duckdb" if head[8:12] == DUCKDB else None


def _of_url(text: str, scheme: str, rest: str) -> Address:
    kind = SCHEMES.get(scheme)
    if kind is None:
        raise _unknown(scheme)
    if kind in ("sqlite", "duckdb"):
        return Address(kind, text, _checked_file(kind, Path(unquote(rest.removeprefix("/"))).expanduser()))
    _refuse_password(kind, rest)
    try:
        urlsplit(text)
    except ValueError:
        raise WrongOption(
            "The URL cannot be read.", "source", f"Write {kind}://user@host:port/database."
        ) from None
    return Address(kind, text)


def _unknown(scheme: str) -> WrongOption:
    """Nothing of the URL but its scheme is repeated: nobody knows where such a one keeps its password."""
    plain = scheme.split(":")[-1].split("+")[0]
    if plain in SCHEMES:
        cure = f"Write {plain}://user@host/database."
    elif plain in ("http", "https", "ftp", "s3"):
        cure = "Fetch the file yourself, and import it: nothing is downloaded here."
    else:
        cure = "There is postgresql://, mysql://, sqlite:/// and duckdb:///; of other databases export the table as Parquet or CSV."
    return WrongOption(f"No source is read from {scheme}:// addresses.", "source", cure)


def _refuse_password(kind: Kind, rest: str) -> None:
    """A password in a URL would reach the shell's history and the list of processes; it goes no further than here."""
    before, _, query = rest.partition("?")
    user, at, _ = before.rpartition("@")
    named = [name for name, _ in parse_qsl(query, keep_blank_values=True) if _SECRET_WORDS.search(name)]
    is_named = any(name != "passfile" for name in named)
    if (at and ":" in user) or is_named:
        raise WrongOption("The URL bears a password.", "source", f"Leave it out. {SECRETS[kind]}")
    for host in before.rpartition("@")[2].partition("/")[0].split(","):
        _, colon, port = host.rpartition(":")
        if colon and not host.endswith("]") and not (port.isdecimal() and int(port) < 1 << 16):
            # A password with a slash or a question mark in it ends up here.
            told = "The port in the URL is no number from 0 to 65535."
            raise WrongOption(told, "source", f"Write {kind}://user@host:port/database.")


def _checked_file(kind: Kind, path: Path) -> Path:
    if not path.is_file():
        raise UnreadableSource(
            "There is no such file.",
            str(path),
            f"Three slashes go before a relative path, four before an absolute one: {kind}:////data/desk.{kind}.",
        )
    found = _kind_of_file(path)
    if found != kind:
        told = f"This is {'a DuckDB' if found == 'duckdb' else 'an SQLite' if found else 'no'} database."
        raise UnreadableSource(told, str(path), "Give the path alone: a file is known by its content.")
    return path
