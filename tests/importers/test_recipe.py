"""Accepted repairs: named, ordered, told, and the same each time."""

from __future__ import annotations

import pytest

from procmine.errors import UnknownName, UnreadableSource
from procmine.importers.events import build
from procmine.importers.mapping import Mapping
from procmine.importers.recipe import Recipe

COLUMNS = ("Ticket", "Status", "From", "To")
MAPPING = Mapping(("Ticket",), ("Status",), "From", "To")
ROWS = [
    ["1", "Open", "2026-01-01 10:00", "2026-01-01 11:00"],
    ["", "open", "2026-01-01 11:00", "2026-01-01 12:00"],
    ["1", " Close  it", "2026-01-02 12:00", "2026-01-02 10:00"],
    ["2", "n/a", "1900-01-01 00:00", "2026-01-03 10:00"],
    ["2", "Open", "2026-01-04 10:00", "2026-01-04 11:00"],
    ["2", "Open", "2026-01-04 10:00", "2026-01-04 11:00"],
    ["3", "Open", "", "9999-12-31 00:00"],
]


def repaired(staging, *repairs, rows=ROWS):
    recipe = Recipe.from_dict({"repairs": list(repairs)})
    made = build(staging.con, staging.rows(COLUMNS, rows), MAPPING, recipe=recipe)
    told = [note for note in made.notes if note.check == "accepted-repair"]
    assert made.facts["rows"] == made.facts["used"] + made.facts["quarantined"]
    return made, told


def test_nothing_is_repaired_unasked(staging):
    _, told = repaired(staging)
    assert told == []
    assert staging.ask("select source_row from quarantine order by 1") == [(2,), (3,)]


def test_words_for_missing_become_blank(staging):
    _, told = repaired(staging, {"missing-words": ["N/A"]})
    assert told[0].rows == 1
    assert ("no activity",) in staging.ask("select reason from quarantine")


def test_a_blank_case_takes_the_one_above(staging):
    repaired(staging, {"fill-down-case": True})
    assert staging.ask("select case_id from source_event where source_row = 2") == [("1",)]


def test_an_end_before_its_start_is_exchanged(staging):
    _, told = repaired(staging, {"swap-start-end": True})
    assert told[0].rows == 1
    assert staging.ask("select started_at::varchar from source_event where source_row = 3") == [
        ("2026-01-02 10:00:00",)
    ]


def test_placeholder_dates_become_missing_and_an_event_without_any_other_is_set_aside(staging):
    repaired(staging, {"null-sentinels": True})
    assert staging.ask("select started_at from source_event where source_row = 4") == [(None,)]
    assert staging.ask("select reason, detail from quarantine where source_row = 7") == [
        ("placeholder date", "To: 9999-12-31 00:00")
    ]


def test_exact_duplicates_are_set_aside_but_the_first(staging):
    _, told = repaired(staging, {"drop-exact-duplicates": True})
    assert told[0].rows == 1
    assert staging.ask("select reason, detail from quarantine where source_row = 6") == [
        ("exact duplicate", "repeats row 5")
    ]


def test_duplicates_with_blank_cells_are_duplicates_too(staging):
    rows = [["1", "Open", "", "2026-01-01 10:00"]] * 2
    repaired(staging, {"drop-exact-duplicates": True}, rows=rows)
    assert staging.ask("select source_row from source_event") == [(1,)]


def test_names_are_tidied_and_merged_in_the_order_of_the_recipe(staging):
    repaired(
        staging,
        {"tidy-activities": True},
        {"merge-activities": {"Close": ["Close it"], "Open": ["open"]}},
        {"swap-start-end": True},
        {"fill-down-case": True},
    )
    assert staging.ask(
        "select activity from source_event where source_row in (2, 3) order by source_row"
    ) == [
        ("Open",),
        ("Close",),
    ]


def test_numbers_with_a_decimal_comma_are_rewritten(staging):
    columns = (*COLUMNS, "Amount")
    rows = [["1", "A", "", "2026-01-01", "1.234,50"], ["1", "B", "", "2026-01-02", "7"]]
    recipe = Recipe.from_dict({"repairs": [{"decimal-comma": ["Amount"]}]})
    build(staging.con, staging.rows(columns, rows), MAPPING, recipe=recipe)
    assert staging.ask('select "Amount" from staged order by source_row') == [("1234.50",), ("7",)]


def test_a_recipe_answers_day_or_month(staging):
    rows = [["1", "A", "", "03/04/2026"], ["1", "B", "", "05/06/2026"]]
    made = build(staging.con, staging.rows(COLUMNS, rows), MAPPING, recipe=Recipe(dates="mdy"))
    assert made.facts["orders"]["To"] == "mdy"


RECIPE = Recipe(
    Mapping(('Tic"ket', "Ö"), ("Status",), ended_at="To\\x"),
    "dmy",
    "Europe/Berlin",
    (
        ("missing-words", ["n/a", "?"]),
        ("merge-activities", {"Zu": ["a b", "c.d"]}),
        ("tidy-activities", True),
    ),
)


def test_a_recipe_survives_toml_and_json():
    assert Recipe.from_toml(RECIPE.to_toml()) == RECIPE
    assert Recipe.from_json(RECIPE.to_json()) == RECIPE


def test_a_recipe_is_loaded_from_a_file(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE.to_toml(), encoding="utf-8")
    assert Recipe.load(path) == RECIPE


def test_a_repair_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="Did you mean 'drop-exact-duplicates'"):
        Recipe.from_dict({"repairs": [{"drop-exact-duplicate": True}]})


def test_a_broken_recipe_says_where(tmp_path):
    path = tmp_path / "recipe.toml"
    path.write_text("dates = dmy", encoding="utf-8")
    with pytest.raises(UnreadableSource, match=r"recipe\.toml"):
        Recipe.load(path)


def test_a_recipe_that_is_not_there_or_no_text_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableSource, match="There is no such recipe") as refused:
        Recipe.load(tmp_path / "none.toml")
    assert "Errno" not in str(refused.value) and refused.value.cure.startswith("Check the path")
    (tmp_path / "odd.toml").write_bytes(b"zone = \xff\xfe")
    for path, why in ((tmp_path, "Is a directory"), (tmp_path / "odd.toml", "no text in UTF-8")):
        with pytest.raises(UnreadableSource, match=why) as refused:
            Recipe.load(path)
        assert "Errno" not in str(refused.value)
