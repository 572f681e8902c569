"""Where roles alone may be named: of an action, what the log told may not name people; what people wrote is theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from procmine.actions.action import Act, Action
from procmine.errors import ProcmineError
from procmine.screening import untold_in

if TYPE_CHECKING:
    from procmine.store import Catalogue

WITHHELD = "(names people)"
OF_THE_LOG = (
    "filters", "cohort", "control", "metric", "guardrails", "finding", "finding_from", "verdict",
)  # fmt: skip
OF_PEOPLE = re.compile(r"\bresources?\b", re.IGNORECASE)  # a filter by resource names somebody, whoever it is


def as_told(catalogue: Catalogue, action: Action) -> Action:
    """The action as it may be told now; `withheld` says which fields are not."""
    if action.log is None or not catalogue.people.is_screened:
        return action
    cited = {action.cites_version, (action.verdict or {}).get("version")}
    names = naming(catalogue, action.log, cited)
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


def naming(catalogue: Catalogue, log: str, cited: Collection[int | None]) -> Callable[[str, str], bool]:
    """Whether a text, by the name of its field, names people: by what the newest version of the log and those cited record;
    where they cannot be asked, it might."""
    try:
        known = catalogue.versions(log)
    except ProcmineError:
        return lambda name, text: True
    versions = [version for version in known[:-1] if version.version in cited] + known[-1:]

    def names(name: str, text: str) -> bool:
        if name in ("filters", "cohort", "control") and OF_PEOPLE.search(text):
            return True
        try:
            return any(untold_in(text, version, version.people()) for version in versions)
        except ProcmineError:
            return True

    return names


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "; ".join(value) if isinstance(value, tuple) else value or ""
