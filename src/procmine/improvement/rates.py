"""What work costs, in words a person can read: `EUR; people 45; people Approvers 85; machine System 2; material "Send order" 1.20`.

people [N] 45       an hour of everybody, or of the resource or team N        machine N 2      an hour of a machine
material N 1.20     each time activity N is done                            fixed N 1200     a month, whatever is done
delay 0.40          an hour by which a case is later done: what that is worth to whoever waits, never labour
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from procmine.errors import UnknownName, WrongOption
from procmine.filters import name_text, number_text
from procmine.said import QUOTED, parts, unquoted

EVERYBODY = "*"
EXAMPLE = (
    'EUR; people 45; people Approvers 85; machine System 2; material "Send order" 1.20; fixed Licences 1200'
)
NAMED = ("people", "machine", "material", "fixed")
PLAIN = ("delay",)


@dataclass(frozen=True)
class Rates:
    """Prices by name: `people` and `machine` an hour, `material` a time, `fixed` a month, `delay` an hour later."""

    currency: str = ""
    people: Mapping[str, float] = field(default_factory=dict)
    machine: Mapping[str, float] = field(default_factory=dict)
    material: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, float] = field(default_factory=dict)
    delay: float | None = None

    def name_of(self, resource: str | None, team: str | None) -> str:
        """By which of its names somebody is priced: the own, else the team's, else as everybody."""
        priced = (name for name in (resource, team) if name in self.machine or name in self.people)
        return next((name for name in priced if name is not None), EVERYBODY)

    def of_hour(self, name: str) -> tuple[float | None, bool]:
        """What an hour costs of whom this name stands for, and whether it is a machine's."""
        return (self.machine[name], True) if name in self.machine else (self.people.get(name), False)

    @property
    def text(self) -> str:
        """As it is written, in one form."""
        parts = [self.currency] if self.currency else []
        for kind in NAMED:
            for name, price in sorted(getattr(self, kind).items()):
                parts.append(
                    f"{kind} {'' if name == EVERYBODY else name_text(name) + ' '}{number_text(price)}"
                )
        parts += [
            f"{kind} {number_text(price)}" for kind in PLAIN if (price := getattr(self, kind)) is not None
        ]
        return "; ".join(parts)

    def __str__(self) -> str:
        return self.text

    def check(self, resources: Collection[str], teams: Collection[str], activities: Collection[str]) -> None:
        """Refuse names that the log does not have, all at once."""
        unknown = [
            name for name in (*self.people, *self.machine) if name not in {EVERYBODY, *resources, *teams}
        ]
        faults = [UnknownName("resource or team", name, [*teams, *resources], "rates") for name in unknown]
        faults += [
            UnknownName("activity", name, activities, "rates")
            for name in self.material
            if name not in activities
        ]
        if len(faults) == 1:
            raise faults[0]
        if faults:
            raise WrongOption(" ".join(fault.found for fault in faults), "rates", " ".join(dict.fromkeys(fault.cure for fault in faults)))  # fmt: skip


def rates(said: str | Path | Mapping[str, Any] | Rates) -> Rates:
    """The rates that a text, a TOML file or a mapping says. Raises WrongOption with everything that cannot be used."""
    if isinstance(said, Rates):
        return said
    if isinstance(said, Mapping):
        return _of_mapping(said, "rates")
    if str(said).endswith(".toml"):
        return _of_file(Path(said))
    return _of_text(str(said))


def _of_file(path: Path) -> Rates:
    import tomllib

    try:
        return _of_mapping(tomllib.loads(path.read_text(encoding="utf-8")), str(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise WrongOption(
            f"The rates cannot be read: {problem}.", str(path), "Name a TOML file with tables [people], [material] … and numbers."
        ) from problem  # fmt: skip


def _of_mapping(said: Mapping[str, Any], where: str) -> Rates:
    faults = [f"{name!r} is no part of rates" for name in said if name not in ("currency", *NAMED, *PLAIN)]
    found: dict[str, Any] = {"currency": str(said.get("currency") or "")}
    for kind in NAMED:
        table = said.get(kind, {})
        table = table if isinstance(table, Mapping) else {EVERYBODY: table}
        faults += [
            f"{kind} {name}: {price!r} is no price" for name, price in table.items() if not _is_price(price)
        ]
        faults += [f"{kind} is priced by name" for name in table if name == EVERYBODY and kind != "people"]
        found[kind] = {str(name): float(price) for name, price in table.items() if _is_price(price)}
    for kind in PLAIN:
        price = said.get(kind)
        faults += [] if price is None or _is_price(price) else [f"{kind}: {price!r} is no price"]
        found[kind] = float(price) if price is not None and _is_price(price) else None
    return _checked(Rates(**found), faults, where)


def _checked(found: Rates, faults: list[str], where: str) -> Rates:
    """The rates, if they can be used: each is said once, and at least one is said."""
    faults += [
        f"{name} has a rate of people and of a machine" for name in found.people if name in found.machine
    ]
    if not faults and not any(getattr(found, kind) for kind in NAMED) and found.delay is None:
        faults = ["no price is said"]
    if faults:
        raise WrongOption(
            f"These rates cannot be used: {'; '.join(faults)}.", where, f"Write them as: {EXAMPLE}."
        )
    return found


def _is_price(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")


def _of_text(said: str) -> Rates:
    found: dict[str, Any] = {kind: {} for kind in NAMED}
    faults, twice = [], []
    table: dict[str, Any]
    value: str | float
    for part in parts(said):
        match = re.fullmatch(
            rf"(?P<kind>[a-z]+)(?:\s+(?P<name>{QUOTED}|.+?))?\s+(?P<price>\d+(?:\.\d+)?)", part
        )
        if re.fullmatch(r"[A-Z]{3}|[€$£¥]", part):
            table, name, value = found, "currency", part
        elif match and match["kind"] in NAMED and (match["name"] or match["kind"] == "people"):
            table, name, value = (
                found[match["kind"]],
                EVERYBODY if match["name"] is None else unquoted(match["name"]),
                float(match["price"]),
            )
        elif match and match["kind"] in PLAIN and not match["name"]:
            table, name, value = found, match["kind"], float(match["price"])
        else:
            faults.append(part)
            continue
        twice += [f"{part!r} stands beside another"] if table.get(name, value) != value else []
        table[name] = value
    if faults or not said.strip():
        what = "; ".join(f"{part!r}" for part in faults) if faults else "No rates are said"
        raise WrongOption(
            f"These are no rates: {what}." if faults else f"{what}.", "rates", f"Write them as: {EXAMPLE}."
        )
    return _checked(Rates(**found), twice, "rates")
