"""The models of a workspace: what work is held against, kept under names; they outlive versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procmine.store.people import account

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue


@dataclass(frozen=True)
class SavedModel:
    """The text of a model in one of its forms (`bpmn`, `pnml`); of several processes which one."""

    name: str
    form: str
    text: str
    process: str | None
    saved_at: datetime
    who: str


class ReferenceModels:
    """The saved models of one workspace, in its catalogue."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    def all(self) -> dict[str, SavedModel]:
        rows = self._catalogue.rows(
            "select name, form, text, process, saved_at, who from reference_model order by name"
        )
        return {
            row.name: SavedModel(
                row.name, row.form, row.text, row.process, datetime.fromisoformat(row.saved_at), row.who
            )
            for row in rows
        }

    def save(self, name: str, form: str, text: str, process: str | None) -> None:
        """Keep a model, in place of one of that name."""
        with self._catalogue.executing() as execute:
            execute(
                "insert or replace into reference_model (name, form, text, process, saved_at, who) values (:name, :form, :text, :process, :at, :who)",
                name=name, form=form, text=text, process=process, at=datetime.now(UTC).replace(microsecond=0).isoformat(), who=account(),
            )  # fmt: skip

    def drop(self, name: str) -> bool:
        """Forget a model; gives back whether there was one."""
        with self._catalogue.executing() as execute:
            return bool(execute("delete from reference_model where name = :name", name=name).rowcount)
