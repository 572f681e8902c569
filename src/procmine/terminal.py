"""Answers on a terminal: the finding first, then the table, then what was left out."""

from __future__ import annotations

import json
import re
import shlex
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from procmine import wording
from procmine.errors import ProcmineError

if TYPE_CHECKING:
    import pandas as pd

    from procmine.finding import Finding
    from procmine.importers.mapping import Guess
    from procmine.result import Result

ROWS_SHOWN = 20
TOTALS = (
    "total",
    "critical",
    "busy",
    "rework",
    "available",
    "overtime",
    "lasting",
    "effort",
    "active",
    "multitasking",
)  # added up: in hours
COLUMNS_SHOWN = 9

# Into a file or a pipe there is no edge to fold lines at.
out = Console(highlight=False, width=None if sys.stdout.isatty() else 200)
err = Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else 200)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on stderr what is going on, once it takes longer than a second."""
    said = threading.Timer(1.0, lambda: err.print(f"{what} …", style="dim", markup=False))
    said.start()
    try:
        yield
    finally:
        said.cancel()


def show_refusal(refusal: ProcmineError, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": refusal.as_dict()}, ensure_ascii=False))
    err.print(refusal.found, style="bold red", markup=False)
    if refusal.where:
        err.print(refusal.where, style="dim", markup=False)
    if refusal.cure:
        err.print(refusal.cure, markup=False)


def show_guess(guess: Guess) -> None:
    """Which column plays which role and why, and what a few cases look like then."""
    roles = {"started_at": "start", "ended_at": "end"}
    for role, value in guess.mapping.to_dict().items():
        named = " · ".join(value) if isinstance(value, list) else value
        out.print(
            f"  {roles.get(role, role):<10} {named:<28} {guess.reasons.get(role, '')}".rstrip(), markup=False
        )
    for case in guess.examples[:3]:
        steps = " → ".join(f"{activity} {at}" for activity, at in case[:4])
        out.print(f"  e.g. {steps}{' → …' if len(case) > 4 else ''}", style="dim", markup=False)


def agrees(guess: Guess) -> bool:
    """Show the guessed columns and ask."""
    show_guess(guess)
    if not guess.confident:
        out.print(f"  not sure about: {', '.join(guess.doubts)}", style="yellow", markup=False)
    return input("Import with these columns? [Y/n] ").strip().lower() in ("", "y", "yes")


def show_result(result: Result, log: str) -> None:
    """The answer; `log` is the word by which it was asked for."""
    out.print(result.headline, style="bold", markup=False)
    if result.filters:
        out.print(f"Filters: {'; '.join(result.filters)}", style="dim", markup=False)
    show_table(result.tables.get(result.told_in, result.frame), "--csv or --json")
    out.print(
        f"Counted: {wording.counted(result.counted_events, 'event')}; the view holds {wording.counted(result.counted_cases, 'case')}.",
        style="dim",
    )
    for one in result.excluded:
        told = f"Left out: {wording.counted(one.events, 'event')} in {wording.counted(one.cases, 'case')}: {one.reason}."
        out.print(told, style="dim", markup=False)
    rows = result.quarantined
    if rows.told:
        told = f"{rows.told}: procmine inspect {shlex.quote(log)}"
        out.print(told, style="yellow" if rows.are_many_lost else "dim", markup=False)


def show_finding(finding: Finding, as_json: bool, as_csv: bool) -> None:
    """An answer that is not one question of one log: as JSON, as CSV, or to be read."""
    if as_json or as_csv:
        write_text(finding.to_json() if as_json else finding.to_csv() or "")
        return
    out.print(finding.headline, style="bold", markup=False)
    show_table(finding.tables.get(finding.told_in, finding.frame), "--csv or --json")
    for remark in finding.remarks():
        out.print(remark, style="dim", markup=False)


def show_table(frame: pd.DataFrame, more: str) -> None:
    """The rows and columns there is room for, what was left out of sight, and the flag that gives all."""
    out.print(table_of(frame))
    hidden = [str(name) for name in frame.columns[COLUMNS_SHOWN:]]
    if len(frame) > ROWS_SHOWN:
        out.print(f"{ROWS_SHOWN} of {len(frame):,} rows; {more} gives all.", style="dim")
    if hidden:
        out.print(f"Columns not shown: {', '.join(hidden)}; {more} gives all.", style="dim", markup=False)


def show_questions(as_json: bool) -> None:
    """What can be asked, by room, with the options of each question."""
    from procmine.questions import QUESTIONS, ROOMS

    told = [
        {"question": one.word, "room": one.room, "asks": one.asks, "options": [f"--{name.replace('_', '-')}" for name in one.options]}
        for one in QUESTIONS
    ]  # fmt: skip
    if as_json:
        write_text(json.dumps(told, ensure_ascii=False))
        return
    for room, title in ROOMS.items():
        out.print(title, style="bold")
        for one in told:
            if one["room"] == room:
                options = f"  [{' '.join(one['options'])}]" if one["options"] else ""
                out.print(f"  {one['question']:<14} {one['asks']}{options}", markup=False)


def table_of(frame: pd.DataFrame) -> Table:
    made = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    columns = list(frame.columns)[:COLUMNS_SHOWN]
    for name in columns:
        is_number = frame[name].dtype.kind in "iuf"
        made.add_column(
            _heading(str(name)), justify="right" if is_number else "left", overflow="fold", no_wrap=False
        )
    for row in frame[columns].head(ROWS_SHOWN).itertuples(index=False):
        made.add_row(*(_cell(str(name), value) for name, value in zip(columns, row, strict=True)))
    return made


def _heading(name: str) -> str:
    return name.removesuffix("_hours").removesuffix("_at").replace("_", " ")


def _cell(name: str, value: Any) -> str:
    import pandas as pd
    from rich.markup import escape

    if isinstance(value, list) or type(value).__name__ == "ndarray":
        return escape(" → ".join(map(str, value)))
    if pd.isna(value):
        return "–"
    if name.endswith("_worked_hours"):
        return wording.amount_of_time(value)  # days would be days of 24 hours
    if name.endswith("_hours"):
        return wording.amount_of_time(value) if name.startswith(TOTALS) else wording.duration(value)
    if "share" in name:
        return wording.share(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, bool) or getattr(getattr(value, "dtype", None), "kind", "") == "b":
        return "yes" if value else "no"
    if isinstance(value, (int, float)) or hasattr(value, "dtype"):
        # Two places, a small number that is not nothing with two figures.
        places = ",.2g" if abs(value) < 0.1 else ",.2f"
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:{places}}"
    return escape(str(value))


def instant(text: str, zone: str | None) -> str:
    """An instant kept as UTC, on the clock of the log."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    read = datetime.fromisoformat(text)
    return (
        f"{read.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
        if zone
        else f"{read:%Y-%m-%d %H:%M}"
    )


