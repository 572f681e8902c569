"""From the text of a filter to its clauses.

clause := attr (= | != | < | <= | > | >=) value | attr [not] in (v, …) | attr is [not] missing
        | between D..D [by start|end|active] | passing N, … | avoiding N, … | following N (->|=>) N [within DUR]
        | starting with N, … | ending with N, … | variants top K | variants share X | variants ids 1, 2
        | slower than DUR | faster than DUR | only activities N, … | only resources N, …
        | complete | open | sample K [seed S] | except (clause; …)
"""

from __future__ import annotations

import re
from collections.abc import Callable

from procmine.errors import WrongFilter
from procmine.filters.clauses import Clause, Filters
from procmine.filters.words import duration_seconds, instant_range, name_text

_TOKEN = re.compile(
    r'\s*(?:"((?:[^"\\]|\\.)*)"|(->|=>|!=|<=|>=|\.\.|[=<>(),])|([^\s"=<>!(),;]+?(?=\.\.)|[^\s"=<>!(),;]+)|(.))'
)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[^"();]+|.', re.DOTALL)
_EXCEPT = re.compile(r"\s*except\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_COMPARED = re.compile(r"(.+?)\s*(!=|<=|>=|=|<|>)\s*(.+)")
_COMPLEMENTS = {"passing": "avoiding", "avoiding": "passing", "complete": "open", "open": "complete"}
EXAMPLES = "region = North · passing Approve · between 2026-01-01..2026-03-31 · slower than 72h"


class _Words:
    """The tokens of one clause, read from left to right."""

    def __init__(self, clause: str):
        self.clause = clause
        self.tokens: list[tuple[str, str]] = []  # (kind, text): 'quoted', 'sign', 'bare'
        for quote, sign, bare, odd in _TOKEN.findall(clause.strip() + " "):
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


def parse(text: str) -> Filters:
    """The clauses of `text`; `;` joins them, and all must hold."""
    return Filters().and_also(*(_except(part) or _clause(_Words(part)) for part in _split(text)))


def _split(text: str) -> list[str]:
    """Cut at each `;` outside quotes and brackets."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(text):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == ";" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += piece
    return [part for part in parts if part.strip()]


def _except(part: str) -> Clause | None:
    """The cases that do not satisfy all the clauses in the brackets."""
    found = _EXCEPT.fullmatch(part)
    if found is None:
        return None
    inner = parse(found[1]).clauses
    if not inner:
        raise WrongFilter(
            "This filter cannot be read: the brackets are empty.",
            part.strip(),
            "Write except (region = North; slower than 72h).",
        )
    for clause in inner:
        if clause.is_projection:
            raise WrongFilter(
                "`only` hides work inside cases, it picks no cases that could be left out.", part.strip(),
                "Write except (passing A) for the cases without A, or `only` beside it.",
            )  # fmt: skip
    return Clause("except", (), inner)


def _clause(words: _Words) -> Clause:
    if words.is_next("except") and len(words.tokens) > 1 and words.tokens[1][1] not in _COMPARISONS:
        rest = re.sub(r"^\s*except\s*\(?|\)\s*$", "", words.clause, flags=re.IGNORECASE)
        raise words.wrong("'except' needs its filters in brackets", f"Write except ({rest.strip()})")
    # A word that opens a clause can also be an attribute's name: `open = yes`.
    second = words.tokens[1] if len(words.tokens) > 1 else ("", "")
    is_comparison = second[0] == "sign" and second[1] in _COMPARISONS
    if not is_comparison:
        for opening, read in _OPENINGS.items():
            if words.take(*opening.split()):
                return words.end(read(words))
    return words.end(_attribute(words))


def _in_quotes(clause: str) -> str:
    """How a comparison is written whose name or value holds signs of the grammar; nothing where that is not the matter."""
    found = _COMPARED.match(clause)
    if not found or '"' in clause or any(clause.lower().startswith(f"{word} ") for word in _OPENINGS):
        return ""
    name, operator, value = found.groups()
    written = f"{name_text(name)} {operator} {name_text(value)}"
    return "" if written == clause else f"Names and values with such characters stand in quotes: {written}"


def _refuse_complement(words: _Words) -> None:
    for opening, other in _COMPLEMENTS.items():
        if words.is_next("not", opening):
            rest = re.sub(rf"^\s*not\s+{opening}\b", other, words.clause, flags=re.IGNORECASE)
            raise words.wrong(f"there is no 'not {opening}'", f"Write {rest.strip()}")


def _attribute(words: _Words) -> Clause:
    _refuse_complement(words)
    name = words.name("in", "not", "is")
    for operator in _COMPARISONS:
        if words.take(operator):
            return Clause("compare", (name,), (words.name(),), operator)
    is_not = words.take("not")
    if words.take("in"):
        if not words.take("("):
            raise words.wrong("'in' needs a list in brackets")
        values = words.names()
        if not words.take(")"):
            raise words.wrong("the list is not closed")
        return Clause("in", (name,), values, "not in" if is_not else "in")
    if words.take("is"):
        is_not = words.take("not")
        if words.take("missing"):
            return Clause("missing", (name,), (), "is not missing" if is_not else "is missing")
    raise words.wrong("a comparison is missing")


def _between(words: _Words) -> Clause:
    low = words.name("by")
    if not words.take(".."):
        raise words.wrong("a period is written 2026-01-01..2026-03-31")
    high = words.name("by")
    by = words.name() if words.take("by") else "active"
    if by not in ("start", "end", "active"):
        raise words.wrong(f"by {by!r}: use by start, by end or by active")
    instant_range(low, high, None)
    return Clause("between", (), (low, high), by)


def _following(words: _Words) -> Clause:
    first = words.name()
    sign = next((sign for sign in ("->", "=>") if words.take(sign)), None)
    if sign is None:
        raise words.wrong("write A -> B (eventually) or A => B (directly)")
    second = words.name("within")
    within = (duration_seconds(words.name()),) if words.take("within") else ()
    return Clause("following", (first, second), within, sign)


def _variants(words: _Words) -> Clause:
    for by in ("top", "share", "ids"):
        if words.take(by):
            amounts = [words.number() if by == "share" else float(words.whole())]
            while by == "ids" and words.take(","):
                amounts.append(float(words.whole()))
            if by == "share" and not 0 < amounts[0] <= 1:
                raise words.wrong("a share lies between 0 and 1")
            return Clause("variants", (), tuple(amounts), by)
    raise words.wrong("use variants top 5, variants share 0.8 or variants ids 1, 2")


def _sample(words: _Words) -> Clause:
    cases = words.whole()
    return Clause("sample", (), (cases, words.whole() if words.take("seed") else 0))


def _named(kind: str, option: str = "") -> Callable[[_Words], Clause]:
    def read(words: _Words) -> Clause:
        if words.is_next("in", "(") or words.is_next("("):
            opening = " ".join(text for _, text in words.tokens[: words.at])
            raise words.wrong("names stand here without brackets", f"Write {opening} A, B")
        return Clause(kind, words.names(), (), option)

    return read


def _lasting(kind: str) -> Callable[[_Words], Clause]:
    return lambda words: Clause(kind, (), (duration_seconds(words.name()),))


_OPENINGS: dict[str, Callable[[_Words], Clause]] = {
    "between": _between,
    "passing": _named("passing"),
    "avoiding": _named("avoiding"),
    "following": _following,
    "starting with": _named("starting"),
    "ending with": _named("ending"),
    "variants": _variants,
    "slower than": _lasting("slower"),
    "faster than": _lasting("faster"),
    "only activities": _named("only", "activities"),
    "only resources": _named("only", "resources"),
    "sample": _sample,
    "complete": lambda words: Clause("complete"),
    "open": lambda words: Clause("open"),
}
