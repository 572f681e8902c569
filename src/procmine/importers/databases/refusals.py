"""What a database says when it refuses, told with its cure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from procmine.errors import NotInstalled, ProcmineError, SourceProblem
from procmine.importers.databases.address import SECRETS
from procmine.importers.databases.settings import DatabaseSettings

CURES: tuple[tuple[str, str], ...] = (
    (
        r"statement timeout|max_statement_time|maximum statement execution time|interrupted",
        "Ask for less, or allow longer: --timeout 3600 (timeout_seconds=3600).",
    ),
    (r"no password supplied|password authentication failed|access denied for user", "{secret}"),
    (
        r"permission denied|command denied|access denied|permission error|external access",
        "Only what this user may read is read: ask for SELECT on it.",
    ),
    (r"read.only|readonly", "Nothing is written here: give a query that only reads."),
    (
        r"corrupt|malformed|not a database|read enough bytes|version number",
        "The file is damaged, cut off or of a newer kind: copy it again, or export its tables as Parquet.",
    ),
    (
        r"syntax error|error in your sql syntax",
        "Correct the query; try it in the database's own client first.",
    ),
    (
        r"unable to open database",
        "A journal (-wal) of another program lies beside it, and its folder cannot be written: import a copy of both.",
    ),
    (r"cryptography", "Connect by TLS (?ssl_ca=ca.pem), or: pip install cryptography"),
    (
        r"(relation|table|column|view).*(does not exist|doesn't exist)|no such (table|column)|unknown column|not found",
        "Check the names; without --table and --query the tables are listed.",
    ),
    (r"(database|role) .*does not exist|unknown database", "Check user and database in the URL."),
    (
        r"refused|translate host|timed? ?out|timeout expired|can't connect|name or service|unreachable|no such file",
        "Check host and port, and that this machine may reach it.",
    ),
    (r"lock|busy", "Another program is writing to it: wait until it has finished, or import a copy."),
    (r"duplicate column", "Give each column of the query a name of its own: select a.id as a_id, …"),
)


@contextmanager
def refused(
    settings: DatabaseSettings, errors: tuple[type[BaseException], ...], secret: str | None = None
) -> Iterator[None]:
    """Whatever of `errors` the database raises becomes a refusal that says what it said, and no secret."""
    try:
        yield
    except ProcmineError:
        raise
    except errors as problem:
        raise refusal(str(problem), settings, secret) from None


def refusal(text: str, settings: DatabaseSettings, secret: str | None = None) -> SourceProblem:
    """The refusal for what a database or its driver said."""
    said = _first_sentence(text)
    for one in (secret, quote(secret, safe="")) if secret else ():
        said = said.replace(one, "…")
    cure = next(
        (cure for pattern, cure in CURES if re.search(pattern, said, re.IGNORECASE)),
        "Try the statement in the database's own client.",
    )
    secrets = SECRETS.get(settings.address.kind, "")
    return SourceProblem(f"The database refuses: {said}.", settings.address.text, cure.format(secret=secrets))


def _first_sentence(text: str) -> str:
    """What the server said, without the driver's words before it and the statement after it."""
    server = re.search(r"(?:ERROR|FATAL):\s*(.+?)(?:\n\n|\nLINE|\nQuery was|\. SQLSTATE|$)", text, re.DOTALL)
    driver = re.split(r"\n\s*LINE \d", re.sub(r"^[A-Z_]+: (\[libpq\] )?", "", text))[0]
    coded = re.match(r"^\((\d+), ['\"](.*)['\"]\)$", text, re.DOTALL)
    said = server[1] if server else coded[2] if coded else driver
    said = re.sub(r"Failed to connect: |Is the server running on .*", "", said, flags=re.DOTALL)
    return " ".join(said.split()).rstrip(".!")[:400]


def not_installed(extra: str, package: str, where: str) -> NotInstalled:
    """The refusal where the driver is not there: it names the line that installs it."""
    return NotInstalled(f"{package} is not installed.", where, f'pip install "procmine[{extra}]"')
