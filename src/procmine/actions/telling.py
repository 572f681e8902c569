"""Where roles alone may be named: of an action, what the log told may not name people; what people wrote is theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.actions.action import Act, Action
from procmine.errors import ProcmineError
from procmine.screening import untold_in

if TYPE_CHECKING:
    from procmine.store import Catalogue, Version

WITHHELD = "(names people)"
OF_THE_LOG = (
    "filters", "cohort", "control", "metric", "guardrails", "finding", "finding_from", "verdict",
)  # fmt: skip
OF_PEOPLE = re.compile(r"\bresources?\b", re.IGNORECASE)  # a filter by resource names somebody, whoever it is


def as_told(catalogue: Catalogue, action: Action) -> Action:
    """The action as it may be told now; `withheld` says which fields are not."""
    if action.log is None or not catalogue.people.is_screened:
        return action
    names = _naming(catalogue, action)
    hidden = [
        name
        for name in OF_THE_LOG
        if _text(getattr(action, name)) and names(name, _text(getattr(action, name)))
    ]
    # A title that was taken over from a finding is what the log told.
    hidden += ["title"] if action.finding and names("title", action.title) else []
    shown: dict[str, Any] = {name: WITHHELD for name in hidden}
    for name, instead in (
        ("guardrails", (WITHHELD,)),
        ("finding_from", None),
        ("verdict", {"verdict": WITHHELD}),
    ):
        if name in shown:
            shown[name] = instead
    history = tuple(_line(act, names) for act in action.history)
    return replace(action, **shown, history=history, withheld=tuple(hidden))


def _line(act: Act, names: Callable[[str, str], bool]) -> Act:
    if act.what not in (*OF_THE_LOG, "title", "added"):  # it was added with its title
        return act
    was, becomes = (WITHHELD if text and names(act.what, text) else text for text in (act.was, act.becomes))
    return replace(act, was=was, becomes=becomes)


def _naming(catalogue: Catalogue, action: Action) -> Callable[[str, str], bool]:
    """Whether a text names people: by what the versions that the action speaks of record; where they cannot be asked, it might."""
    try:
        versions = _versions(catalogue, action)
    except ProcmineError:
        return lambda name, text: True

    def names(name: str, text: str) -> bool:
        if name in ("filters", "cohort", "control") and OF_PEOPLE.search(text):
            return True
        try:
            return any(untold_in(text, version, version.people()) for version in versions)
        except ProcmineError:
            return True

    return names


def _versions(catalogue: Catalogue, action: Action) -> list[Version]:
    """The newest version of the log, and those that are cited."""
    assert action.log is not None
    known = catalogue.versions(action.log)
    cited = {action.cites_version, (action.verdict or {}).get("version")}
    return [version for version in known[:-1] if version.version in cited] + known[-1:]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "; ".join(value) if isinstance(value, tuple) else value or ""
