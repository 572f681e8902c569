"""What is written is run: definitions, code blocks, the README's words."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

import procmine as pm
from procmine.filters.clauses import _TEXTS
from procmine.filters.grammar import _COMPARISONS
from procmine.samples import log_of_rows

ROOT = Path(__file__).resolve().parents[2]
ROWS = "\n".join(
    f"{i // 3},{'ABC'[i % 3]},2024-01-{1 + i // 60:02d} {8 + i % 3 * 4:02d}:00,{'North' if i // 3 % 2 else 'South'}"
    for i in range(300)
)


def script(name):
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # as dataclasses look for it
    spec.loader.exec_module(module)
    return module


def test_definitions_say_what_the_questions_say():
    page = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert page == script("build").definitions(), "run: make docs"


@pytest.mark.long
def test_the_page_of_validation_says_what_is_found_today(shared_data):
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert page == script("validation").validation(), "run: make docs"


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/actions.md",
        "docs/calendars.md",
        "docs/importing.md",
        "docs/models.md",
        "docs/rework.md",
    ],
)
def test_python_blocks_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tickets.csv").write_text(f"case_id,activity,timestamp,region\n{ROWS}\n")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block.replace("hours=72", "hours=1"), page, "exec"), {})


def test_the_page_on_databases_runs(tmp_path, monkeypatch):
    import sqlite3

    import duckdb

    monkeypatch.chdir(tmp_path)
    (tmp_path / "months").mkdir()
    with sqlite3.connect("desk.sqlite") as made:
        made.execute("create table status_history (id integer primary key, ticket_id, status, changed_at)")
        rows = [(i // 3, "ABC"[i % 3], f"2026-01-{1 + i // 3:02d} {8 + i % 3:02d}:00:00") for i in range(30)]
        made.executemany("insert into status_history (ticket_id, status, changed_at) values (?, ?, ?)", rows)
    made.close()
    for month in (1, 2):
        duckdb.sql(
            f"copy (select i as case_id, 'step ' || j as activity, timestamp '2026-0{month}-01' + i * interval '1 hour' * j as at"
            f" from range(20) t (i), range(1, 4) u (j)) to 'months/2026-0{month}.parquet'"
        )
    (block,) = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs/sources/databases.md").read_text(encoding="utf-8"), re.DOTALL
    )
    said: dict = {}
    exec(compile(block, "docs/sources/databases.md", "exec"), said)
    assert len(said["log"]) == len(said["asked"]) == 30 and len(said["months"]) == 120
    assert said["log"].version.version == 1


def test_the_page_to_copy_shows_the_bottlenecks_of_a_log(tmp_path):
    from procmine.app.address import Address, View
    from procmine.app.pages import load_pages

    first, second = re.findall(
        r"```python\n(.*?)```", (ROOT / "docs" / "pages.md").read_text(encoding="utf-8"), re.DOTALL
    )
    (tmp_path / "ours.py").write_text(first)
    workspace = pm.open(tmp_path / "workspace")
    (tmp_path / "tickets.csv").write_text(f"case_id,activity,timestamp,region\n{ROWS}\n")
    workspace.read(tmp_path / "tickets.csv", name="tickets", zone="Europe/Berlin")
    (page,) = [page for page in load_pages(tmp_path) if page.path == "/our-bottlenecks"]
    assert not page.problem
    shown = str(page.layout(View(workspace, Address())))
    assert (
        "What makes our cases long" in shown
        and pm.bottlenecks(workspace.log("tickets")).headline[:40] in shown
    )
    exec(compile(second, "docs/pages.md", "exec"), {})


def test_the_rules_of_the_documentation_are_rules_and_its_file_is_asked(tmp_path, monkeypatch):
    from procmine.conformance.rule_text import parts_of, rule_of
    from procmine.conformance.templates import TEMPLATES

    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+\([^`]*\))`", text)
    assert {rule_of(parts_of(one), "").template for one in named} >= {
        name for name in TEMPLATES if not name.startswith(("alternate_", "chain_"))
    }
    (tmp_path / "rules.toml").write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])
    rows = [
        (
            case,
            name,
            f"2024-01-0{1 + case % 5} {8 + place * 2 + case % 3}:00",
            "xy"[place % 2],
            "North" if case % 2 else "South",
        )
        for case in range(40)
        for place, name in enumerate(("Check", "Pay", "Cancel") if case == 7 else ("Check", "Pay"))
    ]
    pd.DataFrame(rows, columns=["case_id", "activity", "timestamp", "resource", "region"]).to_csv(
        "orders.csv", index=False
    )
    space: dict = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(block, "docs/rules.md", "exec"), space)
    assert space["found"].frame.rule.tolist() == ["absence(Cancel)", "Paid in time"]


def test_docstring_examples_run():
    import doctest

    from procmine.calendars import working
    from procmine.samples import worked

    assert doctest.testmod(working).attempted >= 3
    assert doctest.testmod(working).failed == 0
    assert doctest.testmod(worked).failed == 0
    assert doctest.testmod(worked).attempted >= 2


def test_every_page_the_readme_names_is_there():
    named = re.findall(
        r"`((?:docs|data|notebooks)/[^`*]+)`", (ROOT / "README.md").read_text(encoding="utf-8")
    )
    assert named and [name for name in named if not (ROOT / name).exists()] == []


def test_every_word_of_the_public_door_is_explained():
    lacking = [
        name
        for name in pm.__all__
        if callable(getattr(pm, name)) and not (getattr(pm, name).__doc__ or "").strip()
    ]
    assert lacking == []


def test_the_recipe_of_the_documentation_repairs(tmp_path):
    text = (ROOT / "docs" / "repairs.md").read_text(encoding="utf-8")
    (tmp_path / "orders.toml").write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])
    (tmp_path / "orders.csv").write_text(
        "case,activity,timestamp,Amount\n"
        "1,Open,03.04.2024 10:00,\"1.234,50\"\n1,closed,03.04.2024 12:00,n/a\n1,closed,03.04.2024 12:00,n/a\n"
    )  # fmt: skip
    log = pm.read(tmp_path / "orders.csv", recipe=tmp_path / "orders.toml")
    work = log.to_pandas()
    assert work.activity.tolist() == ["Open", "Close"]
    assert str(work.ended_at.iloc[0]) == "2024-04-03 08:00:00"
    assert len(log.filter("Amount > 1234")) == 2
    from procmine.importers.repairs import EVENT_REPAIRS, ROW_REPAIRS

    assert {*ROW_REPAIRS, *EVENT_REPAIRS} == set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text))


def test_the_page_on_importing_lists_every_option_with_its_flag_and_an_example():
    from dataclasses import fields

    from procmine.flags import IMPORT_OPTIONS
    from procmine.importers import ImportOptions

    text = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| `(--[a-z-]+)` \| \S.* \| `(.+)` \|$", text, re.MULTILINE)
    assert {name for name, _, _ in listed} == {one.name for one in fields(ImportOptions)}
    assert {flag: name for name, flag, _ in listed} == IMPORT_OPTIONS
    for name, _, example in listed:
        assert list(ImportOptions.of(eval(f"dict({example})")).as_dict()) == [name]


def test_the_rules_for_complete_cases_of_the_documentation_are_rules():
    from procmine.importers.options import completion_rule

    text = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    rules = re.findall(r"^- `(.+?)`", text, re.MULTILINE)
    assert len(rules) == 3
    assert [completion_rule(rule).is_last for rule in rules] == [False, True, False]


def test_the_calendars_of_the_documentation_are_calendars():
    from procmine.calendars import calendar

    text = (ROOT / "docs" / "calendars.md").read_text(encoding="utf-8")
    phrases = re.findall(r"^- `(.+)`$", text, re.MULTILINE)
    assert len(phrases) == 3
    assert all(calendar(str(calendar(one))) == calendar(one) for one in phrases)


def orders():
    """Eight orders, each lacking something: o5 its opening, o6 its approval and Ann; o4 takes long, o7 is open."""
    regions = ["North", "East", "North; far", 'say "far"', "South", "North", None, "West"]
    rows = []
    for case, region in enumerate(regions):
        between = "In" if case == 2 else "Send order" if case % 3 == 1 else None
        last = {3: "Cancel", 7: "Reject"}.get(case, "Pay")
        work = ["Open" if case != 5 else None, "Check", between, "Approve" if case != 6 else None, last]
        at = pd.Timestamp("2026-01-05 08:00") + pd.Timedelta(days=20 * case)
        for place, activity in enumerate(name for name in work if name):
            at += pd.Timedelta(hours=100 if (case, activity) == (4, "Pay") else 1 + case % 3)
            is_open = (case, activity) == (7, "Reject")
            who = "Dan" if case == 6 else ["Ann", "Bea", "Cid"][place % 3]
            rows.append(
                {"case_id": f"o{case}", "activity": activity, "resource": who, "started_at": at - pd.Timedelta(minutes=30),
                 "ended_at": None if is_open else at, "region": region, "Order value": 200 * case, "Due": f"2026-0{1 + case}-10",
                 "team": "blue" if place == case % 2 == 1 else "red", "Discount": "5" if case % 2 else None, "Coût (€)": 400 * case}
            )  # fmt: skip
    return log_of_rows(rows)


def test_every_filter_of_the_documentation_keeps_some_cases():
    log = orders()
    text = (ROOT / "docs" / "filters.md").read_text(encoding="utf-8")
    examples = re.findall(r"^- `(.+?)`: ", text, re.MULTILINE)
    kinds = set()
    for example in examples:
        view = log.filter(example)
        assert view.counts.cases, example
        assert view.counts.events < len(log), f"{example} keeps everything"
        assert log.filter(str(view.filters)) == view
        kinds |= {(one.kind, one.option) for one in view.filters}
    assert {kind for kind, _ in kinds} == set(_TEXTS)
    wanted = {("compare", one) for one in _COMPARISONS} - {("compare", "<"), ("compare", "<=")}
    assert kinds >= wanted | {
        ("in", "in"),
        ("in", "not in"),
        ("missing", "is missing"),
        ("missing", "is not missing"),
    }
    assert kinds >= {
        ("following", "->"),
        ("following", "=>"),
        ("variants", "top"),
        ("variants", "share"),
        ("variants", "ids"),
    }


def test_parallel_pairs_are_judged_as_the_definitions_say():
    from procmine.store.preparing import LEAST_OVERLAP_SHARE, LEAST_SHARE_WITH_BOTH

    text = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert (LEAST_SHARE_WITH_BOTH, LEAST_OVERLAP_SHARE) == (0.8, 0.5)
    assert "Where at least 80 % of the work has" in text and "at least half of their instances" in text


def commands_run(page, workspace):
    """Run the block of commands of a page, as it stands, over the sample; gives back what the last one told."""
    import shlex

    from typer.testing import CliRunner

    from procmine.cli import app
    from procmine.demo import import_sample

    import_sample(pm.open(workspace))
    (block,) = re.findall(r"```sh\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    for line in block.strip().splitlines():
        told = CliRunner().invoke(app, [*shlex.split(line)[1:], "--workspace", str(workspace)])
        assert told.exit_code == 0, f"{line}: {told.output} {told.exception}"
    return told.output


def test_the_commands_on_happy_paths_run(tmp_path):
    import shlex

    from typer.testing import CliRunner

    from procmine.cli import app

    rows = [
        (case, name, f"2024-01-02 {8 + at}:00")
        for case in range(3)
        for at, name in enumerate(("Open", "Check", "Close"))
    ]
    frame = pd.DataFrame(rows, columns=["case", "activity", "end"])
    pm.open(tmp_path).read(frame, name="tickets", case="case", activity="activity", ended_at="end")
    (block,) = re.findall(
        r"```sh\n(.*?)```", (ROOT / "docs/rework.md").read_text(encoding="utf-8"), re.DOTALL
    )
    for line in block.strip().splitlines():
        words = [*shlex.split(line, comments=True)[1:], "--workspace", str(tmp_path)]
        told = CliRunner().invoke(app, words)
        assert told.exit_code == 0, f"{line}: {told.output} {told.exception}"
        assert "Open → Check → Close" in told.output or "drop" in line
    assert pm.open(tmp_path).log("tickets").happy_path is None


def test_the_commands_on_models_run(tmp_path, monkeypatch):
    import shlex

    from typer.testing import CliRunner

    from procmine.cli import app
    from procmine.process_models import sequence_model

    monkeypatch.chdir(tmp_path)
    rows = [
        (case, name, f"2024-01-{2 + case} {8 + at}:00")
        for case in range(6)
        for at, name in enumerate(("Open", "Work", "Close") if case else ("Open", "Close"))
    ]
    frame = pd.DataFrame(rows, columns=["case", "activity", "end"])
    pm.open(tmp_path).read(frame, name="tickets", case="case", activity="activity", ended_at="end")
    sequence_model(["Open", "Work", "Close"], "flow").save("flow.bpmn")
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs/models.md").read_text(encoding="utf-8"), re.DOTALL)
    told = ""
    for line in "".join(blocks).strip().splitlines():
        ended = CliRunner().invoke(app, [*shlex.split(line, comments=True)[1:], "--workspace", str(tmp_path)])
        assert ended.exit_code == 0, f"{line}: {ended.output} {ended.exception}"
        told += ended.output
    assert told.count("Work was skipped in 1 case") == 2 and "agreed process: 3 activities" in told
    assert (
        pm.read_model("flow.pnml").activities
        == pm.read_model("flow.bpmn").activities
        == ["Close", "Open", "Work"]
    )


def test_the_commands_on_people_run(tmp_path):
    told = commands_run("docs/people.md", tmp_path)
    assert "Rota for March with the desk" in told and "Answers name roles" in told


def test_the_commands_on_improvements_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "2 actions" in commands_run("docs/actions.md", tmp_path / "w")
    found = pm.open(tmp_path / "w").actions.get(1)
    assert found.is_pre_registered and found.status == "in progress"
    assert found.cohort == 'passing "Approve order"' and (tmp_path / "improvements.ics").exists()


@pytest.mark.parametrize("page", ["README.md", *sorted(f"docs/{one.relative_to(ROOT / 'docs')}" for one in [ROOT / "docs/syncing.md", *(ROOT / "docs/sources").glob("*.md")])])  # fmt: skip
def test_sources_are_added_as_the_pages_say(page, tmp_path, monkeypatch):
    """Every `procmine sources add …` of a page is a source with settings that exist; what it plans and syncs it added."""
    import shlex

    from procmine.cli import main

    monkeypatch.setenv("PROCMINE_WORKSPACE", str(tmp_path / "workspace"))
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line.partition("  #")[0] for line in re.findall(r"^procmine .*$", text, re.MULTILINE)]
    added = [line for line in lines if line.startswith("procmine sources add")]
    for line in added:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, line
    names = set(pm.open(tmp_path / "workspace").sources.table().source)
    assert len(names) == len(added)
    for line in lines:
        synced = re.match(r"procmine (?:sync|sources plan) (\w\S*)", line)
        assert not synced or synced[1] in names or not added, line
