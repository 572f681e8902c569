"""An improvement of the register is proven: what was settled beforehand is asked, and the verdict frozen with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.improvement.ground import usable_calendar
from procmine.improvement.verification import Verification, verification

if TYPE_CHECKING:
    from procmine.workspace import Workspace

OF_WORK = ("work on", "effort")  # which lies over nights by the clock
WANTED = {
    "log": "the log it is about",
    "changed_at": "when the change was made",
    "metric": "the metric it was to make less",
}


def verified(
    workspace: Workspace, no: int, *, calendar: str | None = None, who: str | None = None
) -> Verification:
    """Whether an improvement worked, by its own metric, cohort, control and guardrails; the verdict is frozen in the register.

    The newest version of its log is asked, through its cohort, without one through the filters of the view it came from. The verdict
    cites that version, which `prune` then keeps; a later verdict takes its place, earlier ones stay in the history.
    Without a `calendar` work and effort are counted in the hours that the log shows, where they can be mined, waits and cycle times by the clock.
    Raises CannotAnswer where the improvement does not say what is to be measured, with all that is missing; else as `verification` does.
    """
    register = workspace.actions.signed(who)
    action = register.get(no)
    missing = [told for name, told in WANTED.items() if not getattr(action, name)]
    if missing:
        raise CannotAnswer(
            f"It is not said {' nor '.join(missing)}.", f"improvement #{no}",
            f"Say it: procmine actions change {no} --changed-at 2026-03-01 --metric 'cycle time', in Python ws.actions.change({no}, …).",
        )  # fmt: skip
    assert action.log and action.changed_at and action.metric
    log = workspace.log(action.log)
    if calendar is None and action.metric.startswith(OF_WORK):
        calendar, _ = usable_calendar(log, "mined")
    filters = action.cohort or action.filters
    found = verification(
        log.filter(filters) if filters else log, changed_at=action.changed_at, metric=action.metric, control=action.control or None,
        guardrails="; ".join(action.guardrails) or None, calendar=calendar,
    )  # fmt: skip
    register.freeze(no, found.as_verdict())
    return found
