"""The numbers on the boxes and paths of a map: how often, how long, what differs, what is marked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from procmine.wording import count, duration, is_known, share


def level(value: float | None, most: float) -> float:
    """0..1, steeper for small values: a path a hundred times rarer must still be seen."""
    if value is None or not is_known(value) or not most:
        return 0.0
    return round(math.sqrt(max(0.0, value) / most), 3)


def numbered(row: Mapping[str, Any], often: str, hours: str) -> dict[str, Any]:
    """The row with the two numbers that are drawn on it; those of a map without a choice are how often and the median."""
    if "often" in row:
        return dict(row)
    text = duration(row[hours]) if is_known(row[hours]) else ""
    text = f"work {text}" if text and "activity" in row else text
    return {
        **row,
        "often": row[often],
        "often_text": count(row[often]),
        "hours": row[hours],
        "hours_text": text,
    }


def largest(rows: list[dict[str, Any]], name: str) -> float:
    return max((row[name] for row in rows if is_known(row[name])), default=0)


def side(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of numbers with a sign, which side of nothing they lie."""
    return {"sided": "less" if row["is_less"] else "more"} if row["often_text"].startswith(("+", "−")) else {}


def mark(row: Mapping[str, Any]) -> dict[str, str]:
    return {"mark": row["mark"]} if row.get("mark") else {}


def told_mark(row: Mapping[str, Any]) -> str:
    return f", {row['mark']}: {row['mark_text']}" if row.get("mark_text") else ""


def difference(row: Mapping[str, Any]) -> dict[str, Any]:
    """Where two maps are drawn in one: by how many of a hundred cases the two differ; grey where that may be chance."""
    if "difference_share" not in row:
        return {}
    apart = row["difference_share"]
    text = f"{100 * apart:+.0f} %".replace("-", "−") if abs(apart) >= 0.005 else "±0 %"
    how_far = level(abs(apart), 0.5) if row["is_beyond_chance"] else 0.0
    which = {"is_less": bool(apart < 0), "level": min(1.0, how_far)}
    is_path = "from_activity" in row  # many lines stand close: what may be chance is not written beside them
    return {"difference": {"text": "" if is_path and not row["is_beyond_chance"] else text, **which}}


def shares(row: Mapping[str, Any]) -> str:
    if "difference_share" not in row:
        return ""
    return f", {share(row['this_share'])} of the cases against {share(row['other_share'])}"
