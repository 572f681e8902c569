"""Rules that mark the boxes and paths of a map: fine, to be watched, too much."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import WrongFilter, WrongOption
from procmine.filters import duration_seconds
from procmine.wording import is_known

if TYPE_CHECKING:
    import pandas as pd

LEVELS = {"warn": "warning", "error": "error"}
EXAMPLE = "warn wait > 1d; error wait > 3d; error Approve work > 8h; warn share < 5%"
# Of a box, of a path: the column that a word speaks of; none where it speaks of the other only.
METRICS = {
    "wait": (None, "hours"),
    "work": ("hours", None),
    "times": ("instances", "steps"),
    "cases": ("cases", "cases"),
    "share": ("share_cases", "share_cases"),
}
CLAUSE = re.compile(
    rf"^(?P<level>warn|error)\s+(?:(?P<name>.+?)\s+)?(?P<metric>{'|'.join(METRICS)})\s*(?P<sign>[<>]=?)\s*(?P<value>\S.*)$"
)
ORDER = ("", "ok", "warning", "error")


@dataclass(frozen=True)
class Mark:
    level: str
    names: tuple[str, ...]  # one activity, or the two ends of a path; none: all
    metric: str
    sign: str
    value: float
    text: str

    def holds(self, value: float) -> bool:
        return {
            ">": value > self.value,
            ">=": value >= self.value,
            "<": value < self.value,
            "<=": value <= self.value,
        }[self.sign]


def marks_of(text: str | None, activities: Collection[str]) -> list[Mark]:
    """The rules of a text, joined by `;`. Raises WrongOption with every clause that is none."""
    found, wrong = [], []
    for clause in (part.strip() for part in (text or "").split(";")):
        if not clause:
            continue
        mark = _mark(clause)
        if mark is None:
            wrong.append(f"{clause!r} is no rule")
        elif unknown := [name for name in mark.names if name not in activities]:
            wrong.append(f"there is no activity {unknown[0]!r} ({clause})")
        else:
            found.append(mark)
    if wrong:
        raise WrongOption(
            f"Marks cannot be read: {'; '.join(wrong)}.", "process_map(marks=…)", f"Write them as: {EXAMPLE}."
        )
    return found


def _mark(clause: str) -> Mark | None:
    told = CLAUSE.match(clause)
    if told is None:
        return None
    value = _value(told["metric"], told["value"].strip())
    names = (
        tuple(part.strip().strip('"') for part in re.split(r"\s+->\s+", told["name"])) if told["name"] else ()
    )
    if value is None or len(names) > 2:
        return None
    return Mark(LEVELS[told["level"]], names, told["metric"], told["sign"], value, clause)


def _value(metric: str, text: str) -> float | None:
    if metric in ("wait", "work"):
        try:
            return duration_seconds(text) / 3600
        except WrongFilter:
            return None
    number = re.fullmatch(r"(\d[\d,]*\.?\d*)\s*(%?)", text)
    if number is None or (number[2] and metric != "share"):
        return None
    value = float(number[1].replace(",", "")) / (100 if number[2] else 1)
    return None if metric == "share" and value > 1 else value  # 5 % is meant, and 500 % would be read


def marked(rows: pd.DataFrame, marks: list[Mark], *, is_path: bool) -> pd.DataFrame:
    """The rows with `mark` (ok where rules speak of it and none is broken) and `mark_text`, the broken rule that weighs most."""
    levels, texts = [], []
    for row in rows.to_dict("records"):
        names = (row["from_activity"], row["to_activity"]) if is_path else (row["activity"],)
        level, text = "", ""
        for mark in marks:
            column = METRICS[mark.metric][is_path]
            if column is None or (mark.names and mark.names != names) or not is_known(row[column]):
                continue
            now = mark.level if mark.holds(row[column]) else "ok"
            if ORDER.index(now) > ORDER.index(level):
                level, text = now, mark.text if now != "ok" else ""
        levels.append(level)
        texts.append(text)
    return rows.assign(mark=levels, mark_text=texts)
