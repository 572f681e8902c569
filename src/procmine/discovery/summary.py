"""What does the log hold?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.result import Result
from procmine.wording import count, counted, listed, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Summary(Result):
    columns = {
        "cases": "cases in the view",
        "open_cases": "of these, not finished at the extraction",
        "events": "pieces of work (activity instances); start and end of one piece count once",
        "activities": "different activities",
        "resources": "different resources",
        "first_at": "first instant recorded",
        "last_at": "last instant recorded",
        "share_with_start": "share of events whose start is recorded, 0..1",
        "quarantined": "rows of the source that could not be used (of the whole version, whatever the filters)",
    }

    @property
    def headline(self) -> str:
        row = self.frame.iloc[0]
        opened = f", {count(row.open_cases)} of them open," if row.open_cases else ""
        assumed = self.assumption if row.open_cases else ""
        starts = (
            ""
            if row.share_with_start >= 0.995
            else f" Starts are recorded for {share(row.share_with_start)} of the work."
        )
        lost = (
            f" {counted(row.quarantined, 'row')} could not be used and {'lies' if row.quarantined == 1 else 'lie'} in quarantine."
            if row.quarantined
            else ""
        )
        # Behind the screen roles are counted, and none is told where too few people are at work.
        is_screened = self.facts["names_roles_only"]
        what = [counted(row.events, "event"), counted(row.activities, "activity", "activities")]
        if row.resources or not is_screened:
            what.append(counted(row.resources, "role" if is_screened else "resource"))
        return f"{counted(row.cases, 'case')}{opened} with {listed(what)} from {row.first_at:%d %b %Y} to {row.last_at:%d %b %Y}.{starts}{lost}{assumed}"

    def figure(self) -> go.Figure:
        import plotly.graph_objects as go

        from procmine.figures import themed

        row = self.frame.iloc[0]
        figure = go.Figure()
        for place, name in enumerate(("cases", "open_cases", "events", "activities", "resources")):
            figure.add_trace(
                go.Indicator(
                    value=int(row[name]),
                    title={"text": name.replace("_", " "), "font": {"size": 12}},
                    number={"font": {"size": 28}, "valueformat": ","},
                    domain={"x": [place / 5, place / 5 + 0.19], "y": [0, 1]},
                )
            )
        return themed(figure, self.headline, height=200)


def summary(log: EventLog) -> Summary:
    """What does the log hold?

    Counts over the view: cases, of these open ones, events, activities and resources, the first and last
    instant, the share of events with a recorded start, and how many rows of the source could not be used.
    An event is a piece of work (activity instance): where the source has one row for its start and one for
    its end, the two are one event. A case is open when the rule for complete cases says so, or, without a
    rule, when it holds work that has not ended. Quarantined rows are those of the whole version: a row
    without a case belongs to no view.
    """
    answer = log.ask("discovery", "summary")
    return Summary.of(log, answer)
