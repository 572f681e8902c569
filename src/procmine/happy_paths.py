"""What a workspace does with happy paths: confirm the one of a log, tell it, drop it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from procmine.errors import UnknownName, WrongOption
from procmine.said import known_activity

if TYPE_CHECKING:
    from procmine.log import EventLog
    from procmine.store import Catalogue, ConfirmedPath

LONGEST = 500  # steps of a path


class KeepingHappyPaths:
    """The happy path of each log: suggested by `happy_path`, confirmed here, read as `log.happy_path`."""

    _catalogue: Catalogue

    def log(self, name: str, version: int | None = None) -> EventLog:
        raise NotImplementedError

    def confirm_happy_path(
        self, log: str, activities: Sequence[str] | None = None, *, variant: int | None = None
    ) -> ConfirmedPath:
        """Keep the way that cases of a log should take: these activities in order, or those of the variant of that number.

        With neither, it is the one that `pm.happy_path(log)` suggests. What was confirmed before is replaced; it stays with
        the log whatever its versions. Raises UnknownName for activities that the newest version does not have, and
        WrongOption where nothing is suggested, or both are said.
        """
        newest = self.log(log)
        if activities is not None and variant is not None:
            raise WrongOption("A path is said by its activities and by a number.", "confirm_happy_path(…)", "Say one of them.")  # fmt: skip
        if isinstance(activities, str):
            raise WrongOption("A path is several activities.", f"confirm_happy_path(…, {activities!r})", f"Give a list: [{activities!r}, …].")  # fmt: skip
        if activities is None:
            activities = _suggested(newest) if variant is None else _of_variant(newest, variant)
        names = tuple(known_activity(name, newest.activities, "confirm_happy_path(…)") for name in activities)
        if not 1 <= len(names) <= LONGEST:
            raise WrongOption(f"A path of {len(names):,} steps cannot be kept.", "confirm_happy_path(…)", f"Give 1 to {LONGEST} activities.")  # fmt: skip
        return self._catalogue.happy_paths.confirm(log, names)

    def confirmed_happy_path(self, log: str) -> ConfirmedPath | None:
        """The happy path of a log with when and by whom it was confirmed; None where none is. Raises UnknownName."""
        self._catalogue.version(log)
        return self._catalogue.happy_paths.of(log)

    def drop_happy_path(self, log: str) -> None:
        """Forget the confirmed path of a log. Raises UnknownName where none is confirmed."""
        self._catalogue.version(log)
        if not self._catalogue.happy_paths.drop(log):
            raise UnknownName("happy path", log, [], cure="None is confirmed for this log.")


def _suggested(log: EventLog) -> tuple[str, ...]:
    from procmine.discovery.happy_path import happy_path

    found = happy_path(log)
    if found.suggested is None:
        raise WrongOption(
            "The log suggests no happy path.", f"log {log.name}", f"Give its activities in order, or the number of a variant. {found.headline}"
        )  # fmt: skip
    return found.suggested


def _of_variant(log: EventLog, variant: int) -> list[str]:
    from procmine.discovery.variants import variants

    found = variants(log).frame
    if not 1 <= variant <= len(found):
        raise WrongOption(f"There is no variant {variant}.", f"log {log.name}", f"Use 1 to {len(found):,}.")
    return found.activities.iloc[variant - 1]
