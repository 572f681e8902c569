"""Who works in batches, how big, and when?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer
from procmine.log import Made
from procmine.result import Result
from procmine.timing.attribution import PIECES_AT_ONCE, asked_with
from procmine.wording import counted, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

DAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}
ALL = "(all)"
LEAST_BATCHES = 5  # fewer have no rhythm
LEAST_TOGETHER = 0.5  # of the batches that begin in one hour of the week, of the day, or on one weekday, or there is no rhythm
LEAST_PIECES = 20  # fewer pieces tell no habit in the headline


@dataclass(frozen=True, eq=False)
class BatchHabits(Result):
    columns = {
        "resource": "who does the work",
        "pieces": "finished pieces of work it did",
        "share_in_batches": "share of them done in a batch of two or more, 0..1",
        "batches": "the batches",
        "median_size": "median pieces in a batch; unknown without batches",
        "fires_on": "when at least half of 5 or more batches begin: an hour of the week or of any day, or a weekday, in the log's own zone",
        "median_gathering_hours": "median time from the first piece of a batch being ready to the start of the batch, hours",
        "pairs": "pairs of its pieces of one activity of which the later began to wait while the earlier still waited",
        "overtakings": "of these, pairs in which the later was taken up first",
        "fifo_index": "1 − overtakings / pairs: 1 is first come, first served; unknown without pairs",
    }

    @property
    def headline(self) -> str:
        frame = self.frame
        bound = (
            " No starts are recorded: work counts as begun at the earliest it can have been, so the batches are an upper bound."
            if not self.facts["share_with_start"]
            else ""
        )
        if not frame.batches.sum():
            return f"Nobody works in batches: none does two pieces of one activity on end that were ready together.{bound}"
        often = frame[frame.pieces >= LEAST_PIECES]
        often = often if len(often) and often.batches.sum() else frame
        top = often.sort_values(["share_in_batches", "pieces"], ascending=False, kind="stable").iloc[0]
        when = f", usually {top.fires_on}" if isinstance(top.fires_on, str) else ""
        many = int((often.share_in_batches > 0.5).sum())
        half = counted(many, "resource does", "resources do") if many else "No resource does"
        others = f" {half} more than half of the work in batches, of {len(often):,}."
        return (
            f"{top.resource} works in batches most: {share(top.share_in_batches)} of {counted(top.pieces, 'piece')}, {top.median_size:g} at a time (median)"
            f"{when}, gathered for {duration(top.median_gathering_hours)}.{others}{self._order}{bound}"
        )

    @property
    def _order(self) -> str:
        pairs, passed = self.frame.pairs.sum(), self.frame.overtakings.sum()
        if not pairs:
            return ""
        return f" Of what waits for the same hands {share(1 - passed / pairs)} of the pairs are taken up first come, first served."

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        shown = self.frame
        texts = [
            " · ".join(
                [share(row.share_in_batches)]
                + ([f"{row.median_size:g} at a time"] if is_known(row.median_size) else [])
                + ([str(row.fires_on)] if isinstance(row.fires_on, str) else [])
            )
            for row in shown.itertuples()
        ]
        figure = bars(
            shown.resource.tolist(),
            shown.share_in_batches.tolist(),
            title=self.headline,
            axis="share of the work done in batches",
            texts=texts,
        )
        figure.update_xaxes(tickformat=".0%", range=[0, 1])
        return figure


def batch_habits(log: EventLog) -> BatchHabits:
    """Who works in batches, how big, and when?

    A batch is two or more pieces of one activity that one resource does without a break between, all of them ready before the first
    was begun (see waiting_causes). So a queue that is worked off in one go is a batch too: what was let gather shows in a
    rhythm (`fires_on`) and in a long time of gathering, which runs from the first piece being ready to the start of the batch.
    A rhythm is told where at least half of 5 or more batches begin in the same hour of the week, else the same
    hour of the day, else on the same weekday, in the log's own zone. Batches are found in the whole log; those of which any piece
    is in the view count. Of two pieces of one activity that wait for the same resource together the later overtakes where it is taken up
    strictly earlier (see queue_discipline); the FIFO index is the share of pairs in which it does not.
    Where the log records no starts, work counts as begun at the earliest it can have been: ready, and after what its resource ended
    before. Idle hours between two pieces are then unseen, so batches are an upper bound. Batches are no fault: they save
    changing over, and cost waiting.
    Where the workspace names roles only batches are those of single people, added up by role.
    Resources come by the pieces they do in batches. Table `observations`: the same for each activity, with the
    commonest hours; (all) stands for all activities together.
    Source: batch processing of Lashkevich et al. (waiting time analysis, 2023) and Pika et al. (2017).
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "No resources are recorded, so nobody's batches are known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    _, given = asked_with(log, None)
    answer = log.ask("people", "batch_habits", made=_made_batch(log), instead=given["instead"])
    # Where roles are told, of an activity that fewer of them do than may be told of only the sum is told.
    is_told = answer.frame.people >= log.view.least_people
    rows = answer.frame[is_told].drop(columns="people").reset_index(drop=True)
    frame = rows[rows.activity == ALL].merge(_order(log), on="resource", how="left")
    frame = frame.fillna({"pairs": 0, "overtakings": 0}).astype({"pairs": int, "overtakings": int})
    frame["fifo_index"] = (1 - frame.overtakings / frame.pairs).where(frame.pairs > 0)
    frame["fires_on"] = [_rhythm(row) for row in frame.itertuples()]
    return BatchHabits.of(log, answer, frame, tables={"observations": rows})


