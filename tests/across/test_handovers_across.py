from __future__ import annotations

import random
from statistics import median

import pytest

from procmine.errors import CannotAnswer


@pytest.fixture
def linked(workspace):
    """Claim c1 begins at 12, an hour after order c1 was checked and while it is being sent; c2 before its order ends."""
    workspace.add_rows(
        "orders", [("c1", "Take", 8, 9, "Ann"), ("c1", "Check", 10, 11, "Ann"), ("c1", "Send", 11.5, 13, "Bea"), ("c2", "Take", 9, 20, "Ann")],
        team="north",
    )  # fmt: skip
    workspace.add_rows(
        "claims", [("c1", "Open", 12, 13, "Cid"), ("c2", "Open", 15, 16, "Cid"), ("x", "Open", 9, 10, "Cid")]
    )
    return workspace


def test_a_case_is_handed_over_by_the_last_work_that_had_ended(linked):
    found = linked.handovers_across()
    first, other = found.frame.itertuples()
    assert (first.from_log, first.to_log, first.cases, first.linked_cases, first.handovers) == (
        "orders",
        "claims",
        3,
        2,
        1,
    )
    assert (first.share_handed_over, first.median_between_hours, first.basis) == (
        pytest.approx(1 / 3),
        1,
        "wait",
    )
    assert (other.from_log, other.handovers) == (
        "claims",
        0,
    ) and other.median_between_hours != other.median_between_hours
    assert found.tables["steps"].values.tolist() == [["orders", "Check", "claims", "Open", 1, 1]]
    assert (
        found.headline
        == "1 case of claims (33 %) begins after work on the same id ended in orders, half within 1.0 h."
    )
    assert found.figure().layout.title.text.replace("<br>", " ").replace("&gt;", ">") == found.headline


def test_an_attribute_links_cases_whose_ids_differ_also_where_it_varies_inside_them(workspace):
    workspace.add_rows(
        "orders", [("o1", "Take", 8, 9, "Ann"), ("o1", "Send", 9, 10, "Ann")], order=["k1", "k2"]
    )
    workspace.add_rows("claims", [("z1", "Open", 12, 13, "Cid"), ("z2", "Open", 14, 15, "Cid"), ("z3", "Open", 14, 15, "Cid")], order=["k1", "k2", "k9"])  # fmt: skip
    workspace.add_rows("other", [("o1", "Open", 12, 13, "Cid")])
    found = workspace.handovers_across("order")
    # The key is one of the case, so all work of the order had ended at 10.
    assert found.frame[["to_log", "handovers", "median_between_hours"]].values.tolist()[0] == ["claims", 2, 3]
    assert found.left_out == (("other", "which has no attribute 'order'"),)
    assert (
        "on the same order ended in orders" in found.headline and "1 log is left out: other" in found.headline
    )


def test_links_that_may_be_chance_are_told(workspace):
    rows = {"a": 0, "b": 1}
    for name, turn in rows.items():
        workspace.add_rows(
            name, [(n, "A", at, at + 1, "Ann") for n in range(30) for at in [9 if n % 2 == turn else 1]]
        )
    told = workspace.handovers_across().headline
    assert (
        "linked by plain numbers" in told
        and "Between a and b they run both ways, as chance would have it too." in told
    )


def test_ends_alone_bound_the_time_between_and_zones_are_heeded(workspace):
    workspace.add_rows("orders", [("c1", "Take", None, 9, "Ann"), ("c2", "Take", None, 9, "Ann")])
    workspace.add_rows(
        "claims", [("c1", "Open", None, 11, "Ann"), ("c2", "Open", None, 9.5, "Ann")], zone="Europe/Berlin"
    )
    found = workspace.handovers_across().frame  # 11:00 in Berlin is 10:00 in UTC, 9:30 is 8:30
    assert found[["from_log", "handovers", "median_between_hours", "basis"]].values.tolist() == [
        ["claims", 1, 0.5, "elapsed"],
        ["orders", 1, 1, "elapsed"],
    ]
    assert "upper bound" in workspace.handovers_across().headline


def test_where_nothing_links_it_is_said_what_could(workspace):
    workspace.add_rows("orders", [("a", "Take", 8, 9, "Ann")], team="n", order="k")
    with pytest.raises(CannotAnswer, match="Only orders can be asked"):
        workspace.handovers_across()
    workspace.add_rows("claims", [("b", "Take", 8, 9, "Ann")], team="m", order="l")
    with pytest.raises(CannotAnswer, match="No case has the id of a case of another log") as refused:
        workspace.handovers_across()
    assert "order and team" in refused.value.cure
    with pytest.raises(CannotAnswer, match="No log has an attribute 'nothing'"):
        workspace.handovers_across("nothing")


def test_roles_only_names_nobody_and_hides_attributes_that_do(linked):
    linked.people.choose("roles")
    found = linked.handovers_across()
    assert found.frame.handovers.sum() == 1
    assert not any(name in found.to_json() for name in ("Ann", "Bea", "Cid"))


@pytest.mark.parametrize("seed", range(4))
def test_handovers_equal_a_search_through_all_pairs(workspace, seed):
    draw = random.Random(seed)
    logs = {
        name: [(f"c{draw.randint(0, 9)}", draw.choice("AB"), s, s + draw.randint(0, 5), "Ann") for s in (draw.randint(0, 60) for _ in range(15))]
        for name in ("one", "two", "three")
    }  # fmt: skip
    for name, rows in logs.items():
        workspace.add_rows(name, rows)
    expected = {}
    for to, later in logs.items():
        for case in {row[0] for row in later}:
            begins = min(row[2] for row in later if row[0] == case)
            for before, earlier in logs.items():
                ends = [row[3] for row in earlier if row[0] == case]
                if before != to and ends:
                    linked, gaps = expected.setdefault((before, to), ([], []))
                    linked.append(case)
                    gaps += (
                        [begins - max(end for end in ends if end <= begins)] if min(ends) <= begins else []
                    )
    found = workspace.handovers_across().frame
    assert {(r.from_log, r.to_log): (r.linked_cases, r.handovers) for r in found.itertuples()} == {
        pair: (len(linked), len(gaps)) for pair, (linked, gaps) in expected.items()
    }
    for row in found[found.handovers > 0].itertuples():
        assert row.median_between_hours == pytest.approx(median(expected[row.from_log, row.to_log][1]))
