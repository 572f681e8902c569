"""Who can do what, and what hangs on one person?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

SINGLE_POINT = 0.8  # share of an activity that one resource does, from which on it hangs on them
LEAST_PIECES = 20  # of an activity: fewer say little of who can do it
MOST_HALVES = 150  # half hours of a week, as if evenly used: 75 hours are no person's week
LEAST_SEEN = 50  # pieces before that is judged
LEAST_DIFFERENT = 3  # other people must be there to whom the work could go


@dataclass(frozen=True, eq=False)
class Specialisation(Result):
    columns = {
        "resource": "who did the work",
        "pieces": "pieces of work",
        "activities": "different activities done",
        "spread": "how evenly the work is spread over all activities of the view: 0 always the same, 1 all alike",
        "top_activity": "what the resource does most",
        "top_share": "its share of the resource's work, 0..1",
        "looks_like_machine": "whether the work is spread over more of the week than a person's, or its name is that of a program",
        "sole_activities": "activities that hang on this resource: it does more than 80 % of at least 20 pieces",
        "sole_pieces": "pieces of these that it did",
    }

    @property
    def headline(self) -> str:
        table = self.tables["activities"]
        if len(self.frame) == 1:
            return f"{self.frame.resource[0]} does all work of this view, so all of it hangs on one name."
        single = table[table.is_single_point]
        half = self.frame.activities.median()
        of_all = counted(len(table), "activity", "activities")
        told = f"In the median a resource does {half:.0f} of {of_all}"
        machine = table[table.is_automatic].activity.tolist()
        clock = f" {listed(machine)} {'is' if len(machine) == 1 else 'are'} done round the clock, as by a machine." if machine else ""  # fmt: skip
        if single.empty:
            return f"{told}; no activity hangs on one person.{clock}"
        names = listed(
            [
                f"{row.top_resource} does {share(row.top_share)} of {row.activity}"
                for row in single.itertuples()
            ],
            most=3,
        )
        verb = "hangs" if len(single) == 1 else "hang"
        return f"{told}; {len(single):,} of them {verb} on one name: {names}.{clock}"

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        table = self.tables["activities"].sort_values(["top_share", "pieces"], ascending=[False, False])
        texts = [
            f"{row.top_resource} {share(row.top_share)} of {row.pieces:,} · as if {row.effective_resources:.1f} shared it"
            for row in table.itertuples()
        ]
        colours = [COLOURS["wait"] if one else COLOURS["work"] for one in table.is_single_point]
        figure = bars(
            table.activity.tolist(),
            table.top_share.tolist(),
            title=self.headline,
            axis="share of the one who does it most",
            texts=texts,
            colours=colours,
            most=30,
        )
        return figure.update_xaxes(tickformat=".0%", range=[0, 1])


def specialisation(log: EventLog) -> Specialisation:
    """Who can do what, and what hangs on one person?

    Spread is the entropy of somebody's work over activities, −Σ p·log2 p, with the correction of Miller and Madow for few
    pieces ((k − 1) / (2 n ln 2) for k activities in n pieces), over log2 of the number of activities of the view, at most 1;
    somebody of one activity has 0. An activity hangs on one resource (a single point of knowledge) when it does more than
    80 % of it, the activity was done at least 20 times, and at least three others work in the view; what was done more seldom
    is no evidence. Others may be able to do what they have not done: what is seen is who did it. A resource whose work is
    spread over more than 150 of the 336 half hours of a week, as if evenly (two to the power of their entropy, the log's
    own clock, from 50 pieces on), is taken for a machine, and what hangs on it is told apart: `is_automatic`. People who
    change shifts look the same, so look who it is; a machine that works by day looks like a person, and where everybody's work
    is spread so nobody is taken for a machine.
    Table `activities`: activity, pieces, resources, top_resource, top_share, second_resource, second_last_at (when anybody
    but the first did it last), effective_resources (2 to the entropy: as if so many shared it alike), is_single_point, is_automatic.
    Table `observations`: how often each resource did each activity; `is_program` where its name is that of a program (svc_router, BATCH-06),
    which is taken for a machine whatever its hours.
    Source: resource entropy after Pika et al. (2014); Miller (1955).
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who can do what is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    if log.view.screen:
        raise CannotAnswer(
            "What hangs on one person tells who that is, and this workspace names roles only.",
            f"log {log.name}",
            "Ask process_map or workload by role, or unlock individuals for a purpose.",
        )
    answer = log.ask("people", "specialisation")
    done = answer.frame
    if done.empty:
        raise CannotAnswer(
            "No work of this view names a resource.", f"log {log.name}", "Ask with other filters."
        )
    hours = log.rows("people", "round_the_clock", zone=log.zone or "UTC").set_index("resource").half_hours
    seen = done.groupby("resource").pieces.sum()
    judged = seen.index[seen >= LEAST_SEEN]
    machines = {name for name in judged if hours[name] > MOST_HALVES}
    if len(machines) == len(judged):  # where nobody keeps hours they tell no machine from a person
        machines = set()
    machines |= set(done.resource[done.is_program])
    activities = _activities(done, machines)
    tables = {"activities": activities, "observations": done}
    return Specialisation.of(log, answer, _people(done, activities, machines), tables=tables)


