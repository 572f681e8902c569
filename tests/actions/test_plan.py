"""What an action is measured by counts as settled beforehand only where it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from procmine.actions.plan import doubts, instant_of

PAST, FUTURE = "2020-03-01", "2999-03-01"


def test_a_metric_settled_before_the_change_is_pre_registered(workspace):
    made = workspace.actions.add("x", log="orders", metric="cycle time", changed_at=FUTURE)
    assert made.is_pre_registered and made.remarks == () and not made.has_changed()
    assert made.registration == "Settled; the change is still to come."
    assert workspace.actions.change(1, guardrails=["rework"], control="activity = Pay").is_pre_registered
    assert not workspace.actions.add("without a metric", changed_at=FUTURE).is_pre_registered


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("metric", "rework", "The metric was altered after the change"),
        ("cohort", "activity = Pay", "The cohort was chosen after the change"),
        ("control", "activity = Pay", "The control was chosen after the change"),
        ("guardrails", ["rework"], "The guardrails were chosen after the change"),
    ],
)
def test_what_is_chosen_after_the_change_is_kept_and_told_for_good(workspace, field, value, told):
    register = workspace.actions.signed("Mina")
    at = datetime.now(UTC)
    made = register.add("x", log="orders", metric="cycle time")
    late = _with_past_change(workspace, made.no)
    assert late.is_pre_registered, "the change was told later than it happened, the metric was not"
    assert late.has_changed() and late.registration == "Settled before the change."
    found = register.change(made.no, **{field: value})
    assert not found.is_pre_registered
    assert found.remarks == (f"{told} ({at:%Y-%m-%d}, Mina).",)
    assert getattr(found, field) == (tuple(value) if field == "guardrails" else value)
    assert not register.change(made.no, changed_at=FUTURE).is_pre_registered, "a moved day heals nothing"


def _with_past_change(workspace, no):
    """As if the metric had been settled in 2019, and the change were told now."""
    with workspace._catalogue.executing() as execute:
        execute("update action set planned_at = '2019-01-01T00:00:00+00:00' where action_no = :no", no=no)
    return workspace.actions.change(no, changed_at=PAST)


def test_a_change_told_to_lie_before_the_metric_was_settled_is_told(workspace):
    workspace.actions.add("x", log="orders", metric="cycle time")
    found = workspace.actions.change(1, changed_at=PAST)
    assert not found.is_pre_registered
    assert found.remarks[0].startswith("The change is said to have come before the metric was settled")
    both = workspace.actions.add("y", log="orders", metric="cycle time", changed_at=PAST)
    assert both.remarks[0].startswith("The metric was chosen after the change")


def test_a_day_of_the_change_that_is_moved_once_it_passed_is_told_and_is_no_late_plan(workspace):
    workspace.actions.add("x", log="orders", metric="cycle time")
    _with_past_change(workspace, 1)
    found = workspace.actions.change(1, changed_at="2020-03-05")
    assert found.is_pre_registered
    assert found.remarks[0].startswith(
        "The change was moved from 2020-03-01 to 2020-03-05 after it had passed"
    )


@pytest.mark.parametrize(
    ("changed_at", "zone", "utc"),
    [
        ("2026-03-01", "Europe/Berlin", "2026-02-28T23:00"),
        ("2026-03-01", None, "2026-03-01T00:00"),
        ("2026-03-01T08:00", "Europe/Berlin", "2026-03-01T07:00"),
        ("2026-03-01T08:00+05:00", "Europe/Berlin", "2026-03-01T03:00"),
    ],
)
def test_a_day_counts_from_its_beginning_on_the_clock_of_the_log(changed_at, zone, utc):
    assert instant_of(changed_at, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    plan = {"metric": None, "cohort": None, "control": None, "guardrails": (), "changed_at": changed_at}
    settled = {**plan, "metric": "cycle time"}
    at = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert doubts(plan, settled, at, zone)[0][0] == "late plan", "from that moment on it is too late"
    assert doubts(plan, settled, at.replace(year=2025), zone) == []
