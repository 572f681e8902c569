"""What is known of an attribute as cases begin: its values, as small numbers a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.discovery.set_later import words_of
from procmine.filters.words import is_plain, number_text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.log import EventLog

LEAST_CASES = 30  # that have a value which is told apart
MOST_VALUES = 40  # of an attribute: the most frequent ones
FEW_NUMBERS = 10  # of an attribute: up to so many are kinds, such as priorities
CODES = (
    "by",
    "id",
    "ids",
    "code",
    "key",
    "no",
    "nr",
    "number",
    "user",
    "zip",
    "postcode",
)  # last words of names
OWN_VALUE = 0.5  # of the cases that know an attribute: with more values than that it names cases and no kinds


@dataclass(frozen=True, eq=False)
class Known:
    """What the log tells of one attribute."""

    name: str
    level: str
    listed: pd.DataFrame  # the frequent values, with their codes
    total: Any  # how many values and cases there are, and of which kinds; None where nothing is known
    codes: np.ndarray  # of the cases: 0 where it is not known, -1 for a value that is not listed
    number: np.ndarray  # NaN where it is none
    is_number: bool


def start_values(log: EventLog, cases: pd.DataFrame, name: str, level: str) -> Known:
    """What the log tells of an attribute as each of the cases begins; they stand in the order of arrival."""
    import numpy as np

    values = log.rows("discovery", "start_values", name=name, most=MOST_VALUES)
    codes, number = np.zeros(len(cases), np.int16), np.full(len(cases), np.nan)
    if values.empty:
        return Known(name, level, values, None, codes, number, False)
    total = values.fillna(0).iloc[0]
    is_number = bool(
        total.numbers == total.known
        and not total.codes
        and total["values"] > FEW_NUMBERS
        and not is_a_code(name)
    )
    listed = _listed(values[:0] if is_number else values)
    found = log.rows(
        "discovery", "start_codes", name=name, told=listed.text.tolist(), code=listed.code.tolist()
    )
    place = np.full(max(cases.case_no.max(), found.case_no.max()) + 1, -1, dtype=np.int64)
    place[cases.case_no] = np.arange(len(cases))
    at = place[found.case_no]
    is_counted = at >= 0  # the others are cases that the question leaves out
    codes[at[is_counted]] = found.code.to_numpy()[is_counted]
    number[at[is_counted]] = found.number.to_numpy(dtype=float, na_value=np.nan)[is_counted]
    return Known(name, level, listed, total, codes, number, is_number)


def is_a_code(name: str) -> bool:
    """Whether the name says that its numbers are names of something, of which one is no more than another.

    >>> is_a_code("sys_created_by"), is_a_code("Order ID"), is_a_code("number of items")
    (True, True, False)
    """
    return words_of(name)[-1:] in ([one] for one in CODES)


def _listed(values: pd.DataFrame) -> pd.DataFrame:
    """The frequent values with a code each; a number is the same value however it is written, as it is for a filter."""
    values = values[~values.is_instant]
    same = [
        number_text(number) if is_plain(text) else text
        for text, number in zip(values.text, values.number, strict=True)
    ]
    values = values.assign(same=same)
    values = values[values.groupby("same").cases.transform("sum") >= LEAST_CASES]
    return values.assign(code=values.groupby("same", sort=False).ngroup() + 1)


def unusable(known: Known) -> str:
    """Why an attribute can tell no kinds of cases apart."""
    if known.total is None:
        return "not known as cases begin" if known.level == "event" else "not known of any case"
    total = known.total
    if total.instants == total.known:
        return "instants are not tried"
    if known.level == "event" and known.is_number:
        return "a number that changes from work to work"
    if total["values"] == 1 and (known.codes != 0).all():
        return "the same for all cases"
    if not known.is_number and total["values"] > max(2, OWN_VALUE * total.known):
        return "nearly every case has a value of its own"
    return ""
