"""One question, its nouns and the view's own filter become one statement.

A `.sql` file says itself what it is, in its first lines:

    -- How long does work lie still between two activities?      the question, in English
    -- grain: from_activity, to_activity                          one row per …
    -- uses: step, case_group                                     the nouns it needs
    -- leaves out: no end recorded | ended_at is null             reason | predicate over `event`
    -- prepared with: by=null                                     answered once at import for the whole log
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_USES = re.compile(r"^-- uses:(.*)$", re.MULTILINE)
_LEAVES_OUT = re.compile(r"^-- leaves out:(.*?)\|(.*)$", re.MULTILINE)
_PREPARED = re.compile(r"^-- prepared with:(.*)$", re.MULTILINE)
_PARAMETER = re.compile(r"(?<!\$)\$([a-z_][a-z0-9_]*)")
_ASIDE = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/""", re.DOTALL
)  # texts, names, comments
_HEAD = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)

PACKAGE = Path(__file__).resolve().parent.parent
MARK = "-- a statement of procmine; it brings its own relations"
GIVEN = ("event", "case_span")  # the two relations that the view itself provides


@dataclass(frozen=True)
class Part:
    """One named relation of a statement."""

    name: str
    sql: str
    is_passed_through: bool = False  # `not materialized`, so that columns nobody reads are not fetched


@cache
def read_sql(*place: str) -> str:
    """The text of a `.sql` file of the package: `read_sql("timing", "waiting_time")`."""
    return PACKAGE.joinpath(*place).with_suffix(".sql").read_text(encoding="utf-8")


@cache
def parameters_of(sql: str) -> tuple[str, ...]:
    """The `$parameters` that a statement binds."""
    return tuple(dict.fromkeys(_PARAMETER.findall(_ASIDE.sub(" ", sql))))


def leaves_out(sql: str) -> list[tuple[str, str]]:
    """What a question leaves out: (reason, predicate over `event`), first match counts."""
    return [(reason.strip(), predicate.strip()) for reason, predicate in _LEAVES_OUT.findall(sql)]


def prepared_with(sql: str) -> dict[str, None] | None:
    """The parameters, all null, with which a question is answered at import; None when it is not."""
    found = _PREPARED.search(sql)
    if not found:
        return None
    return {name.split("=")[0].strip(): None for name in found.group(1).split(",") if name.strip()}


def nouns(sql: str, instead: Mapping[str, str] | None = None, given: Sequence[str] = GIVEN) -> list[str]:
    """The nouns `sql` needs beyond those `given`, each after the ones it needs itself.

    `instead` names the file a noun is read from.
    """
    files = instead or {}
    ordered: dict[str, None] = {}

    def visit(text: str, path: tuple[str, ...]) -> None:
        for name in (n.strip() for line in _USES.findall(text) for n in line.split(",")):
            if name in path:
                raise RecursionError(f"nouns need each other in a ring: {' > '.join((*path, name))}")
            if name and name not in given and name not in ordered:
                visit(read_sql("vocabulary", files.get(name, name)), (*path, name))
                ordered[name] = None

    visit(sql, ())
    return list(ordered)


def assemble(question: str, view: Sequence[Part], instead: Mapping[str, str] | None = None) -> str:
    """`question` with the view's relations and its nouns in front: one statement.

    `instead` reads a noun from another file of the vocabulary:
    with `{"timed_event": "worked_event"}` a question that speaks of timed_event counts working time.
    """
    files = instead or {}
    given = (*GIVEN, *(part.name for part in view))
    named = (
        Part(name, read_sql("vocabulary", files.get(name, name))) for name in nouns(question, files, given)
    )
    parts = [*view, *named]
    heads = [
        f"{part.name} as {'not materialized ' if part.is_passed_through else ''}(\n{part.sql.rstrip()}\n)"
        for part in parts
    ]
    comments, body = _split(question)
    # A question may begin with relations of its own; they join the same list.
    own = re.match(r"with\s+(recursive\s+)?", body, re.IGNORECASE)
    joined = ",\n".join(heads) + (",\n" + body[own.end() :] if own else "\n" + body)
    return f"{comments}{MARK}\nwith {'recursive ' if own and own[1] else ''}{joined}"


def digest(statement: str) -> str:
    """A short mark by which two statements are told apart."""
    return hashlib.sha256(statement.encode()).hexdigest()[:16]


def _split(sql: str) -> tuple[str, str]:
    """The comments at the head of a file, and the statement itself."""
    found = _HEAD.match(sql)
    comments = found[0].lstrip() if found else ""
    if comments and not comments.endswith("\n"):
        comments += "\n"
    return comments, sql[found.end() if found else 0 :].rstrip() + "\n"
