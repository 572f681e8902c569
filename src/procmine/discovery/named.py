"""Activities and outcomes that an option names in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, ProcmineError, WrongOption
from procmine.said import known_activity, parts, unquoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procmine.log import EventLog


def named_activities(said: str | Sequence[str] | None, log: EventLog, where: str) -> list[str]:
    """The activities that are said, joined by `;` or as a list; those in quotes as they are. Raises UnknownName.

    >>> from procmine.samples import log_of
    >>> named_activities("send; Pay", log_of(a="Send 1 > Pay 2"), "ends")
    ['Send', 'Pay']
    """
    if said is None:
        return []
    names = parts(said) if isinstance(said, str) else list(said)
    return list(dict.fromkeys(known_activity(unquoted(name), log.activities, where) for name in names))


@dataclass(frozen=True)
class Outcome:
    """What marks the cases that ended in a certain way: work of an activity, or the value of an attribute."""

    text: str
    activities: tuple[str, ...] = ()
    attribute: str | None = None
    values: tuple[str, ...] = ()

    @property
    def bound(self) -> dict[str, Any]:
        """What the noun `outcome_case` binds."""
        return {
            "outcome_activities": list(self.activities),
            "outcome_attribute": self.attribute,
            "outcome_values": list(self.values),
        }


def outcome(said: str | Sequence[str] | None, log: EventLog, where: str, example: str) -> Outcome:
    """The outcome that is said: `Cancel; Withdraw` names activities, `status = Cancelled` or `status in (A, B)` an attribute.

    Raises CannotAnswer where nothing is said: no log tells by itself which ends are unwanted.
    """
    if not said:
        raise CannotAnswer(
            "It is not said how the cases in question end.",
            where,
            f"Name the activities, or the value of an attribute: {example}.",
        )
    condition = _condition(said) if isinstance(said, str) else None
    if condition is None:
        names = named_activities(said, log, where)
        return Outcome("; ".join(names), tuple(names))
    log.require_attribute(condition.names[0], where)
    return Outcome(condition.text, attribute=condition.names[0], values=condition.values)


def _condition(said: str) -> Any:
    """The condition on an attribute that the text is; None where it names activities."""
    from procmine.filters import parse

    try:
        clauses = parse(said).clauses
    except ProcmineError:
        return None
    found = [one for one in clauses if one.kind in ("compare", "in")]
    if len(found) != len(clauses) or not found:
        return None
    if (
        len(found) > 1
        or (found[0].kind == "compare" and found[0].option != "=")
        or found[0].option == "not in"
    ):
        raise WrongOption(
            f"{said!r} is more than one value of one attribute.", "outcome", "Write `status = Cancelled` or `status in (Cancelled, Withdrawn)`."
        )  # fmt: skip
    return found[0]
