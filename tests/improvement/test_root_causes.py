"""What goes with slow cases is found, confirmed on later ones and told beside what it goes with; chance is not told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, ttest_ind

import procmine as pm
from procmine.discovery.set_later import cramers_v
from procmine.errors import CannotAnswer, WrongOption
from procmine.improvement.effects import Sums, holm_levels, of_shares, over_strata, standard_error
from procmine.improvement.pseudo_values import pseudo_values
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario, steady_scenario

START = pd.Timestamp("2025-01-06 00:00")


def log_from(cases: int, told, seed: int = 0, *, until: float | None = None, a_day: int = 12):
    """A log of one piece of work a case; `told(number, chance)` gives its hours and what is known of it.

    `until`: hours after the start at which it is extracted; what is not over by then is open.
    """
    chance, rows = np.random.default_rng(seed), []
    for number in range(cases):
        hours, known = told(number, chance)
        at = START + pd.Timedelta(hours=24 / a_day * number)
        ends = at + pd.Timedelta(seconds=round(hours * 3600))
        is_open = until is not None and ends > START + pd.Timedelta(hours=until)
        rows.append({"case_id": f"c{number}", "activity": "Do", "started_at": at, "ended_at": None if is_open else ends, **known})  # fmt: skip
    if until is None:
        return log_of_rows(rows, zone="UTC")
    from procmine.store import Circumstances

    extracted_at = (START + pd.Timedelta(hours=until)).to_pydatetime()
    return log_of_rows(rows, zone="UTC", circumstances=Circumstances(extracted_at=extracted_at))


def skewed(chance, mean=20.0):
    return float(chance.lognormal(0, 0.7) * mean / np.exp(0.245))


def kinds(chance):
    """Attributes that matter to nothing."""
    return {
        "region": "NSEW"[chance.integers(4)],
        "tool": "AB"[chance.integers(2)],
        "amount": round(chance.lognormal(6, 1), 2),
    }


# The pieces, each against something slow and obvious ------------------------------------------------------------------


def slow_restricted_mean(hours, closed, within):
    """The area under the curve of those still going, step by step."""
    area, going, at = 0.0, 1.0, 0.0
    for time in sorted(set(hours)):
        if time >= within:
            break
        area, at = area + going * (time - at), time
        going *= 1 - sum(c for h, c in zip(hours, closed, strict=True) if h == time) / sum(
            h >= time for h in hours
        )
    return area + going * (within - at)


def test_pseudo_values_are_what_the_mean_owes_to_each_case():
    chance = np.random.default_rng(5)
    for _ in range(200):
        size = int(chance.integers(2, 14))
        hours, closed = chance.integers(0, 8, size).astype(float), chance.integers(0, 2, size)
        within = float(chance.uniform(0.5, 9))
        whole = slow_restricted_mean(hours, closed, within)
        left_out = [
            slow_restricted_mean(np.delete(hours, i), np.delete(closed, i), within) for i in range(size)
        ]
        expected = [size * whole - (size - 1) * one for one in left_out]
        assert pseudo_values(hours, closed, within) == pytest.approx(expected, abs=1e-9)


def test_where_nothing_is_open_a_pseudo_value_is_the_cycle_time():
    hours = np.array([2.0, 3, 3, 6, 40])
    assert pseudo_values(hours, np.ones(5), 10).tolist() == pytest.approx([2, 3, 3, 6, 10])


def test_shares_that_lie_apart_are_weighed_by_their_numbers():
    """[[30, 10], [10, 30]]: χ² is 20 with one degree of freedom, V is 0.5."""
    these, others = Sums(*map(np.array, (40.0, 30.0, 30.0))), Sums(*map(np.array, (40.0, 10.0, 10.0)))
    assert float(of_shares(these, others)) == pytest.approx(7.744216e-06, rel=1e-5)
    assert cramers_v([[30, 10], [10, 30]]) == pytest.approx(0.5)
    few = Sums(*map(np.array, (10.0, 3.0, 3.0))), Sums(*map(np.array, (10.0, 0.0, 0.0)))
    assert float(of_shares(*few)) == pytest.approx(2 * 120 / 1140)  # Fisher: 2 · C(10,3) / C(20,3)


def test_the_false_discovery_rate_is_that_of_benjamini_and_hochberg():
    given = (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205)
    expected = (0.008, 0.032, 0.0672, 0.0672, 0.0672, 0.08, 0.08457, 0.205)
    assert false_discovery_control(given) == pytest.approx(expected, abs=1e-4)


def test_holm_judges_the_surest_hardest_and_stops_at_the_first_that_fails():
    held, levels = holm_levels(np.array([0.03, 0.001, 0.02]), 0.05)
    assert held.all() and levels.tolist() == pytest.approx([0.05, 0.05 / 3, 0.025])
    held, levels = holm_levels(
        np.array([0.03, 0.001, 0.026]), 0.05
    )  # 0.026 > 0.05/2: 0.03 is not asked any more
    assert held.tolist() == [False, True, False] and levels.tolist() == pytest.approx(
        [0.025, 0.05 / 3, 0.025]
    )


def test_a_team_that_gets_the_easy_cases_is_not_the_faster_one():
    """90 easy cases at 1 d and 10 hard at 10 d, against 10 easy at 0.8 d and 90 hard at 9 d: 1.9 d against 8.18 d."""
    fast = Sums(np.array([90.0, 10]), np.array([90.0, 100]), np.array([90.0, 1000]))
    other = Sums(np.array([10.0, 90]), np.array([8.0, 810]), np.array([6.4, 7290]))
    assert fast.total.sum() / 100 == 1.9 and other.total.sum() / 100 == 8.18
    left, _, met = over_strata(fast, other)
    assert left == pytest.approx(5.5 - 4.9) and met == 1  # as with half of each kind on both sides


def test_cases_of_one_day_count_together():
    chance = np.random.default_rng(1)
    values, inside = chance.normal(size=400), np.arange(400) % 8 < 4
    alone, _ = standard_error(values, inside, np.arange(400))
    assert alone == pytest.approx(ttest_se(values[inside], values[~inside]), rel=0.01)
    # Four cases of a day are alike and on one side: each day counts as one case, so the error is twice as large.
    day = np.arange(400) // 4
    together, _ = standard_error(chance.normal(size=100)[day], inside, day)
    assert together == pytest.approx(2 * alone, rel=0.25)


def ttest_se(one, two):
    return (one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two)) ** 0.5


# The whole ------------------------------------------------------------------------------------------------------------


def test_an_effect_that_is_there_is_found_confirmed_and_told_in_hours():
    found = pm.root_causes(generate(steady_scenario(1, planted="longer")).log())
    top = found.frame.iloc[0]
    assert (top.finding, top["filter"], top.is_confirmed, top.reason, top.remark) == (
        'category = "Spare parts"',
    ) * 2 + (True, "", "")
    assert top.low < 27 < top.high  # an expert takes 27 h in the mean
    assert found.headline.startswith('A longer cycle time goes with category = "Spare parts": ')
    assert "because" not in found.headline and "confirmed on 180 later cases" in found.headline
    assert found.frame[~found.frame.is_confirmed].reason.ne("").all()
    assert top.contribution_hours == pytest.approx(top.shrunk_difference * top.cases)
    assert 0 < top.shrunk_difference < top.difference


def test_more_work_done_again_is_found_in_shares():
    found = pm.root_causes(generate(steady_scenario(1, cases=1000, planted="again")).log(), outcome="rework")
    top = found.frame.iloc[0]
    assert top.finding == 'category = "Spare parts"' and top.is_confirmed and top.unit == "share"
    assert top.this == pytest.approx(0.4, abs=0.15) and top.rest == pytest.approx(0.15, abs=0.07)
    assert top.risk_ratio == pytest.approx(top.this / top.rest)
    assert 0 < top.effect < 1 and np.isnan(top.contribution_hours) and top.contribution_cases > 0
    assert found.headline.startswith("A larger share of cases with work done again goes with")


@pytest.mark.parametrize("seed", range(6))
def test_where_nothing_matters_nothing_is_confirmed(seed):
    for outcome in ("cycle_time", "rework"):
        found = pm.root_causes(generate(steady_scenario(seed)).log(), outcome=outcome)
        assert not found.frame.is_confirmed.any()
        assert "Nothing known as cases begin is confirmed" in found.headline
        assert len(found.tables["tried"]) > 100


def test_each_filter_keeps_the_cases_of_its_finding_and_each_figure_is_that_of_a_plain_sum():
    """The twin: groups by the filter grammar, means and Welch's test by SciPy, from the cycle times of all cases."""
    log = generate(purchase_scenario(3, cases=1500)).log()
    found = pm.root_causes(log)
    seen = found.tables["observations"].set_index("case_no")
    assert found.parameters["search_cases"] == 1050 and found.parameters["later_cases"] == 450
    numbers = log.sql("select case_no, case_id from case_span").set_index("case_no").case_id
    told = found.frame[found.frame["filter"].notna()]
    assert len(told) > 3 and (told.depth > 1).any()
    for row in told.itertuples():
        view = log.filter(row.filter)
        assert view.counts.cases == row.cases
        kept = seen.index.isin(numbers.index[numbers.isin(view.sql("select case_id from case_span").case_id)])
        later = seen.is_later.to_numpy()
        assert (kept & later).sum() == row.later_cases
        assert seen.value[kept & later].mean() == pytest.approx(row.this)
        assert seen.value[~kept & later].mean() == pytest.approx(row.rest)
        early = ttest_ind(seen.value[kept & ~later], seen.value[~kept & ~later], equal_var=False)
        if row.depth == 1:
            assert early.pvalue == pytest.approx(row.p_value, rel=1e-6, abs=1e-300)
        else:  # joined conditions must lie apart from the rest of wider groups too
            assert row.p_value >= early.pvalue * (1 - 1e-9)
    tried = found.tables["tried"]
    assert false_discovery_control(tried.p_value) == pytest.approx(tried.q_value)


