"""What each cause of waiting adds up to: hours, hours that delay the case, and by how much cases would be shorter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from procmine.log import EventLog, Made


def cause_totals(log: EventLog, made: Made, given: dict[str, Any]) -> pd.DataFrame:
    """One row a cause: cause, hours, worked_hours, share, critical_hours, saving_hours, multitasking_hours.

    `critical_hours` lie on the critical paths of the cases. `saving_hours` is by how much all cases together would be
    shorter had no work waited for this cause and all else stayed as it was: never more than the critical hours, and
    less where work beside the path then decides. It is unknown where the view hides work. `multitasking_hours`, of contention
    alone, are those in which who was busy had several things under way.
    """
    totals = log.ask("timing", "waiting_causes_total", made=made, **given).frame
    all_hours = totals.hours.sum()
    saved = _saved(log, made, given)
    return totals.assign(
        share=totals.hours / all_hours if all_hours else 0.0,
        saving_hours=[
            chained + saved(cause) for cause, chained in zip(totals.cause, totals.chained_hours, strict=True)
        ],
    )[["cause", "hours", "worked_hours", "share", "critical_hours", "saving_hours", "multitasking_hours"]]


def _saved(log: EventLog, made: Made, given: dict[str, Any]) -> Any:
    """For a cause the hours by which the cases that are no plain chain would be shorter without it."""
    import numpy as np

    from procmine.timing.propagation import case_ends, side_by_side

    if log.view.has_projection:
        return lambda cause: float("nan")
    work = log.rows("timing", "branched_work", made=made, **given)
    if work.empty:
        return lambda cause: 0.0
    is_parallel = side_by_side(log)
    begins = work.begins.to_numpy()
    waits, lasts = (
        begins - work.enabled.to_numpy(),
        (work.ends - work.begins).fillna(0).to_numpy(dtype=np.int64),
    )
    _, recorded = case_ends(work, waits, lasts, is_parallel)

    def saved(cause: str) -> float:
        spared = (work[cause] * 1e6).round().to_numpy(dtype=np.int64)
        _, ends = case_ends(work, waits - spared, lasts, is_parallel)
        return float((recorded - ends).sum() / 3.6e9)

    return saved
