"""Sources nobody can read: one clear sentence, exit code 1, the workspace as it was."""

from __future__ import annotations

import json
import os
import struct
import zipfile

import pytest

BOMB = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><log><trace>&b;</trace></log>'


def locked_zip(path):
    """A zip whose one member says it is encrypted."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("log.csv", "case_id,activity,timestamp\n1,A,2024-01-01\n")
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(signature) + offset
        data[place : place + 2] = struct.pack("<H", struct.unpack("<H", data[place : place + 2])[0] | 1)
    path.write_bytes(bytes(data))


def long_line(path):
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)


SOURCES = {
    "empty.csv": lambda path: path.write_bytes(b""),
    "header.csv": lambda path: path.write_text("case_id,activity,timestamp\n"),
    "rubbish.csv": lambda path: path.write_bytes(os.urandom(20_000)),
    "folder.csv": lambda path: path.mkdir(),
    "missing.csv": lambda path: None,
    "line.csv": long_line,
    "locked.zip": locked_zip,
    "bomb.xes": lambda path: path.write_text(BOMB),
    "page.csv": lambda path: path.write_text(
        "<!DOCTYPE html><html><body><table><tr><td>Sign in</td></tr></table></body></html>"
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_nobody_can_read_is_one_clear_sentence(name, procmine, tmp_path):
    SOURCES[name](tmp_path / name)
    told = procmine("import", tmp_path / name)
    assert told.code == 1
    found, *rest = told.err.strip().splitlines()
    assert found.endswith(".") and len(found) < 200 and "Traceback" not in told.err
    assert rest, "where it was met and what to do"
    assert not list((tmp_path / "workspace").rglob("*.duckdb")) and not list(
        (tmp_path / "workspace").rglob("*.importing")
    )
    refused = json.loads(procmine("ask", "summary", str(tmp_path / name), "--json").out)
    assert set(refused["error"]) == {"found", "where", "cure"} and refused["error"]["cure"]


def test_twelve_words_for_no_date_and_nine_blank_cases_are_told_and_kept_apart(procmine, tmp_path):
    rows = []
    for i in range(200):
        case = "" if i % 22 == 5 and i < 198 else f"T-{i // 7}"
        at = (
            "n/a" if i % 17 == 5 else f"{1 + i % 28:02d}/{3 + i // 150:02d}/2026 {8 + i % 9:02d}:{i % 60:02d}"
        )
        rows.append(f"{case};{['Open', 'Check', 'Close'][i % 3]};{at};team {i % 4}")
    (tmp_path / "tickets.csv").write_text("Ticket;Status;Changed;Group\n" + "\n".join(rows) + "\n")
    blank, undated = sum(row.startswith(";") for row in rows), sum(";n/a;" in row for row in rows)
    both = sum(row.startswith(";") and ";n/a;" in row for row in rows)
    assert (blank, undated) == (9, 12)
    told = json.loads(
        procmine(
            "import", "tickets.csv", "--case", "Ticket", "--activity", "Status", "--end", "Changed", "--json"
        ).out
    )
    facts = told["facts"]
    assert (facts["rows_read"], facts["quarantined"], facts["rows_used"]) == (200, 21 - both, 179 + both)
    assert facts["last_at"].startswith("2026-04-2"), "day before month"
    shown = procmine("inspect", "tickets").out
    assert f"200 read = {179 + both} used + {21 - both} quarantined" in shown


def test_a_day_that_could_be_a_month_is_asked(procmine, tmp_path):
    rows = [f"{i // 3},{'ABC'[i % 3]},0{1 + i % 9}/0{1 + i % 7}/2026 10:00" for i in range(30)]
    (tmp_path / "log.csv").write_text("case,activity,timestamp\n" + "\n".join(rows) + "\n")
    told = procmine("import", "log.csv", "--yes")
    assert told.code == 1 and "--dates dmy" in told.err and "nothing in the file decides it" in told.err
    assert procmine("import", "log.csv", "--yes", "--dates", "dmy").code == 0


def test_wrong_usage_ends_with_two(procmine):
    assert procmine("import").code == 2
    assert procmine("ask", "summary", "log", "--nonsense", "x").code == 2
    assert procmine("frobnicate").code == 2


def test_a_word_that_is_a_log_and_a_file_is_refused_with_both_spellings(procmine, tmp_path):
    (tmp_path / "log.csv").write_text(
        "case_id,activity,timestamp\n1,A,2024-01-01 10:00\n1,B,2024-01-02 10:00\n"
    )
    assert procmine("import", "log.csv", "--name", "log.csv", "--yes").code == 0
    told = procmine("ask", "summary", "log.csv")
    assert told.code == 1 and "./log.csv" in told.err
    assert (
        procmine(
            "ask", "summary", "./log.csv", "--case", "case_id", "--activity", "activity", "--end", "timestamp"
        ).code
        == 0
    )


def test_a_flag_that_is_not_there_is_answered_with_those_that_are(procmine, tmp_path):
    (tmp_path / "log.csv").write_text("case_id,activity,timestamp\n1,A,2024-01-01 10:00\n")
    told = procmine("import", "log.csv", "--bogus", "3")
    assert told.code == 2 and "--bogus" in told.err
    assert all(flag in " ".join(told.err.split()) for flag in ("--case", "--complete-when", "--sheet"))
    assert "--by" in procmine("ask", "workload", "log.csv", "--bogus", "3").err


def test_a_folder_to_export_to_is_refused_with_a_file_in_it(procmine, tmp_path):
    (tmp_path / "log.csv").write_text(
        "case_id,activity,timestamp\n1,A,2024-01-01 10:00\n1,B,2024-01-01 11:00\n"
    )
    told = procmine("export", "log.csv", "--to", tmp_path)
    assert told.code == 1 and "A folder was named" in told.err
    assert f"--to {tmp_path / 'log.csv'}" in told.err.replace("\n", "")
