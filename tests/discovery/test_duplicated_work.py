from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of, log_of_rows


def pay(case, at, vendor, invoice, hours=1):
    start = f"2024-01-{at:02d} 08:00"
    return {
        "case_id": case, "activity": "Pay", "started_at": start, "ended_at": f"2024-01-{at:02d} {8 + hours:02d}:00", "vendor": vendor, "invoice": invoice,
        "resource": "Ann",
    }  # fmt: skip


ROWS = [
    pay("a", 1, "Acme", "INV-0042"),
    pay("b", 3, "Acme", "INV-0042", hours=2),  # the same in another case
    pay("c", 5, "Acme", "7"),
    pay("c", 6, "Acme", "7"),  # and in the same
    pay("d", 8, "Bolt", "INV-0042"),  # another vendor
    pay("e", 9, "Acme", "inv 42", hours=3),
    pay("f", 10, "Acme", None),
]


def test_the_same_keys_within_a_case_and_across_cases():
    found = pm.duplicated_work(log_of_rows(ROWS), keys="vendor; invoice")
    told = found.frame.set_index("scope")
    assert told.loc["across cases", ["duplicates", "groups", "cases", "work_hours"]].tolist() == [1, 1, 1, 2]
    assert told.loc["within a case", ["duplicates", "groups", "cases", "work_hours"]].tolist() == [1, 1, 1, 1]
    assert [(one.reason, one.events) for one in found.excluded] == [("work of which a key is missing", 1)]
    groups = found.tables["groups"]
    assert groups[["keys", "pieces", "cases"]].values.tolist() == [[["7", "Acme"], 2, ["c"]], [["INV-0042", "Acme"], 2, ["a", "b"]]]  # fmt: skip
    assert "2 pieces of work are done again with the same invoice and vendor, 3.0 h of work" in found.headline


def test_alike_leaves_aside_how_it_is_written():
    found = pm.duplicated_work(log_of_rows(ROWS), keys=["vendor", "invoice"], match="alike")
    assert found.frame.set_index("scope").loc["across cases", ["duplicates", "work_hours"]].tolist() == [2, 5]


def alike(*texts):
    """Which of these texts are told as the same: the cases of each group."""
    rows = [pay(text, at, "Acme", text) for at, text in enumerate(texts, 1)]
    found = pm.duplicated_work(log_of_rows(rows), keys="invoice", match="alike").tables["groups"]
    return sorted(found.cases.tolist())


def test_amounts_that_differ_in_worth_are_never_alike():
    assert alike("12.50", "125.0", "1250", "-1250", "1.250", "12,50", ".50", "50", "-12.5", "EUR 12.50", "EUR -12.50", "EUR 1250", "0.05") == []  # fmt: skip


def test_however_a_number_is_written_it_is_alike():
    groups = [
        ("12.50", "12.5", "012.500", " 12.5 ", "+12.5"),
        ("-1250", "-1250.0", "\u22121250", "-01250.00"),
        ("INV-0042", "inv 42", "Inv.42", "INV/00042.", "(inv) 42"),
        ("12345678901234567891", "12345678901234567891.0"),
        ("Müller, A.", "muller a"),
        ("R-2024-007", "r2024007"),
        ("0", "0.00", "-0.0", ".0"),
        ("-0.5", "-.50"),
    ]
    assert alike(*(text for group in groups for text in group)) == sorted(sorted(group) for group in groups)


def test_long_numbers_are_compared_digit_by_digit():
    assert alike("12345678901234567891", "12345678901234567892") == []


@settings(max_examples=3)
@given(st.lists(st.decimals(-99, 99, places=2), min_size=2, max_size=25))
def test_of_plain_amounts_alike_is_equal(amounts):
    """A slow twin by arithmetic; a case has one amount, so that each further one of its worth is a duplicate."""
    texts = [f"{amount:f}" if n % 2 else f"{amount.normalize():f}" for n, amount in enumerate(amounts)]
    rows = [pay(str(n), 1 + n, "Acme", text) for n, text in enumerate(texts)]
    found = pm.duplicated_work(log_of_rows(rows), keys="invoice", match="alike")
    assert found.frame.duplicates.sum() == len(amounts) - len(set(amounts))


def test_side_by_side_is_not_twice():
    rows = [
        pay("a", 1, "Acme", "7", hours=4),
        {**pay("a", 1, "Acme", "7", hours=2), "started_at": "2024-01-01 09:00"},
    ]
    assert pm.duplicated_work(log_of_rows(rows), keys="vendor; invoice").frame.empty
    rows[1] |= {"started_at": "2024-01-01 12:00", "ended_at": "2024-01-01 14:00"}
    assert pm.duplicated_work(log_of_rows(rows), keys="vendor; invoice").frame.duplicates.tolist() == [1], (
        "one after the other is"
    )


def test_without_keys_it_is_what_was_recorded_again():
    log = log_of(a="A 1-2 by Ann > A 1-2 by Ann > A 1-2 by Bea", b="A 1-2 by Ann")
    found = pm.duplicated_work(log)
    assert found.frame[["scope", "duplicates", "work_hours"]].values.tolist() == [["within a case", 1, 1.0]]
    assert "recorded again with the same times and hands" in found.headline


def test_keys_that_are_not_there_are_refused():
    log = log_of_rows(ROWS)
    with pytest.raises(UnknownName, match="'invoices'"):
        pm.duplicated_work(log, keys="invoices")
    with pytest.raises(WrongOption, match="no match 'near'"):
        pm.duplicated_work(log, keys="invoice", match="near")
    with pytest.raises(CannotAnswer, match="No work has all of"):
        pm.duplicated_work(log.where(case_id="f"), keys="invoice")
