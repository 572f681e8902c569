"""What is true of a generated log: what was planted, and what it came to in this run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.samples.planning import HOUR
from procmine.samples.scenario import Chance, IfBelow, IfOf, Loop, Parallel, Scenario, Step, Task
from procmine.samples.simulation import Simulation, stretches

if TYPE_CHECKING:
    import pandas as pd

NIGHT_FROM, NIGHT_TO = 22, 6


@dataclass(frozen=True)
class Truth:
    """The planted facts and their true values. Hours are elapsed hours, nights and weekends included."""

    seed: int
    cases: int
    events: int
    open_cases: int
    bottleneck: str | None  # the activity that is batched
    bottleneck_wait_hours: float  # mean time from the end of the work before it to its start
    batch_wait_hours: float  # of that, the part until the batch is let go
    batch_times: str
    batched: int  # how often it was begun
    rework_activity: str | None
    rework_probability: float  # planted, each time the activity ends
    rework_share: float  # share of the cases in the log in which it was begun again
    silence: float  # probability that somebody who is asked never answers
    overloaded_team: str
    loads: dict[str, float]  # work that came to each team over the hours it was on duty
    night_share: float  # share of the cases that arrived between 22:00 and 06:00
    rush_share: float
    missing_resource_share: float  # of the work that people did
    parallel: tuple[str, ...]
    drift_activity: str | None
    drifts_at: datetime | None
    drift_factor: float


def truth_of(scenario: Scenario, run: Simulation, frame: pd.DataFrame, pieces: pd.DataFrame) -> Truth:
    """The truth of one run. `pieces` holds for each row of `frame` what no log records: enabled, released."""
    cases = frame.drop_duplicates("purchase order")
    closed = frame[frame.activity.isin(scenario.closing) & frame.end.notna()]["purchase order"].nunique()
    loads = _loads(scenario, run)
    return Truth(
        seed=scenario.seed,
        cases=len(cases),
        events=len(frame),
        open_cases=len(cases) - closed,
        overloaded_team=max(
            loads, key=loads.__getitem__, default=""
        ),  # nobody where all work happens by itself
        loads=loads,
        **_batched(scenario, pieces),
        **_repeated(scenario, frame, len(cases)),
        **_ways(scenario),
        **_shares(frame, cases),
    )


def _batched(scenario: Scenario, pieces: pd.DataFrame) -> dict[str, Any]:
    batching = scenario.batching
    seen = pieces[pieces.activity == batching.activity] if batching else pieces.iloc[:0]
    return {
        "bottleneck": batching.activity if batching else None,
        "bottleneck_wait_hours": _mean_hours(seen.begins - seen.enabled),
        "batch_wait_hours": _mean_hours(seen.released - seen.answered),
        "batch_times": str(batching or ""),
        "batched": len(seen),
    }


def _repeated(scenario: Scenario, frame: pd.DataFrame, cases: int) -> dict[str, Any]:
    loop = next((step for step in _all_steps(scenario.route) if isinstance(step, Loop)), None)
    first = loop.work[0] if loop else None
    activity = first.activity if isinstance(first, Task) else None
    times = frame[frame.activity == activity].groupby("purchase order").size()
    return {
        "rework_activity": activity,
        "rework_probability": loop.probability if loop else 0.0,
        "rework_share": float((times > 1).sum() / cases),
    }


def _ways(scenario: Scenario) -> dict[str, Any]:
    steps, drift = list(_all_steps(scenario.route)), scenario.drift
    beside = next((step.branches for step in steps if isinstance(step, Parallel)), ())
    return {
        "silence": max((step.silence for step in steps if isinstance(step, Task)), default=0.0),
        "parallel": tuple(branch[0].activity for branch in beside if isinstance(branch[0], Task)),
        "drift_activity": drift.activity if drift else None,
        "drifts_at": drift.begins_at if drift else None,
        "drift_factor": drift.factor if drift else 1.0,
    }


def _shares(frame: pd.DataFrame, cases: pd.DataFrame) -> dict[str, Any]:
    arrived = cases.start.dt.hour
    return {
        "night_share": float(((arrived >= NIGHT_FROM) | (arrived < NIGHT_TO)).mean()),
        "rush_share": float((cases.priority == "rush").mean()),
        "missing_resource_share": float(frame.resource[frame.team != ""].eq("").mean()),
    }


def _mean_hours(waits: pd.Series) -> float:
    return float(waits.dt.total_seconds().mean() / HOUR) if len(waits) else 0.0


def _loads(scenario: Scenario, run: Simulation) -> dict[str, float]:
    """Work that came, done or still queued, over the hours on duty."""
    came = run.queued_seconds()
    on_duty = dict.fromkeys(came, 0)
    for person in scenario.people:
        on_duty[person.team] += sum(end - begin for begin, end in stretches(scenario, person.hours))
    for piece in run.done:
        if piece.person and piece.ends is not None:
            came[piece.person.team] += piece.ends - piece.begins
    return {team: came[team] / on_duty[team] for team in sorted(came)}


def _all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        match step:
            case Chance() | IfBelow() | IfOf():
                yield from _all_steps(step.then + step.otherwise)
            case Parallel():
                for branch in step.branches:
                    yield from _all_steps(branch)
            case Loop():
                yield from _all_steps(step.work + step.detour)
