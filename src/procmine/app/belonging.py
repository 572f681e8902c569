"""Where people belong: the roles and the attributes that a page offers to see them by."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc

from procmine.app.address import View

# Attributes by which people belong together: few words, each of nearly all that somebody did. Looked for in the first pieces
# of work only, since it is a choice that is offered and no figure.
TELLS_POOLS = """
with told as (
    select name, resource_no, text, count(*) as pieces
    from event_attribute join events using (event_no)
    where event_no <= 200000 and resource_no is not null and text is not null and number is null
    group by name, resource_no, text
),
person as (select name, resource_no, max(pieces) as most, sum(pieces) as pieces from told group by name, resource_no)
select name
from (select name, count(*) as people, sum(most) / sum(pieces) as steadiness from person group by name)
join (select name, count(distinct text) as pools from told group by name) using (name)
where pools between 2 and 30 and pools < people and steadiness > 0.9
order by name
"""


def belongings(view: View, shown: str | None = None) -> list[str]:
    """By what people can be grouped: `role` where roles were confirmed, attributes that say where they belong, and the one shown."""
    names = ["role"] if view.whole.view.roles else []
    return list(dict.fromkeys([*names, *view.whole.select(TELLS_POOLS).name, *([shown] if shown else [])]))


def known_belonging(view: View, option: str) -> str | None:
    """What a page's option asks people to be grouped by, where the log knows it."""
    name = view.options.get(option)
    if name == "role" and view.whole.view.roles:
        return name
    return name if name in view.whole.attributes else None


def belonging_choice(view: View, shown: str | None, *, id: str, alone: str, each: str, label: str) -> Any:
    """The choice by what to group people; None where the log tells nothing of it. `each` makes a name into its words."""
    offered = belongings(view, shown)
    if not offered:
        return None
    data = [alone, *({"value": name, "label": each.format(name)} for name in offered)]
    return dmc.Select(
        id=id, data=data, value=shown or alone, allowDeselect=False, className="group-choice", **{"aria-label": label}
    )  # fmt: skip
