"""Logs whose right answers can be seen: worked ones, a line a case, and generated ones with planted truth."""

from __future__ import annotations

from procmine.samples.worked import log_of, log_of_rows

__all__ = ["log_of", "log_of_rows"]
