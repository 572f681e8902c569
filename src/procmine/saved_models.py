"""The models of a workspace: saved under a name that `model=` then takes on each of its logs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.errors import UnknownName, WrongOption
from procmine.process_models import ProcessModel, model_of_text
from procmine.process_models.xml_files import parsed

if TYPE_CHECKING:
    from procmine.store import Catalogue


class KeepingModels:
    """What a workspace does with models: save, list, give back, drop."""

    _catalogue: Catalogue

    def save_model(
        self, name: str, model: str | Path | ProcessModel, *, process: str | None = None
    ) -> ProcessModel:
        """Save a model under a name: a BPMN or PNML file as it is now (of several processes the one called `process`), or a model.

        A name that is taken means the new model from now on. Raises WrongOption for a name that could be a file or a sequence, and for what
        is no model, CannotAnswer for one that cannot be walked.
        """
        name = _checked(name)
        if isinstance(model, ProcessModel):
            form, text, process = (
                ("bpmn", model.to_bpmn(), None) if model.diagram else ("pnml", model.to_pnml(), None)
            )
        else:
            form, text = ("pnml" if Path(model).suffix.lower() == ".pnml" else "bpmn"), _text(Path(model))
        found = model_of_text(text, form, name, process)
        self._catalogue.reference_models.save(name, form, text, process)
        return found

    def models(self) -> list[str]:
        """The names of the saved models."""
        return list(self._catalogue.reference_models.all())

    def model(self, name: str) -> ProcessModel:
        """A saved model. Raises UnknownName where none is called so."""
        saved, name = self._catalogue.reference_models.all(), " ".join(name.split())
        if name not in saved:
            raise UnknownName("model", name, saved)
        one = saved[name]
        return model_of_text(one.text, one.form, name, one.process)

    def drop_model(self, name: str) -> None:
        """Forget a saved model. Raises UnknownName where none is called so."""
        if not self._catalogue.reference_models.drop(name):
            raise UnknownName("model", name, self._catalogue.reference_models.all())


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if (
        not plain
        or len(plain) > 100
        or Path(plain).suffix.lower() in (".bpmn", ".xml", ".pnml")
        or re.search(r"^\(|[/\\>→;]", plain)
    ):
        raise WrongOption(
            f"A model cannot be called {name!r}.",
            "save_model(…)",
            "Use words without / > ; and without the ending of a file, such as: loan process.",
        )
    return plain


def _text(path: Path) -> str:
    """The file as text; XML says its own encoding."""
    from lxml import etree

    return etree.tostring(parsed(path), encoding="unicode")