def test_the_means_of_open_and_finished_cases_are_those_of_the_curve():
    """A slow half, many of it open: the plain mean of the finished would call it hardly slower."""
    log = log_from(
        400, lambda n, c: (skewed(c, 60 if n % 2 else 20), {"kind": "ab"[n % 2], **kinds(c)}), until=400 * 2
    )
    found = pm.root_causes(log)
    row = found.frame.set_index("finding").loc[
        "kind = a" if "kind = a" in set(found.frame.finding) else "kind = b"
    ]
    seen = found.tables["observations"]
    later, within = seen[seen.is_later], found.parameters["later_within_hours"]
    means = {}
    for kind in (0, 1):
        part = later[later.case_no.to_numpy() % 2 == kind]
        means[kind] = slow_restricted_mean(part.hours.tolist(), part.is_closed.astype(int).tolist(), within)
    apart = max(means.values()) - min(means.values())
    assert (~later.is_closed).sum() > 10 and row.is_confirmed
    assert abs(row.difference) == pytest.approx(apart, rel=0.1)


def test_what_was_so_earlier_only_is_listed_with_why_it_is_not_confirmed():
    def told(number, chance):
        slow = number < 420 and number % 3 == 0
        return skewed(chance, 50 if slow else 20), {"kind": "abc"[number % 3], **kinds(chance)}

    found = pm.root_causes(log_from(600, told))
    assert not found.frame.is_confirmed.any()
    row = found.frame.set_index("finding").loc["kind = a"]
    assert row.reason in ("within chance in the later cases", "the other way round in the later cases")
    assert "stand" in found.headline and "confirm none" in found.headline


