"""What every question must keep: its columns, its sentence, its picture, its statement, its account of what it left out."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

import procmine as pm
from procmine.engine import digest, prepared_with, read_sql
from procmine.errors import CannotAnswer
from procmine.questions import QUESTIONS, question
from procmine.samples import log_of, log_of_rows

NAMES = [one.name for one in QUESTIONS]


@pytest.fixture(scope="module")
def logs():
    """Small logs that differ in what they know, their answers prepared as those of large ones are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("procmine.store.facts.LEAST_EVENTS", 0)
        return small_logs()


def small_logs():
    full = log_of(
        a="Draft 9-10 by Ann > Review 13-13:30 by Bea > Review 15-16 by Ann > Send 17-18 by Ann",
        b="Draft 9-11 by Bea > Check 12-14 by Ann > Review 12-12:30 by Bea > Send 30-31 by Cid",
        c="Draft 10-11 by Ann > Review 12-",
        zone="Europe/Berlin",
    )
    ends = log_of(a="Draft 9 by Ann > Review 13 by Bea > Send 14 by Ann", b="Draft 8 by Bea > Send 12 by Ann")
    rows = [
        {
            "case_id": i % 3,
            "activity": "AB"[i % 2],
            "ended_at": pd.Timestamp("2024-01-01") + pd.Timedelta(hours=i),
            "region": "NS"[i % 3 == 0],
            "team": i % 2,
        }
        for i in range(12)
    ]
    return {
        "full": full,
        "ends": ends,
        "attributes": log_of_rows(rows),
        "filtered": full.passing("Review").slower_than(hours=2),
        "instant": log_of(a="Draft 9 by Ann", b="Draft 9 by Bea"),
        "unfinished": log_of(a="Draft 9- by Ann", b="Draft 10- by Bea > Review 11- by Ann"),
        "hidden": full.only(activities=["Draft", "Review"]),
    }


@pytest.fixture(scope="module")
def losing(tmp_path_factory):
    """A log of four cases of three pieces of work, and two rows without a case."""
    path = tmp_path_factory.mktemp("losing") / "orders.csv"
    rows = [
        f"{n // 3},{'ABC'[n % 3]},2024-01-02 {8 + n:02d}:00,2024-01-02 {8 + n:02d}:30,{'xy'[n % 2]}"
        for n in range(12)
    ]
    path.write_text(
        "\n".join(
            ["case,activity,start,end,resource", *rows, ",A,2024-01-02 08:00,,x", ",B,2024-01-02 09:00,,y"]
        )
    )
    roles = {
        "case": "case",
        "activity": "activity",
        "started_at": "start",
        "ended_at": "end",
        "resource": "resource",
    }
    return pm.open(path.parent / "workspace").read(path, name="orders", **roles, zone="Europe/Berlin")


def asked(name, log):
    """The question with the options it cannot do without."""
    known = {
        "resource": lambda: log.resources[0] if log.resources else None,
        "rates": lambda: "EUR; people 45",
        "rules": lambda: (
            f"init({log.activities[0]}); response({log.activities[0]}, {log.activities[-1]}) within 2h"
        ),
        "within": lambda: "5h",
        "model": lambda: log.activities,
        "cancelled": lambda: log.activities[-1],
        "rejections": lambda: log.activities[-1],
        "changed_at": lambda: (
            str(
                log.unfiltered()
                .select("select quantile_disc(first_at, 0.75) as middle_at from case_span")
                .middle_at[0]
            )
            + "+00:00"
        ),
    }
    return question(name).function(log, **{option: known[option]() for option in question(name).needs})


ANSWERED = {}  # (question, log): what it answered, or why not; each is asked once for all that it must keep


