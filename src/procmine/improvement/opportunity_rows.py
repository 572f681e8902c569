"""Opportunities as rows: ranked with what each is worth, the same in words, and the question that shows each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.wording import amount_of_time, is_known

if TYPE_CHECKING:
    import pandas as pd

    from procmine.improvement.ground import Ground
    from procmine.improvement.pricing import Prices
    from procmine.improvement.sizing import Sized


def as_frame(
    turns: list[tuple[Sized, float]], ground: Ground, prices: Prices, columns: list[str]
) -> pd.DataFrame:
    """A row for each finding, in order, with what it adds to those before it."""
    import pandas as pd

    rows = [_row(place, *pair, ground, prices) for place, pair in enumerate(turns, 1)]
    frame = pd.DataFrame(rows, columns=columns)
    if not ground.log.facts["share_with_start"]:
        frame[["effort_hours_per_month", "money_per_month"]] = float("nan")
    return frame


def in_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The findings as a terminal has room for them, with what each is worth in words."""
    import pandas as pd

    rows = [
        {
            "rank": row.rank, "kind": row.kind, "finding": row.finding, "a_month": _amount(row.hours_per_month, row.low_hours, row.high_hours),
            "on_top_of_those_above": _amount(row.added_hours_per_month), "work_less": _amount(row.effort_hours_per_month), "cases": row.cases,
            "confidence": row.confidence,
        }
        for row in frame.itertuples()
    ]  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=[
            "rank",
            "kind",
            "finding",
            "a_month",
            "on_top_of_those_above",
            "work_less",
            "cases",
            "confidence",
        ],
    )


def _amount(hours: float, low: float | None = None, high: float | None = None) -> str:
    if not is_known(hours):
        return "–"
    return amount_of_time(hours) + (f" ({low:,.0f} to {high:,.0f})" if is_known(low) else "")


def _row(place: int, one: Sized, added: float, ground: Ground, prices: Prices) -> dict[str, Any]:
    about = one.candidate
    told = {
        name: getattr(about, name)
        for name in ("kind", "finding", "formula", "evidence", "gain", "change", "subject", "filters", "metric", "within")
    }  # fmt: skip
    return told | {
        "rank": place, "confidence": one.confidence, "why": one.why, "hours_per_month": one.hours, "low_hours": one.low, "high_hours": one.high,
        "cases": one.cases or None,
        "added_hours_per_month": added, "effort_hours_per_month": one.effort, "money_per_month": prices.of_work(one.spared) if about.levers else None,
        "delay_money_per_month": prices.of_delay(added), "share_time": one.share_of_time(ground), "share_work": one.share_of_work(ground),
    }  # fmt: skip


def asked_of(told: list[Sized]) -> pd.DataFrame:
    """The question that shows each finding, and an option of it a row."""
    import pandas as pd

    rows = [
        (rank, one.candidate.question, name, value)
        for rank, one in enumerate(told, 1)
        for name, value in one.candidate.options or (("", None),)
    ]
    return pd.DataFrame(rows, columns=["rank", "question", "option", "value"])


def small(told: list[Any], found: list[Any]) -> pd.DataFrame:
    """What was found and is worth less than a hundredth of the time cases take and of the work together."""
    import pandas as pd

    rest = [(one.kind, one.subject, one.finding) for one in found if one not in told]
    return pd.DataFrame(rest, columns=["kind", "subject", "finding"])