def test_two_conditions_that_matter_only_together_are_told_together():
    def told(number, chance):
        known = {"urgent": "yn"[chance.integers(2)], "kind": "ab"[chance.integers(2)], **kinds(chance)}
        return skewed(chance, 60 if known["urgent"] == "y" and known["kind"] == "a" else 20), known

    found = pm.root_causes(log_from(1200, told))
    sure = found.frame[found.frame.is_confirmed]
    assert (
        sure.finding.iloc[0] == "kind = a and urgent = y" and sure["filter"].iloc[0] == "kind = a; urgent = y"
    )
    assert not set(sure.finding) & {"kind = a", "urgent = y", "kind = b", "urgent = n"}
    fate = found.tables["tried"].set_index("group").outcome
    assert fate["kind = b"] == "only through kind = a and urgent = y"  # which is the smaller half here


def test_what_lies_in_one_attribute_is_not_told_again_in_its_mirror_or_its_neighbours():
    def told(number, chance):
        known = {"size": int(chance.integers(1, 1001)), "tool": "AB"[chance.integers(2)]}
        return skewed(chance, 60 if known["size"] <= 250 else 20), known

    sure = pm.root_causes(log_from(900, told)).frame.query("is_confirmed")
    assert len(sure) == 1 and sure.finding.str.match(r"size <= 2\d0$|size <= 300$").all()


