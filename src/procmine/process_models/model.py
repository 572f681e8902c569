"""A model of a process: what may follow what. Read from BPMN or PNML, discovered, or said as a sequence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, WrongOption
from procmine.plain import saved, written
from procmine.process_models import bpmn, bpmn_files, diagram, pnml
from procmine.process_models.diagram import Diagram
from procmine.process_models.net import Net

if TYPE_CHECKING:
    from procmine.figures.drawing import Drawing


@dataclass(frozen=True, eq=False)
class ProcessModel:
    """What work may follow what. `diagram` is the process as BPMN, where it is one; `net` says what it allows."""

    name: str
    net: Net = field(repr=False)
    diagram: Diagram | None = field(default=None, repr=False)
    tree: str | None = field(default=None, repr=False)  # as a process tree, where a miner made one

    @classmethod
    def of(cls, found: Diagram, name: str, tree: str | None = None) -> ProcessModel:
        return cls(name, diagram.net_of(found), found, tree)

    @property
    def activities(self) -> list[str]:
        return sorted(self.net.labels)

    @property
    def possible(self) -> list[str]:
        """The activities, and the events that count as work where a log records them."""
        events = (
            ()
            if self.diagram is None
            else (
                one.name
                for one in self.diagram.elements
                if one.kind in ("start", "event", "end") and one.name
            )
        )
        return sorted(self.net.labels | set(events))

    def net_for(self, recorded: Iterable[str]) -> Net:
        """The net, in which the events that a log records by their name are work too."""
        return self.net if self.diagram is None else diagram.net_of(self.diagram, frozenset(recorded))

    def to_bpmn(self, path: str | Path | None = None) -> str:
        """The model as BPMN 2.0 XML, laid out; written to `path` where one is given. A net that was read has no BPMN form."""
        return written(bpmn_files.write_bpmn(self._drawn("to_bpmn()"), self.name), path)

    def to_pnml(self, path: str | Path | None = None) -> str:
        """The model as a Petri net in PNML; written to `path` where one is given."""
        return written(pnml.write_pnml(self.net, self.name), path)

    def save(self, path: str | Path) -> Path:
        """Written in the form that the ending names: `.bpmn` or `.pnml`."""
        ending = Path(path).suffix.lower()
        if ending not in (".bpmn", ".pnml"):
            raise WrongOption(
                f"A model is not written as {ending or 'a file without ending'}.",
                str(path),
                "End the name in .bpmn or .pnml.",
            )
        saved(self.to_bpmn if ending == ".bpmn" else self.to_pnml, path)
        return Path(path)

    def figure(self) -> Drawing:
        """The model as a drawing, left to right."""
        from procmine.process_models.drawn import drawn

        return drawn(self._drawn("figure()"), self.name)

    def _drawn(self, act: str) -> Diagram:
        if self.diagram is None:
            raise CannotAnswer(
                "This model is a Petri net and no BPMN process.",
                act,
                "Give the model as BPMN, or write it as PNML: model.to_pnml(path).",
            )
        return self.diagram

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        if self.diagram is None:
            return {"text/plain": repr(self)}
        return self.figure()._repr_mimebundle_(include, exclude)


def read_model(path: str | Path, *, process: str | None = None) -> ProcessModel:
    """The model of a BPMN (`.bpmn`, `.xml`) or PNML (`.pnml`) file; of several BPMN processes the one called `process`.

    What it allows is worked out step by step: tasks and call activities are work, gateways choose (exclusive, event-based), run side by
    side (parallel) or both (inclusive, where split and join are partners); work that is marked as a loop, or as done for several, may be
    done again as often as one likes; events are work where the log has an activity of their name. Sub-processes are walked as part of
    the process. Lanes, data and notes say nothing of the order of work. A case is done when its end is reached; of parallel work that
    is not joined when all parts have ended.
    Raises WrongOption where the file is none of these, CannotAnswer with every part that has no such meaning.
    """
    path = Path(path)
    if path.suffix.lower() == ".pnml":
        return ProcessModel(path.stem, pnml.read_pnml(path))
    return ProcessModel.of(bpmn.read_bpmn(path, process), path.stem)


def model_of_text(text: str, form: str, name: str, process: str | None = None) -> ProcessModel:
    """The model that a text holds, whose form is `bpmn` or `pnml`."""
    if form == "pnml":
        return ProcessModel(name, pnml.read_pnml(text.encode()))
    return ProcessModel.of(bpmn.read_bpmn(text.encode(), process), name)


def sequence_model(activities: Sequence[str], name: str) -> ProcessModel:
    """The model that allows one sequence of activities and nothing else."""
    return ProcessModel.of(diagram.sequence(activities), name)
