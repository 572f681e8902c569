"""How differences are spoken of: longer or less, with their range, and what two sides are called."""

from __future__ import annotations

from procmine.wording import duration

MOST_SAID = 60  # letters of a filter that a sentence can bear


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def short(said: str) -> str:
    return said if len(said) <= MOST_SAID else said[: MOST_SAID - 1] + "…"


def longer(hours: float) -> str:
    return "longer" if hours > 0 else "less"


def signed(hours: float) -> str:
    return f"{duration(abs(hours))} {'longer' if hours > 0 else 'shorter'}"


def range_of(low: float, high: float) -> str:
    near, far = sorted((abs(low), abs(high)))
    return f"95 % interval {duration(near)} to {duration(far)}"
