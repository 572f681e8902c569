"""The rows of an answer on models: sequences by part, models by rank, their elements and flows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from procmine.process_models import ProcessModel

if TYPE_CHECKING:
    import pandas as pd


def part_of(rows: pd.DataFrame, is_later: bool) -> dict[tuple[str, ...], int]:
    """The sequences of one part, the most frequent first."""
    chosen = rows[rows.is_held_out == is_later]
    return {tuple(names): int(cases) for names, cases in zip(chosen.activities, chosen.cases, strict=True)}


def ranked(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """The best first; what could not be judged after it."""
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.astype(
        {
            name: "float64"
            for name in ("fitness", "precision", "f_score", "simplicity", "share_fitting", "share_judged")
        }
    )
    frame["is_sound"] = frame.is_sound.astype("boolean")
    return frame.sort_values("f_score", ascending=False, kind="stable", na_position="last", ignore_index=True)


def parts_told(*parts: tuple[dict, dict]) -> pd.DataFrame:
    import pandas as pd

    rows = [
        (name, sum(all_.values()), len(all_), sum(kept.values()) / sum(all_.values()))
        for name, (all_, kept) in zip(("learnt from", "judged by"), parts, strict=True)
    ]
    return pd.DataFrame(rows, columns=["part", "cases", "variants", "share_covered"])


def graphs(found: dict[str, ProcessModel]) -> dict[str, pd.DataFrame]:
    """The models as rows, for those who draw them elsewhere."""
    import pandas as pd

    drawn = [(name, model.diagram) for name, model in found.items() if model.diagram]
    elements = [(name, one.id, one.kind, one.name) for name, diagram in drawn for one in diagram.elements]
    flows = [(name, one.source, one.target) for name, diagram in drawn for one in diagram.flows]
    return {
        "elements": pd.DataFrame(elements, columns=["miner", "id", "kind", "name"]),
        "flows": pd.DataFrame(flows, columns=["miner", "from_id", "to_id"]),
    }
