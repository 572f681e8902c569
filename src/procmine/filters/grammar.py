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
from procmine.filters.tokens import Words
from procmine.filters.words import duration_seconds, instant_range

_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|[^"();]+|.', re.DOTALL)
_EXCEPT = re.compile(r"\s*except\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_COMPLEMENTS = {"passing": "avoiding", "avoiding": "passing", "complete": "open", "open": "complete"}


def parse(text: str) -> Filters:
    """The clauses of `text`; `;` joins them, and all must hold."""
    return Filters().and_also(*(_except(part) or _clause(Words(part)) for part in _split(text)))


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


def _clause(words: Words) -> Clause:
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


def _refuse_complement(words: Words) -> None:
    for opening, other in _COMPLEMENTS.items():
        if words.is_next("not", opening):
            rest = re.sub(rf"^\s*not\s+{opening}\b", other, words.clause, flags=re.IGNORECASE)
            raise words.wrong(f"there is no 'not {opening}'", f"Write {rest.strip()}")


def _attribute(words: Words) -> Clause:
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


def _between(words: Words) -> Clause:
    low = words.name("by")
    if not words.take(".."):
        raise words.wrong("a period is written 2026-01-01..2026-03-31")
    high = words.name("by")
    by = words.name() if words.take("by") else "active"
    if by not in ("start", "end", "active"):
        raise words.wrong(f"by {by!r}: use by start, by end or by active")
    instant_range(low, high, None)
    return Clause("between", (), (low, high), by)


def _following(words: Words) -> Clause:
    first = words.name()
    sign = next((sign for sign in ("->", "=>") if words.take(sign)), None)
    if sign is None:
        raise words.wrong("write A -> B (eventually) or A => B (directly)")
    second = words.name("within")
    within = (duration_seconds(words.name()),) if words.take("within") else ()
    return Clause("following", (first, second), within, sign)


def _variants(words: Words) -> Clause:
    for by in ("top", "share", "ids"):
        if words.take(by):
            amounts = [words.number() if by == "share" else float(words.whole())]
            while by == "ids" and words.take(","):
                amounts.append(float(words.whole()))
            if by == "share" and not 0 < amounts[0] <= 1:
                raise words.wrong("a share lies between 0 and 1")
            return Clause("variants", (), tuple(amounts), by)
    raise words.wrong("use variants top 5, variants share 0.8 or variants ids 1, 2")


def _sample(words: Words) -> Clause:
    cases = words.whole()
    return Clause("sample", (), (cases, words.whole() if words.take("seed") else 0))


def _named(kind: str, option: str = "") -> Callable[[Words], Clause]:
    def read(words: Words) -> Clause:
        if words.is_next("in", "(") or words.is_next("("):
            opening = " ".join(text for _, text in words.tokens[: words.at])
            raise words.wrong("names stand here without brackets", f"Write {opening} A, B")
        return Clause(kind, words.names(), (), option)

    return read


def _lasting(kind: str) -> Callable[[Words], Clause]:
    return lambda words: Clause(kind, (), (duration_seconds(words.name()),))


_OPENINGS: dict[str, Callable[[Words], Clause]] = {
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