def test_a_difference_that_turns_round_within_another_attribute_is_told():
    """The fast team gets the easy cases: Simpson."""

    def told(number, chance):
        team = "fast" if chance.random() < 0.5 else "other"
        is_easy = chance.random() < (0.9 if team == "fast" else 0.1)
        mean = {("fast", True): 24, ("fast", False): 240, ("other", True): 19.2, ("other", False): 216}[
            team, is_easy
        ]
        return mean * chance.uniform(0.95, 1.05), {"team": team, "difficulty": "easy" if is_easy else "hard"}

    found = pm.root_causes(log_from(800, told))
    row = found.frame[found.frame.finding.isin(["team = fast", "team = other"])].iloc[0]
    is_fast = row.finding == "team = fast"
    assert row.is_confirmed and (row.difference < -100) == is_fast
    assert (
        row.adjusted_for == "difficulty" and (row.adjusted_difference > 0) == is_fast and row.ratio_left < 0
    )
    assert (
        row.remark
        == "is the other way round given difficulty: in every stratum of it the difference turns (Simpson)"
    )
    strata = (
        found.tables["strata"]
        .query("finding == @row.finding and stratified_by == 'difficulty'")
        .set_index("stratum")
    )
    assert strata.cases.sum() == row.cases and (np.sign(strata.difference) == -np.sign(row.difference)).all()
    assert found.frame.iloc[0].finding.startswith("difficulty")  # what stands within all others comes first


def test_what_goes_with_something_else_says_so():
    """The region matters to nothing; the hard cases come from the north."""

    def told(number, chance):
        is_hard = chance.random() < 0.3
        region = "N" if chance.random() < (0.8 if is_hard else 0.3) else "S"
        return skewed(chance, 80 if is_hard else 20), {
            "difficulty": "hard" if is_hard else "easy",
            "region": region,
        }

    row = (
        pm.root_causes(log_from(1000, told)).frame.set_index("finding").filter(like="region", axis=0).iloc[0]
    )
    assert row.remark.startswith("goes mostly with difficulty") and abs(row.ratio_left) < 0.4


