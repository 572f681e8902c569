"""Rules: worked by hand, and equal to a slow twin that asks of each case whether anything could still keep the rule."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import procmine as pm
from procmine.conformance.templates import TEMPLATES
from procmine.errors import WrongOption
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY
from procmine.store import Circumstances, CompletionRule

COUNTS = ["satisfied", "violated", "pending", "not_applicable"]


def verdicts(log, rules, **options):
    """Of each rule how many cases are satisfied, violated, pending, not applicable."""
    found = pm.rules(log, rules=rules, **options)
    return {row["rule"]: tuple(int(row[name]) for name in COUNTS) for _, row in found.frame.iterrows()}


def only(log, rule, **options):
    return next(iter(verdicts(log, [rule], **options).values()))


@pytest.fixture(scope="module")
def letters():
    return log_of(ab="a 1 > b 2", aab="a 1 > a 2 > b 3", ba="b 1 > a 2", b="b 1", a="a 1-")


def test_what_an_open_case_may_still_do_is_pending(letters):
    """Response is asked for in ab, aab, ba and a: kept twice, broken once, open once. Precedence is asked for wherever b is."""
    assert verdicts(letters, "response(a, b); precedence(a, b)") == {
        "response(a, b)": (2, 1, 1, 1),
        "precedence(a, b)": (2, 2, 0, 1),
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("existence(b)", (4, 0, 1, 0)),
        ("existence(a, 2)", (1, 3, 1, 0)),
        ("absence(a)", (1, 4, 0, 0)),
        ("absence(a, 2)", (4, 1, 0, 0)),
        ("exactly(a, 1)", (3, 2, 0, 0)),
        ("init(a)", (3, 2, 0, 0)),
        ("end(b)", (3, 1, 1, 0)),
        ("choice(a, b)", (5, 0, 0, 0)),
        ("exclusive_choice(a, b)", (2, 3, 0, 0)),
        ("responded_existence(a, b)", (3, 0, 1, 1)),
        ("coexistence(a, b)", (3, 1, 1, 0)),
        ("succession(a, b)", (2, 2, 1, 0)),
        ("alternate_response(a, b)", (1, 2, 1, 1)),
        ("alternate_precedence(a, b)", (2, 2, 0, 1)),
        ("chain_response(a, b)", (1, 2, 1, 1)),
        ("chain_precedence(a, b)", (2, 2, 0, 1)),
        ("not_coexistence(a, b)", (2, 3, 0, 0)),
        ("not_succession(a, b)", (2, 2, 0, 1)),
        ("not_chain_succession(a, b)", (2, 2, 0, 1)),
    ],
)
def test_each_template_by_hand(letters, rule, expected):
    assert only(letters, rule) == expected


# The twin --------------------------------------------------------------------------------------------


class Work:
    """A piece of work as the twin sees it: hours from Monday, whose it is."""

    def __init__(self, activity, start, end, who):
        self.activity, self.start, self.end, self.who = activity, start, end, who


def keeps(template, trace, number=1, within=None, pair=None):  # noqa: C901 - every template beside each other
    """Whether a finished case keeps the rule on a and b, or None where it never asks. Written to be obvious, not quick."""

    def is_in_time(first, second):
        return within is None or second.start - first.end <= within

    def are_a_pair(one, other):
        if pair is None:
            return True
        return (one.who == other.who) if pair == "same" else (one.who != other.who)

    def answered_later(place, asks, answers, *, direct=False, alternate=False):
        for later in range(place + 1, len(trace)):
            work = trace[later]
            if work.activity == answers and are_a_pair(trace[place], work):
                return is_in_time(trace[place], work) and (not direct or later == place + 1)
            if alternate and work.activity == asks and (pair is None or are_a_pair(trace[place], work)):
                return False
        return False

    def answered_before(place, asks, answers, *, direct=False, alternate=False):
        for earlier in range(place - 1, -1, -1):
            work = trace[earlier]
            if work.activity == answers and are_a_pair(trace[place], work):
                return is_in_time(work, trace[place]) and (not direct or earlier == place - 1)
            if alternate and work.activity == asks and (pair is None or are_a_pair(trace[place], work)):
                return False
        return False

    def places(name):
        return [place for place, work in enumerate(trace) if work.activity == name]

    def all_of(asks, answers, *ways, negative=False, **kind):
        return [any(way(place, asks, answers, **kind) for way in ways) != negative for place in places(asks)]

    def how_many(*names):
        return sum(
            1
            for work in trace
            if work.activity in names and (within is None or work.start - trace[0].start <= within)
        )

    both = (answered_later, answered_before)
    asked = {
        "existence": lambda: [how_many("a") >= number],
        "absence": lambda: [how_many("a") < number],
        "exactly": lambda: [how_many("a") == number],
        "init": lambda: [trace[0].activity == "a"],
        "end": lambda: [trace[-1].activity == "a"],
        "choice": lambda: [how_many("a", "b") > 0],
        "exclusive_choice": lambda: [bool(places("a")) != bool(places("b"))],
        "responded_existence": lambda: all_of("a", "b", *both),
        "coexistence": lambda: all_of("a", "b", *both) + all_of("b", "a", *both),
        "response": lambda: all_of("a", "b", answered_later),
        "precedence": lambda: all_of("b", "a", answered_before),
        "alternate_response": lambda: all_of("a", "b", answered_later, alternate=True),
        "alternate_precedence": lambda: all_of("b", "a", answered_before, alternate=True),
        "chain_response": lambda: all_of("a", "b", answered_later, direct=True),
        "chain_precedence": lambda: all_of("b", "a", answered_before, direct=True),
        "not_coexistence": lambda: (
            all_of("a", "b", *both, negative=True) + all_of("b", "a", *both, negative=True)
        ),
        "not_succession": lambda: all_of("a", "b", answered_later, negative=True),
        "not_chain_succession": lambda: all_of("a", "b", answered_later, negative=True, direct=True),
    }
    for name in ("", "alternate_", "chain_"):
        asked[f"{name}succession"] = lambda name=name: (
            asked[f"{name}response"]() + asked[f"{name}precedence"]()
        )
    found = asked[template]()
    return all(found) if found else None


def verdict(template, trace, is_open, now, **more):
    """A case that does not keep its rule and is open is pending if there is anything it could still do to keep it."""
    kept = keeps(template, trace, **more)
    if kept is None:
        return "not_applicable"
    if kept or not is_open:
        return "satisfied" if kept else "violated"
    whose = "xyv" if more.get("pair") else "x"
    for length in (1, 2):
        for letters in product(product("ab", whose), repeat=length):
            more_work = [Work(activity, now, now, who) for activity, who in letters]
            if keeps(template, trace + more_work, **more):
                return "pending"
    return "violated"


piece = st.tuples(
    st.sampled_from("abc"), st.integers(0, 3), st.sampled_from([0, 1, 2, None]), st.sampled_from("xy")
)  # None has not ended
traces = st.lists(st.tuples(st.lists(piece, min_size=1, max_size=5), st.booleans()), min_size=8, max_size=40)


def log_and_traces(drawn, now):
    rows, cases = [], {}
    for number, (pieces, is_open) in enumerate(drawn):
        at, trace = 0, []
        for activity, gap, lasts, who in pieces:
            at += gap
            goes_on = lasts is None and is_open
            over = now if goes_on else at + (lasts or 0)
            trace.append(Work(activity, at, over, who))
            rows.append({
                "case_id": f"c{number}", "activity": activity, "started_at": MONDAY + timedelta(hours=at), "ended_at": None if goes_on else MONDAY + timedelta(hours=over),
                "resource": who, "sequence": len(trace), "state": "going on" if is_open else "done",
            })  # fmt: skip
        # At one start the position goes by the end, then by the sequence.
        trace.sort(key=lambda work: (work.start, work.end))
        cases[f"c{number}"] = (trace, is_open)
    rows += [{"case_id": "all", "activity": name, "started_at": MONDAY, "ended_at": MONDAY, "resource": "x", "sequence": 1, "state": "done"} for name in "abc"]  # fmt: skip
    told = Circumstances(CompletionRule("state", ("done",)), extracted_at=MONDAY + timedelta(hours=now))
    return log_of_rows(rows, circumstances=told).where(case=list(cases)), cases


NOW = 24
ASKED = [(template, more) for template in TEMPLATES for more in (
    {}, {"number": 2}, {"within": 2}, {"within": 20}, {"pair": "same"}, {"pair": "different"}, {"within": 3, "pair": "same"}, {"within": 3, "pair": "different"},
)]  # fmt: skip


def written(template, more):
    """The rule as a line, or nothing where the template does not take what is asked of it."""
    kind = TEMPLATES[template]
    if ("number" in more and not kind.takes_number) or ("within" in more and not kind.takes_time):
        return ""
    if "pair" in more and (kind.is_of_cases or (kind.is_alternate and more["pair"] == "different")):
        return ""
    names = "a, b" if kind.activities == 2 else "a"
    number = f", {more['number']}" if "number" in more else ""
    within = f" within {more['within']}h" if "within" in more else ""
    pair = f" {more['pair']} resource" if "pair" in more else ""
    return f"{template}({names}{number}){within}{pair}"


@settings(max_examples=3)
@given(traces)
def test_the_statement_says_what_the_slow_twin_says(drawn):
    log, cases = log_and_traces(drawn, NOW)
    rules = {written(template, more): (template, more) for template, more in ASKED}
    rules.pop("", None)
    found = pm.rules(log, rules=list(rules))
    told = {(row.rule, row.case_id): row.status for row in found.tables["cases"].itertuples()}
    rows = found.frame.set_index("rule")
    by_text = dict(zip(found.parameters["rules"].split("; "), rules, strict=True))
    for rule in rows.index:
        template, more = rules[by_text[rule]]
        expected = {
            case: verdict(template, trace, is_open, NOW, **more) for case, (trace, is_open) in cases.items()
        }
        assert {case: status for case, status in expected.items() if status in ("violated", "pending")} == {
            case: status for (name, case), status in told.items() if name == rule
        }, rule
        assert [rows.loc[rule, name] for name in COUNTS] == [
            list(expected.values()).count(name) for name in COUNTS
        ], rule


# Time, conditions, what is compared -------------------------------------------------------------------


def test_a_time_runs_from_the_end_of_one_to_the_start_of_the_other():
    log = log_of(quick="a 1-3 > b 5", late="a 1-3 > b 6", never="a 1-3", open="a 1-3 > c 4-", last="b 30")
    assert only(log, "response(a, b) within 2h") == (1, 3, 0, 1)  # the open case is overdue at the extraction
    assert only(log, "response(a, b) within 40h") == (2, 1, 1, 1)


def test_work_that_goes_on_has_not_ended():
    """At the extraction, hour 9, the a of `on` is five hours old and goes on: the two hours have not begun. That of `gone` ended at 4."""
    log = log_of(
        on="a 4-", gone="a 3-4 > c 5-", answered="a 4- > b 8", back="a 1- > b 8", done="a 1-2 > b 3",
        circumstances=Circumstances(extracted_at=MONDAY + timedelta(hours=9)), zone="Europe/London",
    )  # fmt: skip
    assert only(log, "response(a, b) within 2h") == (3, 1, 1, 0)
    assert only(log, "precedence(a, b) within 2h") == (3, 0, 0, 2)
    round_the_clock = "Mon-Sun 00:00-24:00"
    assert only(log, "response(a, b) within 2h worked", calendar=round_the_clock) == (3, 1, 1, 0)
    starts = log_of_rows(
        [
            {"case_id": case, "activity": "a", "started_at": MONDAY, "state": state}
            for case, state in (("x", "going on"), ("y", "done"))
        ],
        circumstances=Circumstances(
            CompletionRule("state", ("done",)), extracted_at=MONDAY + timedelta(hours=9)
        ),
    )
    assert only(starts, "response(a, a) within 2h") == (0, 2, 0, 0)  # no work of this log ever ends


def test_looking_back_the_nearest_decides_even_where_another_ended_later():
    """The a that began last before b ended at 2, three hours before; that the other one ended at 4 does not count."""
    log = log_of(x="a 0-4 > a 1-2 > b 5")
    assert only(log, "precedence(a, b) within 2h") == (0, 1, 0, 0)
    assert only(log, "precedence(a, b) within 3h") == (1, 0, 0, 0)


def test_working_time_is_counted_by_the_calendar_and_a_day_is_one_of_its_days():
    """From Monday 16:00 to Tuesday 10:00 pass 18 hours, two of them worked; 17 hours from Monday to Wednesday 17:00."""
    log = log_of(short="a 16 > b 34", long="a 16 > b 65", zone="Europe/London")
    office = "Mon-Fri 09:00-17:00"
    assert only(log, "response(a, b) within 2h worked", calendar=office) == (1, 1, 0, 0)
    assert only(log, "response(a, b) within 2d worked", calendar=office) == (1, 1, 0, 0)
    assert only(log, "response(a, b) within 3d worked", calendar=office) == (2, 0, 0, 0)
    assert only(log, "existence(b) within 2h worked", calendar=office) == (1, 1, 0, 0)
    with pytest.raises(WrongOption, match="no calendar is given"):
        pm.rules(log, rules="response(a, b) within 2h worked")
    found = pm.rules(log, rules="response(a, b) within 2h worked", calendar=office)
    assert (
        found.frame.violated_median_worked_hours.iloc[0] == 17
        and found.frame.violated_median_hours.iloc[0] == 49
    )


ROWS = [  # case, activity, hour, who, region of the case, amount of the work
    ("x", "a", 1, "Ann", "N", 5), ("x", "b", 2, "Ann", "N", 5), ("y", "a", 1, "Ann", "S", 700), ("y", "b", 2, "Bea", "S", 6), ("z", "a", 1, None, "S", 7), ("z", "b", 2, "Bea", "S", 7),
]  # fmt: skip


@pytest.fixture(scope="module")
def orders():
    return log_of_rows([
        {"case_id": case, "activity": activity, "ended_at": MONDAY + timedelta(hours=hour), "resource": who, "region": region, "amount": amount}
        for case, activity, hour, who, region, amount in ROWS
    ])  # fmt: skip


@pytest.fixture(scope="module")
def alone():
    """The same, each piece of work a case of its own, and one of which the amount is missing."""
    return log_of_rows([
        {"case_id": f"{case}{activity}", "activity": activity, "ended_at": MONDAY + timedelta(hours=hour), "resource": who, "region": region, "amount": amount}
        for case, activity, hour, who, region, amount in [*ROWS, ("w", "a", 3, "Cid", "N", None)]
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("response(a, b) when amount > 100", (1, 0, 0, 2)),
        ("response(a, b) when region = S and amount < 100", (1, 0, 0, 2)),
        ("response(a, b) when region != S", (1, 0, 0, 2)),
        ("response(a, b) when region in (N, S) target resource = Bea", (2, 1, 0, 0)),
        ("response(a, b) when resource is missing", (1, 0, 0, 2)),
        ("existence(b) when region = N", (1, 0, 0, 2)),
        ("absence(b) target resource = Bea", (1, 2, 0, 0)),
        ("not_coexistence(a, b) same resource", (1, 1, 0, 0)),  # nobody knows who did the a of z
        ("response(a, b) same amount", (2, 1, 0, 0)),
        ("response(a, b) different amount", (1, 2, 0, 0)),
        ("init(a or b)", (3, 0, 0, 0)),
        ("Response(A, B)", (3, 0, 0, 0)),  # capitals count only where they tell two apart
    ],
)
def test_conditions_are_those_of_filters(orders, rule, expected):
    assert only(orders, rule) == expected


@pytest.mark.parametrize("condition", ["amount > 6", "amount = 7", "amount <= 6", "region = N", "region != N", "region in (N)", "region not in (N)",
                                       "resource = Bea", "amount is missing", "resource is not missing", "activity = b"])  # fmt: skip
def test_a_condition_holds_of_the_work_that_the_filter_finds(alone, condition):
    """Of cases with one piece of work each, the condition on the work and the filter on the case say the same."""
    satisfied, violated, *_ = only(alone, f"existence(a or b) target {condition}")
    assert satisfied == alone.filter(condition).counts.cases and violated == alone.counts.cases - satisfied


def test_what_cannot_be_compared_is_not_assessable_unless_the_rest_decides():
    """Nobody knows who did the b of c1; in c2 another b decides, and who did the a of c3 is unknown."""
    log = log_of(
        c1="a 1 by Ann > b 2",
        c2="a 1 by Ann > b 2 > b 3 by Ann",
        c3="a 1 > b 2 by Ann",
        c4="a 1 by Ann > b 2 by Bea",
    )
    found = pm.rules(
        log, rules="response(a, b) same resource; not_succession(a, b) same resource"
    ).frame.set_index("rule")
    told = found[["satisfied", "violated", "not_assessable"]]
    alone = pm.rules(log.where(case=["c3", "c4"]), rules="response(a, b) same resource")
    assert "1 verdict cannot be given, since a value to be compared is missing." in alone.headline
    assert told.loc["response(a, b) same resource"].tolist() == [1, 1, 2]
    assert told.loc["not_succession(a, b) same resource"].tolist() == [1, 1, 2]


def test_only_work_that_could_answer_leaves_open_what_is_kept():
    """Without any b, or with one of nobody known before it only, the a of Ann is answered by none."""
    log = log_of(none="a 1 by Ann > a 2", earlier="b 1 > a 2 by Ann", later="a 1 by Ann > b 2")
    row = pm.rules(log, rules="response(a, b) same resource").frame.iloc[0]
    assert (row.satisfied, row.violated, row.not_assessable) == (0, 2, 1)


def test_cases_that_began_before_the_observation_are_left_out():
    log = log_of(
        old="b 1 > a 30",
        new="a 20 > b 40",
        circumstances=Circumstances(observed_from=MONDAY + timedelta(hours=10)),
    )
    found = pm.rules(log, rules="precedence(a, b)")
    assert found.frame[COUNTS].values.tolist() == [[1, 0, 0, 0]]
    assert [one.reason for one in found.excluded] == ["in cases that began before the observation"]


# How rules are said ------------------------------------------------------------------------------------

FILE = """
# what the auditor asks for
[[rule]]
name = "Paid in time"
template = "response"
first = "a"
second = ["b", "c"]
within = "2d"
when = "amount > 100"

