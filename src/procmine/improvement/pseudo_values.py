"""A number for each case where some are still open: pseudo-observations of the restricted mean time.

What the mean of all cases (the area under the Kaplan–Meier curve up to `within`) owes to one of them:
n · mean of all − (n − 1) · mean of all but this one. Where nothing is open that is the time of the case itself, at most
`within`; of open cases it tells what they may still take. Means of groups of pseudo-observations estimate the mean times
of the groups, so any method for plain numbers may be used on them.

The curve without one case is known in closed form: up to its own time it is the same for all, and after it it is the
curve of all cases, moved. Source: Andersen & Perme (2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def pseudo_values(hours: np.ndarray, closed: np.ndarray, within: float) -> np.ndarray:
    """The pseudo-observation of each case for the mean time when nothing counts for longer than `within`."""
    import numpy as np

    if len(hours) < 2 or (closed > 0).all():
        return np.minimum(hours, within)
    times, place = np.unique(hours, return_inverse=True)
    ended = np.bincount(place, closed, len(times))
    at_risk = len(hours) - np.r_[0, np.cumsum(np.bincount(place, minlength=len(times)))[:-1]]
    going = np.cumprod(1 - ended / at_risk)
    before = np.r_[1.0, going[:-1]]
    # One fewer at risk, the same ends: the curve up to the time of the case that is left out.
    others = np.maximum(at_risk - 1, 1)
    without = np.cumprod(np.where(at_risk > 1, np.maximum(1 - ended / others, 0), 1.0))
    without_before = np.r_[1.0, without[:-1]]
    widths = np.diff(np.clip(np.r_[0, times, np.inf], 0, within))  # before each time, and after the last
    area = np.cumsum(widths[:-1] * before)
    area_without = np.cumsum(widths[:-1] * without_before)
    total = area[-1] + widths[-1] * going[-1]
    after = np.where(going > 0, (total - area) / np.where(going > 0, going, 1.0), 0.0)
    means = {}
    for is_end in (0, 1):
        left = np.where(at_risk > 1, np.maximum(1 - (ended - is_end) / others, 0), 1.0)
        alone = (at_risk == 1) & (
            going == 0
        )  # the last of all ends: of the others the curve stays where it was
        tail = np.where(alone, np.maximum(within - times, 0), after)
        means[is_end] = area_without + without_before * left * tail
    out = np.where(closed > 0, means[1][place], means[0][place])
    return len(hours) * total - (len(hours) - 1) * out
