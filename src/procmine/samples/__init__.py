"""Logs whose right answers can be seen: worked ones, a line a case, and generated ones with planted truth."""

from __future__ import annotations

from procmine.samples.generator import Generated, generate
from procmine.samples.purchasing import purchase_scenario
from procmine.samples.steady import steady_scenario
from procmine.samples.truth import Truth
from procmine.samples.worked import log_of, log_of_rows

__all__ = ["Generated", "Truth", "generate", "log_of", "log_of_rows", "purchase_scenario", "steady_scenario"]
