from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.people.penalty import _medians, penalty
from procmine.samples import log_of, log_of_rows


def test_five_handovers_of_a_worked_case():
    found = pm.handovers(
        log_of(x="A 1 by a > B 2 by b > C 3 by a > D 4 by a > E 5 by c > F 6 by a > G 7 by b")
    )
    assert found.frame.handovers.sum() == 5
    assert dict(
        zip([one.reason for one in found.excluded], [one.events for one in found.excluded], strict=True)
    ) == {
        "work that nothing before it let begin, which nobody hands over": 1,
        "work that stays in the same hands": 1,
    }


def test_parallel_branches_hand_nothing_to_each_other():
    log = log_of(x="A 0-1 by a > B 1-4 by b > C 2-3 by c > D 5-6 by b")
    assert {(row.from_resource, row.to_resource) for row in pm.handovers(log).frame.itertuples()} == {
        ("a", "b"),
        ("a", "c"),
    }


def test_a_log_without_resources_is_refused():
    with pytest.raises(pm.errors.CannotAnswer, match="no resources"):
        pm.handovers(log_of(x="A 1 > B 2"))


def test_without_starts_the_time_between_two_hands_is_called_an_upper_bound():
    ends = pm.handovers(log_of(a="A 1 by Ann > B 3 by Bob"))
    assert ends.frame.basis.tolist() == ["elapsed"]
    assert "an upper bound of the wait" in ends.headline
    assert pm.handovers(log_of(a="A 0-1 by Ann > B 2-3 by Bob")).headline.endswith(
        "waiting 1.0 h in the median."
    )


PASSED_ABOUT = "A 1 by a > B 2 by b > C 3 by a > D 4 by a > E 5 by c > F 6 by a > G 7 by b"


def test_five_handovers_are_two_ping_pongs():
    """a → b → a is away from 1 to 3, a → c → a from 4 to 6; b → a → a and c → a → b come not straight back."""
    found = pm.handovers(log_of(x=PASSED_ABOUT)).tables["ping_pongs"]
    assert found.values.tolist() == [["a", "b", 1, 1, 2.0], ["a", "c", 1, 1, 2.0]]


def test_what_each_resource_hands_on_receives_and_keeps():
    found = pm.handovers(log_of(x=PASSED_ABOUT)).tables["resources"]
    assert found.values.tolist()[0] == ["a", 4, 3, 2, 1, 0.25]
    assert found.values.tolist()[1] == ["b", 2, 1, 2, 0, 0.0]


def test_a_branch_that_runs_beside_makes_no_ping_pong():
    log = log_of(x="A 0-1 by a > B 1-4 by b > C 2-3 by a > D 5-6 by b")
    assert pm.handovers(log).tables["ping_pongs"].empty


def test_the_delay_of_hands_compares_an_activity_pair_with_itself():
    """A → B waits 1 h in the same hands and 4 h across them; B → C only ever changes hands, so it has nothing to compare."""
    cases = {f"k{n}": f"A 0-1 by {who} > B 2-3 by {who} > C 9-10 by z" for n, who in enumerate("ab" * 15)}
    cases |= {f"x{n}": "A 0-1 by a > B 5-6 by b > C 12-13 by z" for n in range(30)}
    found = pm.handovers(log_of(**cases))
    delay = found.tables["delay"].set_index(["from_activity", "to_activity"])
    row = delay.loc[("A", "B")]
    assert (row.handovers, row.kept) == (30, 30)
    assert (row.median_across_hours, row.median_within_hours, row.difference_hours) == (4, 1, 3)
    assert delay.loc[("B", "C")].kept == 0 and np.isnan(delay.loc[("B", "C")].difference_hours)
    assert found.penalty[:3] == (3, 3, 3) and found.penalty.activity_pairs == 1
    assert (
        "it lies 3.0 h longer where it changes hands than where it stays (95 % interval 3.0 h to 3.0 h)"
        in found.headline
    )


def test_a_delay_within_chance_is_not_told():
    rng = np.random.default_rng(4)
    cases = {
        f"c{n}": f"A 0-1 by a > B {1 + wait:.3f}-{2 + wait:.3f} by {'ab'[n % 2]}"
        for n, wait in enumerate(rng.exponential(3, 80))
    }
    found = pm.handovers(log_of(**cases))
    assert found.penalty.low_hours < 0 < found.penalty.high_hours
    assert "95 %" not in found.headline
    few = pm.handovers(log_of(**dict(list(cases.items())[:18])))
    assert np.isnan(few.penalty.low_hours) and few.penalty.activity_pairs == 1


