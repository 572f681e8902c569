"""What is to be explained of a case: how long it takes, whether work is done again, whether it is late; as one number a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import WrongOption
from procmine.filters.words import duration_seconds
from procmine.improvement.measures import reach
from procmine.improvement.pseudo_values import pseudo_values
from procmine.timing.kaplan_meier import survival
from procmine.wording import duration, share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

OUTCOMES = ("cycle_time", "rework", "late")


@dataclass(frozen=True)
class Outcome:
    """The outcome that is asked for, and how it is spoken of."""

    name: str
    late_hours: float | None = None

    @classmethod
    def of(cls, name: str, late_after: str | None) -> Outcome:
        if name not in OUTCOMES:
            raise WrongOption(f"{name!r} is no outcome.", "root_causes(outcome=…)", f"There is: {', '.join(OUTCOMES)}.")  # fmt: skip
        if name != "late":
            return cls(name)
        if late_after is None:
            raise WrongOption(
                "It is not said from when on a case is late.",
                "root_causes(outcome='late')",
                "Say it: late_after='5d', on the command line --late-after 5d.",
            )
        return cls(name, duration_seconds(late_after) / 3600)

    @property
    def is_share(self) -> bool:
        return self.name != "cycle_time"

    @property
    def late_seconds(self) -> float | None:
        return None if self.late_hours is None else self.late_hours * 3600

    def told(self, amount: float) -> str:
        return share(amount) if self.is_share else duration(amount)

    def range(self, low: float, high: float) -> str:
        """Between which differences, whatever their sign."""
        near, far = sorted((abs(low), abs(high)))
        if self.is_share:
            return f"{near * 100:.1f} to {far * 100:.1f} percentage points"
        return f"{duration(near)} to {duration(far)}"

    def direction(self, difference: float) -> str:
        """What goes with a finding."""
        if not self.is_share:
            return "A longer cycle time" if difference > 0 else "A shorter cycle time"
        what = "cases with work done again" if self.name == "rework" else "late cases"
        return f"A {'larger' if difference > 0 else 'smaller'} share of {what}"

    @property
    def subject(self) -> str:
        if self.name == "cycle_time":
            return "how long cases take"
        return (
            "work being done again"
            if self.name == "rework"
            else f"cases taking more than {duration(self.late_hours)}"
        )

    def values(self, cases: pd.DataFrame, hours: str) -> tuple[np.ndarray, float]:
        """A number for each case, and up to how many hours cycle times count: all but a hundredth of the finished cases took less."""
        import numpy as np

        if self.name == "rework":
            return cases.has_rework.to_numpy().astype(float), float("nan")
        if self.late_hours is not None:
            return (cases.hours.to_numpy() > self.late_hours).astype(float), float("nan")
        lasted, closed = cases[hours].to_numpy(dtype=float), cases.is_closed.to_numpy().astype(int)
        if not len(lasted):
            return lasted, float("nan")
        within = reach(survival(lasted, closed, 1 - closed, np.zeros(len(lasted))))
        return pseudo_values(lasted, closed, within), within
