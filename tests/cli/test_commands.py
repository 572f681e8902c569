"""Every command does what the README says."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from contextlib import closing

import pytest

import procmine as pm
from procmine.flags import IMPORT_FLAGS
from procmine.questions import QUESTIONS

ROWS = "\n".join(
    f"{i // 4},{['Open', 'Check', 'Check', 'Close'][i % 4]},2024-01-{1 + i // 40:02d} {8 + i % 4 * 2:02d}:00,2024-01-{1 + i // 40:02d} {9 + i % 4 * 2:02d}:00,p{i % 3},{'NS'[i // 4 % 2]}"
    for i in range(400)
)


@pytest.fixture
def tickets(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text(f"case_id,activity,start_time,end_time,resource,region\n{ROWS}\n")
    return path


def test_no_workspace_is_an_empty_list(procmine, tmp_path):
    told = procmine("logs", "--json")
    assert (told.code, json.loads(told.out)) == (0, [])
    assert not (tmp_path / "workspace").exists()


def test_calendars_are_saved_listed_used_and_dropped(procmine, tickets):
    assert "No calendar is saved" in procmine("calendars").out
    procmine("import", tickets, "--name", "tickets", "--zone", "Europe/Berlin")
    assert (
        procmine("calendars", "save", "office", "Mon-Fri 9:00-17:00").out == "office: Mon-Fri 09:00-17:00\n"
    )
    assert json.loads(procmine("calendars", "--json").out) == {"office": "Mon-Fri 09:00-17:00"}
    asked = procmine("ask", "waiting-time", "tickets", "--calendar", "office")
    assert asked.code == 0 and "the working hours of office" in asked.out.replace("\n", " ")
    refused = procmine("ask", "waiting-time", "tickets", "--calendar", "offise")
    assert refused.code == 1 and "office" in refused.err
    assert procmine("calendars", "drop", "office").code == 0
    assert procmine("calendars", "drop", "office").code == 1


def test_case_names_a_case_of_an_imported_log_and_a_column_of_a_file(procmine, tickets):
    assert procmine("import", tickets, "--name", "tickets").code == 0
    assert procmine("ask", "case-timeline", "tickets", "--case", "7").out.startswith("Case 7 took 7.0 h")
    unknown = procmine("ask", "case-timeline", "tickets", "--case", "700")
    assert unknown.code == 1 and "No case is called '700'" in unknown.err
    of_file = procmine("ask", "case-timeline", tickets, "--case", "case_id", "--where", "case_id = 7")
    assert of_file.out.startswith("Case 7, the slowest finished of this view, took 7.0 h")
    assert procmine("ask", "summary", "tickets", "--case", "case_id").code == 1


def test_import_list_inspect_change_prune(procmine, tickets):
    assert procmine("import", tickets, "--name", "tickets").code == 0
    assert (
        procmine("import", tickets, "--name", "tickets", "--complete-when", "activity in (Close)").code == 0
    )
    assert json.loads(procmine("logs", "--json").out)[0] | {"imported_at": "", "source": ""} == {
        "log": "tickets", "version": 2, "cases": 100, "events": 400, "quarantined": 0, "imported_at": "", "source": ""
    }  # fmt: skip
    assert "activity in (Close)" in procmine("inspect", "tickets").out
    assert "0 cases added, 0 removed, 0 altered" in procmine("changes", "tickets").out
    assert "1 file removed" in procmine("prune").out


def test_a_repair_that_could_be_accepted_is_told_with_the_line_of_its_recipe(procmine, tmp_path):
    twice = "1,A,2024-01-01 10:00\n1,B,2024-01-01 11:00\n1,B,2024-01-01 11:00\n2,A,2024-01-01 10:00\n2,B,2024-01-01 12:00\n"
    (tmp_path / "twice.csv").write_text("case,activity,timestamp\n" + twice)
    told = " ".join(procmine("import", tmp_path / "twice.csv").out.split())
    assert "1 row repeats an event exactly" in told
    assert 'repairs = [{ "drop-exact-duplicates" = … }]: import again with --recipe FILE' in told


def test_a_file_is_asked_without_making_a_workspace(procmine, tickets, tmp_path):
    told = procmine("ask", "bottlenecks", str(tickets))
    assert told.code == 0 and "makes up" in told.out
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.name)
def test_every_question_gives_the_same_numbers_as_python(one, procmine, tickets):
    known = {
        "resource": "p1",
        "rates": "EUR; people 45",
        "changed_at": "2024-01-02",
        "rules": "existence(Open); response(Open, Close) within 2h",
        "within": "5h",
        "model": "Open > Close",
        "cancelled": "Close",
        "rejections": "Close",
    }
    given = {name: known[name] for name in one.needs}
    flags = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", value)]
    if given:  # of a file `--resource` names a column
        procmine("import", tickets, "--name", "tickets")
    asked = "tickets" if given else str(tickets)
    told = json.loads(procmine("ask", one.word, asked, *flags, "--where", "region = N", "--json").out)
    found = one.function(pm.read(tickets).where(region="N"), **given)
    assert told["filters"] == ["region = N"]
    assert told["headline"] == found.headline
    assert told["frame"] == json.loads(found.to_json())["frame"]
    assert (
        len(procmine("ask", one.word, asked, *flags, "--csv").out.splitlines())
        == len(one.function(pm.read(tickets), **given).frame) + 1
    )


def test_options_of_a_question_are_flags(procmine, tickets):
    grouped = json.loads(procmine("ask", "cycle-time", str(tickets), "--by", "region", "--json").out)
    assert [row["group"] for row in grouped["frame"]] == ["N", "S"]
    strict = json.loads(
        procmine("ask", "process-map", str(tickets), "--activities", "0.5", "--paths", "0", "--json").out
    )
    told = {"frequency": "steps", "time": "median", "clock": "elapsed", "marks": None}
    assert strict["parameters"] == {"activities": 0.5, "paths": 0, "calendar": None, **told}


def test_the_statement_runs_in_a_bare_duckdb(procmine, tickets):
    import duckdb

    for words in ([], ["--where", "region = N; between 2024-01-02..2024-01-05; slower than 90min"]):
        script = procmine("ask", "waiting-time", str(tickets), *words, "--sql").out
        log = pm.read(tickets).filter(words[1]) if words else pm.read(tickets)
        with duckdb.connect() as bare:
            assert (
                bare.execute(script).df().total_hours.tolist()
                == pm.waiting_time(log).frame.total_hours.tolist()
            )


def test_what_a_table_does_not_show_is_told(procmine, tickets, tmp_path):
    told = procmine("ask", "process-map", str(tickets)).out
    hidden = "Columns not shown: is_shown, from_no, to_no, share_cases, mean_wait_hours, max_repeats; --csv or --json gives all."
    assert hidden in " ".join(told.split())
    assert "not shown" not in procmine("ask", "handovers", str(tickets)).out
    assert procmine("import", tickets, "--name", "tickets").code == 0
    rows = tickets.read_text().splitlines()
    tickets.write_text("\n".join([rows[0], *(f"x{row}" for row in rows[1:])]) + "\n")
    assert procmine("import", tickets, "--name", "tickets").code == 0
    assert "20 of 200 rows; --json gives all." in procmine("changes", "tickets").out


def test_rows_that_could_not_be_used_are_told_under_every_answer(procmine, tickets):
    assert "could not be used" not in procmine("ask", "variants", str(tickets)).out
    tickets.write_text(tickets.read_text() + ",Open,2024-01-01 08:00,2024-01-01 09:00,p1,N\n")
    told = procmine("ask", "variants", str(tickets)).out
    assert f"1 of 401 rows read could not be used: procmine inspect {tickets}" in " ".join(told.split())


@pytest.mark.parametrize("ending", ["csv", "parquet", "xes"])
def test_an_exported_log_reads_back_as_it_was(ending, procmine, tickets, tmp_path):
    assert procmine("export", str(tickets), "--to", tmp_path / f"out.{ending}").code == 0
    before, after = pm.read(tickets), pm.read(tmp_path / f"out.{ending}")
    columns = ["case_id", "activity", "resource", "started_at", "ended_at"]
    pm_before, pm_after = (log.to_pandas()[columns].astype(str) for log in (before, after))
    assert pm_before.equals(pm_after)


def test_a_file_is_inspected_and_exported_with_the_flags_of_an_import(procmine, tickets, tmp_path):
    told = procmine(
        "inspect", str(tickets), "--zone", "Europe/Paris", "--complete-when", "activity in (Close)"
    )
    assert "Zone: Europe/Paris" in told.out and "activity in (Close)" in told.out
    told = procmine(
        "export",
        str(tickets),
        "--zone",
        "Europe/Paris",
        "--to",
        tmp_path / "x.csv",
        "--where",
        "region = N",
        "--json",
    )
    assert json.loads(told.out) == {
        "log": "tickets.csv", "version": 1, "filters": ["region = N"], "file": str(tmp_path / "x.csv"), "cases": 50, "events": 200,
        "read_back_with": {"zone": "Europe/Paris"},
    }  # fmt: skip
    assert "2024-01-01 07:00:00+00" in (tmp_path / "x.csv").read_text()
    assert not (tmp_path / "workspace").exists()


def test_every_flag_of_an_import_is_explained_in_its_help(procmine):
    told = procmine("import", "--help").out
    for flag, one in IMPORT_FLAGS.items():
        assert re.search(rf"^ *{flag} {one.value} +{re.escape(one.told)}$", told, re.MULTILINE), flag
    assert all(flag in procmine("ask", "--help").out for flag in IMPORT_FLAGS)


def test_lists_and_removals_are_json_too(procmine, tickets):
    told = json.loads(procmine("ask", "--json").out)
    assert [one["question"] for one in told] == [one.word for one in QUESTIONS]
    assert next(one for one in told if one["question"] == "workload")["options"] == ["--by"]
    for _ in range(2):
        assert procmine("import", tickets, "--name", "tickets").code == 0
    assert len(json.loads(procmine("prune", "--json").out)["removed"]) == 1


def test_commands_of_the_readme_exist():
    from pathlib import Path

    from typer.main import get_command

    from procmine.cli import app

    text = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"^procmine ([\w-]+)", text, re.MULTILINE))
    assert used <= set(get_command(app).commands) and len(used) >= 6


def test_rows_are_chosen_on_the_command_line(procmine, tmp_path):
    rows = [
        f"T{n},{field},{value},{who},2026-01-{n:02d} {hour}:00"
        for n in range(1, 9)
        for field, value, who, hour in (("status", "Doing", "A", 10), ("status", "Done", "B", 11), ("label", "x", "A", 12))
    ]  # fmt: skip
    (tmp_path / "history.csv").write_text("Issue,Field,To,Author,Changed,From\n" + ",\n".join(rows) + ",\n")
    stopped = procmine("import", "history.csv")
    assert stopped.code == 1 and "--rows 'Field = status'" in stopped.err
    told = procmine("import", "history.csv", "--rows", "Field = status", "--rows", "Author in (A, B)")
    assert told.code == 0
    assert "Rows: 24 read = 16 used + 8 quarantined" in told.out
    assert "Quarantined: 8 rows: left out: not Field = status" in procmine("inspect", "history").out


def test_rows_of_a_database_that_were_set_aside_are_told_though_they_have_no_line(procmine, tmp_path):
    with closing(sqlite3.connect(tmp_path / "desk.sqlite")) as con, con:
        con.execute("create table h (ticket, status, at)")
        con.executemany(
            "insert into h values (?, ?, ?)",
            [("A", "Open", "2026-01-01 08:00"), (None, "Close", "2026-01-01 09:00")],
        )
    assert (
        procmine(
            "import", "desk.sqlite", "--table", "h", "--case", "ticket", "--activity", "status", "--end", "at"
        ).code
        == 0
    )
    told = procmine("inspect", "h")
    assert (
        told.code == 0
        and "Quarantined: 1 row: " in told.out
        and "line" not in told.out.split("Quarantined:")[1].splitlines()[0]
    )


def test_an_export_says_how_the_file_is_read_back(procmine, tmp_path):
    rows = "1,A,2024-01-01 10:00\n1,B,2024-01-01 11:00\n"
    (tmp_path / "my log.csv").write_text(f"case_id,activity,timestamp\n{rows}")
    procmine("import", "my log.csv", "--name", "log", "--zone", "UTC", "--complete-when", "ends with B")
    line = procmine("export", "log", "--to", "x y.csv").out.strip().splitlines()[-1]
    assert line == "To read it back: procmine import 'x y.csv' --zone UTC --complete-when 'ends with B'"
    procmine(*shlex.split(line.partition("procmine ")[2]), "--name", "again")
    assert "Complete cases: ends with B" in procmine("inspect", "again").out
    procmine("import", "my log.csv", "--name", "plain")
    assert "To read it back" not in procmine("export", "plain", "--to", "plain.csv").out


def test_the_logs_of_a_workspace_are_laid_beside_each_other(procmine, tickets):
    empty = procmine("portfolio")
    assert empty.code == 1 and "no workspace here" in empty.err
    for name in ("tickets", "orders"):
        procmine("import", tickets, "--name", name, "--zone", "UTC")
    told = json.loads(procmine("portfolio", "--json").out)
    assert [row["log"] for row in told["frame"]] == ["orders", "tickets"] and told["frame"][0]["cases"] == 100
    assert procmine("portfolio").out.startswith("2 logs hold 200 cases, 0 of them open.")
    everybody = json.loads(procmine("across", "load", "--json").out)["frame"]
    assert [row["resource"] for row in everybody] == ["p0", "p1", "p2"]
    one = procmine("across", "load", "--resource", "p1")
    assert one.code == 0 and one.out.startswith("p1 is at work for")
    assert len(procmine("across", "handovers", "--csv").out.splitlines()) == 3
    assert (
        json.loads(procmine("across", "handovers", "--link", "region", "--json").out)["parameters"]["link"]
        == "region"
    )
    refused = procmine("across", "handovers", "--link", "colour", "--json")
    assert (
        refused.code == 1 and "No log has an attribute 'colour'" in json.loads(refused.out)["error"]["found"]
    )


def test_the_survey_is_answered_and_told(procmine, tickets):
    procmine("import", tickets, "--name", "tickets")
    for _ in range(5):
        assert "kept, without a name" in procmine("survey", "answer", "tickets", "--score", "4").out
    told = json.loads(procmine("survey", "shown", "tickets", "--json").out)
    assert [one["answers"] for one in told["quarters"]] == [5] and told["quarters"][0]["share_satisfied"] == 1
    refused = procmine("survey", "answer", "tickets", "--score", "9")
    assert refused.code == 1 and "none from 1 (badly) to 5 (well)" in refused.err
