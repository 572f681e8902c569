"""Where opportunities come from: each source looks at one answer and tells what of it could be improved.

A source takes the `Ground` and gives candidates. Thresholds are set here once, for every log.
"""

from procmine.improvement.sources.changes import slower_than_before
from procmine.improvement.sources.groups import slow_groups
from procmine.improvement.sources.hands import imbalance, lost_between_hands, overload
from procmine.improvement.sources.repeats import done_again
from procmine.improvement.sources.stuck import stuck_cases
from procmine.improvement.sources.waits import for_hands, lying, off_hours, piled_up, unexplained

SOURCES = (
    piled_up,
    off_hours,
    overload,
    for_hands,
    lying,
    unexplained,
    done_again,
    slower_than_before,
    lost_between_hands,
    imbalance,
    slow_groups,
    stuck_cases,
)

__all__ = ["SOURCES"]
