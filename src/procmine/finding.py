"""What every finding can do, whether it is of one log or of several: a table, a sentence, a picture, and files of them."""

from __future__ import annotations

import html
import inspect
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from procmine.errors import WrongOption
from procmine.plain import exported, plain, records, saved, sheet_cell

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

SCHEMA = 1
FORMS = {
    ".csv": "to_csv", ".json": "to_json", ".xlsx": "to_excel", ".html": "to_html", ".svg": "to_svg", ".dot": "to_dot", ".bpmn": "to_bpmn",
    ".pnml": "to_pnml",
}  # fmt: skip
ROWS_SHOWN = 12
_has_library = False  # whether a picture of this session already brought plotly.js along


@dataclass(frozen=True, eq=False, kw_only=True)
class Finding:
    """A `frame` with the documented `columns` in that order, and further `tables`."""

    columns: ClassVar[dict[str, str]] = {}
    told_in: ClassVar[str] = ""  # the table that a terminal shows, where the frame is too long to be read

    frame: pd.DataFrame
    parameters: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def question(self) -> str:
        """The one name of this question: `WaitingTime` answers `waiting_time`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def definition(self) -> str:
        """What is measured, with its edge decisions: the docstring of the question."""
        return inspect.getdoc(getattr(sys.modules[type(self).__module__], self.question)) or ""

    @property
    def headline(self) -> str:
        """The finding in one sentence."""
        raise NotImplementedError

    @property
    def assumption(self) -> str:
        """What had to be assumed for it, as the end of the headline; nothing where nothing was."""
        return ""

    def figure(self) -> go.Figure:
        """The picture of the answer; its title is the headline."""
        raise NotImplementedError

    def asked_of(self) -> dict[str, Any]:
        """Of what was asked, as plain values."""
        return {}

    def account(self) -> dict[str, Any]:
        """What was left out, as plain values."""
        return {}

    def about(self) -> list[tuple[str, str]]:
        """The same for readers of a workbook, by what it is: of what was asked, what was left out."""
        return []

    def lost(self) -> str:
        """What could not be used, in a clause; nothing where all could."""
        return ""

    def remarks(self) -> list[str]:
        """What a reader of the table has to know beside it, in lines."""
        return []

    def __str__(self) -> str:
        return self.headline

    def _repr_html_(self) -> str:
        table = self.frame.head(ROWS_SHOWN).to_html(
            index=False, border=0, na_rep="–", float_format=lambda value: f"{value:,.2f}"
        )
        more = f"<p>{len(self.frame):,} rows in all</p>" if len(self.frame) > ROWS_SHOWN else ""
        lost = f"<p>{html.escape(self.lost())}.</p>" if self.lost() else ""
        return (
            f"<p><strong>{html.escape(self.headline)}</strong></p>{self._picture_html()}{table}{more}{lost}"
        )

    def _picture_html(self) -> str:
        """The picture as HTML. The drawing library, 5 MB, goes into the first picture of a session only."""
        global _has_library
        shown = self.figure().to_html(full_html=False, include_plotlyjs=not _has_library)
        _has_library = True
        return shown

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain values: what `--json` prints."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            **self.asked_of(),
            "headline": self.headline,
            "parameters": {name: plain(value) for name, value in self.parameters.items()},
            **self.account(),
            "definition": self.definition,
            "frame": records(self.frame),
            "tables": {name: records(frame) for name, frame in self.tables.items()},
        }

    def save(self, path: str | Path) -> Path:
        """Written in the form that the ending names: .csv, .json and .xlsx of every answer, .svg, .html, .dot, .bpmn, .pnml of those drawn so."""
        path = Path(path)
        known = {ending: getattr(self, write) for ending, write in FORMS.items() if hasattr(self, write)}
        if path.suffix.lower() not in known:
            raise WrongOption(
                f"This answer is not written as {path.suffix or 'a file without an ending'}.",
                str(path),
                f"End the name in one of: {', '.join(known)}.",
            )
        saved(known[path.suffix.lower()], path)
        return path

    def to_json(self, path: str | Path | None = None) -> str:
        text = json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False)
        if path is not None:
            Path(path).write_text(text + "\n", encoding="utf-8")
        return text

    def to_csv(self, path: str | Path | None = None) -> str | None:
        return exported(self.frame).to_csv(path, index=False)

    def to_excel(self, path: str | Path) -> Path:
        """One sheet for the answer, one for each further table, one that says what it is and what it left out.

        A cell holds no control letters, which are left out, and 32,767 letters: a longer text is cut and ends with `…`.
        """
        import pandas as pd

        about = [("Finding", self.headline), *self.about()]
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            exported(self.frame, sheet_cell).to_excel(book, sheet_name=self.question[:31], index=False)
            for name, frame in self.tables.items():
                exported(frame, sheet_cell).head(1_000_000).to_excel(book, sheet_name=name[:31], index=False)
            exported(pd.DataFrame(about, columns=["what", "value"]), sheet_cell).to_excel(
                book, sheet_name="about", index=False
            )
        return Path(path)
