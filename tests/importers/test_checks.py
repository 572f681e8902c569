"""The import doctor: each check finds its fault, and a sound log has none."""

from __future__ import annotations

import pytest

from procmine.importers import checks
from procmine.importers.events import build
from procmine.importers.mapping import Mapping

COLUMNS = ("Case", "Step", "From", "To", "Who", "Extra")
MAPPING = Mapping(("Case",), ("Step",), "From", "To", "Who")
STEPS = ("Ask", "Do", "Check")


def sound(cases=12):
    """Cases of three steps, every instant different, two people."""
    return [
        [
            f"C{case}",
            step,
            f"2026-01-{case + 1:02d} {9 + n}:1{n}:07",
            f"2026-01-{case + 1:02d} {9 + n}:3{n}:21",
            f"p{n}",
            "",
        ]
        for case in range(cases)
        for n, step in enumerate(STEPS)
    ]


def changed(rows, **cells):
    """The rows with the named columns set in all of them."""
    return [
        [cells.get(name.lower(), value) for name, value in zip(COLUMNS, row, strict=True)] for row in rows
    ]


def notes_of(staging, rows, mapping=MAPPING):
    made = build(staging.con, staging.rows(COLUMNS, rows), mapping)
    return {note.check: note for note in made.notes}


def test_a_sound_log_has_only_the_note_on_its_zone(staging):
    assert set(notes_of(staging, sound())) == {"no-zone"}


def first(rows, **cells):
    return changed(rows[:1], **cells) + rows[1:]


ENDS = Mapping(("Case",), ("Step",), ended_at="To", resource="Who")
FAULTS = {
    "batch-loads": lambda: (
        sound() + [[f"C{n % 12}", "Load", "", "2026-02-01 02:00:00", "svc", ""] for n in range(30)]
    ),
    "begun-before": lambda: (
        [
            [
                f"C{n}",
                "Middle" if n < 8 else "Ask",
                "",
                f"2026-{n // 28 + 1:02d}-{n % 28 + 1:02d} 10:00:07",
                "p",
                "",
            ]
            for n in range(80)
        ]
        + [
            [f"C{n}", "End", "", f"2026-{n // 28 + 1:02d}-{n % 28 + 1:02d} 11:00:09", "p", ""]
            for n in range(80)
        ]
    ),
    "broken-letters": lambda: first(sound(), step="PrÃ¼fung"),
    "day-precision": lambda: [
        [f"C{n // 3}", STEPS[n % 3], "", f"2026-01-{n + 1:02d}", "p", ""] for n in range(20)
    ],
    "decimal-comma": lambda: changed(sound(), extra="1.234,50"),
    "ends-before-start": lambda: first(sound(), to="2025-01-01 10:00:00"),
    "exact-duplicates": lambda: [sound()[0], *sound()],
    "form-entries": lambda: [
        [f"C{n // 3}", STEPS[n % 3], "", f"2026-01-{n // 3 + 1:02d} 10:00:07", "p", ""] for n in range(30)
    ],
    "future-times": lambda: first(sound(), to="2890-01-01 10:00:00"),
    "giant-case": lambda: (
        sound() + [["big", f"{STEPS[n % 3]}", "", f"2026-03-01 10:{n:02d}:07", "p", ""] for n in range(50)]
    ),
    "many-activities": lambda: [[*row[:1], f"step {n}", *row[2:]] for n, row in enumerate(sound())],
    "missing-activity": lambda: first(sound(), step=""),
    "missing-case": lambda: first(sound(), case=""),
    "missing-resource": lambda: first(sound(), who=""),
    "missing-time": lambda: first(sound(), **{"from": "", "to": ""}),
    "mixed-precision": lambda: (
        sound() + [[f"C{n}", "Sign", "", f"2026-02-{n + 1:02d} 10:00:00", "p", ""] for n in range(12)]
    ),
    "names-of-places": lambda: first(sound(), step="(start)"),
    "near-duplicates": lambda: [[*sound()[0][:3], "2026-01-01 09:30:21.500", "p0", ""], *sound()],
    "one-activity": lambda: changed(sound(), step="Do"),
    "one-event-cases": lambda: [[f"C{n}", *row[1:]] for n, row in enumerate(sound())],
    "personal-data": lambda: first(sound(), extra="ann@example.org"),
    "placeholder-dates": lambda: first(sound(), **{"from": "1900-01-01 00:00:00"}),
    "similar-activities": lambda: first(sound(), step="ask"),
    "similar-cases": lambda: first(sound(), case="c0"),
    "stray-spaces": lambda: first(sound(), step="Ask  twice"),
    "system-actors": lambda: first(sound(), who="batch_00"),
    "ties": lambda: [[sound()[0][0], "Other", *sound()[0][2:4], "p9", ""], *sound()],
    "words-for-missing": lambda: first(sound(), who="NULL"),
}
LIFECYCLE = {"unknown-lifecycle": "paused", "unpaired-lifecycle": "start"}


@pytest.mark.parametrize("check", sorted(FAULTS))
def test_each_fault_is_found_by_its_check(staging, check):
    found = notes_of(staging, FAULTS[check]())
    assert check in found
    note = found[check]
    assert note.rows > 0
    assert note.repair
    assert note.severity in ("warning", "info")


@pytest.mark.parametrize("check", sorted(LIFECYCLE))
def test_each_fault_of_a_life_cycle_is_found(staging, check):
    mapping = Mapping(("Case",), ("Step",), ended_at="To", resource="Who", lifecycle="Extra")
    rows = first(changed(sound(), extra="complete"), extra=LIFECYCLE[check])
    assert notes_of(staging, rows, mapping)[check].rows == (10 if check == "unpaired-lifecycle" else 1)


def test_every_check_is_tried_here():
    tried = {*FAULTS, *LIFECYCLE}
    assert tried == {name.replace("_", "-") for name in checks.names()}


def test_counts_and_examples_are_exact(staging):
    rows = sound()
    rows[4][1] = "do"
    note = notes_of(staging, [rows[0], rows[0], *rows])["exact-duplicates"]
    assert (note.rows, note.examples) == (2, ("C0: Ask",))


def test_errors_come_before_warnings_and_warnings_before_remarks(staging):
    rows = first(sound(), who="", step="ask")
    staging.rows(COLUMNS, rows)
    build(staging.con, staging.rows(COLUMNS, rows), MAPPING)
    severities = [note.severity for note in checks.run(staging.con)]
    assert severities == sorted(severities, key=("error", "question", "warning", "info").index)
    assert set(severities) == {"warning", "info"}
