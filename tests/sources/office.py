"""A small office whose work every tool's server tells in its own way: so all tools must give the same log."""

from __future__ import annotations

from dataclasses import dataclass, field

PEOPLE = {"ada": "Ada Admin", "ben": "Ben Builder", "cleo": "Cleo Clerk"}
STATUSES = {"New": "new", "In Progress": "active", "Closed": "done"}


@dataclass
class Act:
    """A change of one field at an instant; `number` counts all acts of the office."""

    number: int
    at: str
    who: str
    field: str
    old: str | None
    new: str | None


@dataclass
class Item:
    number: int
    created_at: str
    creator: str
    status: str
    assignee: str | None
    acts: list[Act] = field(default_factory=list)

    @property
    def updated_at(self) -> str:
        return self.acts[-1].at if self.acts else self.created_at

    @property
    def first_status(self) -> str:
        return next((act.old for act in self.acts if act.field == "status"), self.status) or self.status


class Office:
    """Items by number; `now` is what the clocks of the servers say."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}
        self.acts = 0
        self.now = "2026-03-31T12:00:00+00:00"

    def create(self, number: int, at: str, who: str = "ada", assignee: str | None = None) -> None:
        self.items[number] = Item(number, at, who, "New", assignee)

    def set(self, number: int, at: str, who: str, **values: str) -> None:
        """`office.set(1, "2026-03-01T09:00:00Z", "ben", status="Closed", assignee="cleo")`: one act a field, at one instant."""
        item = self.items[number]
        for name, new in values.items():
            self.acts += 1
            item.acts.append(Act(self.acts, at, who, name, getattr(item, name), new))
            setattr(item, name, new)

    def clock(self) -> str:
        return self.now


def worked(many: int = 5) -> Office:
    """Items that are taken up, handed over and closed, but for the last one, which is in progress."""
    office = Office()
    for number in range(1, many + 1):
        day = f"2026-03-{number:02d}"
        office.create(number, f"{day}T08:00:00Z", assignee="ben")
        office.set(number, f"{day}T09:00:00Z", "ben", status="In Progress")
        if number < many:
            office.set(number, f"{day}T15:00:00Z", "ben", status="Closed", assignee="cleo")
    return office


def later(office: Office) -> None:
    """What happens after the first sync: the last item is closed, the first reopened, a new one comes."""
    office.now = "2026-04-30T12:00:00+00:00"
    last = max(office.items)
    office.set(last, "2026-04-06T09:00:00Z", "cleo", status="Closed")
    office.set(1, "2026-04-07T09:00:00Z", "ada", status="In Progress", assignee="ada")
    office.create(last + 1, "2026-04-08T10:00:00Z", "cleo")


def stays(office: Office) -> set[tuple]:
    """Twin: (item, status, from, until, who had it the longest), worked out act by act; closing takes no time."""
    found = set()
    for item in office.items.values():
        ends = [act.at for act in item.acts if act.field == "status"]
        begins = [item.created_at, *ends]
        held = [item.first_status, *(act.new for act in item.acts if act.field == "status")]
        for place, (status, begin) in enumerate(zip(held, begins, strict=True)):
            end = begin if STATUSES[status] == "done" else ends[place] if place < len(ends) else None
            found.add((item.number, status, begin, end, _holder(item, begin, end)))
    return found


def _holder(item: Item, begin: str, end: str | None) -> str | None:
    """In this office a stay is never handed over in its middle: who had it right after it began had it throughout."""
    first = next((act.old for act in item.acts if act.field == "assignee"), item.assignee)
    moved = [act for act in item.acts if act.field == "assignee" and act.at <= begin]
    name = moved[-1].new if moved else first
    return PEOPLE[name] if name else None
