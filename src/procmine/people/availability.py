"""When is each resource on duty?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.calendars import ALWAYS, Calendar, Evidence, Roster, calendar, evidence, parameters
from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

DAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}
EVERYBODY, POOLED = "*", "(everybody)"
DAY_HALVES, HALF_HOUR = 48, 30


@dataclass(frozen=True, eq=False)
class Availability(Result):
    tells_resources_apart = True
    columns = {
        "resource": "who does the work",
        "on_duty_hours": "hours of a week in which it is on duty",
        "calendar": "those hours as `calendar=` takes them, with the days on which all are off",
        "active_days": "days on which work of this view begins or ends with it, in the log's own zone",
        "first_at": "when it is first seen in this view; not told of several people together",
        "last_at": "when it is last seen; not told of several people together",
        "share_in": "share of the beginnings and ends of its work that lie in those hours, 0..1",
        "is_own": "whether the hours are its own; else it is seen too seldom and keeps everybody's",
        "looks_like_machine": "whether it is on duty for more than 100 hours of a week (or seen in so many half hours), as no person is",
    }

    @property
    def headline(self) -> str:
        frame = self.frame
        told = f"The usual hours are {_week(self._kept[EVERYBODY])}{self._clock}"
        own = int(frame.is_own.sum())
        if own:
            have = "is seen often enough to have its" if own == 1 else "are seen often enough to have their"
            told += f"; {own:,} of {counted(len(frame), 'resource')} {have} own"
            of_own = frame[frame.is_own].calendar.map(lambda phrase: _week(calendar(phrase)))
            if own > 1:
                told += f", {counted(of_own.nunique(), 'kind')} of hours between them"
        else:
            told += f"; none of the {counted(len(frame), 'resource')} is seen often enough to have hours of its own"
        inside = (
            f" {share(self.share_inside)} of all beginnings and ends lie in the hours of who does the work."
        )
        machines = int(frame.looks_like_machine.sum())
        round_the_clock = (
            f" {counted(machines, 'resource works', 'resources work')} round the clock, as machines do."
            if machines
            else ""
        )
        ends = (
            ""
            if self.facts["share_with_start"]
            else " No starts are recorded: the hours are those in which work ends."
        )
        return f"{told}.{inside}{round_the_clock}{ends}{self.told_by_role}"

    @property
    def share_inside(self) -> float:
        """The share of all sightings, each counted once."""
        seen = self.tables["sightings"]
        return float(seen.inside.sum() / seen.sightings.sum())

    @property
    def _clock(self) -> str:
        return f" ({self.facts['zone']})" if self.facts["zone"] else " (clock as recorded)"

    @property
    def _kept(self) -> dict[str, Calendar]:
        table = self.tables["roster"]
        return {who: calendar(phrase) for who, phrase in zip(table.resource, table.calendar, strict=True)}

    def to_toml(self) -> str:
        """The hours of all as a file that `calendar=` and `--calendar` take, to be looked through and mended."""
        kept = self._kept
        everybody = kept.pop(EVERYBODY)
        return Roster(everybody, tuple(sorted(kept.items()))).to_toml()

    def figure(self) -> go.Figure:
        import pandas as pd

        from procmine.figures import heatmap

        on_duty = [[0] * DAY_HALVES for _ in DAYS]
        for phrase, people in self.frame.calendar.value_counts().items():
            for day, half in _halves(calendar(phrase)):
                on_duty[day][half] += int(people)
        clocks = [f"{half // 2:02d}:{half % 2 * HALF_HOUR:02d}" for half in range(DAY_HALVES)]
        drawn = pd.DataFrame(
            [
                (day + 1, clocks[half], people)
                for day, row in enumerate(on_duty)
                for half, people in enumerate(row)
            ],
            columns=["weekday", "clock", "people"],
        )
        figure = heatmap(
            drawn,
            x="clock",
            y="weekday",
            value="people",
            title=self.headline,
            axis=f"on duty, of {len(self.frame):,}",
            y_names=DAYS,
        )
        figure.update_xaxes(type="category", tickvals=clocks[::4])
        figure.update_traces(hovertemplate="%{y} %{x}: %{z:,.0f} on duty<extra></extra>")
        return figure


def availability(log: EventLog) -> Availability:
    """When is each resource on duty, as the log shows it?

    The hours that `calendar="mined"` stands for, as an answer. A half hour of the week is on duty where work begins in it about
    as often as it does on duty and not as seldom as it does off duty; both rates, and the runs of half hours, are found from
    each resource's own week, so that stray work at night and a weekend of overtime make no shift. Half hours between them in which
    work is under way on at least 70 % of the days belong to them. Hours stand on the clock of the log's own zone, across its changes.
    Whoever is seen on fewer than 20 days, or begins less than three pieces of work in each half hour, keeps
    the hours of everybody, in which those who look like machines do not count. Days on which a tenth of the usual number or fewer
    are at work, where 5 or more usually are, are closed. The hours are those of the whole log, whatever the view; days,
    instants and `share_in` are of the view. Where no starts are recorded all is told by the ends of work, and whoever
    takes up work before lunch and ends it after is not seen until then. Being seen at work is not being on duty: who is there
    and has nothing to do cannot be seen.
    Table `half_hours`: for each resource and for (everybody), the share of the days of that weekday on which work was under way
    or begun. Table `closed`: the closed days. Table `roster`: the lines of the file that `to_toml()` gives, which
    `calendar=` takes. Table `sightings`: how often each was seen, and how often in its hours.
    Source: the calendar discovery of López-Pintado, Dumas et al. (pix-framework), with two rates found from the week itself.
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "No resource is recorded, so nobody's hours are known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    found = evidence(log)
    answer = log.ask("people", "availability", **_placed(found.roster, log))
    own = dict(found.roster.own)
    kept = {who: own.get(who, found.roster.everybody) for who in answer.frame.resource}
    frame = answer.frame.assign(
        on_duty_hours=[one.week_hours for one in kept.values()],
        calendar=[str(one) for one in kept.values()],
        is_own=[who in own for who in kept],
        looks_like_machine=[who in found.machines for who in kept],
    )
    return Availability.of(log, answer, frame, tables=_tables(found, answer.frame))


