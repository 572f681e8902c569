"""Both process maps in one: which steps and which work more cases of one side take than of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.discovery.backbone import ENDS, STARTS, backbone
from procmine.discovery.process_map import process_map
from procmine.wording import counted

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.figures.drawing import Drawing
    from procmine.log import EventLog

DRAWN_PATHS = 0.3  # of the paths, the most travelled; beside them those that differ by more than chance


def flow_differences(this: EventLog, other: EventLog) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The activities and the paths of both, with the share of the finished cases of each side that has them.

    Open cases are left out: what they have not come to yet would look like work left out.
    """
    maps = [process_map(_finished(view)) for view in (this, other)]
    sizes = [one.counted_cases for one in maps]
    nodes, paths = [one.tables["nodes"] for one in maps], [one.frame for one in maps]
    numbers = _numbers(nodes)
    both = _merged(nodes, ["activity"], ["instances", "cases"], sizes)
    both.insert(1, "activity_no", both.activity.map(numbers))
    figures = ["steps", "cases", "median_wait_hours"]
    told = [_renumbered(frame, numbers) for frame in paths]
    return both, _merged(told, ["from_activity", "to_activity", "from_no", "to_no"], figures, sizes)


def _finished(view: EventLog) -> EventLog:
    ended = view.complete_cases()
    return ended if ended.counts.cases else view


def _numbers(nodes: list[pd.DataFrame]) -> dict[str, int]:
    """One number for each activity of both: that of the first side, which two versions of a log need not share."""
    found = dict(zip(nodes[0].activity, map(int, nodes[0].activity_no), strict=True))
    for name in nodes[1].activity:
        found.setdefault(name, max(found.values(), default=0) + 1)
    return found


def _renumbered(paths: pd.DataFrame, numbers: dict[str, int]) -> pd.DataFrame:
    """Where cases begin and end keeps its number, which is none of an activity."""
    ends = {
        f"{side}_no": [
            int(no) if no <= 0 else numbers[name]
            for no, name in zip(paths[f"{side}_no"], paths[f"{side}_activity"], strict=True)
        ]
        for side in ("from", "to")
    }
    return paths.assign(**ends)


def _merged(
    frames: list[pd.DataFrame], keys: list[str], figures: list[str], sizes: list[int]
) -> pd.DataFrame:
    this, other = (
        frame[[*keys, *figures]].rename(columns={name: f"{side}_{name}" for name in figures})
        for side, frame in zip(("this", "other"), frames, strict=True)
    )
    found = this.merge(other, on=keys, how="outer")
    for side, cases in zip(("this", "other"), sizes, strict=True):
        counts = [f"{side}_{name}" for name in figures if not name.endswith("_hours")]
        found[counts] = found[counts].fillna(0).astype("int64")
        found[f"{side}_share"] = found[f"{side}_cases"] / cases
    found["difference_share"] = found.this_share - found.other_share
    low, high = newcombe(
        found.this_cases.to_numpy(), sizes[0], found.other_cases.to_numpy(), sizes[1], len(found)
    )
    found["low_share"], found["high_share"] = low, high
    found["is_beyond_chance"] = (low > 0) | (high < 0)
    by_size = found.difference_share.abs().sort_values(ascending=False, kind="stable").index
    return found.reindex(by_size).reset_index(drop=True)


def newcombe(
    these: np.ndarray, of_these: int, others: np.ndarray, of_others: int, at_once: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % interval of the difference of two shares (Newcombe 1998, from Wilson's); `at_once` intervals hold together."""
    import numpy as np
    from scipy.special import ndtri

    z = float(ndtri(1 - 0.025 / max(1, at_once)))

    def wilson(hits: np.ndarray, of: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        p = hits / of
        centre, half = p + z**2 / (2 * of), z * np.sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
        return p, (centre - half) / (1 + z**2 / of), (centre + half) / (1 + z**2 / of)

    p, p_low, p_high = wilson(these, of_these)
    q, q_low, q_high = wilson(others, of_others)
    return p - q - np.hypot(p - p_low, q_high - q), p - q + np.hypot(p_high - p, q - q_low)


def drawing(nodes: pd.DataFrame, paths: pd.DataFrame, title: str, this: str, other: str) -> Drawing:
    """The map of differences: the most travelled paths of both together, and those that differ beyond chance."""
    from procmine.figures.drawing import Drawing

    steps = {(int(r.from_no), int(r.to_no)): int(r.this_steps + r.other_steps) for r in paths.itertuples()}
    instances = {int(r.activity_no): int(r.this_instances + r.other_instances) for r in nodes.itertuples()}
    kept = backbone(instances, steps, paths=DRAWN_PATHS).paths
    is_shown = [
        (a, b) in kept or sure
        for a, b, sure in zip(paths.from_no, paths.to_no, paths.is_beyond_chance, strict=True)
    ]
    drawn = paths[is_shown]
    inner = drawn[~drawn.from_no.isin(STARTS) & ~drawn.to_no.isin(ENDS) & drawn.is_beyond_chance]
    note = (
        f"Share of the cases of “{this}” less that of “{other}” · {counted(len(inner), 'path')} between activities "
        f"{'differs' if len(inner) == 1 else 'differ'} by more than chance · {len(drawn)} of {counted(len(paths), 'path')} drawn"
    )
    return Drawing.of(
        nodes=_told(nodes.assign(instances=nodes.this_instances + nodes.other_instances, median_service_hours=float("nan"))),
        edges=_told(drawn.assign(steps=drawn.this_steps + drawn.other_steps, median_wait_hours=float("nan"))),
        indirect=paths.iloc[:0].assign(through=None), title=title, overlay="difference", note=note,
    )  # fmt: skip


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(cases=frame.this_cases + frame.other_cases)
