"""From the cases and what is known of their beginning to findings: searched, confirmed, weighed, stratified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from procmine.discovery.set_later import cramers_v
from procmine.discovery.start_values import LEAST_CASES
from procmine.improvement.confirming import confirmed
from procmine.improvement.differences import delta_of_curves
from procmine.improvement.pruning import pruned
from procmine.improvement.starts import Start, when_begun
from procmine.improvement.strata import LEAST_MET, STRATUM, Strata, least_left, remark, within_strata
from procmine.improvement.subgroups import Group, Search
from procmine.timing.kaplan_meier import survival

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from procmine.improvement.outcomes import Outcome

LEAST_SHARE = 0.01  # of the cases that are searched
COLUMNS = [
    "finding", "filter", "depth", "is_confirmed", "reason", "remark", "unit", "cases", "share_cases", "later_cases", "this", "rest", "difference",
    "low", "high", "effect", "risk_ratio", "shrunk_difference", "contribution_hours", "contribution_worked_hours",
    "contribution_cases", "relative_contribution",
    "search_difference", "p_value", "q_value", "p_later", "adjusted_difference", "adjusted_for", "ratio_left",
]  # fmt: skip
ADJUSTED = ["remark", "adjusted_difference", "adjusted_for", "ratio_left"]
TRIED = ["group", "conditions", "cases", "difference", "p_value", "q_value", "outcome"]


def findings_of(
    outcome: Outcome, cases: pd.DataFrame, hours: str, parts: list[np.ndarray], starts: list[Start]
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """The findings, those that are confirmed first, and the tables `tried` and `strata`."""
    import numpy as np
    import pandas as pd

    if not starts:
        nothing = {"tried": pd.DataFrame(columns=TRIED), "strata": pd.DataFrame(columns=STRATUM)}
        return pd.DataFrame(columns=COLUMNS).astype({"is_confirmed": bool}), nothing
    values = np.concatenate(parts)
    search = Search(
        starts, parts[0], outcome.is_share, max(LEAST_CASES, int(np.ceil(LEAST_SHARE * len(parts[0]))))
    )
    tried = search.run()
    groups, fate = pruned(search, tried)
    later = confirmed(search, groups, values, cases.day.to_numpy())
    fate |= {one.key: row.reason or "confirmed" for one, row in zip(groups, later.itertuples(), strict=True)}
    frame = _frame(outcome, search, groups, later, hours, len(values), parts[1])
    strata = [Strata.of(start, values) for start in [*starts, when_begun(len(values))]]
    found = [_strata(search, one, values, strata) for one in groups]
    beside = pd.DataFrame([row for row, _ in found], columns=ADJUSTED)
    frame = pd.concat([frame, beside], axis=1)
    in_order = np.argsort(
        cases[hours].to_numpy()[len(parts[0]) :], kind="stable"
    )  # of the later cases, once for all curves
    frame["effect"] = [_effect(outcome, search, one, cases, hours, parts[1], in_order) for one in groups]
    frame["weight"] = frame.shrunk_difference.abs() * frame.share_cases * (1 - frame.share_cases)
    frame["is_plain"] = frame.remark == ""
    frame = frame.sort_values(
        ["is_confirmed", "is_plain", "weight"], ascending=False, kind="stable", ignore_index=True
    )
    told = [table for _, tables in found for table in tables]
    tables = {"tried": search.table(tried, fate), "strata": pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=STRATUM)}  # fmt: skip
    return frame[COLUMNS].astype({"is_confirmed": bool}), tables


def _frame(
    outcome: Outcome,
    search: Search,
    groups: list[Group],
    later: pd.DataFrame,
    hours: str,
    cases: int,
    held_out: np.ndarray,
) -> pd.DataFrame:
    """What is told of each group but its strata and its effect size."""
    import numpy as np
    import pandas as pd

    whole = search.whole
    frame = pd.DataFrame(
        {
            "finding": [search.told(one.key) for one in groups],
            "filter": [search.filter(one.key) for one in groups],
            "depth": [len(one.key) for one in groups],
            "unit": "share" if outcome.is_share else hours.replace("_", " "),
            "cases": [int(search.holds(one.key, cases).sum()) for one in groups],
            "search_difference": [float(one.sums.mean - whole.less(one.sums).mean) for one in groups],
            "p_value": [one.p_value for one in groups],
            "q_value": [one.q_value for one in groups],
        }
    )
    frame = pd.concat([frame, later], axis=1)
    frame["share_cases"] = frame.cases / cases
    frame["risk_ratio"] = (
        (frame.this / frame.rest.where(frame.rest > 0)) if outcome.is_share else float("nan")
    )
    frame["shrunk_difference"] = frame.difference * _trust(search, frame.later_cases.to_numpy(dtype=float))
    contribution = frame.shrunk_difference * frame.cases
    told_in = "contribution_cases" if outcome.is_share else f"contribution_{hours}"
    for column in ("contribution_hours", "contribution_worked_hours", "contribution_cases"):
        frame[column] = contribution if column == told_in else float("nan")
    total = float(held_out.mean()) * cases if len(held_out) else 0.0
    frame["relative_contribution"] = contribution / total if total > 0 else np.nan
    return frame


def _trust(search: Search, n: np.ndarray) -> np.ndarray:
    """How much of a difference is believed (empirical Bayes): n / (n + σ²/τ²).

    σ² is the variance of a case, τ² how far the single conditions lie apart beyond what chance makes of groups of their size.
    """
    import numpy as np

    from procmine.improvement.effects import Sums
    from procmine.improvement.subgroups import rows_of

    whole = search.whole
    variance = float(search.values.var(ddof=1))
    apart = []
    for start in search.starts:
        if start.conditions:
            cells = Sums.of(start.codes[: len(search.values)], search.values, len(start.labels)).joined(
                rows_of(start)
            )
            told = cells.n >= search.least
            apart.append(
                np.maximum((cells.mean[told] - float(whole.mean)) ** 2 - variance / cells.n[told], 0)
            )
    between = float(np.concatenate(apart).mean()) if apart and sum(map(len, apart)) else 0.0
    return n / (n + variance / between) if between > 0 else np.zeros(len(n))


def _effect(
    outcome: Outcome,
    search: Search,
    one: Group,
    cases: pd.DataFrame,
    hours: str,
    held_out: np.ndarray,
    in_order: np.ndarray,
) -> float:
    import numpy as np

    inside = search.holds(one.key, len(cases))[len(search.values) :]
    if not inside.any() or inside.all():
        return float("nan")
    if outcome.is_share:
        table = [
            [float(held_out[part].sum()), float((1 - held_out[part]).sum())] for part in (inside, ~inside)
        ]
        return cramers_v(table) if np.sum(table, axis=0).all() else float("nan")
    later, inside = cases[len(search.values) :].iloc[in_order], inside[in_order]
    curves = []
    for part in (inside, ~inside):
        lasted, closed = (
            later[hours].to_numpy(dtype=float)[part],
            later.is_closed.to_numpy()[part].astype(int),
        )
        curves.append(survival(lasted, closed, 1 - closed, np.zeros(len(lasted))))
    return delta_of_curves(*curves)


def _strata(
    search: Search, one: Group, values: np.ndarray, strata: list[Strata]
) -> tuple[tuple[Any, ...], list[pd.DataFrame]]:
    """What is left of the difference within everything else that is known as cases begin."""
    own = {search.starts[number].name for number, _ in one.key}
    others = [each for each in strata if each.name not in own]
    found = within_strata(search.told(one.key), search.holds(one.key, len(values)), values, others)
    names = {each.name for each in others}
    apart = [within.name for within in found if within.share_met < LEAST_MET and within.name in names]
    least = least_left(found, {within.name for within in found} - names)
    figures = (
        (least.difference, least.name, least.ratio_left) if least else (float("nan"), None, float("nan"))
    )
    return (remark(least, apart), *figures), [within.table for within in found]
