"""Which of the saved scenarios would save most?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, ProcmineError
from procmine.finding import Finding
from procmine.improvement.phrases import range_of
from procmine.improvement.what_if import WhatIf, what_if
from procmine.result import Rows
from procmine.wording import amount_of_time, counted, duration, is_known, listed

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog
    from procmine.store import Scenario

PLAYED = (
    "mean_hours", "saved_hours", "low_hours", "high_hours", "cases", "saved_hours_per_month", "effort_hours_per_month",
)  # fmt: skip
WITHHELD = "What it is played on names people, and this workspace names roles only: individuals have to be unlocked for it."
LEFT_OUT = ["scenario", "reason", "cases", "events"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScenarioComparison(Finding):
    columns = {
        "scenario": "its name",
        "changes": "its changes in words, as what_if takes them, played all together",
        "filters": "the view they are played on; nothing where that is the whole log",
        "calendar": "in whose working time waits are kept; nothing where that is by the clock",
        **{name: WhatIf.columns[name] for name in PLAYED},
        "recorded_mean_hours": "mean cycle time of the same finished cases as recorded, hours",
        "why": "why it cannot be played, and its figures are unknown; nothing where it can",
        "saved_at": "when it was saved",
        "who": "who saved it, by the account",
    }

    log: str
    version: int
    rows: Rows = field(repr=False)

    @property
    def headline(self) -> str:
        played, many = self.played, len(self.frame)
        if played.empty:
            first = self.frame.iloc[0]
            what = f"“{first.scenario}” cannot" if many == 1 else f"None of {counted(many, 'scenario')} can"
            return f"{what} be played on {self.log}, version {self.version}: {first.why}"
        best = played.iloc[0]
        unknown = many - len(played)
        told = f"{_ranked(best, len(played))} All else stays as recorded: that freed hands take up other work sooner is not counted."
        if len(played) > 1:
            told += " Each scenario is played by itself: what two would save together is not their sum."
        return told + (f" {counted(unknown, 'scenario')} more cannot be played." if unknown else "")

    @property
    def played(self) -> pd.DataFrame:
        """The scenarios that could be played, those that save most first."""
        return self.frame[self.frame.why.isna()]

    def figure(self) -> go.Figure:
        """What each scenario saves of a finished case, with its interval."""
        from procmine.figures import forest

        rows = self.played
        return forest(
            rows.scenario.tolist(), (-rows.saved_hours).tolist(), (-rows.high_hours).tolist(), (-rows.low_hours).tolist(),
            title=self.headline, axis="hours a finished case", most=30, widest=22,
        )  # fmt: skip

    def remarks(self) -> list[str]:
        played, lost = self.played, self.frame.dropna(subset=["why"])
        told = [f"“{row.scenario}” cannot be played: {row.why}" for row in lost.itertuples()]
        if played.filters.nunique(dropna=False) > 1:
            told.append("They are played on different views, so hours a case are of different cases; the order is by hours a month.")  # fmt: skip
        if played.calendar.nunique(dropna=False) > 1:
            told.append("They are played in different working hours: part of what sets them apart may be that.")  # fmt: skip
        left_out = self.tables["left_out"]
        grouped = (
            left_out.assign(scenario="“" + left_out.scenario + "”")
            .groupby(["reason", "cases", "events"], sort=False)
            .scenario
        )
        for (reason, cases, events), names in grouped.apply(list).items():
            told.append(f"Left out of {listed(names, 8)}: {counted(events, 'event')} in {counted(cases, 'case')}: {reason}.")  # fmt: skip
        return [*told, f"{self.lost()}."] if self.lost() else told

    def asked_of(self) -> dict[str, Any]:
        return {"log": self.log, "version": self.version}

    def account(self) -> dict[str, Any]:
        return {"rows": self.rows._asdict()}

    def lost(self) -> str:
        return self.rows.told

    def about(self) -> list[tuple[str, str]]:
        remarks = [("To know beside it", remark) for remark in self.remarks()]
        return [("Log", f"{self.log}, version {self.version}"), *remarks, ("Definition", self.definition)]


def _ranked(best: Any, many: int) -> str:
    """What the first of those played saves, as a sentence."""
    if best.saved_hours_per_month <= 0:
        return f"“{best.scenario}” saves no time." if many == 1 else f"None of {counted(many, 'scenario')} saves time."  # fmt: skip
    amount = f"{duration(best.saved_hours)} of a finished case in the mean ({_sure(best)}), {amount_of_time(best.saved_hours_per_month)} a month"
    if many == 1:
        return f"“{best.scenario}” would save {amount}."
    return f"Of {counted(many, 'scenario')}, “{best.scenario}” saves most: {amount}."


def _sure(row: Any) -> str:
    if not is_known(row.low_hours):
        return "too few cases for an interval"
    return range_of(row.low_hours, row.high_hours) if row.low_hours > 0 else "which may be chance"


def scenario_comparison(log: EventLog, scenarios: Sequence[Scenario]) -> ScenarioComparison:
    """Which of the saved scenarios would save most?

    One row for each scenario, with what `what_if` says of all its changes together on the cases its filters keep, in the working time
    of its calendar, in this version of the log, whichever it was saved on. Those that save most hours a month stand first: with
    different filters an hour of each case is not the same amount. Each is played by itself on the recorded cases, so two scenarios
    are no plan: what both would save together has to be played as one. Intervals are those of each scenario; whether one saves more
    than another is not tested. A scenario whose changes, filters or calendar do not fit this version (an activity is gone) stays
    listed, last, with why, and its figures are unknown, not zero. Where roles alone are named, one whose filters or calendar name
    people is neither told nor played. Filters of `log` itself do not count.
    Tables: `changes`, what what_if says of each change of each scenario; `left_out`, what is not counted of each and why.
    Raises CannotAnswer where no scenario is given.
    """
    import pandas as pd

    if not scenarios:
        raise CannotAnswer(
            "No scenario is saved for this log, so there is nothing to compare.",
            f"log {log.name}",
            'Save one: ws.save_scenario("Approve at once", log, "no wait for Approve"), or procmine scenarios save.',
        )
    found = [_played(log.unfiltered(), one) for one in scenarios]
    rows = [
        _told(one) | ({"why": answer} if isinstance(answer, str) else _figures(answer))
        for one, answer in zip(scenarios, found, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=list(ScenarioComparison.columns))
    frame = frame.astype(dict.fromkeys(PLAYED, float) | {"recorded_mean_hours": float}).astype(
        {"cases": "Int64"}
    )
    frame["saved_at"] = pd.to_datetime(frame.saved_at, utc=True).dt.tz_convert(log.zone or "UTC")
    frame = frame.sort_values("saved_hours_per_month", ascending=False, kind="stable", na_position="last", ignore_index=True)  # fmt: skip
    return ScenarioComparison(
        frame=frame, log=log.name, version=log.version.version, rows=Rows.of(log.facts),
        tables=_tables(scenarios, found),
    )  # fmt: skip


def _played(log: EventLog, scenario: Scenario) -> WhatIf | str:
    """What what_if says of it, or why it says nothing."""
    if scenario.withheld:
        return WITHHELD
    try:
        view = log.filter(scenario.filters) if scenario.filters else log
        return what_if(view, changes=scenario.changes, calendar=scenario.calendar)
    except ProcmineError as refused:
        return refused.found


def _told(scenario: Scenario) -> dict[str, Any]:
    return {
        "scenario": scenario.name, "changes": scenario.changes, "filters": scenario.filters or None, "calendar": scenario.calendar,
        "saved_at": scenario.saved_at, "who": scenario.who,
    }  # fmt: skip


def _figures(answer: WhatIf) -> dict[str, Any]:
    """Those of all changes together: of a single one it has the only row."""
    whole, recorded = answer.frame.iloc[-1], answer.tables["recorded"].iloc[0]
    return {**whole[list(PLAYED)], "recorded_mean_hours": recorded.mean_hours}


def _tables(scenarios: Sequence[Scenario], found: Sequence[WhatIf | str]) -> dict[str, pd.DataFrame]:
    import pandas as pd

    answers = [(one.name, answer) for one, answer in zip(scenarios, found, strict=True) if isinstance(answer, WhatIf)]  # fmt: skip
    changes = [answer.frame.assign(scenario=name)[["scenario", *WhatIf.columns]] for name, answer in answers]
    left_out = [
        (name, lost.reason, lost.cases, lost.events) for name, answer in answers for lost in answer.excluded
    ]
    return {
        "changes": pd.concat(changes, ignore_index=True) if changes else pd.DataFrame(columns=["scenario", *WhatIf.columns]),
        "left_out": pd.DataFrame(left_out, columns=LEFT_OUT),
    }  # fmt: skip
