"""Which model tells how the work flows, and how well?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from procmine.discovery.judging import judged, painted
from procmine.discovery.mined import CALLED, MINERS, mined
from procmine.discovery.miner import TookTooLong
from procmine.discovery.model_rows import graphs, part_of, parts_told, ranked
from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models import ProcessModel
from procmine.result import Result
from procmine.wording import counted, is_known, listed, share

if TYPE_CHECKING:
    from pathlib import Path

    from procmine.figures.drawing import Drawing
    from procmine.log import EventLog

MOST_VARIANTS = 300  # of each part: those that most cases follow


@dataclass(frozen=True, eq=False)
class Models(Result):
    columns = {
        "miner": "the miner that found the model",
        "fitness": "how much of the later cases' work the model allows, 0..1: 1 less the deviations over the most there could be",
        "precision": "how much of what the model allows next was done in later cases, 0..1: a model that allows everything has next to none",
        "f_score": "the harmonic mean of fitness and precision, by which models are ranked",
        "simplicity": "1 where the net is as plain as a sequence, towards 0 the more arcs its parts have",
        "is_sound": "whether every case can end, with nothing left over, and every step can happen; unknown where that is too much to look through",
        "share_fitting": "share of the later cases judged that the model allows wholly, 0..1",
        "share_judged": "share of the later cases that could be walked beside the model, 0..1",
        "activities": "activities in it",
        "gateways": "choices and parallel parts in it",
        "note": "why it could not be found or judged",
    }

    models: dict[str, ProcessModel] = field(default_factory=dict, repr=False)
    sequences: dict[tuple[str, ...], int] = field(
        default_factory=dict, repr=False
    )  # that the drawing is painted with
    work_hours: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def best(self) -> str:
        """The miner whose model has the highest f-score."""
        found = [one for one in self.frame.miner if one in self.models]
        if not found:
            raise CannotAnswer(
                "No miner found a model.",
                f"log {self.log}",
                "Ask with other miners, more noise, or fewer activities.",
            )
        return found[0]

    def model(self, miner: str | None = None) -> ProcessModel:
        """The model of a miner, the best without one: `.to_bpmn(path)`, `.to_pnml(path)`, `.tree`, `.figure()`."""
        wanted = miner or self.best
        if wanted not in self.models:
            raise CannotAnswer(
                f"There is no model by {wanted!r} here.",
                "model(…)",
                f"There is one by {listed(self.models) or 'nobody'}.",
            )
        return self.models[wanted]

    @property
    def headline(self) -> str:
        parts = self.tables["parts"]
        learnt = int(parts.cases[0])
        told = f"learnt from the first {counted(learnt, 'finished case')}"
        if not self.models:
            return f"No model could be found: {'; '.join(dict.fromkeys(self.frame.note))}.{self.assumption}"
        row = self.frame.iloc[0]
        if not is_known(row.f_score):
            return f"The {CALLED[row.miner]} found a model, {told}, that could not be judged: {row.note}.{self.assumption}"
        unsound = " It can get stuck: not every case can end in it." if row.is_sound is False else ""
        wholly = (
            "it allows all of them"
            if row.share_fitting == 1
            else f"it allows {share(row.share_fitting)} of them wholly"
        )
        return (
            f"The model of the {CALLED[row.miner]}, {told}, holds for the {self._judges(row)} with a fitness of {row.fitness:.2f} "
            f"and a precision of {row.precision:.2f}; {wholly}.{unsound}{self._bounded}{self.assumption}"
        )

    def _judges(self, row: Any) -> str:
        later = int(self.tables["parts"].cases[1])
        if row.share_judged > 0.9995:
            return counted(later, "later case")
        return (
            f"{share(row.share_judged)} of the {counted(later, 'later case')} that could be walked beside it"
        )

    @property
    def _bounded(self) -> str:
        covered = float(self.tables["parts"].share_covered[0])
        return (
            ""
            if covered > 0.9995
            else f" It was learnt from the most frequent variants, {share(covered)} of these cases."
        )

    def figure(self, miner: str | None = None) -> Drawing:
        """The best model as a drawing, or that of a miner, painted with how often the cases went along each part of it."""
        chosen = miner or self.best
        if chosen not in self._drawings:
            self._drawings[chosen] = painted(
                self.model(chosen), self.sequences, self.work_hours, self.headline
            )
        return self._drawings[chosen]

    @cached_property
    def _drawings(self) -> dict[str, Drawing]:
        return {}

    def to_bpmn(self, path: str | Path | None = None) -> str:
        """The best model as BPMN, laid out."""
        return self.model().to_bpmn(path)

    def to_pnml(self, path: str | Path | None = None) -> str:
        """The best model as a Petri net."""
        return self.model().to_pnml(path)

    def to_svg(self, path: str | Path | None = None) -> str:
        return self.figure().to_svg(path)

    def to_html(self, path: str | Path | None = None) -> str:
        return self.figure().to_html(path)

    def _picture_html(self) -> str:
        return self.figure().to_html(full_page=False) if self.models else ""


def models(
    log: EventLog,
    *,
    miner: str | None = None,
    noise: float = 0.2,
    hold_out: float = 0.3,
    seconds: float = 60.0,
) -> Models:
    """Which model tells how the work flows, and how well does it hold for later cases?

    A model says what may follow what, with choices, parallel parts and loops. It is mined from the finished cases that began first and
    judged by those that began last (`hold_out` of them): what was learnt by heart does not pass. Miners: `inductive` (always sound),
    `split`, `heuristics`, `powl` (partial orders, reads no noise away); all four without `miner`. `noise` (0..1) is how rare what is left
    out may be: the threshold of the inductive miner, the percentile η of split miner, 1 less the dependency threshold (at least 0.5) of
    heuristics.
    Fitness is that of optimal alignments: 1 less the deviations of all cases over the most there could be. Precision is that of escaping
    edges. Both are needed: a model that allows everything fits everything. Simplicity is the inverse arc degree of the Petri net.
    Each part is told by its most frequent variants, at most 300 (table `parts`: part, cases, variants, share_covered). Cases that would
    take too long to walk beside the model are left out of its judgement (`share_judged`). A miner is stopped after `seconds`.
    The models are in `.models`; `.model("split").to_bpmn("flow.bpmn")` writes one. Open cases, and those that began before the
    observation, are neither learnt from nor judged.
    Raises CannotAnswer where either part is empty, NotInstalled without the extra `models`.
    Source: Leemans et al. (2013), Augusto et al. (2019), Weijters & Ribeiro (2011), Kourani & van Zelst (2023), as pm4py mines them.
    """
    _refuse(miner, noise, hold_out, seconds)
    answer = log.ask("discovery", "models", hold_out=hold_out)
    first, later = (part_of(answer.frame, is_later) for is_later in (False, True))
    _refuse_few(sum(first.values()), sum(later.values()), log)
    learnt, judges = (dict(list(part.items())[:MOST_VARIANTS]) for part in (first, later))
    found: dict[str, ProcessModel] = {}
    rows = []
    for one in (miner,) if miner else MINERS:
        model, note = _found(partial(mined, one, learnt, noise=noise, seconds=seconds), seconds)
        if model is not None:
            found[one] = model
        rows.append(
            {"miner": one, **judged(model, judges, sum(later.values()))} | ({"note": note} if note else {})
        )
    frame = ranked(rows, list(Models.columns))
    told = {"miner": miner, "noise": noise, "hold_out": hold_out}
    tables = {
        "observations": answer.frame,
        "parts": parts_told((first, learnt), (later, judges)),
        **graphs(found),
    }
    nodes = log.rows("discovery", "process_map_nodes")
    hours = {
        name: work
        for name, work in zip(nodes.activity, nodes.median_service_hours, strict=True)
        if is_known(work)
    }
    walked = {one: learnt.get(one, 0) + judges.get(one, 0) for one in [*learnt, *judges]}
    made = Models.of(log, answer, frame, tables=tables, parameters=told)
    return replace(made, models=found, sequences=walked, work_hours=hours)


def _refuse(miner: str | None, noise: float, hold_out: float, seconds: float) -> None:
    if miner is not None and miner not in MINERS:
        raise WrongOption(
            f"There is no miner {miner!r}.", "models(miner=…)", f"Use one of: {', '.join(MINERS)}."
        )
    if not 0 <= noise <= 1:
        raise WrongOption(
            f"The noise is {noise}, outside 0..1.",
            "models(noise=…)",
            "0.2 leaves out what is rarer than a fifth of its like.",
        )
    if not 0 < hold_out < 1:
        raise WrongOption(
            f"{hold_out} of the cases are to be held out, not between 0 and 1.",
            "models(hold_out=…)",
            "0.3 judges by the last 30 %.",
        )
    if not seconds > 0:
        raise WrongOption(
            f"A miner may take {seconds} seconds.", "models(seconds=…)", "Give a number above 0."
        )


def _refuse_few(first: int, later: int, log: EventLog) -> None:
    if not first or not later:
        raise CannotAnswer(
            f"To learn from there are {counted(first, 'finished case')}, to judge by {later}: a model is learnt from some and judged by others.",
            f"log {log.name}",
            "Ask with fewer filters, another hold_out=, or say when a case is complete: --complete-when.",
        )


def _found(mine: Any, seconds: float) -> tuple[ProcessModel | None, str]:
    try:
        return mine(), ""
    except TookTooLong:
        return None, f"stopped after {seconds:g} seconds"
    except (
        CannotAnswer
    ) as refusal:  # a diagram that cannot be walked, or a miner that stumbled: the others are still asked
        return None, refusal.found.rstrip(".")
