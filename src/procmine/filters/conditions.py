"""A clause from the values of a Python call."""

from __future__ import annotations

import re
from typing import Any

from procmine.errors import WrongFilter
from procmine.filters.clauses import Clause
from procmine.filters.words import number_text

OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
NO_VALUES = ("nan", "NaT", "<NA>", "inf", "-inf")


def condition(name: str, wanted: Any) -> Clause:
    """The clause that `where(name=wanted)` means: a value, a list of values, None, or a pair such as `(">", 500)`.

    Raises WrongFilter for a pair that looks like a comparison and is none of the six, and for what is no value.
    """
    match wanted:
        case (str() as operator, value) if isinstance(wanted, tuple) and _is_operator(operator, value):
            if operator not in OPERATORS:
                raise WrongFilter(
                    f"{operator!r} is no comparison.",
                    f"where({name}={wanted!r})",
                    f"Use one of {', '.join(OPERATORS)}; a list for any of several: where({name}=['A', 'B']);"
                    f' for none of them: filter("{name} not in (A, B)").',
                )
            return Clause("compare", (name,), (_text(name, value),), operator)
        case None:
            return Clause("missing", (name,), (), "is missing")
        case list() | set() | tuple():
            return Clause("in", (name,), tuple(_text(name, value) for value in wanted), "in")
        case _:
            return Clause("compare", (name,), (_text(name, wanted),), "=")


def _is_operator(word: str, value: Any) -> bool:
    """Whether a pair is a comparison and not two values: its first part is made of signs, or its second is a list."""
    return re.fullmatch(r"[=<>!~≠≤≥]+", word.strip()) is not None or isinstance(value, (list, set, tuple))


def _text(name: str, value: Any) -> str:
    if value is None or (not isinstance(value, str) and str(value) in NO_VALUES):
        raise WrongFilter(
            f"{value} is no value to compare with.",
            f"where({name}=…)",
            f"Cases without a value: where({name}=None); give numbers that are finite.",
        )
    return number_text(value) if isinstance(value, float) else str(value)
