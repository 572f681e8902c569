"""What is open now, and what has lain too long?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.timing.kaplan_meier import quantile, survival
from procmine.wording import counted, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

STAGE = ["last_activity", "is_in_work"]
LIMITS = {"stage_p50_hours": 0.5, "stage_p85_hours": 0.85, "stage_p95_hours": 0.95}


@dataclass(frozen=True, eq=False)
class Wip(Result):
    columns = {
        "case_id": "the open case",
        "last_activity": "its stage: the last work recorded",
        "last_resource": "who did that, where it is known",
        "is_in_work": "whether that work has begun and not ended",
        "began_at": "when the case began",
        "stage_since_at": "when that work ended, or began while it has not",
        "age_hours": "since the case began, until the extraction",
        "age_worked_hours": "the same in working time, where a calendar is given",
        "stage_age_hours": "since the stage was entered",
        "stage_age_worked_hours": "the same in working time",
        "stage_p50_hours": "half of all stays in this stage last at most so long (open ones counted)",
        "stage_p50_worked_hours": "the same in working time",
        "stage_p85_hours": "85 % of them",
        "stage_p85_worked_hours": "the same in working time",
        "stage_p95_hours": "95 % of them",
        "stage_p95_worked_hours": "the same in working time",
        "is_ageing": "whether the stage has lasted longer than 85 % of stays in it do; never where that is not known",
    }

    @property
    def headline(self) -> str:
        if self.frame.empty:
            return f"No case is open.{self.assumption}"
        ageing = self.frame[self.frame.is_ageing]
        opened = counted(len(self.frame), "case is", "cases are")
        if ageing.empty:
            told = (
                "none is known to have stayed longer than usual"
                if self._unknown
                else "none has stayed longer in its stage than 85 % of cases do"
            )
            return f"{opened} open; {told}{self._unknown}.{self.assumption}"
        stages = [_stage_name(*row) for row in ageing[STAGE].itertuples(index=False)]
        top, among = Counter(stages).most_common(1)[0]
        oldest = ageing.iloc[0]
        return (
            f"{opened} open; {len(ageing):,} ({share(len(ageing) / len(self.frame))}) {'has' if len(ageing) == 1 else 'have'} stayed longer in "
            f"{'its' if len(ageing) == 1 else 'their'} stage than 85 % of cases do, most {top} ({among}); "
            f"the longest is {oldest.case_id}: {duration(oldest.stage_age_hours)} {stages[0]}{self._unknown}.{self.assumption}"
        )

    @property
    def _unknown(self) -> str:
        """Of how many open cases nobody can say whether they are late: too few have left their stage."""
        without = self.frame[self.frame.stage_p85_hours.isna()]
        if without.empty:
            return ""
        stage = without.last_activity.value_counts().index[0]
        return f"; how long the stage of {counted(len(without), 'case')} usually lasts is not known, since too few have left {stage}"

    @property
    def is_until_extraction(self) -> bool:
        return bool(len(self.frame))

    def figure(self) -> go.Figure:
        from procmine.figures import strips

        stages = self.tables["stages"]
        limits = {
            _stage_name(row.stage, row.is_in_work): (row.stage_p50_hours, row.stage_p85_hours)
            for row in stages.itertuples()
            if row.open_cases
        }
        groups = [_stage_name(*row) for row in self.frame[STAGE].itertuples(index=False)]
        return strips(
            groups, self.frame.stage_age_hours.tolist(), self.frame.case_id.astype(str).tolist(),
            self.frame.is_ageing.tolist(), limits, title=self.headline, axis="time in the stage",
        )  # fmt: skip


def wip(log: EventLog, *, calendar: str | None = None) -> Wip:
    """What is open now, where does it lie, and what has lain longer than usual?

    A case's stage is the last work recorded of it, by position: in that work, from its start to its end (or until the next
    begins, where its end is not recorded), or after it, from its end until the next work begins. Both are stages of their own:
    what is in work is compared with work, what lies with what lay. How long a stage usually lasts is told by all stays in it,
    those of finished cases and those that last still (Kaplan–Meier), so that what never moves on is not left out. A case is
    ageing when its stage has lasted longer than 85 % of stays in that stage do: its own stage decides, not its whole
    age, since late stages are old by nature. A limit that too many open stays leave undecided is unknown, and then
    nothing is called ageing. Ages run to the extraction. With a `calendar` (that of everybody) ages and limits stand in
    working time too; whether a case is ageing stays a matter of elapsed time, which is what its customer waits.
    Table `stages`: for each stage (and whether it is `is_in_work`) the stays counted, the open cases in it, how many are ageing, and the limits.
    """
    import pandas as pd

    if log.view.has_projection:
        raise CannotAnswer(
            "Where work is hidden it is not known which stage a case is in.",
            f"wip: {log.filters}",
            "Remove the filters that begin with `only`.",
        )
    placed, given = placed_on(calendar, log)
    answer = log.ask("timing", "wip", **given)
    stays = log.ask("timing", "stage_stay", **given).frame
    if stays.empty:
        raise CannotAnswer(
            "No case moves on from any work, so no stage has a length.",
            f"log {log.name}",
            "Is the case column right? procmine inspect shows it.",
        )
    stages = pd.DataFrame(
        [_stage(name, seen) for name, seen in stays.groupby(["activity", "is_in_work"], sort=False)]
    )
    limits = [
        column for column in stages if column.startswith("stage_p") and (placed or "worked" not in column)
    ]
    known = stages[["stage", "is_in_work", *limits]].rename(columns={"stage": "last_activity"})
    frame = answer.frame.merge(known, on=STAGE, how="left")
    frame["is_ageing"] = frame.stage_age_hours > frame.stage_p85_hours
    ageing = Counter(frame[frame.is_ageing][STAGE].itertuples(index=False, name=None))
    stages["ageing_cases"] = [
        ageing[key] for key in stages[["stage", "is_in_work"]].itertuples(index=False, name=None)
    ]
    stages = stages.sort_values(
        ["open_cases", "stage", "is_in_work"], ascending=[False, True, True], ignore_index=True
    )
    stages = stages.drop(columns=[] if placed else [name for name in stages if "worked" in name.split("_")])
    told = {"calendar": str(placed) if placed else None}
    return Wip.of(log, answer, frame, tables={"stages": stages}, parameters=told)


def _stage_name(activity: str, is_in_work: bool) -> str:
    return f"{'in' if is_in_work else 'after'} {activity}"


def _stage(stage: tuple[str, bool], seen: pd.DataFrame) -> dict[str, object]:
    import numpy as np

    closed, still_open = (seen[column].to_numpy() for column in ("closed", "open"))
    limits: dict[str, float] = {}
    for suffix in ("hours", "worked_hours"):
        curve = survival(seen[suffix].to_numpy(), closed, still_open, np.zeros(len(seen)))
        limits |= {limit.replace("hours", suffix): quantile(curve, part) for limit, part in LIMITS.items()}
    return {
        "stage": stage[0],
        "is_in_work": stage[1],
        "stays": int(closed.sum() + still_open.sum()),
        "open_cases": int(still_open.sum()),
        **limits,
    }
