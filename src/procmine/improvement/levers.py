"""Changes of a process in words, one text each that a person can read: `no wait for "Approve order"; Check takes 30% less`.

no wait for N            N begins as soon as it can          50% less wait for N
no CAUSE for N           without the part of its wait that has the cause: batching, contention, prioritisation,
                         unavailability, extraneous, unattributed   50% less batching for N
N takes 30% less         its work is shorter                 N takes at most 2h
without N                neither its wait nor its work
N only once              what is done from its first end to its last end is left out
N beside M               N begins when M could have begun
N on Mon-Fri 10:00       N is taken up at these times only, in the log's zone
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from procmine.errors import UnknownName, WrongOption
from procmine.filters import duration_seconds, duration_text, number_text
from procmine.said import QUOTED, known_activity, parts, unquoted

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "unattributed")
WAITS = ("wait", *CAUSES)
EXAMPLE = 'no wait for "Approve order"; Check takes 30% less; Check only once; Pack beside Invoice; Approve on Mon-Fri 10:00'
_DAYS = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:\s*[-,]\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))*"
_TIMES = r"\d{1,2}:\d{2}(?:\s*,\s*\d{1,2}:\d{2})*"


@dataclass(frozen=True)
class Lever:
    """One change: `kind` is `wait`, a cause, `work`, `at most`, `without`, `once`, `beside` or `on`."""

    kind: str
    activity: str
    share: float = 1.0  # of what is taken away
    seconds: float = 0.0
    other: str = ""
    times: str = ""

    @property
    def text(self) -> str:
        """As it is written, in one form."""
        name, less = name_text(self.activity), f"{number_text(round(100 * self.share, 6))}% less"
        if self.kind in WAITS:
            return f"{'no' if self.share == 1 else less} {self.kind} for {name}"
        return {
            "work": f"{name} takes {less}",
            "at most": f"{name} takes at most {duration_text(self.seconds)}",
            "without": f"without {name}",
            "once": f"{name} only once",
            "beside": f"{name} beside {name_text(self.other)}",
            "on": f"{name} on {self.times}",
        }[self.kind]

    @property
    def phrase(self) -> str:
        """The times of `on` as a calendar: a shift of a minute at each."""
        days = re.sub(r",\s*(?=[A-Z])", "; ", self.times)
        return re.sub(
            r"(\d{1,2}):(\d{2})",
            lambda at: (
                f"{at[0]}-{int(at[1]):02d}:{int(at[2]) + 1:02d}"
                if at[2] != "59"
                else f"{at[0]}-{(int(at[1]) + 1) % 24:02d}:00"
            ),
            days,
        )

    def __str__(self) -> str:
        return self.text


def name_text(name: str) -> str:
    """A name as it stands in a change: in quotes where it could be read otherwise."""
    plain = re.fullmatch(r"[^\W_][\w.\-/ ]*", name) and not re.search(
        r"\b(for|takes|only|beside|on|without|no|less)\b", name
    )
    return name if plain else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def levers(text: str, activities: Collection[str]) -> tuple[Lever, ...]:
    """The changes that a text says, joined by `;`. Raises with every part that cannot be read, or names what is not there."""
    found, faults = [], []
    for part in parts(text):
        try:
            found.append(_lever(part, activities))
        except (UnknownName, WrongOption) as problem:
            faults.append((part, problem))
    if len(faults) == 1:
        raise faults[0][1]
    if faults:
        raise WrongOption(
            f"{len(faults)} changes cannot be read: " + "; ".join(f"{part!r}: {problem.found}" for part, problem in faults),
            text, f"Write them as: {EXAMPLE}.",
        )  # fmt: skip
    if not found:
        raise WrongOption("No change is said.", repr(text), f"Write it as: {EXAMPLE}.")
    return tuple(found)


def _lever(part: str, activities: Collection[str]) -> Lever:
    name = rf"{QUOTED}|.+?"
    for pattern, made in _FORMS:
        match = re.fullmatch(
            pattern.replace("NAME", f"(?P<name>{name})").replace("OTHER", f"(?P<other>{name})"),
            part,
            re.IGNORECASE,
        )
        if match:
            said = match.groupdict()
            names = [
                known_activity(unquoted(said[one]), activities, f"change {part!r}")
                for one in ("name", "other")
                if said.get(one)
            ]
            return made(names, said, part)
    raise WrongOption("This is no change that can be read.", part, f"Write it as: {EXAMPLE}.")


def _share(said: dict[str, Any], part: str) -> float:
    if not said.get("percent"):
        return 1.0
    value = float(said["percent"]) / 100
    if not 0 < value <= 1:
        raise WrongOption(
            "A part that is taken away lies between 0 and 100 %.", part, "Write it as: 30% less."
        )
    return value


def _on(names: Sequence[str], said: dict[str, Any], part: str) -> Lever:
    return Lever("on", names[0], times=" ".join(said["times"].split()))


def _beside(names: Sequence[str], said: dict[str, Any], part: str) -> Lever:
    if names[0] == names[1]:
        raise WrongOption("An activity does not run beside itself.", part, "Name two activities.")
    return Lever("beside", names[0], other=names[1])


_LESS = r"(?:no|(?P<percent>\d+(?:\.\d+)?)\s*%\s*less)"
_FORMS: tuple[tuple[str, Callable[[Sequence[str], dict[str, Any], str], Lever]], ...] = (
    (rf"{_LESS}\s+(?P<what>{'|'.join(WAITS)})\s+for\s+NAME", lambda names, said, part: Lever(said["what"].lower(), names[0], _share(said, part))),
    (r"NAME\s+takes\s+(?P<percent>\d+(?:\.\d+)?)\s*%\s*less", lambda names, said, part: Lever("work", names[0], _share(said, part))),
    (r"NAME\s+takes\s+at\s+most\s+(?P<long>.+)", lambda names, said, part: Lever("at most", names[0], seconds=duration_seconds(said["long"]))),
    (r"without\s+NAME", lambda names, said, part: Lever("without", names[0])),
    (r"NAME\s+only\s+once", lambda names, said, part: Lever("once", names[0])),
    (r"NAME\s+beside\s+OTHER", _beside),
    (rf"NAME\s+on\s+(?P<times>{_DAYS}\s+{_TIMES}(?:\s*,\s*{_DAYS}\s+{_TIMES})*)", _on),
)  # fmt: skip
