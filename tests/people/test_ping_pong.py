from __future__ import annotations

from itertools import pairwise

import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples import log_of, log_of_rows

TIMES = {"aba": 1, "abba": 1, "abca": 0, "abab": 2, "aabbaab": 2, "aaa": 0, "abbcbba": 1}


def passed(**cases):
    """Cases whose pieces are done by these, one a piece, an hour each with an hour between."""
    return log_of(
        **{
            case: " > ".join(f"S{n} {2 * n}-{2 * n + 1} by {who}" for n, who in enumerate(hands))
            for case, hands in cases.items()
        }
    )


def test_five_handovers_are_two_ping_pongs():
    found = pm.ping_pong(passed(x="abaacab"))
    assert found.frame[["resource", "other_resource", "times", "away_hours"]].values.tolist() == [
        ["a", "b", 1, 3.0],  # S0 ended at 1, S2 is taken up at 4
        ["a", "c", 1, 3.0],
    ]
    assert found.tables["total"].handovers.iloc[0] == 5
    assert found.tables["work"][["sent_after", "done_there", "done_back"]].values.tolist() == [["S0", "S1", "S2"], ["S3", "S4", "S5"]]  # fmt: skip


def test_work_comes_straight_back_however_much_the_other_does():
    """Each case has hands of its own, so that each is told apart."""
    log = passed(**{case: [f"{who}-{case}" for who in case] for case in TIMES})
    for found in (pm.ping_pong(log).frame, pm.handovers(log).tables["ping_pongs"]):
        times = found.groupby(found.resource.str[2:]).times.sum()
        for case, expected in TIMES.items():
            runs = [case[0], *(b for a, b in pairwise(case) if a != b)]
            twin = sum(a == c for a, c in zip(runs, runs[2:], strict=False))
            assert times.get(case, 0) == expected == twin, case


def test_a_branch_that_runs_beside_makes_none():
    log = log_of(x="A 1-2 by a > B 2-6 by b > C 3-5 by a > D 6-7 by c", y="B 1-6 by b > C 2-5 by a")
    assert pm.ping_pong(log).frame.empty


def test_hands_that_are_not_known_are_told():
    found = pm.ping_pong(log_of(x="A 1-2 by a > B 2-3 > C 3-4 by a"))
    assert found.frame.empty and "2 passages could not be judged" in found.headline
    with pytest.raises(CannotAnswer, match="no resources"):
        pm.ping_pong(log_of(x="A 1-2"))


def test_between_teams():
    rows = [
        {
            "case_id": "x",
            "activity": f"S{n}",
            "ended_at": f"2024-01-0{n + 1}",
            "resource": who,
            "team": team,
            "region": "N",
        }
        for n, (who, team) in enumerate([("a", "T"), ("b", "T"), ("c", "U"), ("d", "T")])
    ]
    found = pm.ping_pong(log_of_rows(rows), between="team")
    assert found.frame[["resource", "other_resource", "times"]].values.tolist() == [["T", "U", 1]]
    assert "up to its end where no start is known" in found.headline
    with pytest.raises(CannotAnswer, match="the same throughout"):
        pm.ping_pong(log_of_rows(rows), between="region")
