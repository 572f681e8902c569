"""Where answers may name roles only: the screen through which a version is then seen."""

from __future__ import annotations

from procmine.screening.recorded import names_in_texts, roles_to_confirm
from procmine.screening.screen import EVERYONE, LEAST_PEOPLE, READ_INSTEAD, SMALLER, UNTOLD, Screen, screen_of
from procmine.screening.words import untold_in

__all__ = [
    "EVERYONE",
    "LEAST_PEOPLE",
    "READ_INSTEAD",
    "SMALLER",
    "UNTOLD",
    "Screen",
    "names_in_texts",
    "roles_to_confirm",
    "screen_of",
    "untold_in",
]
