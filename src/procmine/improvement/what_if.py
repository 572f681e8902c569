"""What would the recorded cases have taken with a change?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.improvement.levers import Lever, levers
from procmine.improvement.phrases import range_of
from procmine.improvement.replaying import numbers_of, replay_of
from procmine.improvement.weeks import mean_interval
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, is_known

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.improvement.replay import Played, Replay
    from procmine.log import EventLog

TOGETHER = "(all together)"
MONTH_HOURS = 730.5
MOST_TRIED = 8  # activities of which single changes are tried where none is said


@dataclass(frozen=True, eq=False)
class WhatIf(Result):
    columns = {
        "change": "the change in words, as `changes` takes it; (all together) for all of them at once",
        "mean_hours": "mean cycle time of the finished cases with it, hours",
        "saved_hours": "by how much less that is than as recorded, in the mean over all finished cases; negative where it takes longer",
        "low_hours": "lower end of the 95 % interval of that, from weeks of arrival drawn again; unknown below 8 weeks and below 20 cases",
        "high_hours": "upper end",
        "saved_after_hours": "what it saves in addition to the changes in the rows before it, in the mean; of (all together) the whole",
        "cases": "finished cases that take another time with it",
        "median_hours": "half of the finished cases take at most this long with it",
        "p85_hours": "85 % of them",
        "saved_hours_per_month": "time cases are sooner done, added up, for each month of the view (30.4 days): waiting and work, no labour",
        "effort_hours_per_month": "hours of work that are not done, for each month; unknown where no starts are recorded",
    }

    @property
    def headline(self) -> str:
        recorded = self.tables["recorded"].mean_hours.iloc[0]
        row = (
            self.frame.iloc[-1]
            if self.parameters["changes"]
            else self.frame.loc[self.frame.saved_hours.idxmax()]
        )
        many = len(self.frame) - 1 if self.parameters["changes"] and len(self.frame) > 1 else 1
        what = (
            f"With {'both' if many == 2 else f'all {many}'} changes"
            if row.change == TOGETHER
            else f"With “{row.change}”"
        )
        if not self.parameters["changes"]:
            what = f"Of {counted(len(self.frame), 'single change')} tried, “{row.change}” saves most: with it"
        told = f"{what} finished cases would take {duration(row.mean_hours)} in the mean instead of {duration(recorded)}"
        if abs(row.saved_hours) < 1e-9:
            return f"{what} no finished case would take another time: {self._basis}"
        sure = f" ({range_of(row.low_hours, row.high_hours)})" if is_known(row.low_hours) else ""
        effect = "less" if row.saved_hours > 0 else "more"
        effort = (
            f" {amount_of_time(row.effort_hours_per_month)} of work a month would not be done."
            if is_known(row.effort_hours_per_month) and row.effort_hours_per_month > 0
            else ""
        )
        return f"{told}, {duration(abs(row.saved_hours))} {effect}{sure}.{effort} {self._basis}"

    @property
    def _basis(self) -> str:
        is_by_shifts = self.parameters["calendar"] and self.parameters["hours"] == "shifts"
        hours = "in the working time of who did it" if is_by_shifts else "by the clock"
        told = (
            f"All else stays as recorded, {hours}: that freed hands take up other work sooner is not counted."
        )
        if not self.facts["share_with_start"]:
            told += " No starts are recorded: a wait holds the work itself."
        return told

    def figure(self) -> go.Figure:
        """What each change saves, with its interval."""
        from procmine.figures import forest

        rows = self.frame.sort_values("saved_hours", ascending=False, kind="stable")
        return forest(
            rows.change.tolist(), (-rows.saved_hours).tolist(), (-rows.high_hours).tolist(), (-rows.low_hours).tolist(),
            title=self.headline, axis="hours a finished case",
        )  # fmt: skip


def what_if(
    log: EventLog, *, changes: str | Sequence[str] | None = None, calendar: str | None = None, hours: str = "shifts", pool: str | None = None
) -> WhatIf:  # fmt: skip
    """What would the recorded cases have taken with a change?

    Every finished case is played again: a piece of work begins when all it followed has ended, after its own wait, and takes what it
    took; the changes alone differ. So a wait beside the critical path saves nothing, and work that is shorter saves only
    until something beside it decides. With a `calendar` (`mined` will do) waits, and work that lay over the night, are kept
    in the working time of who did it, so that what is ready sooner still finds the shifts as they lie; without one by the
    clock. `hours="clock"` plays by the clock although a calendar tells the causes of waits, of anyone of a `pool` where one is given:
    then a cause that is taken away saves the hours that were waited for it, which is what opportunities tells. Changes are said in words, joined by `;`:
        no wait for Approve · 50% less wait for Approve · no batching for Approve (or contention, prioritisation,
        unavailability, extraneous, unattributed, as in waiting_causes) · Check takes 30% less · Check takes at most 2h · without Check ·
        Check only once (all that is done from its first end to its last) · Pack beside Invoice · Approve on Mon-Fri 10:00
        (taken up at those times only; of its wait only contention and prioritisation are kept)
    With several changes each has a row for itself, and the last row has them all: joint effects are seldom the sum.
    `saved_after_hours` is what each adds to those before it. Without `changes` single ones are tried: no wait, half the work, and
    only once, for the activities that take up most of the critical paths.
    This is no simulation: freed hands taking up other work sooner, and queues that change, are not counted; a change of
    waiting saves elapsed hours and no labour. Cases that are not finished, or began before the observation, are left out.
    Intervals: percentile bootstrap of whole weeks of arrival (1,000 re-runs).
    Table `recorded`: the same figures as they are; `observations`: each case, hours as recorded and with all changes.
    Raises WrongOption, UnknownName for changes that cannot be read.
    """
    import pandas as pd

    if hours not in ("shifts", "clock"):
        raise WrongOption(
            f"Cases are not played by {hours!r}.", "what_if(hours=…)", "Use 'shifts' or 'clock'."
        )
    if pool is not None:
        log.require_attribute(pool, "what_if(pool=…)")
    if log.view.has_projection:
        raise CannotAnswer("Work is hidden inside the cases, so what they would take is not known.", str(log.filters), "Remove `only …`.")  # fmt: skip
    said = "; ".join([changes] if isinstance(changes, str) else changes) if changes else ""
    chosen = levers(said, log.activities) if said else ()
    answer = log.ask("improvement", "what_if")
    recorded = answer.frame
    if recorded.empty:
        raise CannotAnswer(
            "No case of this view is finished, so there is nothing to play again.",
            f"log {log.name}",
            "Ask with other filters, or say when a case is complete: --complete-when.",
        )
    work = log.rows("improvement", "what_if_piece")
    tried = chosen or _singles(log, work)
    kept, told_by = (None, calendar) if hours == "clock" else (calendar, None)
    replay = replay_of(log, work, tried, kept, causes_by=told_by, pool=pool)
    months = max((recorded.ends.max() - recorded.begins.min()) / 3.6e9 / MONTH_HOURS, 1e-9)
    sets = [(lever.text, (lever,)) for lever in tried] + ([(TOGETHER, chosen)] if len(chosen) > 1 else [])
    played = [replay.played(those) for _, those in sets]
    rows = [_row(name, recorded, one, months) for (name, _), one in zip(sets, played, strict=True)]
    frame = pd.DataFrame(rows)
    frame["saved_after_hours"] = _marginal(replay, tried, recorded) if chosen else float("nan")
    if not log.facts["share_with_start"]:
        frame["effort_hours_per_month"] = float("nan")
    if not chosen:
        frame = frame.sort_values("saved_hours", ascending=False, kind="stable", ignore_index=True)
    tables = _tables(recorded, played[-1].ends if chosen else None)
    told = {
        "changes": "; ".join(lever.text for lever in chosen) or None,
        "calendar": str(calendar) if calendar else None,
        "hours": hours,
        "pool": pool,
    }
    return WhatIf.of(log, answer, frame[list(WhatIf.columns)], tables=tables, parameters=told)


def _tables(recorded: pd.DataFrame, ends: np.ndarray | None) -> dict[str, pd.DataFrame]:
    import pandas as pd

    observations = recorded[["case_id", "recorded_hours"]]
    if ends is not None:
        observations = observations.assign(hours=(ends - recorded.begins.to_numpy()) / 3.6e9)
    return {"recorded": pd.DataFrame([_figures(recorded.recorded_hours)]), "observations": observations}


def _figures(hours: pd.Series) -> dict[str, float]:
    return {"mean_hours": hours.mean(), "median_hours": hours.median(), "p85_hours": hours.quantile(0.85)}


def _row(name: str, recorded: pd.DataFrame, played: Played, months: float) -> dict[str, Any]:
    import numpy as np
    import pandas as pd

    begins = recorded.begins.to_numpy()
    saved, hours = (recorded.ends.to_numpy() - played.ends) / 3.6e9, (played.ends - begins) / 3.6e9
    low, high = mean_interval(begins, saved)
    return {
        "change": name, **_figures(pd.Series(hours)), "saved_hours": float(saved.mean()), "low_hours": low, "high_hours": high,
        "cases": int((np.abs(saved) > 1e-6).sum()), "saved_hours_per_month": float(saved.sum() / months),
        "effort_hours_per_month": float(played.effort_spared.sum() / months),
    }  # fmt: skip


def _marginal(replay: Replay, tried: Sequence[Lever], recorded: pd.DataFrame) -> list[float]:
    """What each change saves in addition to those before it; for several, the whole at the end."""
    ends = [
        recorded.ends.to_numpy(),
        *(replay.played(tried[: place + 1]).ends for place in range(len(tried))),
    ]
    means = [float((ends[0] - one).mean() / 3.6e9) for one in ends]
    steps = [after - before for before, after in pairwise(means)]
    return [*steps, means[-1]] if len(tried) > 1 else steps


def _singles(log: EventLog, work: pd.DataFrame) -> tuple[Lever, ...]:
    """Single changes of the activities that take up most of the time."""
    took = (work.ends.fillna(work.begins) - work.enabled).groupby(work.activity_no).sum()
    again = set(work.activity_no[work.occurrence > 1])
    names = {number: name for name, number in numbers_of(log).items()}
    found: list[Lever] = []
    for number in took.sort_values(ascending=False).index[:MOST_TRIED]:
        found.append(Lever("wait", names[number]))
        found += [Lever("work", names[number], 0.5)] if log.facts["share_with_start"] else []
        found += [Lever("once", names[number])] if number in again else []
    return tuple(found)