def test_what_was_set_later_or_names_each_case_is_not_tried_and_listed_with_why():
    chance, rows = np.random.default_rng(2), []
    for number in range(300):
        at = START + pd.Timedelta(hours=2 * number)
        is_open, is_approved, hours = number >= 280, number % 2 == 0, skewed(chance)
        known = {
            "order": f"o{number}", "site": "Hamburg", "region": "NS"[chance.integers(2)], "closing code": None if is_open else "xy"[chance.integers(2)],
            "signature": "pq"[chance.integers(2)] if is_approved else None, "days": None if is_open else round(hours / 24, 4),
            "result": None if is_open else ("yes" if is_approved else "no"), "due": (at + pd.Timedelta(days=9)).isoformat(), "rare": f"r{number % 40}",
        }  # fmt: skip
        steps = ["Open", *(["Approve"] if is_approved else ["Refuse"])]
        for place, activity in enumerate(steps):
            begins = at + pd.Timedelta(hours=hours * place / 2)
            is_last = place == len(steps) - 1
            rows.append({"case_id": number, "activity": activity, "started_at": begins, "ended_at": None if is_open and is_last else at + pd.Timedelta(hours=hours * (place + 1) / 2), "desk": f"d{place}", **known})  # fmt: skip
    why = pm.root_causes(log_of_rows(rows, zone="UTC")).tables["attributes"].set_index("attribute")
    assert why.is_used.to_dict() == {"region": True, "weekday of the beginning": True, "time of the beginning": True} | {
        name: False for name in ("closing code", "days", "desk", "due", "first activity", "order", "rare", "result", "signature", "site")
    }  # fmt: skip
    assert why.reason["closing code"] == "set later: 0 of 20 open cases have it, 280 of 280 finished ones"
    assert why.reason["signature"] == "set later: known where Approve happens"
    assert why.reason["order"] == "nearly every case has a value of its own"
    assert why.reason["site"] == "the same for all cases" == why.reason["first activity"]
    assert why.reason["due"] == "instants are not tried" and why.reason["rare"] == "no value has 30 cases"
    assert why.reason["days"].startswith("set later") and why.reason["result"].startswith("set later")


def test_numbers_that_are_the_outcome_and_kinds_that_are_the_end_are_taken_to_be_set_later():
    chance, rows = np.random.default_rng(4), []
    for number in range(200):
        at, hours = START + pd.Timedelta(hours=2 * number), skewed(chance)
        end = "Pay" if number % 3 else "Reject"
        for place, activity in enumerate(("Open", end)):
            rows.append({"case_id": number, "activity": activity, "started_at": at + pd.Timedelta(hours=hours * place / 2),
                         "ended_at": at + pd.Timedelta(hours=hours * (place + 1) / 2), "days": round(hours / 24, 4), "result": end.lower()})  # fmt: skip
    why = pm.root_causes(log_of_rows(rows, zone="UTC")).tables["attributes"].set_index("attribute").reason
    assert why["days"] == "set later: it orders the cases as their cycle times do"
    assert why["result"] == "set later: it tells how cases end"


def test_a_case_is_late_once_it_lasts_longer_and_only_those_old_enough_are_asked():
    """36 hours are late: 400 cases two hours apart, extracted at their last; of the last 18 it is not known."""
    log = log_from(
        400,
        lambda n, c: (
            48.0 if n % 4 == 0 else 12.0 + n % 5,
            {"kind": "slow" if n % 4 == 0 else "quick", **kinds(c)},
        ),
        until=800,
    )
    found = pm.root_causes(log, outcome="late", late_after="36h")
    assert found.parameters["search_cases"] + found.parameters["later_cases"] == 382
    assert [(one.reason, one.cases) for one in found.excluded] == [
        ("in cases that began too late to tell whether they are late", 18)
    ]
    row = found.frame.iloc[0]
    assert row.finding == "kind = slow" and (row.this, row.rest, row.is_confirmed) == (1.0, 0.0, True)
    assert row.effect == pytest.approx(1) and np.isnan(row.risk_ratio)
    assert (found.tables["observations"].is_closed == False).any()  # noqa: E712 - open ones older than that are late


