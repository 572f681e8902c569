"""The tables that hold what parsers emit: items, their values, changes, steps, statuses and people.

    seen_item     item_id, key, title, created_at, creator_id, updated_at, seen_at, url
    seen_value    item_id, field, value_id, value: what an item says now, its status and assignee among them
    seen_change   item_id, change_id, place, changed_at, who_id, field, old_id, old_value, new_id, new_value
    seen_member   item_id, field, change_id, place, changed_at, who_id, value_id, value, is_added: of a field that several may fill
    seen_holding  item_id, field, value_id, value: those that fill it now
    seen_revision item_id, rev, changed_at, who_id, field, value_id, value: of tools that keep each item as it was, not what changed
    seen_step     item_id, step_id, place, activity, started_at, ended_at, who_id, attributes (JSON)
    seen_state    field, state_id, name, category: how a value is called now, and whether a status is `new`, `active`, `done`
    seen_person   person_id, name, is_bot

Instants are naive UTC. `place` is the order in which a tool told changes of the same instant; NULL stays NULL and is not ''.
A page that came twice tells the same rows twice: they are known by their ids, and the last one told counts.
"""

from __future__ import annotations

TABLES = {
    "item": (
        "item_id varchar, key varchar, title varchar, created_at timestamp, creator_id varchar, updated_at timestamp,"
        " seen_at timestamp, url varchar, first_told_at timestamp"
    ),
    "value": "item_id varchar, field varchar, value_id varchar, value varchar",
    "change": (
        "item_id varchar, change_id varchar, place bigint, changed_at timestamp, who_id varchar, field varchar,"
        " old_id varchar, old_value varchar, new_id varchar, new_value varchar, is_inferred boolean, is_old_only boolean, is_new_only boolean"
    ),
    "member": (
        "item_id varchar, field varchar, change_id varchar, place bigint, changed_at timestamp, who_id varchar,"
        " value_id varchar, value varchar, is_added boolean"
    ),
    "holding": "item_id varchar, field varchar, value_id varchar, value varchar",
    "revision": (
        "item_id varchar, rev bigint, changed_at timestamp, who_id varchar, field varchar, value_id varchar, value varchar"
    ),
    "step": (
        "item_id varchar, step_id varchar, place bigint, activity varchar, started_at timestamp, ended_at timestamp,"
        " who_id varchar, attributes varchar"
    ),
    "state": "field varchar, state_id varchar, name varchar, category varchar",
    "person": "person_id varchar, name varchar, is_bot boolean",
}
IDENTITY = {
    "item": "item_id",
    "value": "item_id, field",
    "change": "item_id, change_id, field",
    "member": "item_id, field, change_id, value_id",
    "holding": "item_id, field, value_id",
    "revision": "item_id, rev, field",
    "step": "item_id, step_id",
    "state": "field, state_id",
    "person": "person_id",
}
ACTED = ("change", "member", "revision", "step")  # tables that tell who did it
