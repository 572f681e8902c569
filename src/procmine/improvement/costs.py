"""What does the work cost?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, WrongOption
from procmine.improvement.rates import EXAMPLE, Rates
from procmine.improvement.rates import rates as rates_of
from procmine.improvement.teams import team_of
from procmine.improvement.what_if import MONTH_HOURS
from procmine.result import Result
from procmine.wording import amount_of_time, counted, money, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

EACH = ("activity", "case", "variant")  # the other groups are those of `event_group`
BUILT_IN = (*EACH, "resource", "week", "month")
TOLD_OF_FEW = (
    "case",
    "week",
    "month",
)  # which may be one person's, also where roles alone are named; see docs/people.md
SMALLER = "(done by few)"
MOST_DRAWN = 30


@dataclass(frozen=True, eq=False)
class Costs(Result):
    tells_resources_apart = True
    columns = {
        "group": "activity, case, variant of the version, resource, month or value of `by`",
        "cases": "cases with work of the group",
        "pieces": "pieces of work",
        "hours": "hours of work; of somebody with several pieces in hand shared out among them; on duty, where a calendar is given",
        "elapsed_hours": "the same with nothing shared out, so that hours with several pieces in hand count for each",
        "people_cost": "hours of people at their rates",
        "machine_cost": "hours of machines at theirs",
        "material_cost": "what is paid each time work is done",
        "cost": "the three together; fixed costs are shared out to nobody",
        "share": "share of that of all groups, 0..1",
        "cost_per_case": "for each case of the group",
        "unpriced_hours": "hours for which no rate is given, in none of these costs",
        "untimed_pieces": "pieces of work without a recorded start or resource, or without an end in a finished case, whose hours are not known",
    }

    @property
    def headline(self) -> str:
        whole, currency = self.tables["whole"].iloc[0], self.parameters["currency"]
        if not whole.cost:
            return f"Nothing of this work has a price in these rates. {self._unknown or 'No hours are worked.'}{self._fixed}"
        top = self.frame.iloc[0]
        cases = self.counted_cases
        told = f"The work of {counted(cases, 'case')} costs {money(whole.cost, currency)}, {money(whole.cost / cases, currency)} a case"
        first = (
            f": most is {top.group}, {share(top.share)} ({money(top.cost_per_case, currency)} a case that has it)"
            if len(self.frame) > 1
            else ""
        )
        return f"{told}{first}.{self._fixed}{self._clock} {self._unknown}".rstrip()

    @property
    def _clock(self) -> str:
        """Whose hours are paid: without a calendar work that lay over the night is paid for the night too."""
        if self.parameters["calendar"] or not self.frame.hours.any():
            return ""
        return " All hours between start and end are paid: with a calendar only those on duty."

    @property
    def _fixed(self) -> str:
        fixed = self.tables["whole"].fixed_cost.iloc[0]
        return (
            f" Fixed costs of {money(fixed, self.parameters['currency'])} come on top and are shared out to nobody."
            if fixed
            else ""
        )

    @property
    def _unknown(self) -> str:
        whole = self.tables["whole"].iloc[0]
        told = (
            [f"{amount_of_time(whole.unpriced_hours)} of work have no rate"]
            if whole.unpriced_hours > 0
            else []
        )
        if whole.untimed_pieces:
            told.append(f"the hours of {counted(whole.untimed_pieces, 'piece')} of work are not recorded")
        sentence = " and ".join(told)
        return f"{sentence[0].upper()}{sentence[1:]}: not in it." if told else ""

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        rows = self.frame.head(MOST_DRAWN)
        parts = {
            name.removesuffix("_cost"): rows[name].tolist()
            for name in ("people_cost", "machine_cost", "material_cost")
            if rows[name].any()
        }
        return stacked_bars(
            rows.group.tolist(),
            parts or {"people": rows.people_cost.tolist()},
            title=self.headline,
            axis=self.parameters["currency"] or "cost",
        )


def costs(
    log: EventLog, *, rates: str | Mapping[str, Any] | Rates | None = None, by: str = "activity", team: str | None = None, calendar: str | None = None
) -> Costs:  # fmt: skip
    """What does the work cost, by activity, variant, team or case?

    Every piece of work costs its hours at the rate of who did it: that of the resource by name, else of the team it belongs to,
    else that of everybody; a machine that has no rate of its own takes that of everybody too, so name it. An hour in which somebody had several pieces in
    hand is shared out among them, so that nobody's hour is paid twice; of a filtered view its own pieces share it, so two
    views may each pay the same hour, where `by` never does. Recorded pauses are no work. What is paid each time
    (material, fees) comes on top; fixed costs a month are told apart and shared out to nobody.
    Waiting costs nothing here: hours that pass are no labour. What has no rate and what has no recorded start or resource
    stands in `unpriced_hours` and `untimed_pieces` and in no cost.
    `rates` are words, `EUR; people 45; people Approvers 85; machine System 2; material "Send order" 1.20; fixed Licences 1200`,
    a TOML file (currency, and tables people, machine, material, fixed) or a mapping of that shape. `by` is `activity`, `case`, `variant`,
    `resource`, `week`, `month` or an attribute such as `team`; `team` is the attribute whose values rates may name (without one
    `team`, `role`, `department` or `group`, whichever the log has). With a `calendar` only hours on duty count.
    Unfinished work costs what it took until the extraction. Where the workspace names roles only, activities that fewer than five people do go together.
    Table `whole`: cost, fixed_cost of the months of the view, unpriced_hours, untimed_pieces.
    Source: activity-based costing with time as its driver (Kaplan & Anderson 2004).
    Raises WrongOption for rates that cannot be read, UnknownName for names the log does not have, CannotAnswer for rates that would tell the
    hours of fewer than five people where roles alone are named.
    """
    if rates is None:
        raise WrongOption("No rates are said.", "costs(rates=…)", f"Write them as: {EXAMPLE}.")
    if by not in BUILT_IN:
        log.require_attribute(by, "costs(by=…)", BUILT_IN)
    said, team = rates_of(rates), team_of(log, team, "costs(team=…)")
    said.check(log.resources, _teams(log, team), log.activities)
    placed, given = placed_on(calendar, log)
    is_each = by in EACH
    answer = log.ask(
        "improvement", "costs", each=by if is_each else "", by=None if is_each else by, least_people=log.view.least_people, smaller=SMALLER,
        **{"team_of": team, **given},
    )  # fmt: skip
    rows = answer.frame.assign(priced_as=_priced_as(answer.frame, said))
    if log.view.screen is not None and by not in TOLD_OF_FEW:
        _refuse_few(log, rows)
    frame = _finished(_priced(rows, said), by)
    tables = {"whole": _whole(log, frame, said)}
    if log.view.screen is None:  # who did what in which group names more than the groups
        tables["observations"] = answer.frame.drop(columns="people")
    told = {
        "rates": said.text,
        "by": by,
        "team": team,
        "currency": said.currency,
        "calendar": str(placed) if placed else None,
    }
    return Costs.of(log, answer, frame, tables=tables, parameters=told)


def _teams(log: EventLog, team: str | None) -> list[str]:
    if team is None:
        return []
    rows = log.rows("improvement", "opportunities_of_team", team_of=team)
    return sorted(rows.group.unique())


def _priced_as(rows: pd.DataFrame, said: Rates) -> list[str]:
    """By which name of the rates each row is priced."""
    return [
        said.name_of(who if isinstance(who, str) else None, team if isinstance(team, str) else None)
        for who, team in zip(rows.resource, rows.team, strict=True)
    ]


def _refuse_few(log: EventLog, rows: pd.DataFrame) -> None:
    """Where roles alone may be named: rates that tell a few people of a group from the others tell the hours of these few."""
    hands = rows.drop_duplicates(["group", "resource", "team"])
    people = hands.groupby(["group", "priced_as"]).people.sum()
    is_told_apart = people.groupby("group").transform("size") > 1
    if (is_told_apart & people.between(1, log.view.least_people - 1)).any():
        raise CannotAnswer(
            f"These rates tell apart what fewer than {log.view.least_people} people did, and this workspace names groups of {log.view.least_people} or more.",
            "costs(rates=…)", 'Give all people one rate: people 45. Or unlock individuals for a purpose: ws.people.unlock("…").',
        )  # fmt: skip


def _priced(rows: pd.DataFrame, said: Rates) -> pd.DataFrame:
    """A row for each group, from the rows by what was done and who did it."""
    import pandas as pd

    whose = [said.of_hour(name) for name in rows.priced_as]
    price = pd.Series([found for found, _ in whose], index=rows.index, dtype=float)
    is_machine = pd.Series([is_one for _, is_one in whose], index=rows.index, dtype=bool)
    cost = (price * rows.hours).fillna(0.0)
    parts = rows.assign(
        people_cost=cost.where(~is_machine, 0.0), machine_cost=cost.where(is_machine, 0.0), unpriced_hours=rows.hours.where(price.isna(), 0.0),
        material_cost=rows.activity.map(said.material).fillna(0.0).astype(float) * rows.pieces, untimed_pieces=rows.pieces - rows.timed_pieces,
    )  # fmt: skip
    summed = [
        "pieces",
        "hours",
        "elapsed_hours",
        "people_cost",
        "machine_cost",
        "material_cost",
        "unpriced_hours",
        "untimed_pieces",
    ]
    frame = parts.groupby(["group", "cases"], as_index=False)[summed].sum()
    return frame.assign(cost=frame.people_cost + frame.machine_cost + frame.material_cost)


def _finished(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The groups with their share, the dearest first."""
    whole = frame.cost.sum()
    frame = frame.assign(share=frame.cost / whole if whole else 0.0, cost_per_case=frame.cost / frame.cases)
    if by == "variant":
        frame["group"] = frame.group.str.lstrip("0").radd("variant ")
    return frame.sort_values(["cost", "group"], ascending=[False, True], kind="stable", ignore_index=True)


def _whole(log: EventLog, frame: pd.DataFrame, said: Rates) -> pd.DataFrame:
    """What all groups cost together, and the fixed costs of the months of the view."""
    import pandas as pd

    spans = log.rows("improvement", "costs_months")
    months = float(spans.hours[0] or 0) / MONTH_HOURS
    summed = frame[
        ["cost", "people_cost", "machine_cost", "material_cost", "unpriced_hours", "untimed_pieces"]
    ].sum()
    return pd.DataFrame([{**summed, "fixed_cost": sum(said.fixed.values()) * months, "months": months}])
