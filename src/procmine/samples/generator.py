"""A log made from a scenario, and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from procmine.log import EventLog
from procmine.samples.planning import planned_cases
from procmine.samples.purchasing import purchase_scenario
from procmine.samples.scenario import Scenario
from procmine.samples.simulation import Done, Simulation
from procmine.samples.truth import Truth, truth_of
from procmine.samples.wall_clock import utc, wall_clock
from procmine.samples.worked import log_of_rows
from procmine.store import Circumstances, CompletionRule

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "purchase order", "activity", "start", "end", "resource", "team", "site", "latitude", "longitude",
    "amount", "category", "channel", "priority",
)  # fmt: skip
SYSTEM = "System"


@dataclass(frozen=True, eq=False)
class Generated:
    """A generated log as a frame, one row a piece of work, in the wall clock of the scenario's zone.

    `pieces` holds for each row what no log records, as UTC: when it was enabled, answered by whom was asked, released and begun.
    """

    frame: pd.DataFrame
    truth: Truth
    scenario: Scenario
    pieces: pd.DataFrame

    def log(self) -> EventLog:
        """The frame as a log, told when it was extracted and what closes a case."""
        scenario = self.scenario
        names = {"purchase order": "case_id", "start": "started_at", "end": "ended_at"}
        frame = self.frame.rename(columns=names)
        for column in ("started_at", "ended_at"):
            frame[column] = utc(frame[column], scenario.zone)
        frame = frame.astype(object).where(frame.notna() & (frame != ""), None)
        extracted_at = scenario.extracted_at.replace(tzinfo=ZoneInfo(scenario.zone)).astimezone(UTC)
        rule = CompletionRule("activity", scenario.closing)
        told = Circumstances(rule, extracted_at=extracted_at.replace(tzinfo=None))
        rows = [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]
        return log_of_rows(rows, circumstances=told, zone=scenario.zone, name=scenario.name)


def generate(scenario: Scenario | None = None, *, seed: int | None = None) -> Generated:
    """Run a scenario, by default the purchase orders of the sample, with its own seed or the one given.

    The same scenario with the same seed gives the same log on every machine: chance is drawn as plain numbers
    between 0 and 1, and everything after that is arithmetic on whole seconds.

    >>> made = generate(purchase_scenario(7, cases=100))
    >>> made.truth.cases, made.truth.bottleneck
    (100, 'Approve order')
    """
    scenario = scenario or purchase_scenario()
    if seed is not None:
        scenario = replace(scenario, seed=seed)
    run = Simulation(scenario, planned_cases(scenario))
    done = sorted(run.run(), key=lambda piece: (piece.case.case_id, piece.begins))
    frame = _frame(scenario, done)
    pieces = _pieces(scenario, done)
    return Generated(frame, truth_of(scenario, run, frame, pieces), scenario, pieces)


def _frame(scenario: Scenario, done: list[Done]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    forgotten = (
        np.random.Generator(np.random.PCG64([scenario.seed, 1])).random(len(done))
        < scenario.missing_resource_share
    )
    frame = pd.DataFrame(
        [_row(piece, is_lost) for piece, is_lost in zip(done, forgotten, strict=True)], columns=list(COLUMNS)
    )
    for column in ("start", "end"):
        frame[column] = wall_clock(frame[column], scenario.first_on)
    return frame


def _row(piece: Done, is_forgotten: bool) -> tuple:
    case, person = piece.case, piece.person
    who = (
        (
            person.name if not is_forgotten else "",
            person.team,
            person.site.name,
            person.site.latitude,
            person.site.longitude,
        )
        if person
        else (SYSTEM, "", "", None, None)
    )
    about = (case.amount, case.category, case.channel, "rush" if case.is_rush else "normal")
    return (case.case_id, piece.activity, piece.begins, piece.ends, *who, *about)


def _pieces(scenario: Scenario, done: list[Done]) -> pd.DataFrame:
    """The instants of each piece of work that no log records, as UTC."""
    import pandas as pd

    names = ["activity", "enabled", "answered", "released", "begins"]
    frame = pd.DataFrame([[getattr(piece, name) for name in names] for piece in done], columns=names)
    return frame.assign(
        **{name: utc(wall_clock(frame[name], scenario.first_on), scenario.zone) for name in names[1:]}
    )
