"""The filter grammar: one text that is the app's chip, the command line's `--where` and the link's query."""

from __future__ import annotations

from procmine.filters.clauses import Clause, Filters
from procmine.filters.conditions import condition
from procmine.filters.grammar import parse
from procmine.filters.words import duration_seconds, duration_text, instant_range, name_text, number_text

__all__ = [
    "Clause",
    "Filters",
    "condition",
    "duration_seconds",
    "duration_text",
    "instant_range",
    "name_text",
    "number_text",
    "parse",
]
