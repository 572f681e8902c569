"""Versions, changes, pruning, and a workspace that a refused import leaves as it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

import procmine as pm
from procmine.errors import UnknownName, WorkspaceProblem

HEAD = "case_id,activity,timestamp,resource\n"
ROWS = [
    "1,A,2024-01-01 10:00,x",
    "1,B,2024-01-01 12:00,y",
    "2,A,2024-01-02 10:00,x",
    "2,B,2024-01-02 11:00,x",
    "3,A,2024-01-03 09:00,y",
]


def written(path, rows):
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


ROLES = {"case": "case_id", "activity": "activity", "ended_at": "timestamp", "resource": "resource"}


def test_a_second_import_is_a_new_version_and_the_first_still_answers(tmp_path):
    workspace = pm.open(tmp_path / "w")
    first = workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    second = workspace.read(written(tmp_path / "log.csv", ROWS[:-1]), **ROLES)
    assert (first.version.version, second.version.version) == (1, 2)
    assert (
        pm.summary(workspace.log("log", version=1)).frame.cases[0],
        pm.summary(workspace.log("log")).frame.cases[0],
    ) == (3, 2)
    assert workspace.logs().log.tolist() == ["log"]


def test_changes_tell_cases_events_and_rewritten_history(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    later = [ROWS[0], ROWS[1].replace("12:00", "13:00"), ROWS[4], "4,A,2024-01-04 10:00,x"]
    workspace.read(written(tmp_path / "log.csv", later), **ROLES)
    found = workspace.changes("log")
    assert found.counts == {
        "cases_added": 1,
        "cases_removed": 1,
        "cases_altered": 1,
        "events_added": 2,
        "events_removed": 3,
        "cases_with_attributes_altered": 0,
        "closed_cases_altered": 1,
    }
    assert "1 case that had been finished changed history" in found.headline


def test_changes_tell_an_attribute_that_was_rewritten(tmp_path):
    workspace = pm.open(tmp_path / "w")
    file = tmp_path / "orders.csv"
    rows = "case,activity,timestamp,region\n1,A,2024-01-01 10:00,North\n1,B,2024-01-01 11:00,{}\n2,A,2024-01-02 10:00,West\n"
    for region in ("North", "South", "South"):
        file.write_text(rows.format(region))
        workspace.read(file)
    found = workspace.changes("orders", since=1)
    assert found.cases[["case_id", "change", "has_attributes_altered"]].values.tolist() == [
        ["1", "altered", True]
    ]
    assert found.counts["events_added"] == found.counts["events_removed"] == 0
    assert "1 case changed an attribute" in found.headline
    assert workspace.changes("orders").cases.empty


def test_versions_are_compared_and_registered_from_several_threads(tmp_path):
    workspace = pm.open(tmp_path / "w")
    for rows in (ROWS, ROWS[:-1], ROWS[:-2]):
        workspace.read(written(tmp_path / "log.csv", rows), **ROLES)

    def compared(since):
        return workspace.changes("log", since=since).counts

    alone = [compared(1), compared(2)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(compared, [1, 2] * 10)) == alone * 10
        numbers = threads.map(
            lambda n: (
                workspace.read(written(tmp_path / f"{n}.csv", ROWS), name="many", **ROLES).version.version
            ),
            range(6),
        )
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_a_version_is_named_by_its_number_in_digits_too(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    assert workspace.log("log", version="1").version.version == 1
    with pytest.raises(UnknownName, match="'first'"):
        workspace.log("log", version="first")


def test_a_value_that_completes_nothing_is_told(tmp_path):
    workspace = pm.open(tmp_path / "w")
    log = workspace.read(written(tmp_path / "log.csv", ROWS), complete_when="activity in (A, Zzz)", **ROLES)
    assert "names 'Zzz', which the log does not hold" in str(
        log.sql("select message from notes").message.tolist()
    )
    with pytest.raises(UnknownName, match="'Zzz'"):
        workspace.read(written(tmp_path / "log.csv", ROWS), complete_when="activity = Zzz", **ROLES)


def test_a_version_with_other_tables_is_refused_with_what_to_do(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    with sqlite3.connect(tmp_path / "w" / "catalogue.sqlite") as catalogue:
        catalogue.execute(
            """update version set description = replace(description, '"layout": ', '"layout": 99')"""
        )
    catalogue.close()
    workspace = pm.open(tmp_path / "w")
    assert workspace.names() == ["log"]
    with pytest.raises(WorkspaceProblem, match="prepared by another procmine") as refused:
        workspace.log("log")
    assert "Import the source again" in refused.value.cure
    assert workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES).version.version == 2


def test_prune_keeps_the_newest(tmp_path):
    workspace = pm.open(tmp_path / "w")
    for _ in range(3):
        workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    assert len(workspace.prune()) == 2
    assert [version.version for version in workspace.versions("log")] == [3]
    assert len(list((tmp_path / "w" / "logs").glob("*/*"))) == 1
    assert pm.summary(workspace.log("log")).frame.cases[0] == 3


def test_a_refused_import_leaves_the_workspace_as_it_was(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    before = sorted(path for path in (tmp_path / "w").rglob("*") if path.suffix == ".duckdb" or path.is_dir())
    bad = tmp_path / "log.csv"
    bad.write_text(HEAD)
    with pytest.raises(pm.ProcmineError):
        workspace.read(bad, **ROLES)
    assert (
        sorted(path for path in (tmp_path / "w").rglob("*") if path.suffix == ".duckdb" or path.is_dir())
        == before
    )
    assert len(workspace.versions("log")) == 1


def test_names_are_the_users_own_in_any_script(tmp_path):
    workspace = pm.open(tmp_path / "w")
    for name in ("インシデント", "a/b ../c", "x" * 100):
        workspace.read(written(tmp_path / "log.csv", ROWS), name=name, **ROLES)
    assert sorted(workspace.names()) == sorted(["インシデント", "a/b ../c", "x" * 100])
    assert {path.parent.parent for path in (tmp_path / "w").rglob("*.duckdb")} == {tmp_path / "w" / "logs"}


def test_a_workspace_of_a_newer_procmine_is_refused(tmp_path):
    pm.open(tmp_path / "w").close()
    with sqlite3.connect(tmp_path / "w" / "catalogue.sqlite") as catalogue:
        catalogue.execute("pragma user_version = 999")
    catalogue.close()
    with pytest.raises(pm.errors.WorkspaceProblem, match="newer procmine"):
        pm.open(tmp_path / "w")


LATER = (
    "action_act",
    "action_needs",
    "action_document",
    "action_comment",
    "action_task",
    "action",
    "survey_answer",
    "scenario",
    "source",
    "source_run",
    "happy_path",
    "reference_model",
)


@pytest.mark.parametrize(
    ("earlier", "lacking"),
    [
        (1, ("calendar", "role", "people_act", *LATER)),
        (2, ("role", "people_act", *LATER)),
        (3, LATER),
        (5, ("scenario", "source", "source_run", "happy_path", "reference_model")),
        (6, ("source", "source_run", "happy_path", "reference_model")),
        (7, ("happy_path", "reference_model")),
        (8, ("reference_model",)),
    ],
)
def test_a_workspace_of_an_earlier_procmine_keeps_its_logs_and_takes_what_is_new(tmp_path, earlier, lacking):
    from procmine.store.migrations import MIGRATIONS

    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), name="log", **ROLES)
    workspace.close()
    with closing(sqlite3.connect(tmp_path / "w" / "catalogue.sqlite")) as catalogue:
        for table in lacking:
            catalogue.execute(f"drop table {table}")
        catalogue.execute(f"pragma user_version = {earlier}")
        catalogue.commit()
    again = pm.open(tmp_path / "w")
    assert again.names() == ["log"] and again.calendars() == {}
    again.save_calendar("office", "Mon-Fri 09:00-17:00")
    again.people.choose("roles")
    assert again.people.is_screened
    assert again.actions.add("Pay daily", log="log").no == 1
    assert again.survey.answers("log") == [] and again.scenarios("log") == []
    assert again.sources.table().empty
    assert again.confirm_happy_path("log", ["A"]).activities == again.log("log").happy_path == ("A",)
    assert again.models() == []
    with closing(sqlite3.connect(tmp_path / "w" / "catalogue.sqlite")) as catalogue:
        assert catalogue.execute("pragma user_version").fetchone() == (len(MIGRATIONS),)


def test_a_broken_catalogue_is_named(tmp_path):
    (tmp_path / "w").mkdir()
    (tmp_path / "w" / "catalogue.sqlite").write_bytes(os.urandom(5000))
    with pytest.raises(pm.errors.WorkspaceProblem, match="cannot be read"):
        pm.open(tmp_path / "w")


def test_who_reads_the_catalogue_does_not_wait_for_who_writes(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    workspace.close()
    with closing(sqlite3.connect(tmp_path / "w" / "catalogue.sqlite", isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("insert into setting values ('people', 'roles')")
        before = time.monotonic()
        again = pm.open(tmp_path / "w")
        assert again.names() == ["log"]
        assert again.log("log").version.version == 1
        assert time.monotonic() - before < 30, "a writer is waited for for a minute"
        writer.execute("rollback")


def test_an_edited_recipe_is_another_import(tmp_path):
    source, recipe = written(tmp_path / "log.csv", ROWS), tmp_path / "r.toml"
    for name in ("Begin", "Open"):
        recipe.write_text(f'repairs = [{{ "merge-activities" = {{ {name} = ["A"] }} }}]\n')
        assert pm.read(source, recipe=recipe, **ROLES).activities == sorted([name, "B"])
    assert pm.read(source, recipe=str(recipe), **ROLES).activities == ["B", "Open"]


def test_a_version_whose_file_is_damaged_is_told(tmp_path):
    workspace = pm.open(tmp_path / "w")
    log = workspace.read(written(tmp_path / "log.csv", ROWS), **ROLES)
    log.version.path.write_bytes(os.urandom(20_000))
    for ask in (pm.summary, lambda log: log.activities, lambda log: workspace.read(tmp_path / "log.csv", name="log", append=True)):  # fmt: skip
        with pytest.raises(WorkspaceProblem, match="cannot be read") as refused:
            ask(log)
        assert "Import the log again" in refused.value.cure


def test_a_version_damaged_in_the_middle_is_told_and_others_still_answer(tmp_path):
    workspace = pm.open(tmp_path / "w")
    rows = [f"{i // 4},{'ABCD'[i % 4]},2024-01-0{1 + i % 4} 10:00,r{i * 7919 % 20000}" for i in range(20_000)]
    sound = workspace.read(written(tmp_path / "log.csv", rows), **ROLES)
    damaged = workspace.read(written(tmp_path / "log.csv", rows), **ROLES)
    data = bytearray(damaged.version.path.read_bytes())
    head, block = 3 * 4096, 256 * 1024  # what is read on opening lies in the first block
    for at in range(head + block, len(data), block):
        data[at + 5000 : at + 5064] = os.urandom(64)
    damaged.version.path.write_bytes(data)
    with pytest.raises(WorkspaceProblem, match="cannot be read"):
        damaged.sql("select * from event")
    assert pm.summary(sound).frame.cases[0] == 5000


def test_a_file_is_prepared_once_and_its_cache_makes_no_workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = written(tmp_path / "log.csv", ROWS)
    first, second = pm.read(source, **ROLES), pm.read(source, **ROLES)
    assert first.version.path == second.version.path
    assert first.name == "log.csv"
    written(source, ROWS[:2])
    assert pm.summary(pm.read(source, **ROLES)).frame.cases[0] == 1
    assert not (tmp_path / "procmine-workspace").exists()


@pytest.mark.slow
def test_a_disk_that_is_full_is_told_and_nothing_is_changed(tmp_path):
    """The limit on the size of a file stands for the end of a disk."""
    source = tmp_path / "log.csv"
    rows = (
        f"case {i // 5},step {i * 7919 % 1000},2024-01-{1 + i % 28:02d} {i % 24:02d}:00:00,r{i % 977}"
        for i in range(150_000)
    )
    source.write_text(HEAD + "\n".join(rows) + "\n")
    workspace = pm.open(tmp_path / "w")
    workspace.read(written(tmp_path / "small.csv", ROWS), name="log", **ROLES)
    code = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
from procmine.cli import main
sys.argv = ["procmine", "import", sys.argv[1], "--name", "log", "--workspace", sys.argv[2]]
main()
"""
    told = subprocess.run(
        [sys.executable, "-c", code, str(source), str(tmp_path / "w")], capture_output=True, text=True
    )
    assert told.returncode == 1, told.stderr
    assert "Traceback" not in told.stderr and "could not be written" in told.stderr
    assert pm.summary(workspace.log("log")).frame.cases[0] == 3
    assert len(workspace.versions("log")) == 1 and not list((tmp_path / "w").rglob("*.importing"))
