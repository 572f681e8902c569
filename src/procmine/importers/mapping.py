"""Which column plays which role."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from procmine.errors import UnknownName, UnsureMapping, WrongOption
from procmine.importers.source import Note

JOINT = " · "  # between the parts of a case or activity that several columns name
MANY = ("case", "activity", "milestones", "ignored")
ROLES = ("case", "activity", "started_at", "ended_at", "resource", "lifecycle", "sequence")
FLAGS = {"started_at": "start", "ended_at": "end"}  # where the command line's word differs


@dataclass(frozen=True)
class Mapping:
    """The role of each column.

    Several case columns are joined with ` · `, and so are several activity columns. `milestones` are the
    columns of a wide table, one row per case: each becomes an event named after its column. Columns with no
    role that are not `ignored` become attributes.
    """

    case: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    started_at: str | None = None
    ended_at: str | None = None
    resource: str | None = None
    lifecycle: str | None = None
    sequence: str | None = None
    milestones: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def is_wide(self) -> bool:
        return bool(self.milestones)

    @property
    def instants(self) -> tuple[str, ...]:
        """The columns that hold instants."""
        return tuple(dict.fromkeys(c for c in (self.started_at, self.ended_at, *self.milestones) if c))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that play a role."""
        single = (self.resource, self.lifecycle, self.sequence)
        return tuple(dict.fromkeys(c for c in (*self.case, *self.activity, *self.instants, *single) if c))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON or TOML; roles that nobody plays are left out."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value
        }

    @classmethod
    def from_dict(cls, given: Dict[str, Any]) -> Mapping:
        """The mapping that `to_dict` wrote; a single name is taken for a list of one."""
        roles: dict[str, Any] = {}
        for role, value in given.items():
            if role not in {f.name for f in fields(cls)}:
                raise UnknownName("role", role, (f.name for f in fields(cls)))
            roles[role] = _names(value) if role in MANY else (_single(role, value))
        return cls(**roles)

    def describe(self) -> list[str]:
        """One line a role, for people."""
        words = {"started_at": "start", "ended_at": "end"}
        lines = []
        for role, value in self.to_dict().items():
            shown = JOINT.join(value) if role in ("case", "activity") else value
            lines.append(f"{words.get(role, role)}: {', '.join(shown) if isinstance(shown, list) else shown}")
        return lines


def _names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _single(role: str, value: Any) -> str | None:
    names = _names(value)
    if len(names) > 1:
        raise WrongOption(
            f"{role} takes one column, and {len(names)} were given.",
            ", ".join(names),
            "Only case and activity join several columns.",
        )
    return names[0] if names else None


def known_column(name: str, columns: Iterable[str]) -> str:
    """The column that `name` means: itself, or the only one that differs in letter case or stray spaces alone."""
    known = list(columns)
    near = [column for column in known if column.strip().lower() == str(name).strip().lower()]
    if name in known:
        return name
    if len(near) != 1:
        raise UnknownName("column", name, known)
    return near[0]


def named(columns: Iterable[str], given: Dict[str, Any] | None) -> dict[str, Any]:
    """The roles that the user named, with every column checked against the source's.

    A name that differs from a single column only in case or stray spaces is taken for it.
    Raises UnknownName for a column that is not there, WrongOption where one column is given too many.
    """
    known = list(columns)
    roles: dict[str, Any] = {}
    for role, value in (given or {}).items():
        names = tuple(known_column(name, known) for name in _names(value))
        if names:
            roles[role] = names if role in MANY else _single(role, names)
    return roles