[[rule]]
rule = "absence(c)"
"""


def test_a_file_that_a_person_can_read(orders, tmp_path):
    path = tmp_path / "audit.toml"
    path.write_text(FILE.replace('["b", "c"]', '"b"').replace("absence(c)", "absence(b)"), encoding="utf-8")
    found = pm.rules(orders, rules=path)
    assert found.frame.rule.tolist() == ["absence(b)", "Paid in time"]
    assert found.frame.meaning.tolist() == [
        "b never happens",
        "Each a is followed by b, within 2d, when amount > 100",
    ]
    assert found.headline.startswith(
        "1 of 2 rules is broken, above all “b never happens”: in 3 of the 3 cases in which it was judged (100 %)."
    )
    again = tmp_path / "again.toml"
    found.to_toml(again)
    assert pm.rules(orders, rules=str(again)).frame.equals(found.frame)
    assert pm.rules(orders, rules=found.parameters["rules"]).frame.equals(found.frame)


def test_all_faults_are_told_at_once_with_their_lines(orders, tmp_path):
    path = tmp_path / "audit.toml"
    path.write_text(
        FILE + '\n[[rule]]\ntemplate = "respons"\n\n[[rule]]\nrule = "init(a) within soon same resource"\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongOption) as told:
        pm.rules(orders, rules=path)
    assert told.value.where == str(path)
    for fault in (
        "line 14: no template is called 'respons': did you mean response?", "line 17: 'soon' is not a duration", "line 17: init takes no time", "line 17: init compares nothing",
    ):  # fmt: skip
        assert fault in told.value.found
    with pytest.raises(WrongOption) as told:  # what cannot be read and what the log does not know
        pm.rules(orders, rules="init(a)\n\nrespons(a, b)\nabsence(c)")
    assert (
        "line 3: no template is called 'respons'" in told.value.found
        and "line 4: no activity is called 'c'" in told.value.found
    )
    path.write_text(FILE.replace("amount", "amuont"), encoding="utf-8")
    with pytest.raises(WrongOption) as told:
        pm.rules(orders, rules=path)
    assert (
        "line 3: no activity is called 'c'" in told.value.found
        and "line 11: no activity is called 'c'" in told.value.found
    )
    assert (
        "line 3: when amuont > 100: no attribute is called 'amuont', did you mean 'amount'?"
        in told.value.found
    )


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("response(a)", "takes two activities"),
        ("response(a, b, 2)", "takes no number"),
        ("response(a, b", "a bracket is not closed"),
        ("a then b", "is no rule"),
        ("succession(a, b) target amount > 3", "write it as two rules"),
        ("existence(a) when amount > 3", "amount changes inside cases"),
        ("succession(a, b) when resource = Ann", "a case has no resource"),
        ("response(a, b) same region", "region is the same throughout each case"),
        ("response(a, b) when region > 3", "region holds no numbers"),
        ("response(a, b) when passing a", "a condition compares an attribute"),
        ("response(a, b) within 2h within 3h", "said twice"),
        ("response(a, b); response(a, b)", "stands there already"),
        ("", "No rules are said"),
    ],
)
def test_a_rule_that_cannot_be_used_says_why(orders, rule, fault):
    with pytest.raises(WrongOption) as told:
        pm.rules(orders, rules=rule)
    assert fault in told.value.found and told.value.cure


def test_names_may_hold_what_the_grammar_uses():
    log = log_of(x="Accept or reject 1 > Pay (EU, fast) 2 > when; done 3")
    rules = 'response(Accept or reject, "Pay (EU, fast)"); "when: first": precedence("Pay (EU, fast)", "when; done"); end("when; done")'
    assert set(verdicts(log, rules).values()) == {(1, 0, 0, 0)}


def test_names_keep_their_words_in_the_meaning():
    log = log_of(x="Check and pay 1 > B 2 > C 3 > D 4")
    found = pm.rules(log, rules='response(Check and pay, "B" or "C" or "D")')
    assert found.frame.meaning.tolist() == ["Each Check and pay is followed by B or C or D"]
    four = pm.rules(log, rules='init("Check and pay" or "B" or "C" or "D")')
    assert four.frame.meaning.tolist() == ["The case begins with Check and pay or B or C or D"]


def test_a_rule_without_a_case_is_told_as_such(letters):
    found = pm.rules(letters.where(case="b"), rules="response(a, b)")
    assert found.headline.startswith(
        "No rule could be judged in any case. No case did what response(a, b) speaks of."
    )


def test_the_course_and_the_cases_add_up(letters):
    found = pm.rules(letters, rules="response(a, b); absence(b)", period="day")
    course = found.tables["over_time"].groupby("rule")[["satisfied", "violated", "pending"]].sum()
    for row in found.frame.itertuples():
        assert course.loc[row.rule].tolist() == [row.satisfied, row.violated, row.pending]
    listed = found.tables["cases"].groupby(["rule", "status"]).size()
    assert listed["response(a, b)", "pending"] == 1 and listed["absence(b)", "violated"] == 4
