"""From a finding to its proof: an improvement is asked by what was settled for it, and its verdict is frozen."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm
from procmine.errors import CannotAnswer
from procmine.samples.changed_cases import CHANGED_AT, Circumstances, changed_cases

COLUMNS = {"case": "case", "activity": "activity", "started_at": "start", "ended_at": "end", "zone": "UTC"}


def rows_of(seed):
    """Cases of two pieces of work, of which those since the change take three tenths less; what is not finished has no end."""
    cases = changed_cases(
        seed, effect=0.3, given=Circumstances(weeks_before=30, weeks_after=15, cases_a_week=20)
    )
    hours = pd.to_timedelta(cases.hours, unit="h").dt.floor("s")
    begins = cases.first_at.dt.floor("s")
    asked = pd.DataFrame({"case": cases.case_no, "activity": "Ask", "start": begins, "end": begins})
    answered = pd.DataFrame(
        {
            "case": cases.case_no,
            "activity": "Answer",
            "start": begins + hours / 2,
            "end": (begins + hours).where(cases.is_closed),
        }
    )
    return pd.concat([asked, answered]).astype(str).replace("NaT", "")


@pytest.fixture
def workspace(tmp_path):
    opened = pm.open(tmp_path / "ws")
    opened.read(rows_of(4), name="cases", **COLUMNS)
    return opened


def test_what_was_settled_is_asked_and_the_verdict_frozen(workspace):
    made = workspace.actions.add(
        "Answer faster", log="cases", changed_at=str(CHANGED_AT.date()), metric="cycle time"
    )
    found = workspace.verify(made.no)
    assert (
        found.verdict
        == pm.verification(
            workspace.log("cases"), changed_at=str(CHANGED_AT.date()), metric="cycle time"
        ).verdict
    )
    kept = workspace.actions.get(made.no)
    assert kept.verdict["verdict"] == found.verdict and kept.verdict["headline"] == found.headline
    assert kept.verdict["version"] == 1 and kept.verdict["evidence"]
    assert [act.what for act in kept.history][-1] == "verdict"


def test_all_that_is_missing_is_told(workspace):
    made = workspace.actions.add("Answer faster", log="cases")
    with pytest.raises(
        CannotAnswer, match="It is not said when the change was made nor the metric it was to make less"
    ):
        workspace.verify(made.no)
    assert workspace.actions.get(made.no).verdict is None


def test_a_verdict_keeps_its_version_from_prune(workspace):
    made = workspace.actions.add(
        "Answer faster", log="cases", changed_at=str(CHANGED_AT.date()), metric="cycle time"
    )
    workspace.verify(made.no)
    for seed in (5, 6):
        workspace.read(rows_of(seed), name="cases", **COLUMNS)
    workspace.prune()
    assert [version.version for version in workspace.versions("cases")] == [1, 3]


def test_a_finding_becomes_an_action_with_its_metric(workspace):
    log = workspace.log("cases")
    found = pm.opportunities(log).frame
    row = found[found.metric != ""].iloc[0]
    made = workspace.actions.from_finding(row, log)
    assert (made.metric, made.finding, made.log, made.cites_version) == (row.metric, row.finding, "cases", 1)
    assert made.expected_hours_per_month == pytest.approx(row.hours_per_month)