@dataclass(frozen=True)
class Guess:
    """A mapping, how sure it is, and what else it could be.

    `reasons` says per role why the column was taken; `candidates` lists per role (column, score, reason),
    best first; `doubts` are the roles in which another column is about as likely; `examples` are up to three
    cases as they would look: lists of (activity, time as written). `notes` tell what a reader should know of it.
    """

    mapping: Mapping
    confident: bool
    reasons: dict[str, str]
    candidates: dict[str, list[tuple[str, float, str]]]
    examples: list[list[tuple[str, str]]]
    doubts: tuple[str, ...] = ()
    place: str = "log.csv"
    notes: tuple[Note, ...] = ()
    rows: tuple[str, ...] = ()  # the rows that were chosen, to be said again by a call to paste
    said: tuple[tuple[str, str], ...] = ()  # what else was said of the source: table, query, cursor

    def only_with(self, roles: Iterable[str]) -> Guess:
        """The guess without the roles that are not among `roles`; of these there is no doubt."""
        kept = {*roles, "ignored"}
        mapping = Mapping.from_dict({role: v for role, v in self.mapping.to_dict().items() if role in kept})
        return replace(self, mapping=mapping, confident=True, doubts=())

    def call(self) -> str:
        """The call that settles the mapping, to paste: `pm.read("tickets.csv", case="Ticket", …)`."""
        said = [*self.said, *self._roles()] + [
            ("rows", self.rows[0] if len(self.rows) == 1 else self.rows)
        ] * bool(self.rows)
        listed = ", ".join(f"{role}={_quoted(value)}" for role, value in said)
        others = ", ".join(f"{role}={_quoted(name)}" for role, name in self._others())
        return f"pm.read({_quoted(self.place)}, {listed})" + (f"  # or {others}" if others else "")

    def command(self) -> str:
        """The same call for the command line."""
        flags = (
            [f"--{name} {_shell(value)}" for name, value in self.said]
            + [
                f"--{FLAGS.get(role, role)} {_shell(name)}"
                for role, value in self._roles()
                for name in ([value] if isinstance(value, str) else value)
            ]
            + [f"--rows {_shell(choice)}" for choice in self.rows]
        )
        return f"procmine import {_shell(self.place)} {' '.join(flags)}"

    def _roles(self) -> list[tuple[str, Any]]:
        roles = []
        for role, value in self.mapping.to_dict().items():
            if role in ROLES:
                roles.append((role, value[0] if role in MANY and len(value) == 1 else value))
            elif role == "milestones":
                roles.append(("activity", value))
        missing = [role for role in ("case", "activity", "ended_at") if role not in dict(roles)]
        if self.mapping.is_wide or self.mapping.started_at:
            missing = [role for role in missing if role != "ended_at"]
        return roles + [(role, "…") for role in missing]

    def _others(self) -> list[tuple[str, str]]:
        taken = {role: _names(getattr(self.mapping, role)) for role in ROLES}
        return [
            (role, column)
            for role in self.doubts
            for column, _, _ in [c for c in self.candidates.get(role, []) if c[0] not in taken[role]][:1]
        ]


def _quoted(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "[" + ", ".join(_quoted(one) for one in value) + "]"


def _shell(text: str) -> str:
    import shlex

    return shlex.quote(text)


def confirm(guess: Guess, agrees: Callable[[Guess], bool] | None = None) -> Mapping:
    """The guessed mapping, when it is sure, or when somebody who was shown it `agrees`.

    Raises UnsureMapping with the candidates of each doubtful role and a call to paste. Nobody can agree to a
    mapping in which no column at all can be the case, the activity or the time.
    """
    found = guess.mapping
    lacking = [
        role
        for role, value in (
            ("case", found.case),
            ("activity", found.activity or found.milestones),
            ("ended_at", found.instants),
        )
        if not value
    ]
    if not lacking and (agrees(guess) if agrees else guess.confident):
        return found
    words = {"ended_at": "time"}
    if lacking:
        told = f"No column looks like the {' or the '.join(words.get(role, role) for role in lacking)}."
    elif guess.confident:
        told = "The guessed columns were not accepted."
    else:
        doubts = " and which the ".join(words.get(role, role) for role in guess.doubts)
        told = f"It is not certain which column is the {doubts}."
    raise UnsureMapping(told, _rivals(guess), f"{guess.call()}\n{guess.command()}")


def _rivals(guess: Guess) -> str:
    lines = []
    for role in guess.doubts:
        listed = [
            f"{name} ({score:.2f}: {reason})" for name, score, reason in guess.candidates.get(role, [])[:3]
        ]
        if listed:
            lines.append(f"{role}: {' or '.join(listed)}")
    return "; ".join(lines)


def guess(con: Any, source: Any, given: Dict[str, Any] | None = None) -> Guess:
    """Guesses the role of each column of `staged`. See `procmine.importers.guessing`."""
    from procmine.importers.guessing import guess as guessed

    return guessed(con, source, given)
