"""What a case did otherwise than a model, read from the two walked side by side and told in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from procmine.process_models import Alignment, Net

WORDS = {
    "skipped": " was skipped", "repeated": " was done again", "added": " was done where the model has no place for it",
    "unknown": " was done, which the model does not know", "early": " was done before ", "late": " was done after ",
}  # fmt: skip


class Deviation(NamedTuple):
    """One way to deviate: `skipped`, `repeated`, `added`, or done `early` or `late`, that is before or after `beside`."""

    kind: str
    activity: str
    beside: str = ""
    is_known: bool = True  # whether the model knows the activity

    def called(self, names: Mapping[str, str]) -> Deviation:
        """The same in other names."""
        return self._replace(
            activity=names.get(self.activity, self.activity), beside=names.get(self.beside, self.beside)
        )

    @property
    def told(self) -> str:
        if self.kind == "added" and not self.is_known:
            return f"{self.activity} was done, which the model does not know"
        return (
            self.activity
            + {
                "skipped": " was skipped",
                "repeated": " was done again",
                "added": " was done where the model has no place for it",
                "early": f" was done before {self.beside}",
                "late": f" was done after {self.beside}",
            }[self.kind]
        )


def could_be_told(text: str, names: Collection[str]) -> bool:
    """Whether a text tells a deviation of activities of these names."""
    plain = {name.casefold() for name in names}
    for words in WORDS.values():
        activity, said, beside = text.casefold().partition(words)
        if said and activity in plain and (beside in plain if words.endswith(" ") else not beside):
            return True
    return False


def deviations_of(alignment: Alignment, net: Net, activities: Collection[str]) -> Counter[Deviation]:
    """What one walk did otherwise, and how often.

    Work that stands in one place and is missing in another was moved: it is told once, by the first work of both in between. Other work
    that the model has no place for was done again where the case did it in its place too, else it was added.
    """
    names = list(activities)
    in_place = {
        names[move.position]
        for move in alignment.moves
        if move.position is not None and move.transition is not None
    }
    found: Counter[Deviation] = Counter()
    extra, missing = dict(_alone(alignment, net, names, True)), dict(_alone(alignment, net, names, False))
    for place, activity in list(extra.items()):
        twin = next((other for other, name in missing.items() if name == activity), None)
        if twin is not None:
            del extra[place], missing[twin]
            found[_moved(alignment, names, activity, place, twin)] += 1
    for activity in extra.values():
        found[
            Deviation(
                "repeated" if activity in in_place else "added", activity, is_known=activity in net.labels
            )
        ] += 1
    for activity in missing.values():
        found[Deviation("skipped", activity)] += 1
    return found


def _alone(alignment: Alignment, net: Net, names: list[str], is_extra: bool) -> Iterator[tuple[int, str]]:
    """The moves that only the record makes, or only the model, by their place in the walk."""
    for place, move in enumerate(alignment.moves):
        if is_extra and move.transition is None and move.position is not None:
            yield place, names[move.position]
        elif not is_extra and move.position is None and move.transition is not None:
            label = net.transitions[move.transition].label
            if label is not None:
                yield place, label


def _moved(alignment: Alignment, names: list[str], activity: str, place: int, twin: int) -> Deviation:
    first, last = min(place, twin), max(place, twin)
    between = [
        names[move.position]
        for move in alignment.moves[first + 1 : last]
        if move.position is not None and move.transition is not None
    ]
    if place < twin:
        return Deviation("early", activity, between[0] if between else activity)
    return Deviation("late", activity, between[-1] if between else activity)
