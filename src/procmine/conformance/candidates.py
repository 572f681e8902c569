"""Which rules suggest themselves: what nearly always holds, the strongest of what says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.conformance.rule import Rule

if TYPE_CHECKING:
    import pandas as pd

BEYOND_CHANCE = 0.1  # share by which one activity must be likelier beside another, to be told of
EXPECTED = 5  # cases in which two activities would meet by chance, before it says anything that they never do


@dataclass(frozen=True)
class Suggested:
    """A rule with the weight by which it is listed: in how many cases it applies and is kept."""

    rule: Rule
    weight: float


def suggestions(
    activities: pd.DataFrame, pairs: pd.DataFrame, support: float, confidence: float
) -> list[Rule]:
    """The rules that hold in `confidence` of the cases they apply to, and apply to `support` of all, the weightiest first."""
    alone = list(_of_one(activities, confidence))
    kept = [
        *alone,
        *_of_two(pairs, support, confidence, {one.rule.template + one.rule.first[0] for one in alone}),
    ]
    return [one.rule for one in sorted(kept, key=lambda one: (-one.weight, one.rule.text))]


def _of_one(activities: pd.DataFrame, confidence: float) -> Iterator[Suggested]:
    for row in activities.itertuples():
        name = (str(row.activity),)
        for template, share in (("init", row.firsts / row.cases), ("end", row.lasts / row.cases)):
            if share >= confidence:
                yield Suggested(Rule(template, name), share)
        if row.once / row.cases >= confidence:
            yield Suggested(Rule("exactly", name), row.once / row.cases)
        elif row.held / row.cases >= confidence:
            yield Suggested(Rule("existence", name), row.held / row.cases)


def _of_two(pairs: pd.DataFrame, support: float, confidence: float, alone: set[str]) -> Iterator[Suggested]:
    rows = {(row.first_activity, row.second_activity): row for row in pairs.itertuples()}
    often = {key: row for key, row in rows.items() if row.first_cases >= support * row.cases}
    after = {
        key
        for key, row in often.items()
        if row.after_cases >= confidence * row.first_cases and f"end{key[1]}" not in alone
    }
    before = {
        key for key, row in rows.items()
        if row.second_cases >= support * row.cases and row.before_cases >= confidence * row.second_cases and f"init{key[0]}" not in alone
    }  # fmt: skip
    after, before = _nearest(after), _nearest(before)
    for key in sorted(after | before):
        yield _in_order(rows[key], key in after, key in before, confidence)
    for key, row in rows.items():
        if key not in after | before and (key[1], key[0]) not in after | before:
            yield from _together(row, support, confidence, alone)


def _nearest(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Without what follows from two others: A before C, where A is before B and B before C."""
    later: dict[str, set[str]] = {}
    for first, second in found:
        later.setdefault(first, set()).add(second)

    def is_between(first: str, middle: str, second: str) -> bool:
        is_turned = first in later.get(middle, ()) or middle in later.get(second, ())
        return middle != second and second in later.get(middle, ()) and not is_turned

    return {
        (first, second)
        for first, second in found
        if not any(is_between(first, middle, second) for middle in later[first])
    }


def _in_order(row: Any, is_after: bool, is_before: bool, confidence: float) -> Suggested:
    """One comes after the other: directly, where that holds too."""
    name = "succession" if is_after and is_before else "response" if is_after else "precedence"
    is_direct = (not is_after or row.direct_after_cases >= confidence * row.first_cases) and (
        not is_before or row.direct_before_cases >= confidence * row.second_cases
    )
    of = row.first_cases if is_after else row.second_cases
    return Suggested(
        Rule(f"chain_{name}" if is_direct else name, (row.first_activity,), (row.second_activity,)),
        of / row.cases,
    )


def _together(row: Any, support: float, confidence: float, alone: set[str]) -> Iterator[Suggested]:
    """Two that come together or never, in whatever order."""
    first, second = (row.first_activity,), (row.second_activity,)
    either = row.first_cases + row.second_cases - row.both_cases
    expected = row.first_cases * row.second_cases / row.cases
    if (
        first < second
        and expected >= EXPECTED
        and min(row.first_cases, row.second_cases) >= support * row.cases
        and either - row.both_cases >= confidence * either
    ):
        yield Suggested(Rule("not_coexistence", first, second), either / row.cases)
    is_plain = {f"existence{row.second_activity}", f"exactly{row.second_activity}"} & alone
    share_of_second = row.second_cases / row.cases
    if is_plain or row.first_cases < support * row.cases or row.both_cases < confidence * row.first_cases:
        return
    if row.both_cases / row.first_cases - share_of_second >= BEYOND_CHANCE:
        yield Suggested(Rule("responded_existence", first, second), row.first_cases / row.cases)
