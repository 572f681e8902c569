"""The filters of a log as methods, in the order of the grammar: each gives a new view, nothing is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from procmine.errors import WrongFilter
from procmine.filters import Clause, condition, duration_seconds, parse


class Narrowing:
    """What can be narrowed down to some of its cases. A filter keeps or leaves whole cases; only `only()` hides work inside them."""

    def _with(self, *clauses: Clause) -> Self:
        raise NotImplementedError

    def filter(self, text: str) -> Self:
        """The view that also satisfies `text`, e.g. `"region = North; slower than 72h"`."""
        return self._with(*parse(text))

    def where(self, conditions: Mapping[str, Any] | None = None, /, **equal: Any) -> Self:
        """Keep cases by attribute: `where(region="North")`, `where({"Order value": (">", 500), "team": ["A", "B"]})`."""
        if isinstance(conditions, str):
            raise WrongFilter(
                "where() takes names and values.", conditions, f"Write log.filter({conditions!r})"
            )
        return self._with(
            *(condition(name, wanted) for name, wanted in {**(conditions or {}), **equal}.items())
        )

    def between(self, start: str, end: str, by: str = "active") -> Self:
        """Keep cases that were active in the period, or that began (`by="start"`) or ended (`by="end"`) in it."""
        return self.filter(f"between {start}..{end} by {by}")

    def passing(self, *activities: str) -> Self:
        """Keep cases in which any of the activities happens; call it again for all of them."""
        return self._with(Clause("passing", activities))

    def avoiding(self, *activities: str) -> Self:
        """Keep cases in which none of the activities happens."""
        return self._with(Clause("avoiding", activities))

    def following(
        self, first: str, second: str, *, directly: bool = False, within: str | None = None
    ) -> Self:
        """Keep cases in which `second` comes after `first`; `within="3d"` from the end of one to the start of the other."""
        limit = (duration_seconds(within),) if within else ()
        return self._with(Clause("following", (first, second), limit, "=>" if directly else "->"))

    def starting_with(self, *activities: str) -> Self:
        return self._with(Clause("starting", activities))

    def ending_with(self, *activities: str) -> Self:
        return self._with(Clause("ending", activities))

    def variants(self, *ids: int, top: int | None = None, share: float | None = None) -> Self:
        """Keep cases of the `top` most frequent variants, of as many as cover `share` of the cases, or of those named."""
        if [bool(ids), top is not None, share is not None].count(True) != 1:
            raise WrongFilter(
                "Which variants to keep is not clear.",
                "variants(…)",
                "Give top=5, share=0.8 or ids: exactly one of them.",
            )
        given = {"ids": ids, "top": (top,), "share": (share,)}
        by = "ids" if ids else "top" if top is not None else "share"
        return self._with(
            Clause("variants", (), tuple(float(value) for value in given[by] if value is not None), by)
        )

    def slower_than(self, *, hours: float) -> Self:
        """Keep cases that took longer; an open case counts once its age is beyond the limit."""
        return self._with(Clause("slower", (), (float(hours * 3600),)))

    def faster_than(self, *, hours: float) -> Self:
        """Keep finished cases that took less."""
        return self._with(Clause("faster", (), (float(hours * 3600),)))

    def only(self, *, activities: list[str] | None = None, resources: list[str] | None = None) -> Self:
        """Show only this work; neighbours are those among the shown, waits stay those of the whole case."""
        clauses = [
            Clause("only", tuple(n), (), o)
            for o, n in (("activities", activities), ("resources", resources))
            if n
        ]
        return self._with(*clauses)

    def complete_cases(self) -> Self:
        return self._with(Clause("complete"))

    def open_cases(self) -> Self:
        return self._with(Clause("open"))

    def excepting(self, text: str) -> Self:
        """Keep the cases that do not satisfy all of `text`: `excepting("region = North; slower than 72h")`."""
        return self.filter(f"except ({text})")

    def sample(self, cases: int, seed: int = 0) -> Self:
        """Keep at most `cases` cases, the same ones each time for one `seed`."""
        return self._with(Clause("sample", (), (int(cases), int(seed))))