def test_the_interval_holds_the_median_that_is_true():
    """Waits across hands are twice as long; over 30 logs the interval misses the true difference seldom."""
    true = 2 * np.log(2) - np.log(2)
    held = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        waits = pd.DataFrame(
            {
                "case_no": np.arange(200),
                "from_activity_no": 1,
                "to_activity_no": 2,
                "is_across": np.arange(200) % 2 == 0,
            }
        )
        waits["wait_hours"] = rng.exponential(np.where(waits.is_across, 2, 1))
        across, within = (waits.wait_hours[waits.is_across == one].median() for one in (True, False))
        delay = pd.DataFrame({"handovers": [100], "kept": [100], "difference_hours": [across - within]})
        found = penalty(delay, waits)
        assert found.low_hours < found.penalty_hours < found.high_hours
        held += found.low_hours <= true <= found.high_hours
    assert held >= 25


def test_resampled_medians_are_those_of_the_repeated_values():
    rng = np.random.default_rng(1)
    for size in (1, 2, 5, 8):
        hours, times = rng.integers(0, 9, size).astype(float), rng.integers(0, 3, (20, size))
        found, total = _medians(hours, times)
        for row, repeated in enumerate(times):
            values = np.repeat(hours, repeated)
            assert total[row] == len(values)
            assert np.isnan(found[row]) if not len(values) else found[row] == np.median(values)


def grouped():
    """Ann and Abe are team N, Sue is team S. Ann → Abe stays in N; Abe → Sue leaves it; the last piece names no team."""
    start = datetime(2024, 3, 4)
    work = [("A", "Ann", "N"), ("B", "Abe", "N"), ("C", "Sue", "S"), ("D", "Ann", "N"), ("E", "Sue", None)]
    return log_of_rows(
        [
            {
                "case_id": "x",
                "activity": name,
                "resource": who,
                "team": team,
                "region": "West",
                "ended_at": start + timedelta(hours=n),
            }
            for n, (name, who, team) in enumerate(work)
        ]
    )


def test_between_teams_a_handover_is_a_change_of_team():
    found = pm.handovers(grouped(), between="team")
    assert found.frame[["from_resource", "to_resource", "handovers"]].values.tolist() == [
        ["N", "S", 1],
        ["S", "N", 1],
    ]
    assert {one.reason: one.events for one in found.excluded} == {
        "work that nothing before it let begin, which nobody hands over": 1,
        "work of which a group is not recorded, its own or that of the work before it": 1,
        "work that stays in the same group": 1,
    }
    groups = found.tables["groups"].set_index("group")
    assert groups.loc["N", ["internal", "external"]].tolist() == [1, 2]
    assert groups.loc["N", "ei_index"] == pytest.approx((2 - 1) / 3)
    assert "33 % of all handovers between resources stay inside their team" in found.headline
    assert found.tables["ping_pongs"].values.tolist()[0][:3] == ["N", "S", 1]


def test_an_attribute_of_the_whole_case_never_changes_hands():
    with pytest.raises(pm.errors.CannotAnswer, match="no work goes from one region to another") as refused:
        pm.handovers(grouped(), between="region")
    assert "team" in refused.value.cure
    with pytest.raises(pm.errors.UnknownName):
        pm.handovers(grouped(), between="teem")


def test_a_group_that_keeps_to_itself_is_a_silo_and_two_that_hardly_meet_are_told():
    rows, start = [], datetime(2024, 3, 4)
    for case in range(60):
        inside = [("n1", "N"), ("n2", "N")] * 3 if case % 2 else [("s1", "S"), ("s2", "S")] * 3
        work = [*inside, ("m", "M"), ("t", "T"), ("m", "M"), ("t", "T")]
        rows += [
            {
                "case_id": case,
                "activity": f"A{n}",
                "resource": who,
                "team": team,
                "ended_at": start + timedelta(hours=n),
            }
            for n, (who, team) in enumerate(work)
        ]
    found = pm.handovers(log_of_rows(rows), between="team")
    groups = found.tables["groups"].set_index("group")
    assert groups.loc["N", ["internal", "external"]].tolist() == [150, 30] and groups.loc["N", "is_silo"]
    assert not groups.loc["M", "is_silo"] and "N and S keep to themselves" in found.headline
    table = found.tables["exchanges"]
    rare = table[table.is_rare]
    assert rare[["group", "other_group", "handovers"]].values.tolist() == [["N", "T", 0], ["S", "T", 0]]
    # N hands on 30 times; T takes up 120 of the 240 handovers, N none.
    assert rare.expected.iloc[0] == pytest.approx(30 * 120 / 240)


