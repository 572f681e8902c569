"""A model judged by cases that it was not learnt from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from procmine.process_models import (
    Behaviour,
    ProcessModel,
    all_aligned,
    f_score,
    fitness,
    is_sound,
    precision,
    simplicity,
    walked,
)
from procmine.wording import share

if TYPE_CHECKING:
    from procmine.figures.drawing import Drawing

MOST_STATES = 50_000  # that are looked at to walk one case beside the model
MOST_STATES_IN_ALL = 400_000


def judged(
    model: ProcessModel | None, sequences: Mapping[tuple[str, ...], int], cases: int
) -> dict[str, Any]:
    """The numbers of one model; of `cases` later cases the `sequences` are those it is judged by."""
    if model is None:
        return {}
    behaviour = Behaviour(model.net)
    alignments = all_aligned(behaviour, sequences, MOST_STATES, MOST_STATES_IN_ALL)
    judged_cases = sum(sequences[one] for one in alignments)
    fitting = sum(sequences[one] for one, found in alignments.items() if not found.deviations)
    fit, precise = fitness(behaviour, sequences, alignments), precision(behaviour, sequences)
    kinds = [one.kind for one in model.diagram.elements] if model.diagram else []
    return {
        "fitness": fit,
        "precision": precise,
        "f_score": f_score(fit, precise),
        "simplicity": simplicity(model.net),
        "is_sound": is_sound(model.net),
        "share_fitting": fitting / judged_cases if judged_cases else None,
        "share_judged": judged_cases / cases,
        "activities": len(model.activities),
        "gateways": sum(kind in ("exclusive", "parallel", "inclusive") for kind in kinds),
        "note": "" if fit is not None and precise is not None else _why(fit),
    }


def _why(fit: float | None) -> str:
    return (
        "none of the later cases could be walked beside it"
        if fit is None
        else "it allows too much to look through"
    )


def painted(
    model: ProcessModel, sequences: Mapping[tuple[str, ...], int], work_hours: Mapping[str, float], title: str
) -> Drawing:
    """The drawing of a model, painted with the cases that could be walked beside it."""
    from procmine.process_models.drawn import drawn

    assert model.diagram is not None
    alignments = all_aligned(Behaviour(model.net), sequences, MOST_STATES, MOST_STATES_IN_ALL)
    times = walked(model.net, [(found, sequences[one]) for one, found in alignments.items()])
    part = sum(sequences[one] for one in alignments) / max(1, sum(sequences.values()))
    note = f"Model of the {model.name}" + (
        "" if part > 0.9995 else f" · numbers of {share(part)} of the cases"
    )
    hours = {one.id: work_hours[one.name] for one in model.diagram.elements if one.name in work_hours}
    return drawn(model.diagram, title, times=times, work_hours=hours, note=note)
