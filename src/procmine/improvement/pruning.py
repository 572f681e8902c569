"""Which of the groups that lie apart say something of their own: the plainest first, then the surest, each beside those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from procmine.improvement.effects import Sums, over_strata, test_of

if TYPE_CHECKING:
    import numpy as np

    from procmine.improvement.subgroups import Group, Key, Search

LEVEL = 0.05
MOST_LOOKED_AT = 100
MOST_TAKEN = 25  # to the cases held out
EXPLAINED = 0.9
MANY = "lies apart, as many surer ones do; not looked at again"


class Taken(NamedTuple):
    """The groups to be looked at again in the later cases, and what became of all that lie apart."""

    groups: list[Group]
    fate: dict[Key, str]


def pruned(search: Search, tried: list[Group]) -> Taken:
    """Of the groups that lie apart by more than chance those that another does not explain."""
    whole = search.whole

    def sureness(one: Group) -> float:
        rest = whole.less(one.sums)
        error = float((one.sums.spread + rest.spread) ** 0.5) or 1e-300
        return abs(float(one.sums.mean - rest.mean)) / error

    sure = sorted(
        (one for one in tried if one.q_value <= LEVEL), key=lambda one: (-sureness(one), len(one.key), one.n)
    )
    fate = dict.fromkeys((one.key for one in sure[MOST_LOOKED_AT:]), MANY)
    kept: list[tuple[Group, np.ndarray]] = []
    for one in sorted(sure[:MOST_LOOKED_AT], key=lambda one: len(one.key)):
        inside = search.holds(one.key)
        reason = next(
            (told for told in (_explained(search, one, inside, *other) for other in kept) if told), ""
        )
        if not reason and len(kept) == MOST_TAKEN:
            reason = MANY
        if reason:
            fate[one.key] = reason
        else:
            kept.append((one, inside))
    # A plain group may stand out only by a narrower one that is part of it, or of all the others.
    for one, inside in list(kept):
        narrower = [pair for pair in kept if len(pair[0].key) > len(one.key)]
        told = next(
            (
                search.told(other.key)
                for other, held in narrower
                if _explained(search, one, inside, other, held)
            ),
            "",
        )
        if told:
            fate[one.key] = f"only through {told}"
            kept = [pair for pair in kept if pair[0] is not one]
    return Taken([one for one, _ in kept], fate)


def _explained(search: Search, one: Group, inside: np.ndarray, other: Group, held: np.ndarray) -> str:
    """Whether a surer group leaves this one little to say, where the two speak of one attribute, share no case or nearly all."""
    both_n = float((inside & held).sum())
    is_near = both_n >= EXPLAINED * (one.n + other.n - both_n)
    names = {number for number, _ in one.key} & {number for number, _ in other.key}
    if not (names or is_near or not both_n):
        return ""
    told = search.told(other.key)
    if is_near:
        return f"nearly the same cases as {told}"
    whole, both = search.whole, Sums.alone(search.values[inside & held])
    apart = float(one.sums.mean - whole.less(one.sums).mean)
    if other.key < one.key:
        wider = float(other.sums.mean - whole.less(other.sums).mean)
        if wider * apart > 0 and abs(wider) >= EXPLAINED * abs(apart):
            return f"explained by {told}"
    # Inside the other group and outside it: what is left of the difference there?
    beside = whole.less(other.sums)
    these = _two(both, one.sums.less(both))
    others = _two(other.sums.less(both), beside.less(one.sums.less(both)))
    left, _, _ = over_strata(these, others)
    if left != left or left * apart <= 0 or abs(left) < (1 - EXPLAINED) * abs(apart):
        return f"explained by {told}"
    chances = test_of(search.is_share)(these, others)
    met = (these.n > 1) & (others.n > 1)
    return "" if met.any() and float(chances[met].min()) * int(met.sum()) <= LEVEL else f"explained by {told}"


def _two(first: Sums, second: Sums) -> Sums:
    import numpy as np

    return Sums(
        *(np.array([max(float(a), 0.0), max(float(b), 0.0)]) for a, b in zip(first, second, strict=True))
    )
