"""What the address bar says: log, version, filters, calendar and a page's own options. It is the only state of a visitor."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import procmine as pm

OWN = ("log", "version", "where", "calendar")
FILES = (".toml", ".bpmn", ".pnml", ".xml", ".ics")  # that options may name elsewhere


@dataclass(frozen=True)
class Address:
    """The query of an address, read and written in one place."""

    log: str = ""
    version: int | None = None
    where: str = ""
    calendar: str = ""
    options: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, search: str | None) -> Address:
        given = dict(parse_qsl((search or "").lstrip("?"), keep_blank_values=False))
        version = given.get("version", "")
        options = {name: value for name, value in given.items() if name not in OWN}
        return cls(
            given.get("log", ""),
            int(version) if version.isdecimal() else None,
            given.get("where", ""),
            given.get("calendar", ""),
            options,
        )

    @property
    def search(self) -> str:
        """The query without a page's options: what other pages take over."""
        given = {"log": self.log, "version": self.version, "where": self.where, "calendar": self.calendar}
        text = urlencode({name: value for name, value in given.items() if value})
        return f"?{text}" if text else ""


@dataclass(frozen=True)
class View:
    """What a page shows: one log through its filters, and the page's options."""

    workspace: pm.Workspace = field(repr=False)
    address: Address

    @cached_property
    def whole(self) -> pm.EventLog:
        """The version without its filters."""
        name = self.address.log or self.workspace.names()[0]
        return self.workspace.log(name, self.address.version)

    @cached_property
    def log(self) -> pm.EventLog:
        return self.whole.filter(self.address.where) if self.address.where else self.whole

    @property
    def options(self) -> dict[str, str]:
        return self.address.options

    def asked(self, question: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The options with which a question is asked: the calendar of the address too, where the question takes one."""
        asked = dict(parameters)
        if self.address.calendar and "calendar" in pm.question(question).options:
            asked.setdefault("calendar", self.address.calendar)
        for name, value in asked.items():
            if isinstance(value, str) and Path(value.strip()).suffix.lower() in FILES:
                raise pm.errors.WrongOption(
                    "An address reads no file.",
                    f"{name}={value}",
                    "Write it out here, save it under a name, or ask in a notebook or a terminal.",
                )
        return asked

    def number(self, name: str, default: float) -> float:
        """An option as a number between 0 and 1."""
        try:
            return min(1.0, max(0.0, float(self.options.get(name, default))))
        except ValueError:
            return default

    def link(self, path: str) -> str:
        """Another page of the same view."""
        return path + self.address.search

    def clause(self, filtered: pm.EventLog) -> str:
        """The text of the last filter of `filtered`: what a button adds to the stack."""
        return list(filtered.filters)[-1].text

    def as_code(self, question: str, parameters: dict[str, Any]) -> str:
        """A notebook cell that gives the same answer."""
        options = "".join(f", {name}={value!r}" for name, value in parameters.items() if value is not None)
        where = f".filter({str(self.log.filters)!r})" if self.log.filters else ""
        return (
            f"import procmine as pm\n\nlog = pm.open({str(self.workspace.folder)!r}).log({self.log.name!r}, version={self.log.version.version}){where}\n"
            f"pm.{question}(log{options})"
        )
