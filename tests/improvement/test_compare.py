"""Two groups of cases beside each other: differences by hand, laws, slow twins, and no alarm where nothing differs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import procmine as pm
from procmine.improvement.difference_map import newcombe
from procmine.improvement.differences import cliffs_delta, delta_of_curves, joint_intervals
from procmine.samples import log_of, log_of_rows
from procmine.store import Circumstances, CompletionRule
from procmine.timing.kaplan_meier import survival

START = pd.Timestamp("2026-01-05 08:00")


def two_groups(slower_by: float, cases: int = 120, seed: int = 0, still_open: int = 0):
    """Draft, Approve, Send: in the South Approve waits `slower_by` hours longer; the last cases of the North are open."""
    chance = np.random.default_rng(seed)
    rows = []
    for case in range(cases):
        region = "South" if case % 2 else "North"
        at = START + pd.Timedelta(hours=6 * case)
        for activity, wait in (
            ("Draft", 0.0),
            ("Approve", 5 + slower_by * (region == "South")),
            ("Send", 2.0),
        ):
            begins = at + pd.Timedelta(hours=wait * chance.uniform(0.5, 1.5))
            at = begins + pd.Timedelta(hours=chance.uniform(0.5, 1.5))
            is_open = activity == "Send" and region == "North" and case >= cases - 2 * still_open
            who = "Ann" if activity == "Draft" else "Bea"
            rows.append({"case_id": f"c{case}", "activity": activity, "started_at": begins, "ended_at": None if is_open else at, "resource": who, "region": region})  # fmt: skip
    return log_of_rows(rows)


def test_the_differences_of_a_tiny_log_are_those_worked_by_hand():
    """x: A 1 h, waits 2 h, B 1 h = 4 h. y: A 1 h, waits 5 h, B 2 h, B again at once 1 h = 9 h, by other hands."""
    log = log_of(x="A 0-1 by Ann > B 3-4 by Ann", y="A 0-1 by Ann > B 6-8 by Bea > B 8-9 by Bea")
    found = pm.compare(log.filter("case = y"), against="case = x")
    told = found.frame.set_index("measure")
    assert told.difference["cycle time, half of the cases up to"] == 9 - 4
    assert told.difference["effort: hours worked on a case"] == 4 - 2
    assert told.difference["pieces of work a case"] == 1
    assert told.difference["cases with work done again"] == 1
    assert told.difference["handovers a case"] == 1
    assert told.difference["waiting that delays the case, a finished case"] == 3
    assert told.low.isna().all() and told.is_beyond_chance.isna().all()
    parts = found.tables["contributions"].set_index(["activity", "kind"]).difference_hours
    assert parts.to_dict() == {("A", "work"): 0, ("B", "wait"): 3, ("B", "work"): 2}
    assert "fewer than 20 cases on a side" in found.headline


def test_contributions_add_up_to_the_difference_of_the_mean_cycle_times():
    found = pm.compare(two_groups(3.0, still_open=5).filter("region = South"))
    sides = [found.tables[name] for name in ("observations", "observations_other")]
    means = [side.hours[side.is_closed].mean() for side in sides]
    assert found.tables["contributions"].difference_hours.sum() == pytest.approx(means[0] - means[1])
    assert found.tables["contributions"].this_hours.sum() == pytest.approx(means[0])


def test_a_planted_wait_is_found_with_its_size_and_nothing_else():
    found = pm.compare(two_groups(3.0).filter("region = South"))
    sure = found.tables["contributions"].query("is_beyond_chance")
    assert sure[["activity", "kind"]].values.tolist() == [["Approve", "wait"]]
    assert sure.low_hours.iloc[0] < 3 < sure.high_hours.iloc[0]
    assert "Waiting for Approve takes a finished case" in found.headline and "longer" in found.headline
    median = found.frame.iloc[0]
    assert median.is_beyond_chance and median.effect > 0.474
    assert found.parameters["this"] == "region = South" and found.parameters["other"] == "all other cases"


@pytest.mark.long
def test_where_nothing_differs_an_alarm_is_as_rare_as_it_says():
    """Forty logs without a difference: 5 % of the medians, and of all contributions of a log together, may be told apart."""
    medians = parts = 0
    for seed in range(40):
        found = pm.compare(two_groups(0.0, cases=80, seed=seed).filter("region = South"))
        medians += bool(found.frame.is_beyond_chance.iloc[0])
        parts += bool(found.tables["contributions"].is_beyond_chance.any())
    assert medians <= 6 and parts <= 6


def test_the_interval_is_that_of_a_slow_bootstrap_case_by_case():
    found = pm.compare(two_groups(1.0, cases=200, still_open=20).filter("region = South"))
    sides = [found.tables[name] for name in ("observations", "observations_other")]
    chance = np.random.default_rng(5)

    def median_again(side):
        drawn = side.iloc[chance.integers(0, len(side), len(side))].sort_values("hours")
        going, at_risk = 1.0, len(drawn)
        for hours, group in drawn.groupby("hours"):
            going *= 1 - group.is_closed.sum() / at_risk
            at_risk -= len(group)
            if going <= 0.5:
                return hours
        return np.nan

    runs = [median_again(sides[0]) - median_again(sides[1]) for _ in range(400)]
    slow = np.nanquantile(runs, [0.025, 0.975])
    row = found.frame.iloc[0]
    assert (row.low, row.high) == pytest.approx(tuple(slow), abs=0.35)


def test_effect_sizes_count_pairs():
    these, others = np.array([1.0, 2, 2, 5]), np.array([2.0, 3, 4])
    pairs = [np.sign(a - b) for a in these for b in others]
    assert cliffs_delta(these, others) == pytest.approx(np.mean(pairs))
    curves = [
        survival(x, np.ones(len(x), int), np.zeros(len(x), int), np.zeros(len(x))) for x in (these, others)
    ]
    assert delta_of_curves(*curves) == pytest.approx(np.mean(pairs))


def test_shares_have_the_intervals_of_newcombe():
    """56 of 70 against 48 of 80, Newcombe (1998), table II, method 10."""
    low, high = newcombe(np.array([56]), 70, np.array([48]), 80)
    assert (low[0], high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_joint_intervals_are_wider_than_single_ones():
    runs = np.random.default_rng(0).normal(size=(1000, 30))
    low, high = joint_intervals(np.zeros(30), runs)
    inside = ((runs >= low) & (runs <= high)).all(axis=1).mean()
    assert 0.93 <= inside <= 0.97


def test_a_case_of_both_counts_for_the_view_only_and_all_others_are_told_as_left_out():
    log = two_groups(1.0, cases=60)
    found = pm.compare(log.filter("region = South"), against="case in (c1, c2, c3, c4)")
    assert set(found.tables["observations_other"].case_no).isdisjoint(found.tables["observations"].case_no)
    assert (len(found.tables["observations"]), len(found.tables["observations_other"])) == (30, 2)
    (neither,) = found.excluded
    assert (neither.cases, neither.events) == (28, 84) and found.counted_events == 96


def test_an_unfiltered_log_is_the_rest_or_is_halved_by_arrival():
    log = two_groups(1.0, cases=60)
    rest = pm.compare(log, against="region = North")
    assert rest.parameters["this"] == "all other cases" and len(rest.tables["observations"]) == 30
    halves = pm.compare(log)
    assert (len(halves.tables["observations"]), len(halves.tables["observations_other"])) == (30, 30)
    assert halves.tables["observations"].case_no.min() > halves.tables["observations_other"].case_no.max()
    assert halves.parameters["other"] == "the earlier half"


def test_two_views_and_two_versions_can_be_compared_in_python(tmp_path):
    before, after = two_groups(0.0, cases=60), two_groups(4.0, cases=60, seed=1)
    same = pm.compare(before.filter("region = South"), against=before.filter("region = North"))
    assert same.counted_cases == 60 and same.parameters["other"] == "region = North"
    versions = pm.compare(after, against=before)
    assert len(versions.tables["observations"]) == len(versions.tables["observations_other"]) == 60
    assert versions.frame.difference.iloc[0] > 0


def test_many_open_cases_on_a_side_are_told():
    found = pm.compare(two_groups(0.0, cases=80, still_open=20).filter("region = South"))
    assert "50 % of the cases of all other cases are still open" in found.headline


def test_working_time_stands_beside_elapsed_time():
    log = log_of_rows(two_groups(3.0).to_pandas().drop(columns=["case_no"], errors="ignore")[["case_id", "activity", "started_at", "ended_at", "resource"]].to_dict("records"), zone="Europe/Berlin")  # fmt: skip
    found = pm.compare(log, calendar="Mon-Sun 00:00-12:00")
    told = found.frame.set_index("measure")
    assert told["this"]["cycle time, half of the cases up to, in working time"] < told["this"].iloc[0]
    parts = found.tables["contributions"]
    assert (parts.this_worked_hours <= parts.this_hours + 1e-9).all()
    always = pm.compare(log, calendar="24x7").tables["contributions"]
    assert always.difference_worked_hours.tolist() == pytest.approx(always.difference_hours.tolist())


def test_what_cannot_be_compared_is_refused_kindly():
    log = two_groups(1.0, cases=20)
    with pytest.raises(pm.errors.CannotAnswer, match="hidden"):
        pm.compare(log.only(activities=["Draft"]))
    with pytest.raises(pm.errors.CannotAnswer, match="Both sides are the same"):
        pm.compare(log.filter("region = South"), against="region=South")
    with pytest.raises(pm.errors.CannotAnswer, match="No case is left"):
        pm.compare(log.filter("region = South"), against="region = South; passing Draft")
    with pytest.raises(pm.errors.CannotAnswer, match="one instant"):
        pm.compare(log_of(a="A 1-2", b="A 1-3"))
    with pytest.raises(pm.errors.WrongFilter):
        pm.compare(log, against="nonsense")


def test_the_mirrored_question_has_the_mirrored_answer():
    log = two_groups(1.0, cases=90)
    one, two = pm.compare(log.filter("region = South")), pm.compare(log.filter("region != South"))
    assert one.frame.difference.tolist() == pytest.approx((-two.frame.difference).tolist())
    assert one.frame.low.tolist() == pytest.approx((-two.frame.high).tolist(), nan_ok=True)
    assert one.tables["contributions"].low_hours.tolist() == pytest.approx(
        (-two.tables["contributions"].high_hours).tolist()
    )


def test_the_map_shows_the_paths_that_differ():
    rows = []
    for case in range(100):
        at = START + pd.Timedelta(hours=case)
        for place, activity in enumerate(["A", "Check", "B"] if case % 2 else ["A", "B"]):
            ends = at + pd.Timedelta(minutes=10 * place)
            rows.append(
                {
                    "case_id": case,
                    "activity": activity,
                    "ended_at": ends,
                    "kind": "odd" if case % 2 else "even",
                }
            )
    found = pm.compare(log_of_rows(rows).filter("kind = odd"))
    paths = found.tables["paths"].set_index(["from_activity", "to_activity"])
    assert paths.difference_share["A", "B"] == -1 and paths.difference_share["A", "Check"] == 1
    assert paths.is_beyond_chance["A", "B"] and not paths.is_beyond_chance["B", "(end)"]
    drawn = {edge["id"]: edge["difference"] for edge in found.map().layout["edges"]}
    assert drawn["A → B"]["text"] == "−100 %" and drawn["A → B"]["is_less"]
    assert drawn["A → Check"]["text"] == "+100 %" and not drawn["A → Check"]["is_less"]
    assert drawn["B → (end)"]["text"] == ""
    assert found.map().to_svg().count("<svg") == 1


def test_two_versions_with_other_activities_are_told_apart_by_name():
    before = log_of(**{f"c{n}": "B 0-1 > C 2-3" for n in range(30)})
    after = log_of(**{f"d{n}": "A 0-1 > B 2-3 > C 4-5" for n in range(30)})
    found = pm.compare(after, against=before)
    nodes = found.tables["nodes"].set_index("activity")
    assert nodes.difference_share.to_dict() == {"A": 1, "B": 0, "C": 0} and len(nodes) == 3
    paths = found.tables["paths"].set_index(["from_activity", "to_activity"]).difference_share
    assert paths["A", "B"] == 1 and paths["B", "C"] == 0 and found.map().to_svg()
    assert "are in both" not in found.headline
    assert (
        "60 cases" not in found.headline
        and pm.compare(after, against=log_of(**{f"d{n}": "A 0-1" for n in range(30)})).parameters[
            "shared_cases"
        ]
        == 30
    )


def test_what_open_cases_have_not_come_to_is_not_work_left_out():
    rows = []
    for case in range(120):
        at = START + pd.Timedelta(hours=case)
        is_done = case < 60 or case % 2
        for place, activity in enumerate(["Start", "Close"] if is_done else ["Start"]):
            ends = at + pd.Timedelta(hours=2 * place + 1)
            rows.append({"case_id": case, "activity": activity, "started_at": at, "ended_at": ends})
    log = log_of_rows(rows, circumstances=Circumstances(CompletionRule("activity", ("Close",))))
    found = pm.compare(log)
    assert (
        not found.tables["paths"].is_beyond_chance.any() and not found.tables["nodes"].is_beyond_chance.any()
    )
    assert (
        "takes a finished case" not in found.headline
        and "50 % of the cases of the later half are still open" in found.headline
    )


def test_an_effect_is_measured_over_the_time_for_which_both_sides_were_seen():
    """The same exponential durations, seen for 20 and for 60 hours: no effect."""
    chance = np.random.default_rng(0)
    curves = []
    for seen in (20.0, 60.0):
        hours = chance.exponential(30, 4000)
        closed = (hours <= seen).astype(int)
        curves.append(survival(np.minimum(hours, seen), closed, 1 - closed, np.zeros(4000)))
    assert abs(delta_of_curves(*curves)) < 0.03


def test_a_side_without_a_finished_case_has_no_figures_of_finished_cases():
    rows = [{"case_id": f"c{n}", "activity": "A", "started_at": START, "ended_at": START + pd.Timedelta(hours=4) if n < 25 else None, "side": "a" if n < 25 else "b"} for n in range(50)]  # fmt: skip
    found = pm.compare(log_of_rows(rows).filter("side = a"))
    assert found.tables["contributions"].other_hours.isna().all()
    told = found.frame.set_index("measure")
    assert np.isnan(told.other["work that takes the case on, a finished case"])


def test_a_missing_name_is_no_handover_and_no_missing_handover():
    rows = []
    for case in range(60):
        for place, who in enumerate(["Ann", None if case % 2 else "Bea", "Cid"]):
            at = START + pd.Timedelta(hours=case + place)
            rows.append(
                {
                    "case_id": case,
                    "activity": "ABC"[place],
                    "started_at": at,
                    "ended_at": at,
                    "resource": who,
                    "kind": case % 2,
                }
            )
    told = pm.compare(log_of_rows(rows).filter("kind = 1")).frame.set_index("measure")
    assert (
        "handovers a case" in told.index
        and np.isnan(told["this"]["handovers a case"])
        and told["other"]["handovers a case"] == 2
    )
