"""The words of the command line that are not fixed: what is said of a source, and the options of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import typer

from procmine.errors import WrongOption


class ImportFlag(NamedTuple):
    """A flag that says something about a source: the import's option of that meaning, and what it is for."""

    option: str
    value: str
    told: str


IMPORT_FLAGS = {
    "--case": ImportFlag("case", "COLUMN", "the column that names the case; repeat it to join columns"),
    "--activity": ImportFlag("activity", "COLUMN", "the column that says what was done; repeat it to join columns"),
    "--start": ImportFlag("started_at", "COLUMN", "the column with the start of the work"),
    "--end": ImportFlag("ended_at", "COLUMN", "the column with the end of the work"),
    "--resource": ImportFlag("resource", "COLUMN", "the column with who did it"),
    "--lifecycle": ImportFlag("lifecycle", "COLUMN", "the column that says whether a row is a start or an end"),
    "--sequence": ImportFlag("sequence", "COLUMN", "the column that orders rows of one instant"),
    "--zone": ImportFlag("zone", "ZONE", "the time zone of the clock, e.g. Europe/Berlin"),
    "--dates": ImportFlag("dates", "ORDER", "the order of day, month and year: dmy, mdy or ymd"),
    "--complete-when": ImportFlag("complete_when", "RULE", "which cases are finished, e.g. 'activity in (Close, Cancel)'"),
    "--observed-from": ImportFlag("observed_from", "INSTANT", "from when on the source recorded: older cases are seen in part"),
    "--extracted-at": ImportFlag("extracted_at", "INSTANT", "when the source was extracted (the latest event)"),
    "--recipe": ImportFlag("recipe", "FILE", "a recipe with accepted repairs"),
    "--sheet": ImportFlag("sheet", "NAME", "the sheet of a workbook"),
    "--table": ImportFlag("table", "NAME", "the table of a database, e.g. public.status_history"),
    "--query": ImportFlag("query", "SELECT", "a query in the database's own words, in place of a table"),
    "--cursor": ImportFlag("cursor", "COLUMN", "a column that only grows: with --append what came since is read"),
    "--overlap": ImportFlag("overlap", "SECONDS", "how far below the cursor is read again, for rows that were written late (0)"),
    "--timeout": ImportFlag("timeout_seconds", "SECONDS", "how long a database may take over the statement (600)"),
    "--pseudonyms": ImportFlag("pseudonyms", "PLACE", "people go by pseudonyms; where their key lies: env:NAME or keyring:service/user"),
    "--people": ImportFlag("people", "COLUMN", "a further column that names people, where they go by pseudonyms; repeat it"),
    "--rows": ImportFlag("rows", "CONDITION", "the rows to read, e.g. 'Field = status'; repeat it, all must hold"),
}  # fmt: skip
IMPORT_OPTIONS = {flag: one.option for flag, one in IMPORT_FLAGS.items()}


def listed_flags() -> str:
    """The import's flags, a line each, for a help page that keeps its lines."""
    heads = {flag: f"{flag} {one.value}" for flag, one in IMPORT_FLAGS.items()}
    wide = max(map(len, heads.values()))
    lines = [f"  {heads[flag]:<{wide}}  {one.told}" for flag, one in IMPORT_FLAGS.items()]
    return "\n".join(["\b", "What the source holds (guessed where it is not said):", *lines])


def named_flags() -> str:
    """The same on one line."""
    return f"A file also takes the flags of an import: {' '.join(IMPORT_FLAGS)}. What they say: procmine import --help."


def taken(arguments: list[str], known: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The known flags among `arguments` by the names of their options, and what is left; a repeated flag makes a list."""
    found: dict[str, Any] = {}
    left: list[str] = []
    rest = iter(arguments)
    for word in rest:
        flag, is_joined, value = word.partition("=")
        if flag not in known:
            left.append(word)
            continue
        if not is_joined:
            try:
                value = next(rest)
            except StopIteration:
                raise typer.BadParameter(f"{flag} needs a value") from None
        name = known[flag]
        before = found.get(name)
        found[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]
    return found, left


def import_options(arguments: list[str]) -> dict[str, Any]:
    """What is said of a source; anything else is refused."""
    found, left = taken(arguments, IMPORT_OPTIONS)
    refuse_surplus(left, IMPORT_OPTIONS)
    return found


def refuse_surplus(left: list[str], known: Iterable[str]) -> None:
    if left:
        raise typer.BadParameter(f"not understood: {' '.join(left)}. There is: {', '.join(known)}")


def typed(option: Any, text: Any) -> Any:
    """The text of a flag as the kind of value its option has by default."""
    if isinstance(option.default, (int, float)) and not isinstance(option.default, bool):
        try:
            return type(option.default)(text)
        except ValueError:
            raise WrongOption(
                f"{text!r} is not a number.", f"--{option.name}", f"Its default is {option.default}."
            ) from None
    return text
