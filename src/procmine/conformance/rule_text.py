"""A rule as one line: `response(Order, Pay) within 2d when amount > 500 same resource`.

rule    := [name:] template(A [or A …] [, B [or B …]] [, number]) clause …
clause  := within DUR [worked] | when condition [and condition …] | target condition [and …] | same ATTRIBUTE | different ATTRIBUTE
DUR and condition are those of the filter grammar; a name that holds a comma, a bracket or a word of the grammar stands in quotes
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from procmine.conformance.rule import CLAUSE_WORD, CLAUSES, Names, Rule
from procmine.conformance.templates import TEMPLATES, template_name
from procmine.errors import WrongFilter
from procmine.filters import Clause, duration_seconds, parse
from procmine.said import QUOTED, unquoted

PARTS = ("template", "first", "second", "times", "name", "worked", *CLAUSES)
_PIECE = re.compile(rf'{QUOTED}|[()]|[^"()]+|"')
_HEAD = re.compile(rf'\s*(?:(?P<name>{QUOTED}|[^:("]+?)\s*:\s*)?(?P<template>[A-Za-z][A-Za-z _-]*?)\s*\(')


class Faulty(Exception):
    """What is wrong with one rule, all of it."""

    def __init__(self, *faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults


def parts_of(text: str) -> dict[str, Any]:
    """The parts of a rule written as one line. Raises Faulty where it cannot be cut into them."""
    head = _HEAD.match(text)
    if head is None:
        raise Faulty(f"{text.strip()!r} is no rule: write it as response(A, B)")
    inside, tail = _bracketed(text[head.end() :])
    given = [part.strip() for part in _cut(inside, re.compile(","))]
    found: dict[str, Any] = {"template": head["template"]}
    if head["name"]:
        found["name"] = unquoted(head["name"])
    if len(given) > 1 and re.fullmatch(r"\d+", given[-1]):
        found["times"] = int(given.pop())
    for part, names in zip(("first", "second"), given, strict=False):
        found[part] = [unquoted(one.strip()) for one in _cut(names, re.compile(r"\s+or\s+"))]
        if len(found[part]) > 1 and '"' not in names:  # an activity may itself be called `Accept or reject`
            found[part] = " ".join(names.split())
    if len(given) > 2:
        raise Faulty(
            f"{head['template'].strip()} has {len(given)} activities: a name with a comma stands in quotes"
        )
    return found | _clauses(tail)


def _bracketed(text: str) -> tuple[str, str]:
    """What stands before the bracket that closes, and after it."""
    depth, at = 1, 0
    for piece in _PIECE.findall(text):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if not depth:
            return text[:at], text[at + 1 :]
        at += len(piece)
    raise Faulty("a bracket is not closed")


def _cut(text: str, at: re.Pattern[str]) -> list[str]:
    """The text cut at each `at` outside quotes and brackets."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(text):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth or piece.startswith('"') or piece in "()":
            parts[-1] += piece
            continue
        first, *others = at.split(piece)
        parts[-1] += first
        parts += others
    return parts


def _clauses(tail: str) -> dict[str, str]:
    found: dict[str, str] = {}
    words = _cut(
        tail, CLAUSE_WORD
    )  # what stands before the first clause, then a word and what it says, by turns
    if words[0].strip():
        raise Faulty(f"{words[0].strip()!r} is not understood: after the bracket stands {', '.join(CLAUSES[:-1])} or {CLAUSES[-1]}")  # fmt: skip
    for word, said in zip(words[1::2], words[2::2], strict=True):
        if word.lower() in found:
            raise Faulty(f"{word.lower()} is said twice")
        found[word.lower()] = said.strip()
    return found


def rule_of(parts: Mapping[str, Any], where: str) -> Rule:
    """The rule that its parts make. Raises Faulty with everything that is wrong with them."""
    faults = [f"{name!r} is no part of a rule" for name in parts if name not in PARTS]
    template = template_name(str(parts.get("template", "")))
    if not template:
        raise Faulty(*faults, _no_template(str(parts.get("template", ""))))
    within, is_worked = _time(parts, faults)
    same, different = (unquoted(str(parts.get(word, "")).strip()) for word in ("same", "different"))
    rule = Rule(
        template, _names(parts.get("first"), "first", faults), _names(parts.get("second"), "second", faults), _number(parts, faults), within, is_worked,
        _conditions(parts, "when", faults), _conditions(parts, "target", faults), same, different, " ".join(str(parts.get("name", "")).split()), where,
    )  # fmt: skip
    faults += list(_misused(rule, parts))
    if faults:
        raise Faulty(*faults)
    return rule


def _no_template(name: str) -> str:
    near = difflib.get_close_matches(name.strip().lower().replace(" ", "_"), TEMPLATES, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(TEMPLATES)}"
    return f"no template is called {name.strip()!r}: {hint}" if name.strip() else "no template is named"


def _time(parts: Mapping[str, Any], faults: list[str]) -> tuple[str, bool]:
    said = re.fullmatch(r"(.*?)(\s+worked)?", str(parts.get("within", "")).strip(), re.DOTALL)
    within, is_worked = (said[1], said[2] is not None or parts.get("worked") is True) if said else ("", False)
    try:
        if "within" in parts:
            duration_seconds(within)
    except WrongFilter as wrong:
        faults.append(f"{wrong.found.rstrip('.')}: {wrong.cure.rstrip('.')}")
    return " ".join(within.split()), is_worked


def _names(said: Any, part: str, faults: list[str]) -> Names:
    names = [said] if isinstance(said, str) else said if isinstance(said, list) else []
    if said is not None and (not names or any(not isinstance(one, str) or not one.strip() for one in names)):
        faults.append(f"{part}: {said!r} names no activity")
        return ()
    return tuple(names)  # as they are recorded, stray spaces and all


def _number(parts: Mapping[str, Any], faults: list[str]) -> int:
    number = parts.get("times", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        faults.append(f"times: {number!r} is no whole number from 1 on")
        return 1
    return number


def _conditions(parts: Mapping[str, Any], word: str, faults: list[str]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    try:
        for text in _cut(str(parts.get(word, "")), re.compile(r"\s+and\s+|;", re.IGNORECASE)):
            found += parse(text)
    except WrongFilter as wrong:
        faults.append(f"{word} {wrong.where}: {wrong.found.rstrip('.')}")
    faults += [
        f"{word} {clause.text}: a condition compares an attribute: amount > 500"
        for clause in found
        if clause.kind not in ("compare", "in", "missing")
    ]
    if word in parts and not found and not faults:
        faults.append(f"{word} says nothing")
    return tuple(found)


def _misused(rule: Rule, parts: Mapping[str, Any]) -> Iterator[str]:
    """What the template cannot take."""
    kind, given = rule.kind, bool(rule.first) + bool(rule.second)
    if given != kind.activities:
        yield f"{rule.template} takes {'two activities' if kind.activities == 2 else 'one activity'}, and {given or 'none'} is said"
    if "times" in parts and not kind.takes_number:
        yield f"{rule.template} takes no number"
    if rule.within and not kind.takes_time:
        yield f"{rule.template} takes no time"
    if rule.target and kind.is_two_sided:
        yield f"{rule.template} has no target, since each of the two asks for the other: write it as two rules"
    if kind.is_of_cases and (rule.same or rule.different):
        yield f"{rule.template} compares nothing with anything: same and different are for two activities"
    if rule.different and kind.is_alternate:
        yield f"{rule.template} takes no different"
    if rule.same and rule.same == rule.different:
        yield f"{rule.same} cannot be the same and different"
