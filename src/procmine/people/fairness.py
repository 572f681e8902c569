"""How evenly is the work spread over those who are there for it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, WrongOption
from procmine.people.inequality import gini, jain, theil, theil_parts
from procmine.result import Result
from procmine.wording import amount_of_time, counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MEASURES = {"busy": "hours at work", "completions": "completed pieces"}
LEAST_MOVED = 1e-6


NO_START, PROGRAM = "no start recorded", "done by what bears the name of a program"


@dataclass(frozen=True, eq=False)
class Fairness(Result):
    columns = {
        "group": "where people belong, by `by`; (all) without it",
        "resources": "people who did work and are ever on duty",
        "gini": "Gini's coefficient of their work per available hour: 0 all alike, towards 1 all on one; unknown without work",
        "jain": "Jain's index: 1 all alike, 1/n all on one",
        "theil": "Theil's T: 0 all alike, ln n all on one",
        "mean_load": "their work over their available hours: hours at work, or completed pieces, for each hour",
        "to_move": "how much would have to change hands within the group so that all had the same for each available hour",
        "share_to_move": "the same as a share of the group's work, 0..1",
    }

    @property
    def headline(self) -> str:
        whole = self.tables["whole"].iloc[0]
        hours = (
            "hour on duty"
            if self.parameters["calendar"]
            else "hour of the whole clock (no calendar was given)"
        )
        what = MEASURES[self.parameters["measure"]]
        if whole.resources == 1:
            return f"One person does all work of this view that could be counted, so nothing is to be shared.{self._left_out}"
        told = (
            f"Over {counted(whole.resources, 'person', 'people')}, {what} per {hours} have a Gini coefficient of {whole.gini:.2f} (0 is all alike); "
            f"for all to carry the same {share(whole.share_to_move)} of the work ({self._amount(whole.to_move)}) would change hands."
        )
        if self.parameters["by"] and len(self.frame) > 1 and whole.theil > 1e-9:
            between = whole.theil_between / whole.theil
            told += f" {share(between)} of the inequality lies between groups, the rest within them."
        return told + self._left_out

    @property
    def _left_out(self) -> str:
        off = int(self.tables["whole"].never_on_duty.iloc[0])
        told = (
            f" {counted(off, 'person is', 'people are')} never on duty by the calendar and left out."
            if off
            else ""
        )
        programs = sum(one.events for one in self.excluded if one.reason == PROGRAM)
        told += (
            f" {counted(programs, 'piece')} of work done by programs {'is' if programs == 1 else 'are'} left out."
            if programs
            else ""
        )
        unknown = sum(one.events for one in self.excluded if one.reason == NO_START)
        if unknown:
            part = share(unknown / (unknown + self.counted_events))
            told += f" {part} of the work has no start recorded and is not in these hours; measure=completions counts it."
        return told

    def _amount(self, amount: float) -> str:
        if self.parameters["measure"] == "busy":
            return amount_of_time(amount)
        return counted(round(amount), "piece")

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        people = self.tables.get("observations")
        if people is None:
            names, values = self.frame.group.tolist(), self.frame.mean_load.tolist()
            texts = [
                f"{load:.2f} · Gini {gini_of:.2f}" if gini_of == gini_of else f"{load:.2f}"
                for load, gini_of in zip(values, self.frame.gini, strict=True)
            ]
        else:
            people = people.dropna(subset="load").sort_values("load", ascending=False)
            names, values = people.resource.tolist(), people.load.tolist()
            texts = [
                f"{row.load:.2f} · {self._amount(abs(row.above))} {'above' if row.above > 0 else 'below'} an even share"
                for row in people.itertuples()
            ]
        axis = f"{MEASURES[self.parameters['measure']]} for each available hour"
        return bars(names, values, title=self.headline, axis=axis, texts=texts, most=30)


def fairness(
    log: EventLog, *, by: str | None = None, measure: str | None = None, calendar: str | None = None
) -> Fairness:
    """How evenly is the work spread over those who are there for it?

    What is compared is each person's work for each hour they are available: without that, part-timers look idle. Work is
    busy hours as in `utilisation` (the union within the calendar, `measure="busy"`) or completed pieces
    (`measure="completions"`), by default busy hours where starts are recorded, else completed pieces. Available are the
    hours of the calendar between the view's first and last instant, without a `calendar` the whole clock.
    Gini = 2 Σ i·x(i)/(n Σ x) − (n + 1)/n, Jain = (Σ x)²/(n Σ x²), Theil = mean of x/µ·ln(x/µ) with 0·ln 0 = 0; of 1, 2, 3, 4
    they are 0.25, 0.8333 and 0.1064. Everybody who did any such work counts once; what bears the name of a program (svc_router,
    BATCH-06) is left out, and said; whoever is never on duty by the
    calendar has no work per hour and is left out, and said. Even is not fair by itself: people differ in what they can and should do.
    With `by` (`role` or an attribute) each group has its own row, and table `whole` parts Theil's measure into what lies
    between the groups and what lies within. Table `moves`: the fewest hands through which each group would come to an even
    load, largest surplus to largest deficit. Table `observations`: each person's amount, available hours, load, and how far
    above an even share; the last two tables are not there where the workspace names roles only.
    Source: Gini (1912), Jain, Chiu and Hawe (1984), Theil (1967).
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so how the work is spread is not known.",
            f"log {log.name}",
            "Import a column with who did it (--resource).",
        )
    if measure not in (None, *MEASURES):
        raise WrongOption(f"Work is not measured by {measure!r}.", "fairness(measure=…)", f"Use one of: {', '.join(MEASURES)}.")  # fmt: skip
    if measure == "busy" and not log.facts["share_with_start"]:
        raise CannotAnswer("No start times are recorded, so hours at work are not known.", f"log {log.name}", "Use measure='completions'.")  # fmt: skip
    if by is not None:
        log.require_belonging(by, "fairness(by=…)")
    measure = measure or ("busy" if log.facts["share_with_start"] else "completions")
    placed, given = placed_on(calendar, log)
    answer = log.ask("people", "fairness", team_of=by, measure=measure, **given)
    people = answer.frame.dropna(subset="load")
    # A group of which fewer have such work than may be told of says nothing of it.
    people = people[people.groupby("group").load.transform("size") >= log.view.least_people]
    if people.empty or not people.amount.sum():
        raise CannotAnswer(
            "Nobody of this view did work that takes time while on duty.",
            f"log {log.name}",
            "Use measure='completions', or another calendar.",
        )
    frame, people = _by_group(people)
    tables = {"whole": _whole(people, int(answer.frame.load.isna().sum()))}
    if log.view.screen is None:
        tables |= {"observations": answer.frame.join(people.above), "moves": _moves(people)}
    parameters = {"by": by, "measure": measure, "calendar": str(placed) if placed else None}
    return Fairness.of(log, answer, frame, tables=tables, parameters=parameters)


