"""An assessment says of every section what the answers of the questions say, and of the survey only what hides everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

import procmine as pm
from procmine.improvement.assess.satisfaction import wilson
from procmine.samples import generate, log_of, log_of_rows, purchase_scenario, shipped_sample
from procmine.store import Circumstances, CompletionRule


@pytest.fixture(scope="module")
def sample():
    return generate(purchase_scenario(2025, cases=1500)).log()


@pytest.fixture(scope="module")
def found(sample):
    return pm.assessment(sample)


def test_each_section_tells_what_its_question_tells(sample, found):
    def told(section):
        return " ".join(found.section(section).statement)

    assert pm.summary(sample).headline in told("How large it is")
    assert pm.rework(sample).headline in told("Redundancy and waste")
    assert pm.cycle_time(sample).headline in told("History of performance")
    assert pm.bottlenecks(sample, calendar="mined").headline == told("The most critical area")
    assert "12 % of the work is recorded as done by programs: System." in told("Tools in use")
    for row in pm.opportunities(sample).frame.query("confidence != 'low'").itertuples():
        assert row.finding in told("What does not work")


def test_what_is_worth_much_is_to_be_changed_and_the_rest_adjusted(sample, found):
    worth = pm.opportunities(sample)
    rows = found.section("What does not work")
    first = worth.frame.iloc[0]
    assert rows[rows.statement.str.startswith(first.finding)].verdict.tolist() == ["change"]
    assert set(rows.verdict) <= {"change", "adjust"} and set(found.section("What works").verdict) == {"keep"}
    told = found.frame.verdict.value_counts()
    assert f"{told.get('change', 0)} to change" in found.headline


def test_what_works_is_measured(sample, found):
    """Activities of which nine in ten cases do them once."""
    again = pm.rework(sample).frame
    usual = again[again.instances >= 0.5 * 1500]  # what is done in loops alone is no success
    right = int((usual.share_cases <= 0.1).sum())
    assert (
        found.section("What works").statement.str.startswith(f"{right} activities are done once only").any()
    )


def test_months_are_counted_one_by_one(sample, found):
    work = sample.sql("select case_id, started_at, ended_at from event")
    begun = (
        work.assign(at=work.started_at.fillna(work.ended_at))
        .groupby("case_id")["at"]
        .min()
        .dt.tz_localize("UTC")
        .dt.tz_convert("Europe/Berlin")
    )
    months = begun.dt.strftime("%Y-%m").value_counts().sort_index()
    table = found.tables["observations"]
    assert dict(zip(table.month_at.dt.strftime("%Y-%m"), table.arrivals, strict=True)) == months.to_dict()


def test_what_a_log_cannot_bear_is_told_with_what_would_help():
    found = pm.assessment(log_of(a="Draft 9 > Send 10", b="Draft 9 > Send 12"))
    told = " ".join(found.section("What the data cannot tell").statement)
    assert "Import a column with who did" in told and "No starts are recorded" in told
    assert "No rule says when a case is complete" in told


def test_a_month_is_told_of_months_that_are_seen_whole():
    def months(*days):
        return log_of(**{f"c{n:02d}": f"A {24 * day}-{24 * day + 1}" for n, day in enumerate(days)})

    def told(log):
        return " ".join(pm.assessment(log).section("How large it is").statement)

    assert "a month, in the mean" not in told(months(0, 1, 2, 30)), "March from the 4th, and a part of April"
    assert "1 case comes and 1 is completed a month, in the mean." in told(months(0, 1, 2, 30, 60))


def test_work_that_changes_hands_makes_no_case_sooner_done():
    log = generate(purchase_scenario(2025, cases=300)).log()
    worth = pm.opportunities(log).frame
    moved = worth[worth.gain == "shared otherwise"]
    rows = pm.assessment(log).section("What does not work")
    for row in moved.itertuples():
        one = rows[rows.statement.str.startswith(row.finding)].iloc[0]
        assert "sooner done" not in one.statement and "of work a month" in one.statement
        assert one.verdict == "adjust", "hours of work are no part of the time cases take"
    assert len(moved)


def test_a_calendar_that_cannot_be_read_is_refused():
    with pytest.raises(pm.ProcmineError):
        pm.assessment(log_of(a="Draft 9-10 by Ann > Send 11-12 by Bea", zone="UTC"), calendar="nonsense")


def test_few_pairs_are_no_habit():
    """Of twenty pairs all are in order: that may be chance, and is not told to work."""
    few = log_of(**{f"c{n:02d}": f"A {n}-{n + 1} by Ann > B {n + 2.5}-{n + 3} by Bea" for n in range(20)})
    assert not pm.assessment(few).section("What works").question.eq("queue_discipline").any()


def test_the_document_needs_nothing_from_elsewhere(found, tmp_path):
    text = found.to_html(tmp_path / "assessment.html")
    assert (tmp_path / "assessment.html").read_text(encoding="utf-8") == text
    outside = text.split("<script>")[0] + text.split("</script>")[-1]
    assert "http" not in outside.replace("http://www.w3.org/2000/svg", "")
    assert text.count("<h2>") == 10 and "What the data cannot tell" in text


def test_names_cannot_break_out_of_the_document():
    day, nasty = datetime(2024, 3, 4, 8), "</script><script>x"
    rows = [
        {
            "case_id": case,
            "activity": (nasty, "B")[place],
            "started_at": day + timedelta(hours=2 * place),
            "ended_at": day + timedelta(hours=2 * place + 1),
            "resource": nasty,
        }
        for case in range(3)
        for place in range(2)
    ]
    text = pm.assessment(log_of_rows(rows)).to_html()
    assert "<script>x" not in text and "&lt;script&gt;x" in text


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)]
)
def test_wilson_as_published(hits, of, low, high):
    """81 of 263: Newcombe (1998), table I."""
    assert wilson(hits, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_satisfaction_is_told_of_five_answers_or_more(tmp_path):
    workspace = pm.open(tmp_path / "ws")
    log = workspace.read(shipped_sample.sample_path(), name="orders", **shipped_sample.IMPORT_OPTIONS).filter(
        "sample 60"
    )
    for score in (1, 2, 2, 5):
        workspace.survey.answer("orders", score, hinders="approvals", on=date(2024, 2, 1))
    text = " ".join(pm.assessment(log).section("History of satisfaction").statement)
    assert "4 answers are kept, and below 5 in a quarter none is told" in text and "approvals" not in text
    workspace.survey.answer("orders", 4, on=date(2024, 3, 31))
    for score in (5, 5, 4, 4, 3):
        workspace.survey.answer("orders", score, helps="shorter forms", on=date(2024, 4, 1))
    found = pm.assessment(log)
    assert found.tables["satisfaction"].quarter.tolist() == ["2024 Q1", "2024 Q2"]
    assert found.tables["satisfaction"].share_satisfied.tolist() == [pytest.approx(0.4), pytest.approx(0.8)]
    text = " ".join(found.section("History of satisfaction").statement)
    assert (
        "In 2024 Q2 80 % of 5 answers are content" in text
        and "40 % of 5 answers in 2024 Q1; the difference may be chance" in text
    )
    assert "What helps, in their words: “shorter forms”; “shorter forms”" in text


def test_what_is_missing_is_told_where_the_data_cannot_tell():
    """Case a is closed and its Check has no end; nobody is named for the Close of case b."""
    told = Circumstances(CompletionRule("activity", ("Close",)), extracted_at=datetime(2024, 3, 5, 9))
    log = log_of(
        a="Check 9- by Ann > Close 12-13 by Ann", b="Check 9-10 by Ann > Close 11-12", circumstances=told
    )
    text = " ".join(pm.assessment(log).section("What the data cannot tell").statement)
    assert "1 piece of work has no end though the case is finished" in text
    assert "Who did it is not recorded for 25 % of the work" in text
    assert "1 week is too few for intervals" in text
