"""What a change would be worth: the same cases run again with one thing different."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from procmine.samples.generator import generate
from procmine.samples.scenario import DAY_NAMES, Loop, Scenario
from procmine.samples.truth import Truth
from procmine.samples.wall_clock import utc

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Alternative:
    """A change and the mean cycle time with it, in elapsed hours, of the cases that close in every run."""

    change: str
    mean_cycle_hours: float


def alternatives(scenario: Scenario, truth: Truth) -> list[Alternative]:
    """The process as it is, then with each planted cause taken away: batching, overload, rework."""
    runs = {
        change: cycle_hours(other, generate(other).frame)
        for change, other in _changed(scenario, truth).items()
    }
    always_closed = set.intersection(*(set(hours.index) for hours in runs.values()))
    return [
        Alternative(change, float(hours[hours.index.isin(always_closed)].mean()))
        for change, hours in runs.items()
    ]


def _changed(scenario: Scenario, truth: Truth) -> dict[str, Scenario]:
    changed = {"as it is": scenario}
    if scenario.batching:
        daily = replace(scenario.batching, days=(1, 2, 3, 4, 5))
        word = f"{daily.activity} every working day, {DAY_NAMES[0]}-{DAY_NAMES[4]}"
        changed[word] = replace(scenario, batching=daily)
    busiest = next(one for one in scenario.people if one.team == truth.overloaded_team)
    colleague = replace(busiest, name="A new colleague", pace=1.0)
    changed[f"one more person in {busiest.team}"] = replace(scenario, people=(*scenario.people, colleague))
    route = tuple(
        replace(step, probability=0.0) if isinstance(step, Loop) else step for step in scenario.route
    )
    if route != scenario.route:
        changed[f"no second {truth.rework_activity}"] = replace(scenario, route=route)
    return changed


def cycle_hours(scenario: Scenario, frame: pd.DataFrame) -> pd.Series:
    """From each closed case's first instant to its last, in elapsed hours."""
    zone = scenario.zone
    cases = frame.assign(start=utc(frame.start, zone), end=utc(frame.end, zone)).groupby("purchase order")
    closed = frame[frame.activity.isin(scenario.closing) & frame.end.notna()]["purchase order"]
    length = (cases.end.max() - cases.start.min())[closed.unique()]
    return length.dt.total_seconds() / 3600
