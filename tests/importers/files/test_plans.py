"""Project plans: MS Project's XML worked by hand, and predecessors as people write them."""

from __future__ import annotations

import duckdb
import pytest

import procmine as pm
from procmine.engine import engine
from procmine.errors import UnreadableSource
from procmine.importers.files import read_source
from procmine.importers.files.plans import Link, links_of

TASK = "<Task><UID>{uid}</UID><ID>{id}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel><Summary>{summary}</Summary>{more}</Task>"


def task(uid, name, level=2, summary=0, **more):
    told = "".join(f"<{key}>{value}</{key}>" for key, value in more.items())
    return TASK.format(uid=uid, id=uid * 10, name=name, level=level, summary=summary, more=told)


def plan(*tasks, prologue=""):
    people = (
        "<Resource><UID>1</UID><Name>Ada</Name></Resource><Resource><UID>2</UID><Name>Ben</Name></Resource>"
    )
    given = "".join(
        f"<Assignment><TaskUID>{t}</TaskUID><ResourceUID>{r}</ResourceUID></Assignment>"
        for t, r in ((2, 1), (3, 1), (3, 2))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<Project xmlns="http://schemas.microsoft.com/project"><Title>New hall</Title>'
        f"<MinutesPerDay>480</MinutesPerDay><Tasks>{''.join(tasks)}</Tasks><Resources>{people}</Resources><Assignments>{given}</Assignments></Project>"
    )


HALL = (
    task(0, "New hall", level=0, summary=1),
    task(1, "Ground", level=1, summary=1, ActualStart="2026-03-02T08:00:00"),
    task(2, "Survey", ActualStart="2026-03-02T08:00:00", ActualFinish="2026-03-03T17:00:00", PercentComplete=100, Start="2026-03-02T08:00:00",
         Finish="2026-03-03T17:00:00", Baseline="<Number>0</Number><Start>2026-03-01T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish>"),
    task(3, "Dig", ActualStart="2026-03-05T08:00:00", PercentComplete=40,
         PredecessorLink="<PredecessorUID>2</PredecessorUID><Type>1</Type><LinkLag>9600</LinkLag><LagFormat>7</LagFormat>"),
    task(4, "Pour", PercentComplete=0),
    task(5, "Handed over", level=1, ActualStart="2026-03-09T12:00:00", ActualFinish="2026-03-09T12:00:00", Milestone=1,
         PredecessorLink="<PredecessorUID>3</PredecessorUID><Type>3</Type>"),
    "<Task><UID>6</UID><IsNull>1</IsNull></Task>",
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "workspace")
    yield opened
    opened.close()


def test_a_plan_worked_by_hand(tmp_path, workspace):
    """Of seven lines two are summaries, one is blank and one has not begun: three pieces of work, one of them still open."""
    (tmp_path / "plan.xml").write_text(plan(*HALL))
    log = workspace.read(tmp_path / "plan.xml", name="hall")
    rows = log.sql(
        "select case_id, activity, strftime(started_at, '%d %H:%M'), strftime(ended_at, '%d %H:%M'), resource from event order by position"
    )
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()] == [
        ("New hall", "Survey", "02 08:00", "03 17:00", "Ada"),
        ("New hall", "Dig", "05 08:00", None, "Ada, Ben"),
        ("New hall", "Handed over", "09 12:00", "09 12:00", None),
    ]
    with duckdb.connect() as con:
        read_source(tmp_path / "plan.xml", con)
        assert con.execute(
            'select "Predecessors", "Baseline start", "Milestone", "Phase" from staged'
        ).fetchall() == [
            (None, "2026-03-01T08:00:00", None, "Ground"),
            ("Survey FS +2d", None, None, "Ground"),
            ("Dig SS", None, "yes", None),
        ]
    notes = dict(engine.rows(log.version.path, "select check_name, affected_rows from notes"))
    assert notes["summary-tasks"] == 1 and notes["tasks-not-begun"] == 1


def test_phases_may_be_the_cases(tmp_path, workspace):
    (tmp_path / "plan.xml").write_text(plan(*HALL[:4]))
    log = workspace.read(tmp_path / "plan.xml", name="hall", case="Phase")
    assert list(log.sql("select distinct case_id from event").case_id) == ["Ground"]


def test_a_plan_of_which_nothing_has_begun_is_refused(tmp_path, workspace):
    (tmp_path / "plan.xml").write_text(plan(HALL[0], HALL[1], HALL[4]))
    with pytest.raises(UnreadableSource, match="No task of this plan has begun"):
        workspace.read(tmp_path / "plan.xml", name="hall")


def test_a_dtd_is_refused_and_no_entity_is_read(tmp_path, workspace):
    bomb = '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa">]>'
    (tmp_path / "plan.xml").write_text(plan(*HALL, prologue=bomb))
    with pytest.raises(UnreadableSource, match="DTD"):
        workspace.read(tmp_path / "plan.xml", name="hall")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("12FS +2d, 14SS -1w, 7", (Link("12", "FS", "+2d"), Link("14", "SS", "-1w"), Link("7"))),
        ("3ff+1.5ed;4", (Link("3", "FF", "+1.5ed"), Link("4"))),
        ("5SF - 30m", (Link("5", "SF", "-30m"),)),
        ("8FS +2,5d, 9", (Link("8", "FS", "+2,5d"), Link("9"))),
        ("10 +50%", (Link("10", "FS", "+50%"),)),
        ("", ()),
        (None, ()),
    ],
)  # fmt: skip
def test_predecessors_as_people_write_them(text, links):
    assert links_of(text) == links


@pytest.mark.parametrize("text", ["x", "12XX", "12FS +2y", "FS", "12FS 2d"])
def test_what_is_no_predecessor_is_refused(text):
    with pytest.raises(ValueError):
        links_of(text)
