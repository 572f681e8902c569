"""Deviations that are let pass, in the words in which they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.conformance.walking import Walks
from procmine.conformance.ways_apart import Deviation, could_be_told
from procmine.errors import WrongOption
from procmine.process_models import ProcessModel

if TYPE_CHECKING:
    from procmine.log import EventLog


def allow_list(
    allowed: str | Sequence[str] | None, found: Walks, log: EventLog, model: ProcessModel
) -> list[Deviation]:
    """The deviations that are let pass; a text that no deviation of this log and model could bear is refused."""
    if not isinstance(allowed, str | list | tuple | None) or any(
        not isinstance(one, str) for one in allowed or ()
    ):
        raise WrongOption(
            f"{allowed!r} names no deviations.",
            "deviations(allowed=…)",
            "Write them as they are told, joined by ;.",
        )
    said = [
        one.strip()
        for one in (allowed.split(";") if isinstance(allowed, str) else allowed or ())
        if one.strip()
    ]
    by_text = {one.told.casefold(): one for one in found.deviations}
    names = {*log.activities, *model.activities}
    strange = [one for one in said if one.casefold() not in by_text and not could_be_told(one, names)]
    if strange:
        raise WrongOption(
            f"No deviation is called {', '.join(repr(one) for one in strange)}.",
            "deviations(allowed=…)",
            f"Write it as it is told, such as: {next(iter(by_text.values())).told if by_text else 'Check was skipped'}.",
        )
    return [by_text[one.casefold()] for one in said if one.casefold() in by_text]
