"""What is written is run: definitions, code blocks, the README's words."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

import procmine as pm

ROOT = Path(__file__).resolve().parents[2]
ROWS = "\n".join(
    f"{i // 3},{'ABC'[i % 3]},2024-01-{1 + i // 60:02d} {8 + i % 3 * 4:02d}:00,{'North' if i // 3 % 2 else 'South'}"
    for i in range(300)
)


def script(name):
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_definitions_say_what_the_questions_say():
    page = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    assert page == script("build").definitions(), "run: make docs"


@pytest.mark.slow
def test_the_page_of_validation_says_what_is_found_today(shared_data):
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert page == script("validation").validation(), "run: make docs"


@pytest.mark.parametrize("page", ["README.md", "docs/calendars.md", "docs/importing.md"])
def test_python_blocks_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tickets.csv").write_text(f"case_id,activity,timestamp,region\n{ROWS}\n")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block.replace("hours=72", "hours=1"), page, "exec"), {})


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

    from procmine.flags import IMPORT_FLAGS
    from procmine.importers import ImportOptions

    text = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| `(--[a-z-]+)` \| \S.* \| `(.+)` \|$", text, re.MULTILINE)
    assert {name for name, _, _ in listed} == {one.name for one in fields(ImportOptions)}
    assert {flag: name for name, flag, _ in listed} == IMPORT_FLAGS
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