def write_text(text: str) -> None:
    """Plain text to stdout, whatever the terminal's width."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def show_notes(notes: list[tuple[str, str, str]]) -> None:
    """What was noticed, the gravest first, and how repairs are accepted."""
    marks = {"error": "✗", "question": "?", "warning": "!", "info": "·"}
    for severity, message, repair in sorted(notes, key=lambda note: list(marks).index(note[0])):
        out.print(f"  {marks[severity]} {message}", markup=False)
        if repair and severity != "info":
            out.print(f"      {repair}", style="dim", markup=False)
    named = [
        name[1] for _, _, repair in notes if (name := re.search(r"[Aa]ccept ([a-z]+(?:-[a-z]+)+)", repair))
    ]
    if named:
        line = f'repairs = [{{ "{named[0]}" = … }}]'
        out.print(
            f"  Repairs are accepted in a recipe, a file with the line {line}: import again with --recipe FILE.",
            style="dim",
            markup=False,
        )


def show_health(found: Any, headline: str, notes: pd.DataFrame, lost: pd.DataFrame) -> None:
    """The health of a log: how it was read, what was left out, what to know about it."""
    import pandas as pd

    facts = found.facts
    out.print(headline, style="bold", markup=False)
    out.print(
        f"Rows: {facts['rows_read']:,} read = {facts['rows_used']:,} used + {facts['quarantined']:,} quarantined"
    )
    out.print(f"Zone: {facts['zone'] or 'none given: the clock is kept as recorded'}")
    out.print(
        f"Complete cases: {facts['completion'] or 'assumed, where no work is unfinished (say --complete-when)'}",
        markup=False,
    )
    out.print(
        f"Extracted at: {instant(facts['extracted_at'], facts['zone'])}{' (assumed: the last event)' if facts['is_extraction_assumed'] else ''}"
    )
    for reason, rows, line in lost.itertuples(index=False):
        place = "" if pd.isna(line) else f", first in line {line:.0f}"
        out.print(f"Quarantined: {wording.counted(rows, 'row')}: {reason}{place}", markup=False)
    show_notes([(row.severity, row.message, row.repair) for row in notes.itertuples()])
