"""How one column writes its instants: the finding that `instants` makes and everything later reads by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from procmine.engine import quoted
from procmine.importers.date_patterns import Layout, Pattern
from procmine.importers.source import Note

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


@dataclass(frozen=True)
class InstantFormat:
    """How one column writes its instants.

    `patterns` are tried in order. `filled` rows hold a text, `unreadable` of them none that a pattern reads,
    `naive` say no zone. `order` is set where three bare numbers were read in that order. `notes` may hold a
    question, which blocks the import until it is answered.
    """

    column: str
    patterns: tuple[Pattern, ...]
    filled: int = 0
    unreadable: int = 0
    naive: int = 0
    order: str = ""
    is_open: bool = False  # bare numbers, and nothing in the column tells their order
    layouts: tuple[Layout | Pattern, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    @property
    def is_naive(self) -> bool:
        return self.naive > 0

    def sql(self, zone: str | None = None) -> str:
        """SQL of the column as TIMESTAMP: UTC where the zone is known, else the clock on the wall."""
        return reading(self.column, self.patterns, zone)

    def can_be(self, order: str) -> bool:
        """Whether every open layout of the column has a reading in `order`."""
        return all(order in one.orders for one in self.layouts if isinstance(one, Layout) and one.is_open)

    def in_order(self, order: str, why: str) -> InstantFormat:
        """The same column with its open numbers read in `order`, which something else decides: `why` says what."""
        note = Note(
            "day-or-month",
            "info",
            f"'{self.column}' is read {ORDERS[order]}, as {why}.",
            self.filled,
        )
        return replace(
            self, patterns=patterns_in_order(self.layouts, order), order=order, is_open=False, notes=(note,)
        )


def reading(column: str, patterns: tuple[Pattern, ...], zone: str | None = None) -> str:
    """SQL that reads `column` by the first of `patterns` that fits; naive ones on the clock of `zone`."""
    text = quoted(column)
    parts = [
        pattern.sql(text) if pattern.has_offset or not zone else _in_zone(pattern.sql(text), zone)
        for pattern in patterns
    ]
    return f"coalesce({', '.join(parts)})" if len(parts) > 1 else (parts or ["null::timestamp"])[0]


def _in_zone(sql: str, zone: str) -> str:
    name = zone.replace("'", "''")
    return f"timezone('UTC', timezone('{name}', {sql}))"


def patterns_in_order(layouts: tuple[Layout | Pattern, ...], order: str) -> tuple[Pattern, ...]:
    """The patterns of `layouts`, bare numbers read in `order`; a layout without that reading is left out."""
    patterns: list[Pattern] = []
    for layout in layouts:
        if isinstance(layout, Pattern):
            patterns.append(layout)
        elif not layout.is_open or order in layout.orders:
            patterns.append(layout.pattern(order))
    return tuple(dict.fromkeys(patterns))