def chained():
    """Three pieces of work a case, of forty people."""
    return log_of(
        **{f"c{n}": f"A 1 by p{n % 40} > B 2 by p{n * 7 % 40} > C 3 by p{n * 11 % 40}" for n in range(200)}
    )


def test_many_names_are_drawn_as_a_table_of_colours_and_few_as_a_ring():
    assert pm.handovers(chained()).figure().data[0].type == "heatmap"
    few = pm.handovers(log_of(x=PASSED_ABOUT))
    assert few.figure().data[0].type == "scatter"
    streams = few.sankey().data[0]
    assert list(streams.node.label) == ["a", "b", "a"] and list(streams.link.value) == [1, 1]


def test_what_is_not_drawn_is_told():
    log = log_of(**{f"c{n}": f"A 1 by p{n % 61} > B 2 by p{n * 7 % 61}" for n in range(300)})
    found = pm.handovers(log)
    assert "40 of 60 drawn, with" in found.matrix().layout.xaxis.title.text
    assert "21 more not drawn" in found.network().layout.xaxis.title.text
    labels = found.sankey().data[0].node.label
    assert (
        sorted(label for label in labels if "others" in label) == ["53 others", "53 others"]
        and len(labels) == 18
    )
    assert sum(found.sankey().data[0].link.value) == 300


hands = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=7), min_size=1, max_size=5
)


@settings(max_examples=5)
@given(hands)
def test_handovers_and_returns_equal_a_count_by_hand(drawn):
    """In a chain each piece enables the next: counted by walking each case."""
    cases = {
        f"c{n}": " > ".join(f"A{at} {at}" + (f" by {who}" if who else "") for at, who in enumerate(work))
        for n, work in enumerate(drawn)
    }
    try:
        found = pm.handovers(log_of(**cases))
    except pm.errors.CannotAnswer:
        assert not any(any(work) for work in drawn)
        return
    pairs = Counter((x, y) for work in drawn for x, y in pairwise(work) if x and y and x != y)
    assert {(row.from_resource, row.to_resource): row.handovers for row in found.frame.itertuples()} == pairs
    runs = [[work[0], *(b for a, b in pairwise(work) if a != b)] for work in drawn if work]
    returns = Counter(
        (x, y) for run in runs for x, y, z in zip(run, run[1:], run[2:], strict=False) if x and y and x == z
    )
    assert {
        (row.resource, row.other_resource): row.times for row in found.tables["ping_pongs"].itertuples()
    } == returns
    delay, kept = found.tables["delay"], sum(1 for work in drawn for x, y in pairwise(work) if x and x == y)
    assert (
        delay.handovers.sum() == pairs.total()
        and delay.kept.sum() == kept == found.tables["resources"].kept.sum()
    )
    assert (
        found.tables["resources"].handed_on.sum() == found.tables["resources"].received.sum() == pairs.total()
    )


def test_between_roles_a_handover_is_a_change_of_role(tmp_path):
    """PASSED_ABOUT with a and b clerks and c a lead: a → c and c → a change the role, three handovers stay among clerks."""
    workspace = pm.open(tmp_path)
    rows = log_of(x=PASSED_ABOUT).to_pandas()[["case_id", "activity", "resource", "ended_at"]]
    workspace.read(rows, name="worked")
    with pytest.raises(pm.errors.CannotAnswer, match="No roles are confirmed"):
        pm.handovers(workspace.log("worked"), between="role")
    workspace.confirm_roles("worked", {"a": "Clerk", "b": "Clerk", "c": "Lead"})
    found = pm.handovers(workspace.log("worked"), between="role")
    assert found.frame.iloc[:, :3].values.tolist() == [["Clerk", "Lead", 1], ["Lead", "Clerk", 1]]
    assert found.tables["groups"].set_index("group").internal.to_dict() == {"Clerk": 3, "Lead": 0}
