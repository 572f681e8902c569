"""The register as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from procmine.actions.table import COMMENTS, DOCUMENTS, HISTORY, TASKS, actions_frame, parts_frame
from procmine.plain import exported, sheet_cell

if TYPE_CHECKING:
    import pandas as pd

    from procmine.actions.action import Action

PARTS = {"tasks": TASKS, "comments": COMMENTS, "documents": DOCUMENTS, "history": HISTORY}


def written(actions: list[Action], path: Path) -> Path:
    """A sheet for the actions and one for each of their parts; days are days of the spreadsheet, texts never formulas."""
    import pandas as pd

    sheets = {"actions": actions_frame(actions)}
    sheets |= {part: parts_frame(actions, part, columns) for part, columns in PARTS.items()}
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name, frame in sheets.items():
            _with_days(exported(frame, sheet_cell)).to_excel(book, sheet_name=name, index=False)
            sheet = book.sheets[name]
            sheet.freeze_panes = "C2"
            sheet.column_dimensions["B"].width = 44
    return path


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    days = [name for name in frame if str(name).endswith("_on")]
    return frame.assign(**{name: pd.to_datetime(frame[name]).dt.date for name in days})
