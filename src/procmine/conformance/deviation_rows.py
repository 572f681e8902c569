"""The rows of an answer on deviations: what was done otherwise, how often, and by how much longer these cases took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procmine.conformance.longer import median_difference
from procmine.conformance.walking import FITS, UNKNOWN, Walks
from procmine.conformance.ways_apart import Deviation
from procmine.process_models import ProcessModel

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MOST_TIMED = 60  # deviations whose cases are timed, those of most cases first
TIMES = ("median_hours", "others_median_hours", "longer_hours", "longer_low_hours", "longer_high_hours")


def deviation_rows(
    rows: pd.DataFrame, found: Walks, numbered: Mapping[Deviation, int], let: list[Deviation], hours: pd.DataFrame, is_worked: bool, columns: Sequence[str]
) -> pd.DataFrame:  # fmt: skip
    import pandas as pd

    whole = rows[rows.period_at.isna()].set_index("deviation_no")
    twins, told = found.twins(let), []
    for one, number in numbered.items():
        row = whole.loc[number]
        told.append(
            {
                "deviation": one.told, "kind": one.kind, "activity": one.activity, "beside": one.beside or None, "cases": int(row.cases),
                "share_cases": float(row.share_cases), "times": int(row.times), "open_cases": int(row.open_cases), "is_allowed": one in let,
                "same_cases_as": twins[one],
                **(_times(one, found, hours, is_worked) if number <= MOST_TIMED else {}),
            }
        )  # fmt: skip
    frame = pd.DataFrame(told, columns=columns)
    frame = frame.astype(
        {name: "float64" for name in frame.columns if name.endswith("_hours")} | {"is_allowed": "bool"}
    )
    return frame.astype({name: "int64" for name in ("cases", "times", "open_cases")}).sort_values(
        ["is_allowed", "cases"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _times(one: Deviation, found: Walks, hours: pd.DataFrame, is_worked: bool) -> dict[str, float]:
    """How long its finished cases took beside the others that were walked."""
    with_it = [walk.trace_no for walk in found.each if one in walk.apart and not walk.is_open]
    unknown = [walk.trace_no for walk in found.each if walk.alignment is None and not walk.is_open]
    walked_ones = hours[~hours.trace_no.isin(unknown)]
    is_with = walked_ones.trace_no.isin(with_it).to_numpy()
    told: dict[str, float] = {}
    for column in ("hours", "worked_hours") if is_worked else ("hours",):
        values = walked_ones[column].to_numpy()
        told |= _named(median_difference(_sorted(values[is_with]), _sorted(values[~is_with])), column)
    return told


def _sorted(values: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.sort(values)


def _named(found: dict[str, float], column: str) -> dict[str, float]:
    names = dict(zip(("median", "others", "longer", "low", "high"), TIMES, strict=True))
    return {names[name].removesuffix("hours") + column: value for name, value in found.items()}


def deviation_tables(
    rows: pd.DataFrame, cases: pd.DataFrame, numbered: Mapping[Deviation, int], fitness: dict[str, Any], called: Mapping[str, str], model: ProcessModel
) -> dict[str, pd.DataFrame]:  # fmt: skip
    import pandas as pd

    words = {number: one.told for one, number in numbered.items()} | {
        UNKNOWN: "could not be walked",
        FITS: "follows the model",
    }
    over_time = rows[rows.period_at.notna()]
    over_time = over_time.assign(deviation=over_time.deviation_no.map(words))
    cases = cases.assign(deviation=cases.deviation_no.map(words))
    possible = set(model.possible)
    told = [(activity, name if name in possible else None, True) for activity, name in called.items()]
    told += [(name, name, False) for name in model.activities if name not in called.values()]
    return {
        "fitness": pd.DataFrame([fitness]),
        "observations": rows,
        "cases": cases[["deviation", "case_id", "times", "began_at", "cycle_hours", "is_open"]],
        "over_time": over_time[["deviation", "period_at", "cases", "share_cases"]],
        "activities": pd.DataFrame(told, columns=["activity", "name_in_model", "is_in_log"]),
    }
