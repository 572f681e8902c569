"""Where roles alone may be named, whatever is named in an answer stands for nobody or for five people at least."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest
from screened_orders import BUYERS, CLERKS, NAMES, made_of, needed, rows

import procmine as pm
from procmine.errors import CannotAnswer, ProcmineError
from procmine.questions import QUESTIONS
from procmine.screening import EVERYONE, SMALLER

PURPOSE = "Rota for March with both teams"
TOLD_TOGETHER = {SMALLER, EVERYONE}
NAMED_BY = {
    "resource": "team",
    "role": "team",
    "activity": "activity",
}  # what `by` reads, of the rows as recorded
BY = ("resource", "role", "activity", "team", "tool", "region", "site", "shift", "desk")
WITH_ROLES = (
    "resource",
    "from_resource",
    "to_resource",
    "first_resource",
    "second_resource",
    "other_resource",
    "top_resource",
)
OF_THE_WHOLE_LOG = ("half_hours", "roster", "pools")  # whatever the view
OF_CASES = ("cycle_time", "drift", "sla")  # their groups are of cases, and measure nobody
WITH_GROUPS = ("group", "site", "from_site", "to_site", "pool")
SEEN_BY_ADA = (0, 6, 12, 18, 24)
VIEWS = {
    "whole": (lambda log: log, lambda row: True),
    "north": (lambda log: log.where(region="N"), lambda row: row["case_id"] % 2 == 0),
    "Buy and Approve": (
        lambda log: log.only(activities=["Buy", "Approve"]),
        lambda row: row["activity"] != "Enter",
    ),
    "Approve": (lambda log: log.only(activities=["Approve"]), lambda row: row["activity"] == "Approve"),
    "Ada alone": (
        lambda log: log.filter(f"case in {SEEN_BY_ADA}").only(activities=["Enter"]),
        lambda row: row["case_id"] in SEEN_BY_ADA and row["activity"] == "Enter",
    ),
    "Ada and buyers": (
        lambda log: log.filter(f"case in {SEEN_BY_ADA}"),
        lambda row: row["case_id"] in SEEN_BY_ADA,
    ),
    "with the tool of Ada": (lambda log: log.where(tool="CAD"), lambda row: row["case_id"] % 6 == 0),
    "passing Approve": (lambda log: log.passing("Approve"), lambda row: row["case_id"] % 6 == 0),
    "clerks": (lambda log: log.only(resources=["Clerks"]), lambda row: row["team"] == "Clerks"),
}


def more_rows():
    """The orders with a tool that only Ada has, a site where only three work, a shift of two, and desks of which few are known."""
    for place, row in enumerate(rows()):
        row["tool"] = "CAD" if row["resource"] == "Clerk-Ada" else "Pen"
        row["site"] = "Kiel" if row["resource"] in CLERKS[:3] and place % 4 else "Bonn"
        row["shift"] = "night" if row["resource"] in ("Clerk-Ben", "Buyer-Gil") else "day"
        row["desk"] = {"Clerk-Ben": "one", "Buyer-Gil": "two", "Buyer-Hal": "two"}.get(row["resource"])
        yield row


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    return made_of(more_rows(), tmp_path_factory.mktemp("orders"))


def people_behind(found, by, seen):
    """For each name of an answer how many people of the rows seen do the work it stands for; a pair of both is one name."""
    tables = [table for name, table in found.tables.items() if name not in OF_THE_WHOLE_LOG]
    for frame in (found.frame, *tables):
        for columns, field in ((WITH_ROLES, "team"), (WITH_GROUPS, NAMED_BY.get(by, by))):
            for column in (name for name in columns if name in frame and field is not None):
                told = {value for value in frame[column].dropna() if isinstance(value, str)} - {"(all)"}
                for name in told:
                    at_work = {
                        row["resource"]
                        for row in seen
                        if _is_behind(name, row.get(field) or "(missing)", told)
                    }
                    yield f"{column} {name}", at_work


def _is_behind(name, value, told):
    return value not in told if name in TOLD_TOGETHER else value == name


def asked(question, log, **options):
    try:
        return question.function(log, **needed(question), **options)
    except ProcmineError as refused:
        assert refused.cure and not any(name in str(refused) for name in NAMES)
        return None


@pytest.mark.parametrize("many", [1, pytest.param(len(VIEWS) - 1, marks=pytest.mark.long)])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_each_name_stands_for_nobody_or_for_five(question, many, orders):
    log = orders.log("orders")
    groupings = [
        name
        for name in ("by", "between", "pool")
        if name in question.options and question.name not in OF_CASES
    ]
    asks = [(by, {option: by}) for option in groupings for by in BY]
    # Each question is asked of the whole and of one other view or of all, so that all questions together are asked of every view.
    turn = QUESTIONS.index(question)
    others = list(VIEWS.items())[1:]
    views = [("whole", VIEWS["whole"]), *(others[(turn + n) % len(others)] for n in range(many))]
    for place, (view, (narrowed, is_seen)) in enumerate(views):
        seen = [row for row in more_rows() if is_seen(row)]
        asked_here = asks if place == 0 else asks[place % 3 :: 3]
        for by, options in [(None, {}), *asked_here]:
            found = asked(question, narrowed(log), **options)
            if found is None:
                continue
            if "people" in found.frame:
                assert (found.frame.people >= 5).all()
            by = by or found.parameters.get("by")
            for name, people in people_behind(found, by, seen):
                assert not people or len(people) >= 5, (view, options, name, people)


def test_who_does_both_is_told_of_activities_that_five_do(orders):
    """Two managers approve: whether they also enter or buy is not told. Eleven people enter and buy."""
    found = pm.four_eyes(orders.log("orders"))
    told = found.frame.set_index(["first_activity", "second_activity"])
    assert told.loc[("Buy", "Enter"), ["same_hands", "apart", "performers"]].tolist() == [0, 120, 11]
    assert told.loc[("Approve", "Enter"), ["same_hands", "apart", "share_same", "performers"]].isna().all()
    assert "cases" not in found.tables and not any(name in found.to_json() for name in NAMES)


def test_rules_compare_people_of_activities_that_five_do(orders):
    log = orders.log("orders")
    assert pm.rules(log, rules="not_coexistence(Enter, Buy) same resource").frame.satisfied.tolist() == [120]
    with pytest.raises(CannotAnswer, match="Fewer than 5 people do Approve"):
        pm.rules(log, rules="not_coexistence(Enter, Approve) same resource")


def costs(log):
    return pm.costs(log, rates="people 45")


@pytest.mark.parametrize("view", ["Ada alone", "Approve"])
def test_of_a_view_of_fewer_than_five_the_flow_alone_is_told(view, orders):
    log = VIEWS[view][0](orders.log("orders"))
    for function in (pm.utilisation, pm.workload, pm.load_over_time, pm.completion_rate, pm.handovers, pm.service_time, pm.sites, costs):  # fmt: skip
        with pytest.raises(CannotAnswer, match="Fewer than 5 people stand behind this view"):
            function(log)
    assert pm.cycle_time(log).frame.cases.sum() == log.counts.cases
    assert not pm.process_map(log).frame.empty and pm.variants(log).counted_cases == log.counts.cases
    assert log.to_pandas().resource.isna().all()


def test_what_work_takes_or_costs_is_not_told_of_four(orders):
    """In these two cases Ada, Gil and both managers are at work: what would not be done were their hours."""
    few = orders.log("orders").filter("case in (0, 30)")
    for function in (pm.what_if, pm.opportunities, costs, partial(pm.costs, rates="people 45", by="case")):
        with pytest.raises(CannotAnswer, match="Fewer than 5 people stand behind this view"):
            function(few)


def test_in_a_small_view_all_work_has_a_name_still(orders):
    """There Ada, all buyers and both managers are at work: they are told together and nothing is lost."""
    few = orders.log("orders").passing("Approve")
    assert pm.utilisation(few).frame[["resource", "people", "pieces"]].values.tolist() == [[EVERYONE, 8, 60]]
    assert set(few.to_pandas().resource) == {EVERYONE}
    north = orders.log("orders").where(region="N")
    assert dict(pm.utilisation(north).frame[["resource", "people"]].values) == {EVERYONE: 3 + 7}


def test_without_roles_a_log_of_four_says_nothing_of_people(tmp_path):
    few = [row for row in rows() if row["resource"] in CLERKS[:4]]
    log = made_of(few, tmp_path).log("orders")
    with pytest.raises(CannotAnswer, match="Fewer than 5 people"):
        pm.utilisation(log)
    assert log.resources == [EVERYONE] and log.to_pandas().resource.isna().all()


@pytest.mark.parametrize("function", [pm.workload, pm.load_over_time], ids=lambda one: one.__name__)
def test_a_tool_that_one_person_has_is_no_group(function, orders):
    log = orders.log("orders")
    assert set(function(log, by="tool").frame.group) <= TOLD_TOGETHER
    assert set(function(log, by="team").frame.group) == {"Clerks", SMALLER}
    assert set(function(log, by="activity").frame.group) == {"Enter", SMALLER}
    assert set(function(log, by="region").frame.group) == {"N", "S"}, "all work in both"


def test_hours_told_together_are_those_of_all_who_are(orders):
    log = orders.log("orders")
    told = pm.workload(log, by="tool").frame.busy_hours.sum()
    assert told == pytest.approx(pm.workload(log).frame.busy_hours.sum())


@pytest.mark.parametrize("by", ["team", "region", "site", "tool"])
def test_people_are_placed_one_by_one_behind_the_screen(by, orders):
    """What a group carries is what its members carry, whatever their roles; each belongs where most of their work does."""
    log = orders.log("orders")
    told = pm.utilisation(log, by=by).tables["groups"].set_index("group")
    even = pm.fairness(log, by=by).frame.set_index("group")
    orders.people.unlock(PURPOSE)
    alone = pm.utilisation(log, by=by).frame
    orders.people.lock()
    for group, row in told.iterrows():
        of_it = (
            alone[~alone.group.isin(told.index)] if group in TOLD_TOGETHER else alone[alone.group == group]
        )
        of_it = alone if group in TOLD_TOGETHER and len(told) == 1 else of_it
        assert row.people == len(of_it) == even.resources[group] >= 5
        assert row.busy_hours == pytest.approx(of_it.busy_hours.sum())
        assert row.available_hours == pytest.approx(of_it.available_hours.sum())


def test_neither_peaks_nor_single_instants_of_a_role_are_told(orders):
    log = orders.log("orders")
    busy, ended, there = pm.utilisation(log), pm.completion_rate(log), pm.availability(log)
    assert busy.frame[["peak_in_hand", "first_at", "last_at"]].isna().all(axis=None)
    assert ended.frame[["first_at", "last_at"]].isna().all(axis=None)
    assert there.frame[["first_at", "last_at"]].isna().all(axis=None)
    several = pm.multitasking(log)
    assert several.frame.peak_in_hand.isna().all() and "levels" not in several.tables
    for found in (busy, ended, there, several):
        assert found.figure() is not None and found.to_json()


def test_days_of_a_role_are_those_of_one_of_its_members(orders):
    found = pm.completion_rate(orders.log("orders")).frame
    assert (found.active_days <= 35).all() and (found.people.sum(), found.completions.sum()) == (13, 260)


def test_people_are_counted_and_not_roles(orders):
    assert "13 people do one thing after the other" in pm.multitasking(orders.log("orders")).headline
    assert pm.completion_rate(orders.log("orders")).headline.startswith("13 people complete 260 pieces")


@pytest.mark.parametrize("name", ["specialisation", "roles"])
def test_what_is_of_single_people_is_refused(name, orders):
    with pytest.raises(CannotAnswer, match="names roles only"):
        getattr(pm, name)(orders.log("orders"))


def test_handovers_between_roles_say_so(orders, tmp_path):
    log = orders.log("orders")
    assert "from one role to another" in pm.handovers(log).headline
    buyers = made_of((row for row in rows() if row["resource"] in BUYERS), tmp_path).log("orders")
    told = pm.handovers(buyers).headline
    assert "stays in the same role" in told and "individuals are not told apart" in told


def queueing_rows():
    """Ten clerks, each with their own queue: two pieces ready at one instant, done one after the other."""
    for case in range(60):
        who, day = f"Clerk-{case % 10}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=case // 20)
        for place, (begin, end) in enumerate(((8, 9), (9 + 2 * (case // 10 % 2), 11 + 2 * (case // 10 % 2)))):
            yield {
                "case_id": case, "activity": "AB"[place], "resource": f"Sender-{case % 10}" if place == 0 else who, "team": "ab"[place],
                "started_at": day + pd.Timedelta(hours=begin), "ended_at": day + pd.Timedelta(hours=end), "region": "N",
            }  # fmt: skip


def test_contention_and_batches_are_those_of_the_people(tmp_path):
    """A role is not one pair of hands: what one clerk does keeps nobody else's work waiting."""
    ws = made_of(queueing_rows(), tmp_path)
    log = ws.log("orders")

    def told():
        waits, batches = pm.waiting_causes(log).frame, pm.batch_habits(log).frame
        pooled = pm.waiting_causes(log, pool="team").frame
        hours = [name for name in waits if name.endswith("_hours")]
        return (
            waits[hours].sum(),
            pooled[hours].sum(),
            batches[["pieces", "batches", "pairs", "overtakings"]].sum(),
        )

    by_role = told()
    load = pm.workload_effect(log, load="queue").frame
    ws.people.unlock(PURPOSE)
    alone = told()
    assert alone[0].batching_hours + alone[0].contention_hours == pytest.approx(60)
    for one, other in zip(by_role, alone, strict=True):
        pd.testing.assert_series_equal(one, other)
    pd.testing.assert_frame_equal(load, pm.workload_effect(log, load="queue").frame)