def _by_group(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each group, and the people with how far each is above an even share of the group's work."""
    import pandas as pd

    even = people.groupby("group")[["amount", "available_hours"]].transform("sum")
    people = people.assign(above=people.amount - even.amount / even.available_hours * people.available_hours)
    rows = [{"group": group, **_measured(of_one)} for group, of_one in people.groupby("group")]
    return pd.DataFrame(rows), people


def _measured(people: pd.DataFrame) -> dict[str, Any]:
    loads, amount = people.load.tolist(), people.amount.sum()
    to_move = float(people.above.clip(lower=0).sum())
    return {
        "resources": len(people), "gini": gini(loads), "jain": jain(loads), "theil": theil(loads), "mean_load": amount / people.available_hours.sum(),
        "to_move": to_move, "share_to_move": to_move / amount if amount else 0.0,
    }  # fmt: skip


def _whole(people: pd.DataFrame, never_on_duty: int) -> pd.DataFrame:
    """All people as one group, and which part of Theil's measure lies between the groups."""
    import pandas as pd

    even = people.amount.sum() / people.available_hours.sum()
    measured = _measured(people.assign(above=people.amount - even * people.available_hours))
    between, within = theil_parts([one.tolist() for _, one in people.groupby("group").load]) or (0.0, 0.0)
    return pd.DataFrame(
        [{**measured, "theil_between": between, "theil_within": within, "never_on_duty": never_on_duty}]
    )


def _moves(people: pd.DataFrame) -> pd.DataFrame:
    """From whom to whom how much would go so that each group's load is even."""
    import pandas as pd

    moves = []
    for group, of_one in people.groupby("group"):
        givers = of_one[of_one.above > LEAST_MOVED].sort_values("above", ascending=False)
        takers = of_one[of_one.above < -LEAST_MOVED].sort_values("above")
        wanting = [[row.resource, -row.above] for row in takers.itertuples()]
        for row in givers.itertuples():
            left = row.above
            while left > LEAST_MOVED and wanting:
                moved = min(left, wanting[0][1])
                moves.append((group, row.resource, wanting[0][0], moved))
                left -= moved
                wanting[0][1] -= moved
                if wanting[0][1] <= LEAST_MOVED:
                    wanting.pop(0)
    return pd.DataFrame(moves, columns=["group", "from_resource", "to_resource", "amount"])