def entropy(pieces: list[int]) -> float:
    """−Σ p·log2 p of counts, corrected for few of them after Miller and Madow.

    >>> entropy([2, 1, 1]) - (3 - 1) / (2 * 4 * math.log(2))
    1.5
    """
    total = sum(pieces)
    plain = -sum(n / total * math.log2(n / total) for n in pieces if n)
    return plain + (len(pieces) - 1) / (2 * total * math.log(2))


def _people(done: pd.DataFrame, activities: pd.DataFrame, machines: set[str]) -> pd.DataFrame:
    import pandas as pd

    most = math.log2(len(activities)) if len(activities) > 1 else 1.0
    single = activities[activities.is_single_point].groupby("top_resource").activity.agg(list)
    rows: list[dict[str, Any]] = []
    for resource, of_one in done.groupby("resource"):
        top = of_one.loc[of_one.pieces.idxmax()]
        sole = single.get(resource, [])
        rows.append(
            {
                "resource": resource, "pieces": int(of_one.pieces.sum()), "activities": len(of_one),
                "spread": min(1.0, entropy(of_one.pieces.tolist()) / most), "top_activity": top.activity, "top_share": top.pieces / of_one.pieces.sum(),
                "looks_like_machine": resource in machines, "sole_activities": len(sole), "sole_pieces": int(of_one.pieces[of_one.activity.isin(sole)].sum()),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.sort_values(["sole_pieces", "pieces", "resource"], ascending=[False, False, True], ignore_index=True)  # fmt: skip


def _activities(done: pd.DataFrame, machines: set[str]) -> pd.DataFrame:
    import pandas as pd

    others = done.resource.nunique() - 1
    rows: list[dict[str, Any]] = []
    for activity, of_one in done.groupby("activity"):
        ranked = of_one.sort_values(["pieces", "resource"], ascending=[False, True])
        pieces, first = int(ranked.pieces.sum()), ranked.iloc[0]
        rest = ranked.iloc[1:]
        top_share = first.pieces / pieces
        is_one = top_share > SINGLE_POINT and pieces >= LEAST_PIECES and others >= LEAST_DIFFERENT
        is_automatic = is_one and first.resource in machines
        rows.append(
            {
                "activity": activity, "pieces": pieces, "resources": len(ranked), "top_resource": first.resource, "top_share": top_share,
                "second_resource": rest.resource.iloc[0] if len(rest) else None, "second_last_at": rest.last_at.max() if len(rest) else pd.NaT,
                "effective_resources": min(float(len(ranked)), 2 ** entropy(ranked.pieces.tolist())), "is_single_point": bool(is_one and not is_automatic),
                "is_automatic": bool(is_automatic),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.sort_values(["is_single_point", "pieces", "activity"], ascending=[False, False, True], ignore_index=True)  # fmt: skip