def answers(name, logs):
    """The answer to one question on each log that bears it; at least one must."""
    found = {}
    for which, log in logs.items():
        key = (name, id(log.version), str(log.filters))
        if key not in ANSWERED:
            try:
                ANSWERED[key] = (log, asked(name, log))  # the log too, so that its id is not given to another
            except CannotAnswer as refusal:
                assert refusal.found and refusal.cure, "a refusal says what is missing and how to get it"
                ANSWERED[key] = (log, None)
        if ANSWERED[key][1] is not None:
            found[which] = ANSWERED[key][1]
    assert found
    return found


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_documented_in_that_order(name, logs):
    for found in answers(name, logs).values():
        told = [
            name for name in type(found).columns if "worked" not in name.split("_")
        ]  # those wait for a calendar
        assert list(found.frame.columns) == told
        assert all(meaning for meaning in type(found).columns.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_headline_is_a_sentence_without_a_missing_number(name, logs):
    for found in answers(name, logs).values():
        assert found.headline.endswith(".") and found.headline[0] == found.headline[0].upper()
        assert not {"nan", "None", "NaT", "inf"} & set(
            found.headline.replace("(", " ").replace(".", " ").split()
        )


@pytest.mark.parametrize("name", NAMES)
def test_counted_and_left_out_add_up_to_the_log(name, logs):
    for found in answers(name, logs).values():
        assert found.counted_events + sum(one.events for one in found.excluded) == found.facts["events"]
        assert found.counted_cases <= found.facts["cases"]


@pytest.mark.parametrize("name", NAMES)
def test_the_statement_shown_gives_the_same_rows_again(name, logs):
    for which, found in answers(name, logs).items():
        again = logs[which].sql(found.sql, found.bound)
        rows = found.tables.get("observations", found.frame)
        shared = [column for column in again.columns if column in rows.columns]
        assert shared
        expected = rows[shared].assign(
            **{
                c: rows[c].dt.tz_convert("UTC").dt.tz_localize(None)
                for c in shared
                if isinstance(rows[c].dtype, pd.DatetimeTZDtype)
            }
        )
        pd.testing.assert_frame_equal(again[shared], expected, check_dtype=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_script_runs_in_a_bare_duckdb(name, logs):
    import duckdb

    for found in answers(name, {"filtered": logs["filtered"], "full": logs["full"]}).values():
        with duckdb.connect() as bare:
            again = bare.execute(found.script).df()
        assert len(again) == len(found.tables.get("observations", found.frame))


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_titled_with_the_finding(name, logs):
    for found in answers(name, logs).values():
        figure = found.figure()
        title = figure.title if isinstance(getattr(figure, "title", None), str) else figure.layout.title.text
        assert title.replace("<br>", " ").replace("&gt;", ">").replace("&amp;", "&") == found.headline


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_no_value_that_json_does_not_know(name, logs):
    for found in answers(name, logs).values():
        read = json.loads(found.to_json(), parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
        assert read["schema"] == 1 and read["question"] == name and len(read["frame"]) == len(found.frame)
        assert read["definition"] == found.definition and len(read["definition"]) > 100


@pytest.mark.parametrize("name", NAMES)
def test_rows_that_could_not_be_used_are_told_with_every_answer(name, losing):
    found = asked(name, losing)
    assert found.quarantined == (14, 12, 2)
    assert found.quarantined.told == "2 of 14 rows read could not be used"
    assert json.loads(found.to_json())["rows"] == {"read": 14, "used": 12, "quarantined": 2}
    assert found.quarantined.told in found._repr_html_()


@pytest.mark.parametrize("name", NAMES)
def test_instants_are_utc_in_json_and_the_logs_own_clock_with_its_offset_elsewhere(name, logs):
    told = answers(name, {"full": logs["full"]})
    for found in told.values():
        read = json.loads(found.to_json())
        for rows in (read["frame"], *read["tables"].values()):
            instants = [value for row in rows for key, value in row.items() if key.endswith("_at") and value]
            assert all(value.endswith("Z") for value in instants)
        written = pd.read_csv(io.StringIO(found.to_csv()))
        for column in (name for name in written if name.endswith("_at")):
            known = written[column].dropna()
            assert known.astype(str).str.endswith("+01:00").all()
            assert pd.to_datetime(known, utc=True).tolist() == found.frame[column].dropna().tolist()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_and_a_spreadsheet_show_the_same_finding(name, logs, tmp_path):
    import html

    for found in answers(name, logs).values():
        assert html.escape(found.headline) in found._repr_html_()
        book = pd.read_excel(found.to_excel(tmp_path / "answer.xlsx"), sheet_name="about", engine="openpyxl")
        assert book.value[0] == found.headline


@pytest.mark.parametrize("name", NAMES)
def test_a_view_without_cases_is_refused_clearly(name, logs):
    nothing = logs["full"].between("1999-01-01", "1999-01-02")
    with pytest.raises(CannotAnswer, match="No case is left"):
        asked(name, nothing)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_prepared_at_import_equals_the_question_asked_afresh(name, logs):
    """The whole log is answered from what the import worked out; a filter that keeps every case asks afresh."""
    for log in (log for log in logs.values() if not log.filters):
        everything = log.sample(10**6)
        try:
            prepared, afresh = asked(name, log), asked(name, everything)
        except CannotAnswer:
            continue
        pd.testing.assert_frame_equal(prepared.frame, afresh.frame)
        assert prepared.headline == afresh.headline


def test_what_the_import_worked_out_is_what_the_question_would_ask(logs):
    prepared = logs["full"].facts["prepared"]
    assert {name for name in NAMES if digest(asked(name, logs["full"]).sql) == prepared.get(name)} == {
        one.name for one in QUESTIONS if prepared_with(read_sql(one.room, one.name)) is not None
    }
    assert len(prepared) >= 8


def test_text_that_looks_like_a_formula_stays_text_in_a_spreadsheet(tmp_path):
    found = pm.variants(
        log_of_rows([{"case_id": "x", "activity": "=1+1", "ended_at": pd.Timestamp("2024-01-01")}])
    )
    assert pd.read_excel(
        found.to_excel(tmp_path / "x.xlsx"), sheet_name="variants", engine="openpyxl"
    ).activities.tolist() == ["'=1+1"]


def test_an_unknown_question_lists_the_known_ones():
    with pytest.raises(pm.errors.UnknownName, match="Did you mean 'bottlenecks'"):
        pm.question("bottleneck")
