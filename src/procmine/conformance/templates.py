"""What a rule can demand: the templates of DECLARE, each in words and as the checks that it comes down to.

    existence(A), existence(A, n)     absence(A), absence(A, n)      exactly(A, n)      init(A)      end(A)
    choice(A, B)                      exclusive_choice(A, B)         coexistence(A, B)  responded_existence(A, B)
    response(A, B)                    precedence(A, B)               succession(A, B)
    alternate_response(A, B)          alternate_precedence(A, B)     alternate_succession(A, B)
    chain_response(A, B)              chain_precedence(A, B)         chain_succession(A, B)
    not_coexistence(A, B)             not_succession(A, B)           not_chain_succession(A, B)

Source: Pesic (2008), van der Aalst, Pesic & Schonenberg (2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FIRST, SECOND, BOTH = "first", "second", "both"
COUNT = ("count",)


@dataclass(frozen=True)
class Check:
    """One thing to look up. `asks` and `answers` say which of the rule's activities do; a `count` is asked by the case itself."""

    kind: str  # forward | backward | any | count
    asks: str = ""
    answers: str = FIRST
    is_negative: bool = False
    is_direct: bool = False
    is_alternate: bool = False
    least: int = 0
    most: int | None = None
    place: str = ""  # first | last


@dataclass(frozen=True)
class Template:
    """`told` is the rule in words. Of a two-sided one each of the two activities asks for the other."""

    told: str
    checks: tuple[Check, ...]
    takes_number: bool = False
    is_two_sided: bool = False
    takes_time: bool = True

    @property
    def activities(self) -> int:
        return 2 if "{b}" in self.told else 1

    @property
    def is_of_cases(self) -> bool:
        """Whether the case itself asks, so that the rule applies to each."""
        return any(check.kind == "count" for check in self.checks)

    @property
    def is_alternate(self) -> bool:
        return any(check.is_alternate for check in self.checks)


def _forward(**more: Any) -> Check:
    return Check("forward", FIRST, SECOND, **more)


def _backward(**more: Any) -> Check:
    return Check("backward", SECOND, FIRST, **more)


def _together(**more: Any) -> tuple[Check, Check]:
    return Check("any", FIRST, SECOND, **more), Check("any", SECOND, FIRST, **more)


TEMPLATES = {
    "existence": Template("{a} happens{times}", (Check("count", least=1),), takes_number=True),
    "absence": Template("{a} {times}", (Check("count", most=0),), takes_number=True),
    "exactly": Template("{a} happens{times}", (Check("count", least=1, most=1),), takes_number=True),
    "init": Template("the case begins with {a}", (Check("count", least=1, place="first"),), takes_time=False),
    "end": Template("the case ends with {a}", (Check("count", least=1, place="last"),), takes_time=False),
    "choice": Template("{a} or {b} happens", (Check("count", answers=BOTH, least=1),)),
    "exclusive_choice": Template(
        "{a} or {b} happens, not both", (Check("count", answers=BOTH, least=1), *_together(is_negative=True)), is_two_sided=True, takes_time=False
    ),
    "responded_existence": Template("where {a} happens, {b} happens too", (Check("any", FIRST, SECOND),)),
    "coexistence": Template("{a} and {b} happen together or not at all", _together(), is_two_sided=True),
    "response": Template("each {a} is followed by {b}", (_forward(),)),
    "precedence": Template("each {b} is preceded by {a}", (_backward(),)),
    "succession": Template("each {a} is followed by {b}, each {b} preceded by {a}", (_forward(), _backward()), is_two_sided=True),
    "alternate_response": Template("each {a} is followed by {b} before the next {a}", (_forward(is_alternate=True),)),
    "alternate_precedence": Template("each {b} is preceded by {a} since the last {b}", (_backward(is_alternate=True),)),
    "alternate_succession": Template("{a} and {b} take turns", (_forward(is_alternate=True), _backward(is_alternate=True)), is_two_sided=True),
    "chain_response": Template("each {a} is directly followed by {b}", (_forward(is_direct=True),)),
    "chain_precedence": Template("each {b} is directly preceded by {a}", (_backward(is_direct=True),)),
    "chain_succession": Template("{a} and {b} come directly after each other", (_forward(is_direct=True), _backward(is_direct=True)), is_two_sided=True),
    "not_coexistence": Template("{a} and {b} never happen in one case", _together(is_negative=True), is_two_sided=True),
    "not_succession": Template("{a} is never followed by {b}", (_forward(is_negative=True),)),
    "not_chain_succession": Template("{a} is never directly followed by {b}", (_forward(is_negative=True, is_direct=True),)),
}  # fmt: skip
ALSO = {  # other names in use for the same
    "not_response": "not_succession", "not_chain_response": "not_chain_succession", "co_existence": "coexistence", "not_co_existence": "not_coexistence",
    "responded_existence": "responded_existence", "at_least": "existence",
}  # fmt: skip


def template_name(text: str) -> str:
    """The template a text names, however it writes it: `chain response`, `Chain-Response` and `chainresponse` are one; else ""."""
    plain = "".join(letter for letter in text.lower() if letter.isalpha())
    names = {name.replace("_", ""): name for name in TEMPLATES} | {
        name.replace("_", ""): kept for name, kept in ALSO.items()
    }
    return names.get(plain, "")
