"""Frames as plain values: instants on the log's clock, rows for JSON, cells that a spreadsheet takes for what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import WrongOption

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767  # letters that a cell of a workbook holds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def written(text: str, path: str | Path | None) -> str:
    """The text, also as a file where a path is given."""
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text


def saved(write: Callable[[Path], object], path: str | Path) -> None:
    """Written to `path`; what the disk refuses is told as a refusal."""
    try:
        write(Path(path))
    except OSError as error:
        raise WrongOption(
            f"The file cannot be written: {error.strerror or error}.",
            str(path),
            "Name a file in a folder that is there.",
        ) from None


def instants(frame: pd.DataFrame, facts: dict[str, Any]) -> pd.DataFrame:
    """Instants in the log's own zone where it is known; a wall clock without a zone stays as it was recorded."""
    columns = [
        str(name) for name in frame if str(name).endswith("_at") and frame[name].dtype.kind == "M"
        and getattr(frame[name].dtype, "tz", None) is None
    ]  # fmt: skip
    if facts["zone"] is None or not columns:
        return frame
    return frame.assign(
        **{name: frame[name].dt.tz_localize("UTC").dt.tz_convert(facts["zone"]) for name in columns}
    )


def plain(value: Any) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return (value.tz_convert("UTC") if value.tzinfo else value).isoformat().replace("+00:00", "Z")
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value.item() if isinstance(value, np.generic) else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def exported(frame: pd.DataFrame, cell: Callable[[Any], Any] | None = None) -> pd.DataFrame:
    """A frame safe to open in a spreadsheet: no text becomes a formula; instants stand in the log's zone, with the offset."""
    import pandas as pd

    made = {}
    for name in frame:
        column = frame[name]
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            made[name] = column.map(lambda at: at.isoformat(), na_action="ignore").astype(object)
        elif column.dtype == object or isinstance(column.dtype, pd.StringDtype):
            made[name] = column.map(cell or _cell)
        else:
            made[name] = column
    return pd.DataFrame(made, index=frame.index)


def sheet_cell(value: Any) -> Any:
    """What a cell of a workbook can hold: no control letters, and at most as many letters as fit, the rest told by `…`."""
    value = _joined(value)
    if not isinstance(value, str):
        return value
    text = _cell(_CONTROL.sub("", value))  # what remains decides whether it would be a formula
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _joined(value: Any) -> Any:
    is_list = not isinstance(value, str) and hasattr(value, "__iter__")
    return " > ".join(str(one) for one in value) if is_list else value


def _cell(value: Any) -> Any:
    value = _joined(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