def test_roles_that_are_small_in_a_view_are_told_and_not_lost(tmp_path):
    """In the north three clerks and three packers are at work: told with the buyers and managers, who always are."""

    def with_packers():
        for row in rows():
            yield row
            if row["activity"] == "Buy":
                yield {
                    **row,
                    "activity": "Pack",
                    "resource": f"Packer-{row['case_id'] % 6}",
                    "team": "Packers",
                }

    log = made_of(with_packers(), tmp_path).log("orders")
    assert pm.utilisation(log).frame.pieces.sum() == len(log) == 380
    north = log.where(region="N")
    found = pm.utilisation(north).frame
    assert found[["resource", "people", "pieces"]].values.tolist() == [[EVERYONE, 13, len(north)]]
    packing = north.only(activities=["Buy", "Pack"])
    assert dict(pm.utilisation(packing).frame[["resource", "people"]].values) == {EVERYONE: 8}
    assert north.to_pandas().resource.notna().all()


def test_hours_shared_out_stand_for_five_people_too(orders):
    """Two managers approve: what that takes goes with what the buyers do."""
    log = orders.log("orders")
    shared = pm.multitasking(log).tables["activities"].set_index("activity")
    assert shared.pieces.to_dict() == {"Enter": 120, SMALLER: 140}
    assert shared.apportioned_hours.sum() == pytest.approx(pm.utilisation(log).frame.busy_hours.sum())


