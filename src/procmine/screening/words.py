"""Words that were kept while individuals could be named: whether they may still be shown where roles alone are."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.engine import engine, read_sql
from procmine.screening.screen import screen_of

if TYPE_CHECKING:
    from procmine.store import People, Version


def untold_in(text: str, version: Version, people: People) -> bool:
    """Whether a text tells what the screen of a version would not.

    That is the name of somebody of its log, of an attribute that names people, or a value that fewer than five people
    share of one that says where they belong. A name counts as a word of its own, whatever its capitals.
    """
    screen = screen_of(version, people)
    given = tuple(
        tuple(names)
        for names in (
            sorted(screen.hidden),
            screen.parameters["screen_grouping"],
            screen.parameters["screen_kept"],
            screen.parameters["screen_kept_text"],
        )
    )
    folded = text.casefold()
    return any(
        word in folded and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded)
        for word in _untold(version.path, *given)
    )


@lru_cache(maxsize=32)
def _untold(
    path: Path,
    hidden: tuple[str, ...],
    grouping: tuple[str, ...],
    kept: tuple[str, ...],
    kept_text: tuple[str, ...],
) -> frozenset[str]:
    """Those words, as they are written and as a quoted name of a filter writes them."""
    bound = {"hidden": hidden, "grouping": grouping, "kept": kept, "kept_text": kept_text}
    found = engine.rows(
        path, read_sql("screening", "untold_words"), {name: list(values) for name, values in bound.items()}
    )
    plain = [word.strip().casefold() for (word,) in found]
    return frozenset([*plain, *(word.replace("\\", "\\\\").replace('"', '\\"') for word in plain)])
