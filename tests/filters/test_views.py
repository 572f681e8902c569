"""Each clause keeps the cases that a slow look at every case keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

import procmine as pm
from procmine.samples import log_of_rows
from procmine.store import Circumstances, CompletionRule

DAY = datetime(2024, 3, 4)
TRACES = {
    "a": [("A", 0, 2, "x"), ("B", 3, 5, "y"), ("C", 6, 7, "x")],
    "b": [("A", 1, 2, "x"), ("C", 2, 4, "y")],
    "c": [("B", 30, 31, "z"), ("A", 32, 33, "x"), ("B", 80, 81, "y")],
    "d": [("A", 5, 6, None)],
    "e": [("A", 10, 11, "z"), ("B", 11, 12, "z"), ("C", 12, 20, "z")],
}
REGIONS = {"a": "North", "b": "South", "c": "North", "e": "East; far"}
VALUES = {"a": 100, "b": 500, "c": 1000.5, "d": 20, "e": 500}


@pytest.fixture(scope="module")
def log():
    rows = [
        {"case_id": case, "activity": a, "started_at": DAY + timedelta(hours=s), "ended_at": DAY + timedelta(hours=e), "resource": r,
         "region": REGIONS.get(case), "Order value": VALUES[case], "team": {"x": "red", "y": "blue"}.get(r)}
        for case, trace in TRACES.items() for a, s, e, r in trace
    ]  # fmt: skip
    told = Circumstances(CompletionRule("activity", ("C",)), extracted_at=DAY + timedelta(hours=100))
    return log_of_rows(rows, circumstances=told)


KEPT = {
    "region = North": "ac",
    "region != North": "bde",
    'region in (North, "East; far")': "ace",
    "region not in (North)": "bde",
    "region is missing": "d",
    "region is not missing": "abce",
    '"Order value" > 500': "c",
    '"Order value" >= 500': "bce",
    '"Order value" < 100': "d",
    '"Order value" = 500': "be",
    "team = blue": "abc",
    "team != blue": "de",
    "resource = z": "ce",
    "resource is missing": "d",
    "case in (a, e)": "ae",
    "activity = C": "abe",
    "between 2024-03-05..2024-03-05 by start": "c",
    "between 2024-03-04..2024-03-04 by end": "abe",
    "between 2024-03-05..2024-03-06": "cd",
    "between 2024-03-04T03:00..2024-03-04T05:00": "ab",
    "passing B": "ace",
    "passing B, C": "abce",
    "passing B; passing C": "ae",
    "avoiding B": "bd",
    "following A -> C": "abe",
    "following A => C": "b",
    "following B -> B within 47h": "",
    "following B -> B within 49h": "c",
    "starting with B": "c",
    "ending with B, C": "abce",
    "variants top 1": "ae",
    "variants share 0.4": "ae",
    "variants ids 2": "d",
    "slower than 6h": "acde",
    "slower than 60h": "cd",
    "faster than 7h": "b",
    "faster than 200h": "abe",
    "complete": "abe",
    "open": "cd",
    "sample 5": "abcde",
    "region = North; passing C": "a",
    "except (region = North)": "bde",
    "except (region = North; passing C)": "bcde",
    "passing B; except (region = North; passing C); complete": "e",
    "except (except (passing B))": "ace",
    "except (between 2024-03-05..2024-03-06; variants ids 2)": "abce",
}


@pytest.mark.parametrize("text", KEPT)
def test_a_clause_keeps_these_cases(text, log):
    view = log.filter(text)
    assert "".join(sorted(view.sql("select case_id from case_span").case_id)) == KEPT[text]
    assert view.counts.cases == len(KEPT[text])
    assert view.counts.events == sum(len(TRACES[case]) for case in KEPT[text])


def test_methods_say_the_same_as_the_text(log):
    assert (
        str(log.where(region="North").where({"Order value": (">", 500)}).filters)
        == 'region = North; "Order value" > 500'
    )
    assert (
        str(log.where(region=["North", "South"], team=None).filters)
        == "region in (North, South); team is missing"
    )
    assert str(
        log.between("2024-03-04", "2024-03-05")
        .passing("B")
        .avoiding("C")
        .following("A", "B", directly=True, within="3d")
        .filters
    ) == ("between 2024-03-04..2024-03-05; passing B; avoiding C; following A => B within 3d")
    assert str(
        log.slower_than(hours=72)
        .faster_than(hours=1.5)
        .variants(top=3)
        .complete_cases()
        .open_cases()
        .sample(9, seed=2)
        .filters
    ) == ("slower than 3d; faster than 90min; variants top 3; complete; open; sample 9 seed 2")
    assert log.filter("region = North").filters == log.where(region="North").filters
    assert str(log.excepting("passing B; region=North").filters) == "except (passing B; region = North)"


HELD = {
    "a": {"code": "007", "amount": "500.00", "due": "2024-03-31"},
    "b": {"code": "7", "amount": "500", "due": "2024-03-31 09:00"},
    "c": {"code": "07", "amount": "1_000", "due": "2024-03-31T23:30:00+02:00"},
    "d": {"code": "7.0", "amount": "1000", "due": "2024-03-31T23:30:00Z"},
    "e": {"code": "Nan", "amount": "-0.5", "due": "2024-04-01"},
}


@pytest.fixture(scope="module")
def held():
    return log_of_rows(
        [{"case_id": case, "activity": "A", "ended_at": DAY, **values} for case, values in HELD.items()],
        zone="Europe/Berlin",
    )


EQUAL = {
    ("code", "7"): "bd", ("code", "007"): "a", ("code", "07"): "c", ("code", "7.0"): "bd", ("code", "nan"): "", ("code", "Nan"): "e",
    ("amount", "500"): "ab", ("amount", "500.000"): "ab", ("amount", "1000"): "d", ("amount", "1_000"): "c", ("amount", "-0.50"): "e",
    ("due", "2024-03-31"): "abc", ("due", "2024-04-01"): "de", ("due", "2024-03-31T23:30"): "c", ("due", "2024-03-31T21:30Z"): "c",
    ("due", "2024-03-31T00:00"): "a",
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), EQUAL)
def test_equal_means_the_same_after_a_sign_and_in_a_list(held, name, value):
    kept = EQUAL[name, value]
    left = "".join(sorted(set(HELD) - set(kept)))
    for text, cases in (
        (f"{name} = {value}", kept),
        (f"{name} in ({value}, nothing)", kept),
        (f"{name} != {value}", left),
        (f"{name} not in ({value})", left),
    ):
        assert "".join(sorted(held.filter(text).sql("select case_id from case_span").case_id)) == cases, text


SIZES = {
    "due <= 2024-03-31": "abc", "due < 2024-03-31": "", "due > 2024-03-31": "de", "due >= 2024-03-31": "abcde", "due < 2024-04-01": "abc",
    "due <= 2024-03-31T09:00": "ab", "due > 2024-03-31T09:00": "cde", "amount > 400": "abd", "amount < 0": "e", "code >= 7": "abcd",
}  # fmt: skip


@pytest.mark.parametrize("text", SIZES)
def test_a_date_is_its_whole_day_in_the_zone_and_only_numbers_have_a_size(held, text):
    assert "".join(sorted(held.filter(text).sql("select case_id from case_span").case_id)) == SIZES[text]


def test_every_case_has_its_id(held):
    assert held.filter("case is missing").counts.cases == 0
    assert held.filter("case_id is not missing").counts.cases == 5


@pytest.mark.parametrize(
    "wanted", [("==", 500), ("<>", 500), ("not in", ["North"]), ("in", ("North", "South")), ("=>", 5)]
)
def test_a_comparison_that_is_none_of_the_six_is_refused(log, wanted):
    with pytest.raises(pm.errors.WrongFilter, match="is no comparison") as refused:
        log.where(region=wanted)
    assert "=, !=, <, <=, >, >=" in refused.value.cure


def test_two_values_are_any_of_them_whatever_they_are_called(log):
    assert str(log.where(region=("in", "out")).filters) == 'region in ("in", out)'
    assert str(log.where(region=("North", "South")).filters) == "region in (North, South)"


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), pd.NaT, pd.NA, [1.5, float("nan")], (">", float("nan")), [None]]
)
def test_what_is_no_value_is_refused(log, value):
    with pytest.raises(pm.errors.WrongFilter, match="is no value") as refused:
        log.where({"Order value": value})
    assert "=None" in refused.value.cure


def test_a_view_is_frozen_and_a_filter_given_twice_is_one(log):
    view = log.passing("B")
    assert view is not log and not log.filters
    assert view.passing("B") == view
    with pytest.raises(AttributeError):
        view.filters = ()


def test_hidden_work_does_not_become_waiting(log):
    """Without B, C follows A in case a; the four hours in between were B's, and no wait is made of them."""
    shown = log.where(case_id="a").only(activities=["A", "C"])
    edge = pm.process_map(shown).frame.set_index(["from_activity", "to_activity"]).loc[("A", "C")]
    assert (edge.steps, edge.waits) == (1, 0)
    assert pm.waiting_time(shown).frame[["from_activity", "to_activity", "total_hours"]].values.tolist() == [
        ["B", "C", 1]
    ]
    assert pm.cycle_time(shown).frame.median_hours[0] == 7, "the case is the whole case"
    (out, *_) = pm.variants(shown).excluded
    assert out.events == len(log) - 2


