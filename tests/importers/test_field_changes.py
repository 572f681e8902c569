"""A history of field changes: the values of several fields are not taken for steps; the analyst chooses rows."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import UnknownName, UnsureMapping, WrongOption
from procmine.importers.chosen_rows import chosen
from procmine.importers.field_changes import field_changes
from procmine.importers.recipe import Recipe

HEAD = "Issue key,Field,From,To,Author,Changed"
STEPS = (("Open", "Doing"), ("Doing", "Check"), ("Check", "Done"))


def history(path, issues=range(12), head=HEAD, more=()):
    """Each issue goes through three changes of status; every other one gets a label, every fourth a sprint."""
    rows = [head]
    for n in issues:
        at = f"2026-01-{1 + n:02d}"
        rows += [f"HD-{n},status,{a},{b},Ann,{at} {9 + i:02d}:00" for i, (a, b) in enumerate(STEPS)]
        rows += [f"HD-{n},labels,,{'red' if n % 4 else 'blue'},Bob,{at} 12:00"] * (n % 2 == 0)
        rows += [f"HD-{n},Sprint,,Sprint {n},Bob,{at} 13:00"] * (n % 4 == 0)
    path.write_text("\n".join([*rows, *more]) + "\n")
    return path


ROLES = {"case": "Issue key", "activity": "To", "ended_at": "Changed", "resource": "Author"}


@pytest.mark.parametrize("said", [{}, {"activity": "To"}, ROLES], ids=["guessed", "activity", "all"])
def test_changes_of_several_fields_stop_with_the_fields_and_the_call_to_paste(said, tmp_path):
    with pytest.raises(UnsureMapping) as asked:
        pm.read(history(tmp_path / "h.csv"), **said)
    assert "'Field' says which: status (36 rows), labels (6 rows), Sprint (3 rows)" in asked.value.found
    call, command, others = asked.value.cure.splitlines()
    assert call.endswith(
        'case="Issue key", activity="To", ended_at="Changed", resource="Author", rows="Field = status")'
    )
    assert command.endswith("--resource Author --rows 'Field = status'")
    assert "rows='Field in (status, labels)'" in others
    assert pm.summary(eval(call, {"pm": pm})).frame.activities.tolist() == [3]


def test_who_tells_the_fields_apart_or_names_another_activity_is_not_stopped(tmp_path):
    file = history(tmp_path / "h.csv")
    told_apart = pm.read(file, activity=["Field", "To"])
    assert {"status · Done", "labels · red"} <= set(told_apart.to_pandas().activity)
    assert set(pm.read(file, activity="Field").to_pandas().activity) == {"status", "labels", "Sprint"}


def test_a_history_of_one_field_needs_no_choice(tmp_path):
    log = pm.read(history(tmp_path / "h.csv", issues=range(1, 12, 2)))
    assert set(log.to_pandas().activity) == {"Doing", "Check", "Done"}


def test_rented_property_with_dates_from_and_to_is_no_history_of_fields(tmp_path):
    rows = [f"T{n},{'ABC'[i]},House {n % 3},2026-01-{1 + i:02d},2026-01-{2 + i:02d}" for n in range(9) for i in range(3)]  # fmt: skip
    (tmp_path / "rent.csv").write_text("Ticket,Step,Property,From,To\n" + "\n".join(rows) + "\n")
    log = pm.read(tmp_path / "rent.csv")
    assert set(log.to_pandas().activity) == {"A", "B", "C"}


@pytest.mark.parametrize("head", ["Id,Field Name,Old Value,New Value,By,When", "id,attribute,fromString,toString,user,at"])  # fmt: skip
def test_other_tools_call_the_columns_otherwise(head):
    _, field, before, after, *_ = head.split(",")
    found = field_changes(head.split(","))
    assert (found.field, found.before, found.after) == (field, before, after)


def test_rows_that_are_not_chosen_are_counted_with_the_choice_as_reason(tmp_path):
    log = pm.read(history(tmp_path / "h.csv", more=["Total,,,,,"]), rows="Field = status")
    assert (log.facts["rows_read"], log.facts["rows_used"], log.facts["quarantined"]) == (46, 36, 10)
    lost = log.sql(
        "select reason, count(*) as rows, min(detail) as detail from quarantine group by 1 order by 1"
    )
    assert lost.values.tolist() == [
        ["left out: not Field = status", 9, "Field: Sprint"],
        ["total line", 1, "Total"],
    ]
    assert "9 of 46 rows are left out by your choice of rows." in log.sql("select message from notes").message.tolist()  # fmt: skip
    assert log.attributes["From"] == "event"


def test_several_choices_must_all_hold_and_a_choice_may_name_several_values(tmp_path):
    file = history(tmp_path / "h.csv")
    both = pm.read(file, rows=["field in (status, labels)", "Author = Ann"], **ROLES)
    assert both.facts["events"] == 36
    assert both.facts["rows_read"] == both.facts["rows_used"] + both.facts["quarantined"]
    reasons = both.sql("select distinct reason from quarantine order by 1").reason.tolist()
    assert reasons == ["left out: not Author = Ann", "left out: not Field in (status, labels)"]
    assert pm.read(file, rows="Field in (status, labels); Author = Ann", **ROLES).facts["events"] == 36


def test_a_choice_that_cannot_be_meant_is_refused(tmp_path):
    file = history(tmp_path / "h.csv")
    with pytest.raises(UnknownName, match="Did you mean 'status'"):
        pm.read(file, rows="Field = Status")
    with pytest.raises(UnknownName, match="'Feld'"):
        pm.read(file, rows="Feld = status")
    for text in ("Field != status", "passing Done", "slower than 3h", "Field status"):
        with pytest.raises(WrongOption, match="chooses no rows"):
            chosen(text)
    half = pm.read(file, rows="Field in (status, reporter)")
    assert "No row holds 'reporter' in 'Field'." in half.sql("select message from notes").message.tolist()


def test_an_append_chooses_the_same_rows(tmp_path):
    workspace = pm.open(tmp_path / "w")
    workspace.read(history(tmp_path / "one.csv", range(6)), name="jira", rows="Field = status")
    log = workspace.read(history(tmp_path / "two.csv", range(4, 12)), name="jira", append=True)
    assert set(log.to_pandas().activity) == {"Doing", "Check", "Done"}
    assert (log.facts["rows_read"], log.facts["rows_used"], log.facts["events"]) == (23 + 30, 36, 36)
    assert log.facts["quarantined"] == 17
    assert log.version.description["options"]["rows"] == "Field = status"


def test_a_recipe_holds_the_choice_of_rows(tmp_path):
    recipe = Recipe.from_toml('rows = "Field = status"\n')
    assert recipe == Recipe(rows=("Field = status",)) == Recipe.from_toml(recipe.to_toml())
    assert pm.read(history(tmp_path / "h.csv"), recipe=recipe).facts["events"] == 36


@pytest.mark.parametrize("head", [HEAD, "Issue key,Item,From status,To status,Author,Changed"])
def test_the_state_before_the_first_change_is_said_to_be_no_event(head, tmp_path):
    log = pm.read(
        history(tmp_path / "h.csv", range(1, 12, 2), head), case="Issue key", activity=head.split(",")[3]
    )
    told = log.sql("select message from notes where check_name = 'first-status'").message
    assert len(told) == 1 and told[0].startswith(
        "The first status of each case is not recorded as an event: 'From"
    )
    assert "Open" not in set(log.to_pandas().activity)


def test_an_export_without_old_values_says_nothing_of_a_first_status(tmp_path):
    rows = "\n".join(f"T{n},{'AB'[i]},2026-01-0{1 + i} 10:00" for n in range(4) for i in range(2))
    (tmp_path / "log.csv").write_text(f"Issue,To,Changed\n{rows}\n")
    log = pm.read(tmp_path / "log.csv", case="Issue", activity="To")
    assert log.sql("select * from notes where check_name = 'first-status'").empty
