"""The calendars of a workspace: phrases and rosters, kept under a name that `calendar=` then takes on each of its logs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.store import Catalogue, PeopleRules


class KeepingCalendars:
    """What a workspace does with calendars: save, list, drop."""

    _catalogue: Catalogue

    @property
    def people(self) -> PeopleRules:
        raise NotImplementedError

    def calendars(self) -> dict[str, str]:
        """The saved calendars by name: each is what `calendar="name"` then means on a log of this workspace.

        Where the workspace names roles only, of a calendar that tells individuals apart no more than that is said.
        """
        from procmine.calendars import tellable

        return tellable(self._catalogue.calendars(), is_screened=self.people.is_screened)

    def save_calendar(self, name: str, said: str | os.PathLike[str]) -> str:
        """Save a phrase, or what a TOML file holds now, under a name; gives back the text that was saved.

        A name that is taken means the new calendar from now on. Raises WrongOption for a calendar that cannot be used,
        and for a name that already means something: a phrase, a file, `mined`, `24x7`.
        """
        from procmine.calendars import checked_name as checked_calendar_name
        from procmine.calendars import roster

        if str(said) == "mined":
            raise WrongOption(
                "Hours that are mined belong to one log, so they cannot be saved by that word.", "save_calendar(…)",
                "Write them to a file and save that: procmine.calendars.mined(log).to_toml().",
            )  # fmt: skip
        saved = self._catalogue.calendars()
        name = checked_calendar_name(name)
        kept = roster(said, {other: text for other, text in saved.items() if other != name})
        text = kept.to_toml() if kept.own or kept.team_of else str(kept.everybody)
        self._catalogue.save_calendar(name, text)
        return text

    def drop_calendar(self, name: str) -> None:
        """Forget a saved calendar. Raises UnknownName where none is called so."""
        self._catalogue.drop_calendar(name)
