"""What opportunities are worth: the recorded cases played again without them, each alone and all in turn.

Played in turn nothing is counted twice: what a finding adds to those before it is all it is worth beside them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from procmine.improvement.candidate import LOWER, SOONER, WEIGHTS, Candidate
from procmine.improvement.ground import LEAST_PART
from procmine.improvement.weeks import mean_interval

if TYPE_CHECKING:
    import numpy as np

    from procmine.improvement.ground import Ground

LEVEL = 0.9  # of the intervals
MOST_SHARED = 0.8  # of its hours that a finding may share with those before it and still be told
LEAST_SAVED = 1e-6  # hours
UNKNOWN = (float("nan"), float("nan"))


@dataclass(frozen=True, eq=False)
class Sized:
    """A candidate with its hours a month, alone; `spared` are the hours of work by activity that would not be done."""

    candidate: Candidate
    hours: float
    low: float
    high: float
    cases: int
    spared: dict[str, float] = field(default_factory=dict)

    @property
    def effort(self) -> float:
        return sum(self.spared.values()) if self.candidate.levers else float("nan")

    @property
    def is_sure(self) -> bool:
        """Whether its interval is known and leaves out that it is worth nothing."""
        return self.low > 0

    @property
    def confidence(self) -> str:
        """That of the finding; a step lower where chance is not ruled out of its hours. What has no hours by case keeps its own."""
        own = self.candidate.confidence
        return own if self.is_sure or not self.candidate.levers else LOWER[own]

    @property
    def why(self) -> str:
        about = self.candidate
        return (
            about.why
            if self.confidence == about.confidence
            else f"{about.why}; too few weeks or cases to rule out chance"
        )

    def weight(self, ground: Ground) -> float:
        """By which it is ranked: its part of the time cases take and of the work, less where it is less sure; what is not sized comes last."""
        return -1.0 if math.isnan(self.hours) else self.part(ground) * WEIGHTS[self.confidence]

    def part(self, ground: Ground) -> float:
        """Of the time that cases take and of the hours of their work, together."""
        shares = self.share_of_time(ground), self.share_of_work(ground)
        return sum(share for share in shares if not math.isnan(share))

    def share_of_time(self, ground: Ground) -> float:
        """Of the time that the cases take of which it counts; work that would merely change hands is no part of it."""
        since, is_part = self.candidate.since, self.candidate.gain == SOONER
        return (
            _share(self.hours * ground.months_since(since), ground.hours_since(since))
            if is_part
            else float("nan")
        )

    def share_of_work(self, ground: Ground) -> float:
        """Of the hours of work in these cases."""
        since = self.candidate.since
        return _share(self.effort * ground.months_since(since), ground.work_since(since))


def _share(hours: float, whole: float) -> float:
    return min(hours / whole, 1.0) if whole > 0 else float("nan")


def sized(ground: Ground, candidates: Sequence[Candidate]) -> list[Sized]:
    """The candidates that matter, those worth most first."""
    found = [_played(ground, one) if one.levers else _told(ground, one) for one in candidates]
    kept = [
        one
        for one in found
        if math.isnan(one.hours) or one.candidate.gain != SOONER or one.part(ground) >= LEAST_PART
    ]
    return sorted(kept, key=lambda one: (-one.weight(ground), one.candidate.kind, one.candidate.subject))


def _played(ground: Ground, candidate: Candidate) -> Sized:
    cases, played = ground.played_cases, ground.replay.played(candidate.levers)
    begins = cases.begins.to_numpy()
    counts = begins >= (candidate.since or begins.min())
    if not counts.any():
        return Sized(candidate, 0.0, *UNKNOWN, 0)
    saved = (cases.ends.to_numpy() - played.ends)[counts] / 3.6e9
    scale, months = ground.stands_for, ground.months_since(candidate.since)
    low, high = (end * len(saved) * scale / months for end in mean_interval(begins[counts], saved, LEVEL))
    spared = _by_activity(ground, played.spared_of_piece, set(cases.case_no[counts]), scale / months)
    return Sized(
        candidate,
        float(saved.sum()) * scale / months,
        low,
        high,
        round((saved > LEAST_SAVED).sum() * scale),
        spared,
    )


def _by_activity(ground: Ground, spared: np.ndarray, cases: set[int], scale: float) -> dict[str, float]:
    """The hours of work a month that would not be done, by activity."""
    work = ground.replay.work
    counts = (spared > 0) & work.case_no.isin(cases).to_numpy()
    names = {number: name for name, number in ground.replay.activities.items()}
    return {names[number]: float(hours.sum() * scale) for number, hours in work.assign(spared=spared)[counts].groupby("activity_no").spared}  # fmt: skip


def _told(ground: Ground, candidate: Candidate) -> Sized:
    assert candidate.hours is not None
    hours, low, high = (value / ground.months for value in candidate.hours)
    return Sized(candidate, hours, low, high, candidate.cases)


def in_turn(ground: Ground, ranked: Sequence[Sized]) -> list[tuple[Sized, float]]:
    """Each finding with the hours a month it adds to those before it; unknown where no change of a case tells.

    What hardly adds anything to those before it is not counted among them when the next are looked at.
    """
    cases = ground.played_cases
    before = cases.ends.to_numpy(dtype=float)
    done: list[Candidate] = []
    found = []
    for one in ranked:
        if not one.candidate.levers:
            found.append((one, float("nan")))
            continue
        after = _ends(ground, [*done, one.candidate])
        scale = ground.stands_for / ground.months_since(one.candidate.since)
        added = float((before - after).sum() / 3.6e9 * scale)
        found.append((one, added))
        if not is_overlapped(one, added):
            before, done = after, [*done, one.candidate]
    return found


def together(ground: Ground, turns: Sequence[tuple[Sized, float]]) -> float:
    """The share of the time of all finished cases that the findings save together, which no month counts for more than it had."""
    saved = [
        added * ground.months_since(one.candidate.since) for one, added in turns if not math.isnan(added)
    ]
    return _share(sum(saved), ground.total_hours)


def is_overlapped(one: Sized, added: float) -> bool:
    """Whether nearly all of a finding is already in those before it."""
    return added < (1 - MOST_SHARED) * one.hours


def _ends(ground: Ground, those: Sequence[Candidate]) -> np.ndarray:
    """When the cases end without all of these: what counts since a day, in cases begun since."""
    import numpy as np

    begins = ground.played_cases.begins.to_numpy()
    days = sorted({0, *(one.since or 0 for one in those)})
    ends = np.empty(len(begins))
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else np.iinfo(np.int64).max
        of_it = (begins >= (day if place else np.iinfo(np.int64).min)) & (begins < until)
        if of_it.any():
            levers = [lever for one in those if (one.since or 0) <= day for lever in one.levers]
            ends[of_it] = ground.replay.played(levers).ends[of_it]
    return ends
