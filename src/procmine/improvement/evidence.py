"""The tables beside a verdict: each way to measure, the weeks with what was to be expected, guardrails, what was left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from procmine.improvement.guards import RUN_UP
from procmine.improvement.verifying import CONTROL, GUARDED, RAW, STANDARDISED
from procmine.wording import duration

if TYPE_CHECKING:
    import pandas as pd

    from procmine.improvement.interrupted import Step
    from procmine.improvement.verdict import Judged
    from procmine.improvement.verifying import Asked
    from procmine.improvement.weekly import Weekly

LEVEL = 0.05
LEFT_OUT = ["what", "cases"]
GUARDRAILS = [
    "metric",
    "unit",
    "before",
    "after",
    "difference",
    "low",
    "high",
    "p_value",
    "p_holm",
    "is_worse",
]


def methods(judged: Judged) -> list[dict[str, Any]]:
    """A row for each way to measure; what the later ways call before is what the cases since would have taken."""
    found = judged.found
    decisive = GUARDED if judged.regression else CONTROL if found.control is not None else ""
    rows = [_row(found.metric, name, *one, found.weekly) for name, one in found.steps.items()]
    if judged.regression:
        rows.append(_row(found.metric, GUARDED, judged.step, found.decisive, found.weekly))
    for row in rows:
        row["is_decisive"] = row["method"] == (decisive or rows[-1]["method"])
    return rows


def _row(metric: Any, method: str, step: Step, series: Weekly, own: Weekly) -> dict[str, Any]:
    unknown = float("nan")
    after = own.mean(is_after=True) if method != RAW else series.mean(is_after=True)
    is_plain = method in (RAW, STANDARDISED)
    is_told = step.design.is_enough
    effect = step.effect if is_told else unknown
    before = series.mean(is_after=False) if is_plain else after - effect
    low, high = step.interval if is_told else (unknown, unknown)
    return {
        "metric": str(metric), "method": method, "before": before, "after": after, "difference": after - before if is_plain else effect,
        "low": low, "high": high, "p_value": step.p_value if is_told else unknown, "cases_before": series.cases[0], "cases_after": series.cases[1],
    }  # fmt: skip


def weeks(judged: Judged) -> pd.DataFrame:
    """The series, with what the weeks after the change would have been without it and between which figures that lies."""
    import numpy as np
    import pandas as pd

    found, asked = judged.found, judged.found.touched.asked
    size, at = len(found.weekly.values), found.weekly.at
    after = np.arange(size) >= at
    frame = pd.DataFrame(
        {
            "week_at": pd.to_datetime(_weeks_from(asked, range(-at, size - at))),
            "is_after": after, "is_counted": found.decisive.weights > 0,
            "cases": np.bincount(found.measured.cohorts.week - found.span[0], minlength=size),
            "value": found.raw.values, "same_mix": found.weekly.values,
        }
    )  # fmt: skip
    if found.control_values is not None:
        frame["control"] = found.control_values
    step, unknown = judged.step, np.nan
    base = np.zeros(size) if found.control is None else found.control_values
    is_told = after & step.design.is_enough
    lies = base + step.counterfactual
    off = step.reach * step.error if step.design.is_enough else 0.0
    frame["fitted"] = np.where(step.design.is_enough, base + step.fitted, np.nan)
    frame["expected"], frame["low"], frame["high"] = (
        np.where(is_told, lies + by, unknown) for by in (0.0, -off, off)
    )
    return frame


def _weeks_from(asked: Asked, weeks: range) -> list[datetime]:
    """Where weeks begin that are counted from the change, at its time of day on the clock of the zone."""
    start = asked.changed_at.replace(tzinfo=UTC).astimezone(ZoneInfo(asked.zone))
    return [(start + timedelta(weeks=week)).astimezone(UTC).replace(tzinfo=None) for week in weeks]


def guardrails(judged: list[Judged]) -> pd.DataFrame:
    """Each guardrail with its own estimate; worse where it is more than chance, given how many there are (Holm)."""
    import numpy as np
    import pandas as pd

    rows = [methods(one)[-1] | {"unit": one.found.metric.unit} for one in judged]
    frame = pd.DataFrame(rows, columns=[name for name in GUARDRAILS if name not in ("p_holm", "is_worse")])
    told = frame.p_value.to_numpy(dtype=float)
    order = np.argsort(told, kind="stable")
    tried = int(np.isfinite(told).sum())
    holm = np.full(len(told), np.nan)
    steps = told[order[:tried]] * np.arange(tried, 0, -1)
    holm[order[:tried]] = np.minimum(np.maximum.accumulate(steps), 1.0) if tried else []
    frame["p_holm"] = holm
    frame["is_worse"] = (
        ((holm <= LEVEL) & (frame.difference > 0)).astype("boolean").where(np.isfinite(holm), pd.NA)
    )
    return frame[GUARDRAILS]


def left_out(judged: Judged) -> pd.DataFrame:
    """What does not count, or not whole, and how many cases that is."""
    import pandas as pd

    found = judged.found
    measured, horizon = found.measured, found.touched.horizon
    uncounted = ~measured.is_counted
    rows = [
        (
            "began before the change and were not finished by then: followed up to it and no further",
            measured.cohorts.straddling,
        ),
        (
            f"came in weeks seen in part, or followed for less than {duration(horizon.followed)}: in no week that counts",
            int(uncounted.sum()),
        ),
    ]
    if not (measured.counts[measured.is_counted] == 1).all():
        lost = float((1 - measured.counts[measured.is_counted]).sum())
        rows.append(
            (f"have no {found.metric}, or are not finished within {duration(horizon.within)}", round(lost))
        )
    if len(found.run_up):
        lost = float(found.weekly.weights[found.run_up].sum())
        rows.append(
            (
                f"came in the last {RUN_UP} weeks before the change, the worst of all: what comes after such weeks is better by itself",
                round(lost),
            )
        )
    return pd.DataFrame([row for row in rows if row[1]], columns=LEFT_OUT)