def test_rates_do_not_tell_a_few_of_a_group_from_the_others(tmp_path):
    """Gil does Enter once, among six clerks: rates for clerks alone would leave his hours without a rate."""

    def with_help():
        for row in rows():
            is_helped = row["case_id"] == 10 and row["activity"] == "Enter"
            yield row | ({"resource": "Buyer-Gil", "team": "Buyers"} if is_helped else {})

    log = made_of(with_help(), tmp_path).log("orders")
    for rates in (
        "people Clerks 45",
        "people 30; people Clerks 45",
        'people 30; machine "(smaller groups)" 45',
    ):
        for by in ("activity", "region", "variant"):
            with pytest.raises(
                CannotAnswer, match="These rates tell apart what fewer than 5 people did"
            ) as refused:
                pm.costs(log, rates=rates, by=by)
            assert not any(name in str(refused.value) for name in NAMES)
        with pytest.raises(CannotAnswer, match="These rates tell apart"):
            pm.opportunities(log, rates=rates)
    assert pm.costs(log, rates="people 30; people Clerks 45", by="team").frame["group"].tolist() == [
        "Clerks",
        SMALLER,
    ]
    assert pm.costs(log, rates="people 30").frame["group"].tolist() == ["(done by few)", "Enter"]


def test_an_assessment_tells_of_five_people_or_of_none(orders):
    """In every view, in its tables, in its answers and in the page it makes."""
    for narrowed, _ in VIEWS.values():
        try:
            found = pm.assessment(narrowed(orders.log("orders")))
        except CannotAnswer:
            continue
        people = found.tables["observations"][["people", "resources"]].stack().dropna()
        assert (people >= 5).all()
        page = found.to_html()
        page = page[: page.index("<script>")] + page[page.index("</script>") :]  # without the drawing library
        told = " ".join([page, found.to_json(), *(one.to_json() for one in found.answers.values())])
        assert not [name for name in (*NAMES, "Managers", "approver", "badge") if name in told]


def test_what_one_program_did_is_not_told(tmp_path):
    def with_robot():
        for row in rows():
            yield row | ({"resource": "Robot", "team": "Clerks"} if row["resource"] == CLERKS[0] else {})

    workspace = made_of(with_robot(), tmp_path)
    tools = pm.assessment(workspace.log("orders")).section("Tools in use").statement
    assert not tools.str.contains("programs").any()
    workspace.people.unlock(PURPOSE)
    assert (
        pm.assessment(workspace.log("orders"))
        .section("Tools in use")
        .statement.str.contains("by programs: Robot")
        .any()
    )
