"""The model that work is held against, in the words of the log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer, WrongOption
from procmine.process_models import Net, ProcessModel, model_of_text, read_model, sequence_model
from procmine.wording import listed

if TYPE_CHECKING:
    from procmine.log import EventLog

ENDINGS = (".bpmn", ".xml", ".pnml")
SEQUENCE = re.compile(r"\s+(?:>|→)\s+")
Said = str | Path | ProcessModel | Sequence[str]


def reference(log: EventLog, model: Said | None, process: str | None) -> ProcessModel:
    """The model that was said: a file, a model, a sequence of activities; without one the confirmed happy path of the log."""
    if model is None:
        path = log.happy_path
        if path is None:
            raise WrongOption(
                "No model is given, and no happy path is confirmed for this log.",
                "deviations(model=…)",
                'Give one: model="flow.bpmn", a .pnml file, or the activities in order, "Draft > Review > Send"; '
                'or confirm a happy path: ws.confirm_happy_path("log"), procmine happy-path confirm LOG.',
            )
        return sequence_model(path, "the confirmed happy path")
    if isinstance(model, ProcessModel):
        return model
    if isinstance(model, str) and SEQUENCE.search(model):
        model = SEQUENCE.split(model.strip())
    if isinstance(model, str) and (saved := log.version.saved_models().get(" ".join(model.split()))):
        return model_of_text(saved.text, saved.form, saved.name, saved.process)
    if isinstance(model, str) and Path(model).suffix.lower() not in ENDINGS:
        raise WrongOption(
            f"{model!r} is no saved model, no file of one and no sequence.",
            "deviations(model=…)",
            'Give a file that ends in .bpmn, .xml or .pnml, or activities: "Draft > Review > Send".',
        )
    if isinstance(model, str | Path):
        return read_model(model, process=process)
    if not isinstance(model, list | tuple) or any(not isinstance(one, str) for one in model):
        raise WrongOption(
            f"{model!r} is no model.",
            "deviations(model=…)",
            "Give a file, a saved model's name, a ProcessModel, or the activities in order.",
        )
    if not model:
        raise WrongOption("The sequence holds no activity.", "deviations(model=…)", "Give at least one.")
    return sequence_model(list(model), "the given sequence")


def in_words_of(
    log: EventLog, model: ProcessModel, names: str | Mapping[str, str] | None
) -> tuple[Net, dict[str, str]]:
    """The net, and for each activity of the log the name it has there: its own, one that differs in case or spaces only, or as `names` says.

    An activity without a name in the model keeps its own. Raises CannotAnswer where no name is known to both.
    """
    said = _said(names)
    recorded, possible = log.activities, model.possible
    wrong = [f"the model has no {one!r}" for one in said if one not in possible]
    wrong += [f"the log has no {one!r}" for one in said.values() if one not in recorded]
    if wrong:
        raise WrongOption(
            f"Names do not fit: {'; '.join(wrong)}.",
            "deviations(names=…)",
            "Write Name in the model = Name in the log; join several by ;.",
        )
    plain = _unique(possible)
    called = {
        activity: activity if activity in possible else plain.get(_plain(activity), activity)
        for activity in recorded
    }
    others = {name for activity, name in called.items() if activity not in said.values()}
    doubled = [name for name in said if name in others]
    if doubled:
        raise WrongOption(
            f"The log has {doubled[0]!r} itself, so no other activity can bear that name.",
            "deviations(names=…)",
            "Say which activity it is in the model, or leave this name out.",
        )
    called |= {activity: name for name, activity in said.items()}
    if not set(called.values()) & set(possible):
        raise CannotAnswer(
            f"No activity of the log is in the model: the log has {listed(recorded)}, the model {listed(possible)}.",
            f"log {log.name}, {model.name}",
            'Say which is which: names="Name in the model = Name in the log; …".',
        )
    return model.net_for(called.values()), called


def _said(names: str | Mapping[str, str] | None) -> dict[str, str]:
    if not isinstance(names, str):
        return dict(names or {})
    pairs = [part.partition("=") for part in names.split(";") if part.strip()]
    if any(not sign or not a.strip() or not b.strip() for a, sign, b in pairs):
        raise WrongOption(
            f"{names!r} does not say which name is which.",
            "deviations(names=…)",
            "Write Name in the model = Name in the log; join several by ;.",
        )
    return {a.strip(): b.strip() for a, _, b in pairs}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _unique(names: Iterable[str]) -> dict[str, str]:
    """Each name by its plain form, where no other has the same."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_plain(name), []).append(name)
    return {plain: some[0] for plain, some in found.items() if len(some) == 1}