def _rhythm(row: Any) -> str | None:
    """The hour of the week, the hour of the day or the weekday at which most of the batches begin."""
    if row.batches < LEAST_BATCHES:
        return None
    for begun, told in (
        (
            row.in_slot,
            lambda: f"{DAYS[int(row.slot_weekday)]} {int(row.slot_hour)}:00–{int(row.slot_hour) + 1}:00",
        ),
        (row.at_hour, lambda: f"{int(row.hour)}:00–{int(row.hour) + 1}:00"),
        (row.on_weekday, lambda: DAYS[int(row.weekday)]),
    ):
        if begun >= LEAST_TOGETHER * row.batches:
            return told()
    return None


def _by_resources(log: EventLog) -> Iterator[dict[str, Any]]:
    """Ranges of resources that are taken together, so that memory stays bounded."""
    pieces, resources = log.facts["events"], log.facts["resources"]
    step = max(1, int(PIECES_AT_ONCE / max(pieces, 1) * max(resources, 1)))
    return ({"low": low, "high": low + step} for low in range(1, resources + 1, step))


def _made_batch(log: EventLog) -> Made:
    """The noun `batch` of the whole version, worked out in turn for some resources at a time."""
    _, given = asked_with(log, None)

    def rows() -> pd.DataFrame:
        import pandas as pd

        whole = log.unfiltered()
        found = [
            _batches(whole.rows("timing", "resource_work", **some, **given)) for some in _by_resources(log)
        ]
        return pd.concat(found, ignore_index=True)

    return Made("batch", "", rows)


def _batches(work: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    from procmine.timing.batches import batches

    first, last_ready = batches(work)
    members = work[first >= 0]
    began, ready = work.iloc[first[first >= 0]], work.iloc[last_ready[first >= 0]]
    instants = {
        "enabled_at": members.enabled, "started_at": members.started, "ended_at": members.ended,
        "batch_started_at": began.started, "batch_enabled_at": ready.enabled,
    }  # fmt: skip
    numbers = {"event_no": members.event_no.to_numpy(), "batch_no": began.event_no.to_numpy()}
    return pd.DataFrame(
        numbers | {name: pd.to_datetime(us.to_numpy(), unit="us") for name, us in instants.items()}
    )


def _order(log: EventLog) -> pd.DataFrame:
    """For each resource the pairs of its pieces that wait together, and the overtakings among them."""
    import numpy as np
    import pandas as pd

    from procmine.timing.queue_discipline import later

    _, given = asked_with(log, None)
    names, found = log.select("select resource_no, resource from resources"), []
    for some in _by_resources(log):
        entries = log.rows("people", "own_queue", **some, **given)
        queue = entries.groupby(["person_no", "activity_no"]).ngroup()
        pairs, passed = later(entries.assign(activity_no=queue), np.ones((1, len(entries)), dtype=bool))
        entries = entries.assign(pairs=pairs[0], overtakings=passed[0])
        found.append(entries.groupby("resource_no", as_index=False)[["pairs", "overtakings"]].sum())
    return pd.concat(found).merge(names, on="resource_no")