def test_names_that_are_not_there_are_refused_with_those_that_are(log):
    for wrong, said in (
        ("passing Bee", "activity is called 'Bee'"),
        ("colour = red", "attribute is called 'colour'"),
        ("only resources w", "resource is called 'w'"),
    ):
        with pytest.raises(pm.errors.UnknownName, match=said):
            log.filter(wrong)


@pytest.mark.parametrize("text", [text for text in KEPT if not text.startswith("except")])
@pytest.mark.parametrize("beside", ["{}; passing B", "passing B; {}"])
def test_all_others_are_all_others_whatever_the_clause(log, text, beside):
    held, others = log.filter(beside.format(text)), log.excepting(beside.format(text))
    assert held.counts.cases + others.counts.cases == 5


def test_names_in_brackets_are_looked_up_too(log):
    with pytest.raises(pm.errors.UnknownName, match="Zzz"):
        log.filter("except (passing Zzz)")
    with pytest.raises(pm.errors.WrongFilter, match="hides work"):
        log.excepting("only activities A")


def test_dates_are_those_of_the_zone():
    rows = [
        {"case_id": hour, "activity": "A", "ended_at": datetime(2024, 3, 3, 22) + timedelta(hours=hour)}
        for hour in range(4)
    ]
    berlin = log_of_rows(rows, zone="Europe/Berlin")
    assert berlin.between("2024-03-04", "2024-03-04", by="start").counts.cases == 3
    assert log_of_rows(rows).between("2024-03-04", "2024-03-04", by="start").counts.cases == 2


def test_cases_that_lose_some_work_are_counted_as_losing_it(log):
    """B lies in a, c and e; without it all three lose something and none vanishes; with only B, b and d vanish too."""
    without = pm.summary(log.only(activities=["A", "C"])).excluded
    assert [(one.cases, one.events) for one in without] == [(3, 4)]
    alone = pm.summary(log.only(activities=["B"]).where(region="North")).excluded
    assert [(one.cases, one.events) for one in alone] == [(5, 9)]
    assert [one.cases for one in pm.summary(log.where(region="North")).excluded] == [3]


def test_a_text_given_to_where_is_sent_to_filter(log):
    with pytest.raises(pm.errors.WrongFilter) as refused:
        log.where("region = North")
    assert refused.value.cure == "Write log.filter('region = North')"
