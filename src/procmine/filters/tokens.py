"""The tokens of one clause of a filter, read from left to right."""

from __future__ import annotations

import re

from procmine.errors import WrongFilter
from procmine.filters.clauses import Clause
from procmine.filters.words import name_text

TOKEN = re.compile(
    r'\s*(?:"((?:[^"\\]|\\.)*)"|(->|=>|!=|<=|>=|\.\.|[=<>(),])|([^\s"=<>!(),;]+?(?=\.\.)|[^\s"=<>!(),;]+)|(.))'
)
COMPARED = re.compile(r"(.+?)\s*(!=|<=|>=|=|<|>)\s*(.+)")
EXAMPLES = "region = North · passing Approve · between 2026-01-01..2026-03-31 · slower than 72h"

OPENINGS = (  # the words with which a clause that is no comparison begins
    *(
        "between",
        "passing",
        "avoiding",
        "following",
        "starting with",
        "ending with",
        "variants",
        "slower than",
        "faster than",
    ),
    *("only activities", "only resources", "sample", "complete", "open"),
)


class Words:
    """The tokens of one clause, read from left to right."""

    def __init__(self, clause: str):
        self.clause = clause
        self.tokens: list[tuple[str, str]] = []  # (kind, text): 'quoted', 'sign', 'bare'
        for quote, sign, bare, odd in TOKEN.findall(clause.strip() + " "):
            if sign:
                self.tokens.append(("sign", sign))
            elif bare:
                self.tokens.append(("bare", bare))
            elif odd.strip():
                raise self.wrong(f"{odd!r} is not expected here")
            elif not odd:
                self.tokens.append(("quoted", re.sub(r"\\(.)", r"\1", quote)))
        self.at = 0

    def wrong(self, why: str, cure: str = "") -> WrongFilter:
        clause = self.clause.strip()
        cure = cure or _in_quotes(clause) or f"Filters look like: {EXAMPLES}"
        return WrongFilter(f"This filter cannot be read: {why}.", clause, cure)

    def is_next(self, *words: str) -> bool:
        upcoming = self.tokens[self.at : self.at + len(words)]
        return len(upcoming) == len(words) and all(
            kind != "quoted" and text.lower() == word
            for (kind, text), word in zip(upcoming, words, strict=True)
        )

    def take(self, *words: str) -> bool:
        if self.is_next(*words):
            self.at += len(words)
            return True
        return False

    def name(self, *until: str) -> str:
        """A quoted name, or bare words up to a sign or one of `until`."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "quoted":
            self.at += 1
            return self.tokens[self.at - 1][1]
        words = []
        while (
            self.at < len(self.tokens)
            and self.tokens[self.at][0] == "bare"
            and self.tokens[self.at][1].lower() not in until
        ):
            words.append(self.tokens[self.at][1])
            self.at += 1
        if not words:
            raise self.wrong("a name is missing")
        return " ".join(words)

    def names(self) -> tuple[str, ...]:
        found = [self.name()]
        while self.take(","):
            found.append(self.name())
        return tuple(found)

    def number(self) -> float:
        text = self.name("seed", ",")
        try:
            return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            raise self.wrong(f"{text!r} is not a number") from None

    def whole(self) -> int:
        """A whole number from 1 on."""
        found = self.number()
        if not 1 <= found <= 10**12 or found != int(found):
            raise self.wrong("a whole number from 1 on is wanted")
        return int(found)

    def end(self, clause: Clause) -> Clause:
        if self.at < len(self.tokens):
            raise self.wrong(f"{self.tokens[self.at][1]!r} is too much")
        return clause


def _in_quotes(clause: str) -> str:
    """How a comparison is written whose name or value holds signs of the grammar; nothing where that is not the matter."""
    found = COMPARED.match(clause)
    if not found or '"' in clause or any(clause.lower().startswith(f"{word} ") for word in OPENINGS):
        return ""
    name, operator, value = found.groups()
    written = f"{name_text(name)} {operator} {name_text(value)}"
    return "" if written == clause else f"Names and values with such characters stand in quotes: {written}"
