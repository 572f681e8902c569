"""Rules as they are said: a text with `;` or new lines between them, a list, a mapping, or a TOML file that a person can read.

calendar = "Mon-Fri 09:00-17:00"          # for times that count working hours

[[rule]]
name = "Paid in time"
template = "response"                     # or in one line: rule = "response(Order, Pay) within 2d"
first = "Order"
second = "Pay"
within = "2d"
when = "amount > 500 and region = North"
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from procmine.conformance.rule import Rule
from procmine.conformance.rule_text import Faulty, parts_of, rule_of
from procmine.errors import WrongOption
from procmine.said import QUOTED

EXAMPLE = 'response(Order, Pay) within 2d; precedence(Approve, Pay); absence(Cancel); "Four eyes": not_coexistence(Enter, Approve) same resource'
_LINE = re.compile(rf'(?:{QUOTED}|[^;\n"#]|"(?!{QUOTED[1:]}))+|#[^\n]*')


@dataclass(frozen=True)
class RuleSet:
    """All rules of a question, the calendar their file names, and what is wrong with those that cannot be read."""

    rules: tuple[Rule, ...]
    calendar: str | None = None
    where: str = "rules"
    faults: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "; ".join(f"{json.dumps(rule.name, ensure_ascii=False)}: {rule.text}" if rule.name else rule.text for rule in self.rules)  # fmt: skip


def rule_set(said: str | Path | Mapping[str, Any] | Sequence[Any] | RuleSet) -> RuleSet:
    """The rules that are said, with the faults of those that cannot be read, each with its line.

    They are told together with what a log does not know. Raises WrongOption for a file that is no TOML, or where nothing is said.
    """
    if isinstance(said, RuleSet):
        return said
    if isinstance(said, Mapping):
        return _of_mapping(said, "rules", [])
    if isinstance(said, Path) or (isinstance(said, str) and said.strip().endswith(".toml")):
        return _of_file(Path(str(said).strip()).expanduser())
    if isinstance(said, str):
        return _of_lines(said)
    return _of_mapping({"rule": list(said)}, "rules", [])


def _of_file(path: Path) -> RuleSet:
    try:
        text = path.read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise WrongOption(f"The rules cannot be read: {problem}.", str(path), "Name a TOML file with a table [[rule]] for each rule.") from problem  # fmt: skip
    return _of_mapping(told, str(path), _lines_of(text))


def _lines_of(text: str) -> list[int]:
    """The line on which each `[[rule]]` of a file begins."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*\"?rule\"?\s*\]\]", line)
    ]


def _of_lines(text: str) -> RuleSet:
    said = []
    for found in _LINE.finditer(text):
        if found[0].strip() and not found[0].lstrip().startswith("#"):
            line = text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1
            said.append((found[0].strip(), f"line {line}" if "\n" in text.strip() else ""))
    return _made([(one, where or f"rule {number}") for number, (one, where) in enumerate(said, 1)], [], None, "rules")  # fmt: skip


def _of_mapping(told: Mapping[str, Any], where: str, lines: list[int]) -> RuleSet:
    faults = [f"{name!r} is no part of a rule file" for name in told if name not in ("rule", "calendar")]
    said = told.get("rule", [])
    said = said if isinstance(said, list) else [said]
    places = [f"line {line}" for line in lines] if len(lines) == len(said) else [f"rule {number + 1}" for number in range(len(said))]  # fmt: skip
    calendar = told.get("calendar")
    if calendar is not None and not isinstance(calendar, str):
        faults, calendar = [*faults, f"calendar: {calendar!r} is no calendar"], None
    return _made(list(zip(said, places, strict=True)), faults, calendar, where)


def _made(said: Iterable[tuple[Any, str]], faults: list[str], calendar: str | None, where: str) -> RuleSet:
    made: list[Rule] = []
    for one, place in said:
        try:
            made.append(_rule(one, place))
        except Faulty as wrong:
            faults += [f"{place}: {fault}" for fault in wrong.faults]
    faults += _twice(made)
    if not faults and not made:
        raise WrongOption("No rules are said.", where, f"Write them as: {EXAMPLE}.")
    return RuleSet(tuple(made), calendar, where, tuple(faults))


def _rule(said: Any, place: str) -> Rule:
    if isinstance(said, Rule):
        return replace(said, where=place)
    if isinstance(said, str):
        return rule_of(parts_of(said), place)
    if not isinstance(said, Mapping):
        raise Faulty(f"{said!r} is no rule")
    line = said.get("rule")
    read = parts_of(str(line)) if line is not None else {}
    both = sorted(set(read) & set(said))
    if both:
        raise Faulty(*(f"{name} is said twice" for name in both))
    return rule_of({**read, **{name: value for name, value in said.items() if name != "rule"}}, place)


def _twice(made: list[Rule]) -> list[str]:
    """Rules that could not be told apart."""
    seen: dict[str, str] = {}
    return [
        f"{rule.where}: {rule.called!r} stands there already ({seen[rule.called]})"
        for rule in made
        if seen.setdefault(rule.called, rule.where) != rule.where
    ]


def refuse(faults: list[str], where: str) -> None:
    """Raise all faults at once, where there are any."""
    if faults:
        raise WrongOption(f"These rules cannot be used: {'; '.join(faults)}.", where, f"Rules are written as: {EXAMPLE}.")  # fmt: skip


def toml_of(said: RuleSet, calendar: str | None = None) -> str:
    """The rules as a file that `rules=` takes, to be looked through and mended. Raises WrongOption rather than drop one."""
    refuse(list(said.faults), said.where)
    rules = said.rules
    head = f"calendar = {json.dumps(calendar, ensure_ascii=False)}\n\n" if calendar else ""
    tables = []
    for rule in rules:
        name = f"name = {json.dumps(rule.name, ensure_ascii=False)}\n" if rule.name else ""
        tables.append(
            f"# {rule.meaning}.\n[[rule]]\n{name}rule = {json.dumps(rule.text, ensure_ascii=False)}\n"
        )
    return head + "\n".join(tables)