def test_working_time_is_what_counts_where_a_calendar_is_given():
    log = log_from(300, lambda n, c: (64.0 if n % 12 > 8 else 8.0, {"kind": "ab"[n % 2]}), a_day=1)
    found = pm.root_causes(log, calendar="Mon-Fri 00:00-24:00")
    assert (
        "Times are working time (Mon-Fri 00:00-24:00)" in found.headline or "working time" in found.headline
    )
    seen = found.tables["observations"]
    assert seen.value.max() <= seen.worked_hours.max() and seen.worked_hours.sum() < seen.hours.sum()


def test_the_order_of_the_rows_changes_nothing():
    frame = generate(steady_scenario(2, planted="longer")).frame
    names = {"purchase order": "case_id", "start": "started_at", "end": "ended_at"}
    rows = frame.rename(columns=names)[
        ["case_id", "activity", "started_at", "ended_at", "category", "channel", "amount"]
    ]
    answers = []
    for some in (rows, rows.sample(frac=1, random_state=3)):
        some = some.astype(object).where(some.notna(), None)
        answers.append(pm.root_causes(log_of_rows(some.to_dict("records"), zone="UTC")))
    pd.testing.assert_frame_equal(answers[0].frame, answers[1].frame)
    assert answers[0].headline == answers[1].headline


def test_what_the_log_cannot_bear_is_said():
    few = log_of(a="Draft 9-10 > Send 11-12", b="Draft 9-11 > Send 12-13")
    assert pm.root_causes(few).headline.startswith(
        "2 cases are too few to tell what goes with how long cases take: it takes 100."
    )
    assert pm.root_causes(few).frame.empty and pm.root_causes(few).figure() is not None
    with pytest.raises(CannotAnswer, match="Work is hidden"):
        pm.root_causes(few.only(activities=["Send"]))
    with pytest.raises(WrongOption, match="from when on a case is late"):
        pm.root_causes(few, outcome="late")
    with pytest.raises(WrongOption, match="cycle_time, rework, late"):
        pm.root_causes(few, outcome="slow")


def test_numbers_written_in_two_ways_are_one_value_as_they_are_for_a_filter():
    def told(number, chance):
        code = ("1", "1.0", "2", "007", "7")[number % 5]
        return skewed(chance, 60 if code in ("1", "1.0") else 20), {"code": code}

    log = log_from(600, told)
    sure = pm.root_causes(log).frame.query("is_confirmed")
    assert (
        sure.finding.tolist() == ["code = 1"]
        and log.filter("code = 1").counts.cases == 240 == sure.cases.iloc[0]
    )


def test_the_picture_greys_what_is_not_confirmed():
    found = pm.root_causes(generate(purchase_scenario(3, cases=1500)).log())
    names = {trace.name: set(trace.y) for trace in found.figure().data}
    shown = found.frame.head(12)
    assert len(names.get("more", set()) | names.get("less", set())) == shown.is_confirmed.sum()


@pytest.mark.parametrize("name", ["resolved_by", "resolvedBy", "Closing code", "outcome"])
def test_what_is_named_after_the_end_is_not_tried_where_all_cases_are_finished(name):
    """Its values go with long cases, and nothing but the name tells that nobody knew them at the start."""

    def told(number, chance):
        return skewed(chance, 60 if number % 2 else 20), {name: "x" if number % 2 else "y"}

    found = pm.root_causes(log_from(400, told))
    used = found.tables["attributes"].set_index("attribute")
    assert not used.is_used[name] and used.reason[name] == "taken to be set later, by its name"
    assert not any(name in told for told in found.frame.finding)


def test_numbers_that_are_codes_are_values_and_not_cut():
    def told(number, chance):
        return skewed(chance, 60 if number % 20 == 7 else 20), {
            "opened_by": 100 + number % 20,
            "items": number % 20,
        }

    tried = pm.root_causes(log_from(1200, told)).tables["tried"].group
    assert "opened_by = 107" in set(tried) and not tried.str.contains("opened_by [<>]").any()
    assert tried.str.contains("items [<>]").any()
