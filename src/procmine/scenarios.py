"""The scenarios of a workspace: changes that were played with `what_if`, kept under a name and laid beside each other."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.actions import WITHHELD, naming
from procmine.errors import CannotAnswer, WrongOption

if TYPE_CHECKING:
    from procmine.improvement.scenario_comparison import ScenarioComparison
    from procmine.log import EventLog
    from procmine.store import Catalogue, Scenario

OF_THE_LOG = (
    "filters",
    "calendar",
)  # what may name people; changes name activities, which are told as they are


class KeepingScenarios:
    """What a workspace does with scenarios: save, list, drop, compare."""

    _catalogue: Catalogue

    def log(self, name: str, version: int | None = None) -> EventLog:
        raise NotImplementedError

    def save_scenario(
        self, name: str, log: EventLog | str, changes: str, calendar: str | os.PathLike[str] | None = None
    ) -> Scenario:
        """Keep changes, as `what_if` takes them, under a name; a name that is taken means the new ones from now on.

        The filters of `log` and the calendar are kept with them, so that they are played on the same kind of cases later,
        of whatever version is then asked. Raises UnknownName and WrongOption for changes or a calendar that cannot be
        used on this log, and CannotAnswer for a view with work hidden inside its cases.
        """
        view = self.log(log) if isinstance(log, str) else self._own(log)
        if view.view.has_projection:
            raise CannotAnswer(
                "Work is hidden inside the cases, so no change can be played on them.", str(view.filters), "Remove `only …`."
            )  # fmt: skip
        said, hours = _written(changes, view), _placed(calendar, view)
        return self._catalogue.scenarios.save(view.name, name, said, hours, str(view.filters))

    def scenarios(self, log: str) -> list[Scenario]:
        """The scenarios of a log, by name, as they may be told now: `withheld` says which fields name people and are not."""
        self._catalogue.version(log)
        return [_as_told(self._catalogue, one) for one in self._catalogue.scenarios.of(log)]

    def drop_scenario(self, name: str, log: str) -> None:
        """Forget a scenario. Raises UnknownName where none is called so."""
        self._catalogue.version(log)
        self._catalogue.scenarios.drop(log, name)

    def compare_scenarios(self, log: EventLog | str) -> ScenarioComparison:
        """What each scenario of a log would save in its newest version, or the one given (see `scenario_comparison`)."""
        from procmine.improvement.scenario_comparison import scenario_comparison

        asked = self.log(log) if isinstance(log, str) else self._own(log)
        return scenario_comparison(asked, self.scenarios(asked.name))

    def _own(self, log: EventLog) -> EventLog:
        """The log, where it is one of this workspace: another of the same name has other activities."""
        if self._catalogue.version(log.name, log.version.version).path != log.version.path:
            raise WrongOption(
                f"This log {log.name} lies in another workspace.",
                str(log.version.path),
                f"Take the one of this workspace: ws.log({log.name!r}).",
            )
        return log


def _written(changes: str, log: EventLog) -> str:
    """The changes in the one form they are written in."""
    from procmine.improvement.levers import levers

    return "; ".join(lever.text for lever in levers(changes, log.activities))


def _placed(calendar: str | os.PathLike[str] | None, log: EventLog) -> str | None:
    """The calendar as it will be found again, once it can be laid beside the log: a file by its whole path."""
    from procmine.calendars import placed_on

    if calendar is None or not str(calendar):
        return None
    placed_on(calendar, log)
    text = str(calendar)
    is_file = text.endswith((".toml", ".ics")) and text not in log.version.saved_calendars()
    return str(Path(text).expanduser().resolve()) if is_file else text


def _as_told(catalogue: Catalogue, scenario: Scenario) -> Scenario:
    if not catalogue.people.is_screened:
        return scenario
    # A scenario belongs to no version, so whoever any of them records counts.
    every = [version.version for version in catalogue.versions(scenario.log)]
    names = naming(catalogue, scenario.log, every)
    told = {field: getattr(scenario, field) or "" for field in OF_THE_LOG}
    hidden = tuple(field for field, text in told.items() if text and names(field, text))
    shown: dict[str, Any] = dict.fromkeys(hidden, WITHHELD)
    return replace(scenario, **shown, withheld=hidden)
