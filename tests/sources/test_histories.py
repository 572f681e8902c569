"""From changes to stays: each stay worked out again act by act, and histories that do not hold together."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procmine.errors import SourceProblem
from procmine.importers.histories.history import History
from procmine.importers.histories.values import ASSIGNEE, CLOSING, NOTHING, STAGE, STATUS, Value, instant

BEGIN = datetime(2026, 3, 1, 8)
ASKED_AT = BEGIN + timedelta(days=30)


def at(hours):
    return BEGIN + timedelta(hours=hours)


def named(name):
    return Value(name, name)


@contextmanager
def staged(tell, **options):
    with duckdb.connect() as con:
        con.execute("set timezone = 'UTC'")
        source = History("log", "redmine", tell, seen_at=ASKED_AT.replace(tzinfo=UTC), **options).stage(con)
        yield con, {note.check: note for note in source.notes}


def stays_of(con):
    return con.execute(
        """select "Item", "Status", "Entered" at time zone 'UTC', "Left" at time zone 'UTC', "Assignee" from staged order by source_row"""
    ).fetchall()


def item(rows, number="1", created=0, status="Closed", assignee=None, **more):
    values = {STATUS: named(status), ASSIGNEE: named(assignee) if assignee else NOTHING}
    rows.item(
        number,
        created_at=at(created),
        creator="ada",
        updated_at=at(700),
        seen_at=ASKED_AT,
        values=values,
        **more,
    )


# --- stays ----------------------------------------------------------------------------------------------------------

acts = st.lists(
    st.tuples(st.integers(1, 30), st.sampled_from([STATUS, ASSIGNEE]), st.integers(0, 3)), max_size=12
)


@given(st.lists(acts, min_size=1, max_size=3))
@settings(max_examples=5)
def test_stays_equal_those_worked_out_act_by_act(courses):
    """Random courses of several items: statuses S0 to S3, S3 with nothing left to do; people P1 to P3, P0 meaning nobody."""
    expected = []

    def tell(rows):
        for number, course in enumerate(courses):
            values = {STATUS: 0, ASSIGNEE: 0}
            lived = [(0, dict(values))]
            for place, (hour, field, value) in enumerate(sorted(course, key=lambda act: act[0])):
                if values[field] != value:
                    rows.change(
                        number,
                        place,
                        at(hour),
                        "ada",
                        field,
                        told(field, values[field]),
                        told(field, value),
                        place,
                    )
                    values = values | {field: value}
                    lived.append((hour, values))
            item_values = {field: told(field, value) for field, value in values.items()}
            rows.item(
                number,
                created_at=at(0),
                creator="ada",
                updated_at=at(700),
                seen_at=ASKED_AT,
                values=item_values,
            )
            expected.extend((str(number), *stay) for stay in twin(lived))

    def told(field, value):
        if field == ASSIGNEE:
            return named(f"P{value}") if value else NOTHING
        return named(f"S{value}")

    with staged(tell, done=("S3",)) as (con, _):
        found = stays_of(con)
    assert sorted(found, key=repr) == sorted(expected, key=repr)


def twin(lived):
    """Hour by hour: which status, and who had it in most of its hours; of equals who had it last."""
    begins = [
        0,
        *(
            hour
            for (hour, now), (_, before) in zip(lived[1:], lived, strict=False)
            if now[STATUS] != before[STATUS]
        ),
    ]
    changes = [
        lived[0],
        *(one for one, before in zip(lived[1:], lived, strict=False) if one[1][STATUS] != before[1][STATUS]),
    ]
    for place, (begin, now) in enumerate(changes):
        is_done = now[STATUS] == 3
        end = begin if is_done else begins[place + 1] if place + 1 < len(begins) else None
        last = (ASKED_AT - BEGIN) // timedelta(hours=1) if end is None else end
        yield f"S{now[STATUS]}", at(begin), None if end is None else at(end), holder(lived, begin, last)


def holder(lived, begin, end):
    spans = []
    for hour, now in lived:
        if spans and spans[-1][2] == now[ASSIGNEE]:
            spans[-1][1] = None
        else:
            if spans:
                spans[-1][1] = hour
            spans.append([hour, None, now[ASSIGNEE]])
    best = None
    for first, until, who in spans:
        until = 10**6 if until is None else until
        if first <= end and until >= begin:
            held = max(0, min(until, end) - max(first, begin))
            if best is None or (held, first) >= best[:2]:
                best = (held, first, who)
    return f"P{best[2]}" if best[2] else None


def test_a_status_in_which_nothing_is_left_takes_no_time_until_it_is_taken_up_again():
    def tell(rows):
        item(rows, status="Open")
        rows.state("Closed", "Closed", "done")
        rows.state("Open", "Open", "active")
        rows.change("1", 1, at(5), "ada", STATUS, named("Open"), named("Closed"))
        rows.change("1", 2, at(9), "ada", STATUS, named("Closed"), named("Open"))

    with staged(tell) as (con, _):
        assert stays_of(con) == [
            ("1", "Open", at(0), at(5), None),
            ("1", "Closed", at(5), at(5), None),
            ("1", "Open", at(9), None, None),
        ]


def test_a_renamed_status_goes_by_its_name_of_today_and_a_field_says_what_it_said_then():
    def tell(rows):
        item(rows, status="7")
        rows.state("7", "In review", "active")
        rows.change("1", 1, at(5), "ada", STATUS, Value("3", "Open"), Value("7", "Checking"))
        rows.change("1", 2, at(8), "ada", "Priority", named("low"), named("high"))
        rows.value("1", "Priority", named("high"))
        rows.change("1", 3, at(9), "ada", STATUS, Value("7", "Checking"), Value("3", "Open"))
        rows.value("1", STATUS, Value("3", "Open"))

    with staged(tell) as (con, _):
        said = con.execute('select "Status", "Priority" from staged order by source_row').fetchall()
    assert said == [("Open", "low"), ("In review", "low"), ("Open", "high")]


def test_transitions_are_events_by_whoever_made_them():
    def tell(rows):
        item(rows)
        rows.person("ben", "Ben")
        rows.change("1", 1, at(5), "ben", STATUS, named("Open"), named("Closed"))

    with staged(tell, model="transitions") as (con, _):
        assert stays_of(con) == [
            ("1", "Created", None, at(0), "ada"),
            ("1", "Open → Closed", None, at(5), "Ben"),
        ]


def test_of_several_people_the_one_who_is_there_the_longest_has_it_and_closing_goes_before_the_stage():
    """0 Ada is on it · 2 Ben joins · 4 Ada leaves · stage Doing from 3 · archived at 6."""

    def tell(rows):
        rows.item(
            "1",
            created_at=at(0),
            creator="ada",
            updated_at=at(6),
            seen_at=ASKED_AT,
            values={STAGE: named("Doing"), CLOSING: named("Archived")},
        )
        rows.state("Archived", "Archived", "done")
        rows.state("Doing", "Doing", "active", STAGE)
        rows.holding("1", ASSIGNEE, [named("Ben")])
        rows.member("1", 1, at(2), "ada", ASSIGNEE, named("Ben"), is_added=True)
        rows.member("1", 2, at(4), "ada", ASSIGNEE, named("Ada"), is_added=False)
        rows.change("1", 3, at(3), "ada", STAGE, named("To do"), named("Doing"))
        rows.change("1", 4, at(6), "ada", CLOSING, NOTHING, named("Archived"))

    with staged(tell) as (con, _):
        assert stays_of(con) == [
            ("1", "To do", at(0), at(3), "Ada"),
            ("1", "Doing", at(3), at(6), "Ben"),
            ("1", "Archived", at(6), at(6), "Ben"),
        ]


# --- what does not hold together ------------------------------------------------------------------------------------


def test_a_history_with_a_gap_is_told():
    def tell(rows):
        item(rows)
        rows.change("1", 1, at(5), "ada", STATUS, named("Open"), named("Checked"))
        rows.change("1", 2, at(9), "ada", STATUS, named("Paid"), named("Closed"))

    with staged(tell) as (_, notes):
        assert notes["history-gap"].rows == 1 and "1" in notes["history-gap"].examples
        assert "history-end" not in notes


def test_a_history_that_ends_too_early_is_told():
    def tell(rows):
        item(rows, status="Paid")
        rows.change("1", 1, at(5), "ada", STATUS, named("Open"), named("Checked"))

    with staged(tell) as (_, notes):
        assert notes["history-end"].rows == 1


def test_what_happened_after_the_item_was_looked_at_is_no_break():
    def tell(rows):
        item(rows, status="Checked")
        rows.change("1", 1, at(5), "ada", STATUS, named("Open"), named("Checked"))
        rows.change("1", 2, at(701), "ada", STATUS, named("Checked"), named("Closed"))

    with staged(tell) as (_, notes):
        assert not [check for check in notes if check.startswith("history-")]


def test_a_change_before_the_creation_is_told_and_so_are_changes_of_items_that_are_not():
    def tell(rows):
        item(rows, created=6)
        rows.change("1", 1, at(5), "ada", STATUS, named("Open"), named("Closed"))
        rows.change("2", 2, at(5), "ada", STATUS, named("Open"), named("Closed"))

    with staged(tell) as (_, notes):
        assert notes["history-early"].rows == 1 and notes["orphan-changes"].rows == 1


def test_no_item_at_all_is_refused():
    with pytest.raises(SourceProblem, match="Nothing came"), staged(lambda rows: ()):
        pass


def test_statuses_are_judged_by_their_words_where_the_tool_is_silent_and_that_is_told():
    def tell(rows):
        item(rows, status="Erledigt")
        rows.change("1", 1, at(5), "ada", STATUS, named("Offen"), named("Erledigt"))

    with staged(tell) as (con, notes):
        assert stays_of(con)[1] == ("1", "Erledigt", at(5), at(5), None)
        assert "Erledigt" in notes["done-statuses"].message


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-03-01T08:00:00Z", datetime(2026, 3, 1, 8)),
        ("2026-03-01T08:00:00.514+0800", datetime(2026, 3, 1, 0, 0, 0, 514000)),
        ("2026-03-01T08:00:00.1234567Z", datetime(2026, 3, 1, 8, 0, 0, 123456)),
        ("2026-03-01T08:00:00.6Z", datetime(2026, 3, 1, 8, 0, 0, 600000)),
        (1772352000000, datetime(2026, 3, 1, 8)),
        (1772352000, datetime(2026, 3, 1, 8)),
        ("", None),
    ],
)
def test_instants_as_tools_write_them(told, meant):
    assert instant(told) == meant


def test_nobody_on_one_side_only_is_a_break_too():
    """A hidden unassignment: Ben left behind, nobody before the next; and at the end Cleo left behind, nobody now."""

    def tell(rows):
        item(rows, status="Open")
        rows.change("1", 1, at(2), "ada", ASSIGNEE, NOTHING, Value("5", None))
        rows.change("1", 2, at(4), "ada", ASSIGNEE, NOTHING, Value("6", None))

    with staged(tell) as (_, notes):
        assert notes["history-gap"].rows == 1 and notes["history-end"].rows == 1


def test_who_is_told_now_is_what_the_tool_says_and_a_missing_removal_is_told():
    def tell(rows):
        rows.item(
            "1",
            created_at=at(0),
            creator="ada",
            updated_at=at(6),
            seen_at=ASKED_AT,
            values={STATUS: named("Open")},
        )
        rows.member("1", 1, at(2), "ada", ASSIGNEE, named("Ben"), is_added=True)

    with staged(tell) as (_, notes):
        assert notes["history-end"].rows == 1


def test_what_lies_in_the_future_is_left_out_and_told():
    def tell(rows):
        item(rows, status="Open")
        rows.change("1", 1, ASKED_AT + timedelta(days=9), "ada", STATUS, named("New"), named("Open"))

    with staged(tell) as (con, notes):
        assert notes["events-of-the-future"].rows >= 1
        assert con.execute(
            'select max("Entered") <= $1 from staged', [ASKED_AT.replace(tzinfo=UTC)]
        ).fetchone() == (True,)


def test_what_was_done_when_it_was_first_seen_was_done_by_its_last_update():
    """Created at 0, done by 6 as the first export says: what it was in between is not known, and it did not take no time."""

    def tell(rows):
        values = {STATUS: named("Closed"), ASSIGNEE: named("Ben")}
        rows.item("1", created_at=at(0), updated_at=at(6), seen_at=ASKED_AT, values=values)

    with staged(tell, diffed=(STATUS, ASSIGNEE)) as (con, _):
        assert stays_of(con) == [
            ("1", "(not known)", at(0), at(6), None),
            ("1", "Closed", at(6), at(6), "Ben"),
        ]
    with staged(tell) as (con, _):  # a tool that records changes would have told one
        assert stays_of(con) == [("1", "Closed", at(0), at(0), "Ben")]
