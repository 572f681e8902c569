"""One rule: what it demands of the work, of which work, and within which time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from procmine.conformance.templates import BOTH, FIRST, TEMPLATES, Check, Template
from procmine.filters import Clause, name_text
from procmine.said import QUOTED

Names = tuple[str, ...]
CLAUSES = ("within", "when", "target", "same", "different")
CLAUSE_WORD = re.compile(rf"(?<![\w.\-/])({'|'.join(CLAUSES)})(?![\w.\-/])", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """`within` is a time as it was written; `is_worked` says that it counts working time. `where` is where the rule stands."""

    template: str
    first: Names
    second: Names = ()
    number: int = 1
    within: str = ""
    is_worked: bool = False
    when: tuple[Clause, ...] = ()
    target: tuple[Clause, ...] = ()
    same: str = ""
    different: str = ""
    name: str = ""
    where: str = ""

    @property
    def kind(self) -> Template:
        return TEMPLATES[self.template]

    @property
    def called(self) -> str:
        """By its name, else by what it says."""
        return self.name or self.text

    @property
    def text(self) -> str:
        """As one line that can be asked again."""
        names = [_alternatives(names) for names in (self.first, self.second) if names]
        if self.kind.takes_number and (self.number != 1 or self.template == "exactly"):
            names.append(str(self.number))
        parts = [f"{self.template}({', '.join(names)})"]
        parts += [f"within {self.within}{' worked' if self.is_worked else ''}"] if self.within else []
        for word, clauses in (("when", self.when), ("target", self.target)):
            parts += [f"{word} {_apart(_joined(clauses))}"] if clauses else []
        parts += [f"same {_apart(name_text(self.same))}"] if self.same else []
        parts += [f"different {_apart(name_text(self.different))}"] if self.different else []
        return " ".join(parts)

    @property
    def meaning(self) -> str:
        """In words: `Each Order is followed by Pay, within 2d, when amount > 500`."""
        pattern = (
            self.kind.told
            if self.kind.told.startswith("{")
            else self.kind.told[0].upper() + self.kind.told[1:]
        )  # names stand as recorded
        told = pattern.format(
            a=" or ".join(self.first), b=" or ".join(self.second), times=self._times
        )  # fmt: skip
        parts = [told]
        start = " of the begin" if self.kind.is_of_cases else ""
        parts += (
            [f"within {self.within}{' of working time' if self.is_worked else ''}{start}"]
            if self.within
            else []
        )
        parts += [f"with the same {self.same}"] if self.same else []
        parts += [f"with another {self.different}"] if self.different else []
        parts += [f"where {_joined(self.target)}"] if self.target else []
        parts += [f"when {_joined(self.when)}"] if self.when else []
        return ", ".join(parts)

    @property
    def _times(self) -> str:
        if self.template == "absence":
            return "never happens" if self.number == 1 else f"happens fewer than {self.number} times"
        if self.template == "exactly":
            return " exactly once" if self.number == 1 else f" exactly {self.number} times"
        return "" if self.number == 1 else f" {self.number} times or more"

    @property
    def checks(self) -> list[Check]:
        """The checks of its template, counting as it says."""
        counts: dict[str, Any] = {
            "existence": {"least": self.number}, "absence": {"most": self.number - 1},
            "exactly": {"least": self.number, "most": self.number},
        }.get(self.template, {})  # fmt: skip
        return [replace(check, **counts) for check in self.kind.checks]

    def of(self, side: str) -> Names:
        """The activities on one side of a check."""
        return self.first + self.second if side == BOTH else self.first if side == FIRST else self.second


def _alternatives(names: Names) -> str:
    """A name of digits alone would be read as how many times."""
    return " or ".join(f'"{name}"' if name.isdigit() else _apart(name_text(name)) for name in names)


def _apart(text: str) -> str:
    """The text with every word in quotes that would begin a clause of its own."""
    pieces = re.split(f"({QUOTED})", text)
    return "".join(one if one.startswith('"') else CLAUSE_WORD.sub(r'"\1"', one) for one in pieces if one)


def _joined(clauses: tuple[Clause, ...]) -> str:
    return " and ".join(clause.text for clause in clauses)
