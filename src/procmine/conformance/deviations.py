"""Where does the work part ways with the model?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from procmine.calendars import placed_on
from procmine.conformance.allow_list import allow_list
from procmine.conformance.deviation_rows import deviation_rows, deviation_tables
from procmine.conformance.reference import Said, in_words_of, reference
from procmine.conformance.walking import Walks, walks
from procmine.errors import CannotAnswer
from procmine.process_models import ProcessModel, walked
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, duration, is_known, share

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import plotly.graph_objects as go

    from procmine.figures.drawing import Drawing
    from procmine.log import EventLog

MOST_CASES = 1000  # of each deviation


@dataclass(frozen=True, eq=False)
class Deviations(Result):
    columns = {
        "deviation": "what was done otherwise, in words",
        "kind": "`skipped`, `repeated`, `added`, or moved: `early`, `late`",
        "activity": "the activity",
        "beside": "of work that was moved the work it was done before or after",
        "cases": "cases in which it was",
        "share_cases": "of all cases whose beginning was seen, 0..1",
        "times": "how often in all",
        "open_cases": "of the cases, those that are open",
        "median_hours": "median cycle time of the finished cases in which it was",
        "median_worked_hours": "the same in working time, where a calendar is given",
        "others_median_hours": "median cycle time of the other finished cases that were walked",
        "others_median_worked_hours": "the same in working time",
        "longer_hours": "by how much the first is longer than the second; negative where shorter",
        "longer_worked_hours": "the same in working time",
        "longer_low_hours": "lower end of the 95 % interval of that; unknown below 20 cases on either side",
        "longer_low_worked_hours": "the same in working time",
        "longer_high_hours": "upper end",
        "longer_high_worked_hours": "the same in working time",
        "same_cases_as": "an earlier row that lies in just the same cases; missing where there is none",
        "is_allowed": "on the list of what is allowed: told, and no deviation in the shares",
    }

    model: ProcessModel | None = field(default=None, repr=False)
    walks: Walks | None = field(default=None, repr=False)

    @property
    def is_until_extraction(self) -> bool:
        return bool(self.frame.open_cases.sum())

    @property
    def headline(self) -> str:
        whole = self.tables["fitness"].iloc[0]
        found = self.frame[~self.frame.is_allowed]
        if not whole.walked_cases:
            return f"No case could be walked beside the model: it allows too much to look through.{self.assumption}"
        if found.empty:
            return f"Every one of {counted(whole.walked_cases, 'case')} follows the model.{self._left_out}{self.assumption}"
        row = found.iloc[0]
        first = f"{row.deviation} in {counted(row.cases, 'case')} ({share(row.share_cases)}){self._with_others(row)}{_longer(row)}"
        return f"{first}.{self._following}{self._left_out}{self.assumption}"

    @property
    def _following(self) -> str:
        """Of the finished cases, and apart from them of the open ones, which may still deviate."""
        whole = self.tables["fitness"].iloc[0]
        told = ""
        if whole.finished_cases:
            told = f" {count(whole.fitting_cases)} of {counted(whole.finished_cases, 'finished case')} follow{_s(whole.fitting_cases)} the model"
            told += f" ({share(whole.share_fitting)})"
            told += f", a fitness of {whole.fitness:.2f}." if is_known(whole.fitness) else "."
        return told + (
            f" So far {count(whole.open_fitting_cases)} of {counted(whole.open_cases, 'open case')} follow{_s(whole.open_fitting_cases)} it."
            if whole.open_cases
            else ""
        )

    def _with_others(self, row: Any) -> str:
        others = int((self.frame.same_cases_as == row.deviation).sum())
        return f", with {counted(others, 'more deviation')} in the same cases" if others else ""

    @property
    def _left_out(self) -> str:
        whole = self.tables["fitness"].iloc[0]
        missing = int(whole.cases - whole.walked_cases)
        return (
            f" {counted(missing, 'case')} could not be walked: it would take too long to tell what they did otherwise."
            if missing
            else ""
        )

    @property
    def told_once(self) -> pd.DataFrame:
        """The deviations, of those that lie in just the same cases the first; `others` counts the rest."""
        others = self.frame.same_cases_as.value_counts()
        first = self.frame[self.frame.same_cases_as.isna()]
        return first.assign(others=first.deviation.map(others).fillna(0).astype(int))

    def figure(self) -> go.Figure:
        """The deviations by the cases in which they are; those of just the same cases are one bar."""
        from procmine.figures import COLOURS, bars

        rows = self.told_once.head(15)
        names = [
            f"{row.deviation}{f' (and {row.others} more)' if row.others else ''}" for row in rows.itertuples()
        ]
        texts = [
            " · ".join(
                part
                for part in (
                    f"{counted(row.cases, 'case')}, {share(row.share_cases)}",
                    _took(row),
                    "allowed" if row.is_allowed else "",
                )
                if part
            )
            for row in rows.itertuples()
        ]
        return bars(
            names,
            rows.cases.tolist(),
            title=self.headline,
            axis="cases",
            texts=texts,
            colours=COLOURS["rework"],
        )

    def to_svg(self, path: str | Path | None = None) -> str:
        """The model as walked, as a picture."""
        return self.model_figure().to_svg(path)

    def to_html(self, path: str | Path | None = None) -> str:
        """The model as walked, as a page."""
        return self.model_figure().to_html(path)

    def model_figure(self) -> Drawing:
        """The model as a drawing, painted with how often the cases went along each part of it."""
        from procmine.process_models.drawn import drawn

        if self.model is None or self.model.diagram is None or self.walks is None:
            raise CannotAnswer(
                "This model is a Petri net and no BPMN process.", "model_figure()", "Give the model as BPMN."
            )
        times = walked(
            self.walks.net, [(walk.alignment, walk.cases) for walk in self.walks.each if walk.alignment]
        )
        return drawn(self.model.diagram, self.headline, times=times, note=f"Model: {self.model.name}")


def _s(cases: float) -> str:
    return "s" if cases == 1 else ""


def _is_apart(row: Any) -> bool:
    return is_known(row.longer_low_hours) and not row.longer_low_hours <= 0 <= row.longer_high_hours


def _took(row: Any) -> str:
    return (
        f"took {duration(abs(row.longer_hours))} {'longer' if row.longer_hours > 0 else 'less'}"
        if _is_apart(row)
        else ""
    )


def _longer(row: Any) -> str:
    if not is_known(row.longer_low_hours):
        return ""
    if not _is_apart(row):
        return "; these took no other time than chance may make"
    low, high = sorted((abs(row.longer_low_hours), abs(row.longer_high_hours)))
    return f"; these {_took(row)} than the others ({duration(low)} to {duration(high)})"


def deviations(
    log: EventLog, *, model: Said | None = None, names: str | Mapping[str, str] | None = None, allowed: str | Sequence[str] | None = None,
    process: str | None = None, calendar: str | None = None, period: str | None = None,
) -> Deviations:  # fmt: skip
    """Where does the work part ways with the model, in how many cases, and do these take longer?

    `model` is a BPMN or PNML file (of several processes the one called `process`), a ProcessModel, or the activities in their order (`Draft > Review > Send`);
    without it the confirmed happy path of the log. Each case is walked beside the model in the way that needs the fewest deviations
    (optimal alignment): work of the model that is missing was skipped; work that the model has no place for was done again where the case
    also did it in its place, else added; work missing in one place and standing in another was moved, and is told once: done before or
    after the work in between. Of equally short ways the one that follows the record first is taken.
    The order of work is that of the log's positions (by starts); where two overlap, or have the same instant, that order says little, and
    what is told as moved may have been side by side. An open case has not ended: what is still to come was not skipped. Cases that began
    before the observation are left out.
    Activities are matched by name, else by name without regard to case and spaces, else as `names` says (`Name in the model = Name in the
    log; …`); table `activities`: activity, name in the model (missing: unknown to it), is_in_log.
    `allowed` are deviations in words, as they are told, that are let pass: they are listed and count for nothing in the shares.
    Table `fitness`: cases, walked_cases, finished_cases and fitting_cases among them with share_fitting, open_cases and open_fitting_cases
    (which may still deviate), and fitness: 1 less the deviations of the finished cases over the most
    there could be (all their work unforeseen, and the shortest way of the model skipped). Cases that would take too long to walk are counted
    as not walked, and nothing is said of them. Tables `cases` (of each deviation the newest 1,000) and `over_time` (by the period, `day`,
    `week` or `month`, in which cases began).
    That the cases with a deviation take longer does not say that it makes them longer. Times are told of the 60 most frequent deviations.
    Raises CannotAnswer where the log and the model share no name, or where work is hidden inside the cases.
    Source: Adriansyah (2014); intervals of medians between order statistics, put together by MOVER (Zou & Donner 2008).
    """
    if log.view.has_projection:
        raise CannotAnswer(
            "Work is hidden inside the cases: what is hidden would look skipped.",
            str(log.filters),
            "Remove `only …`.",
        )
    placed, given = placed_on(calendar, log)
    held = reference(log, model, process)
    net, called = in_words_of(log, held, names)
    rows = log.rows("conformance", "deviations_sequences")
    if rows.empty:
        log.ask("discovery", "summary")  # refuses where no case is left at all
        raise CannotAnswer(
            "No case of this view began while somebody was looking.",
            f"log {log.name}",
            "Ask with other filters.",
        )
    found = walks(net, rows, called)
    let = allow_list(allowed, found, log, held)
    numbered = {one: number for number, one in enumerate(found.deviations, start=1)}
    bound: dict[str, Any] = found.rows(numbered) | {
        "period": cut_in(log, period)["period"],
        "zone": log.zone or "UTC",
    }
    answer = log.ask("conformance", "deviations", **bound)
    hours = log.rows("conformance", "deviations_hours", **given)
    frame = deviation_rows(
        answer.frame, found, numbered, let, hours, placed is not None, list(Deviations.columns)
    )
    cases = log.rows(
        "conformance",
        "deviations_cases",
        most=MOST_CASES,
        **given,
        **{name: bound[name] for name in ("trace_nos", "are_open", "deviation_nos", "times")},
    )
    tables = deviation_tables(answer.frame, cases, numbered, found.fitness(let), called, held)
    told = {
        "model": held.name,
        "names": names,
        "allowed": [one.told for one in let],
        "calendar": str(placed) if placed else None,
        "period": bound["period"],
    }
    return replace(Deviations.of(log, answer, frame, tables=tables, parameters=told), model=held, walks=found)