def _placed(kept: Roster, log: EventLog) -> dict[str, Any]:
    """The hours laid beside the log's own clock, also where nobody knows in which zone it stands."""
    placed = kept.within(log.zone or "UTC")
    first, last = (datetime.fromisoformat(log.facts[name]) for name in ("first_at", "last_at"))
    return parameters(placed.calendars, first, last) | placed.numbered


def _tables(found: Evidence, seen: pd.DataFrame) -> dict[str, pd.DataFrame]:
    import pandas as pd

    halves = found.half_hours
    pooled = halves.groupby(["weekday", "half_hour"], as_index=False)[["touched_days", "begun_days"]].sum()
    days = halves.drop_duplicates(["resource", "weekday"]).groupby("weekday").days.sum()
    every = pd.concat(
        [pooled.assign(resource=POOLED, days=pooled.weekday.map(days)), halves], ignore_index=True
    )
    every = every.assign(share=every.touched_days / every.days, share_begun=every.begun_days / every.days)
    closed = [
        str(day) for first, last in found.roster.everybody.closed for day in pd.date_range(first, last).date
    ]
    kept = [(EVERYBODY, found.roster.everybody), *found.roster.own]
    return {
        "half_hours": every[["resource", "weekday", "half_hour", "days", "share", "share_begun"]],
        "closed": pd.DataFrame({"day": pd.Series(closed, dtype=str)}),
        "roster": pd.DataFrame([(who, str(one)) for who, one in kept], columns=["resource", "calendar"]),
        "sightings": seen[["resource", "sightings", "inside"]],
    }


def _week(one: Calendar) -> str:
    """The hours of a usual week, without days off."""
    return str(replace(ALWAYS, week=one.week)) or "none at all"


def _halves(one: Calendar) -> set[tuple[int, int]]:
    """The half hours of the week on duty: weekday from 0, half hour of that day."""
    return {
        ((day + half // DAY_HALVES) % len(DAYS), half % DAY_HALVES)
        for day, shifts in enumerate(one.week)
        for shift in shifts
        for half in range(shift.begins // HALF_HOUR, -(-shift.ends // HALF_HOUR))
    }
