"""How a catalogue comes from each earlier form to today's: numbered steps, never edited once released."""

from __future__ import annotations

MIGRATIONS: list[list[str]] = [
    [
        """create table log (
            log_id integer primary key,
            name text not null unique,
            created_at text not null
        )""",
        """create table version (
            log_id integer not null references log (log_id),
            version integer not null,
            file text not null unique,
            created_at text not null,
            description text not null,
            primary key (log_id, version)
        )""",
        """create table setting (
            name text primary key,
            value text not null
        )""",
    ],
    [
        """create table calendar (
            name text primary key,
            said text not null,
            saved_at text not null
        )""",
    ],
    [
        """create table role (
            log text not null,
            resource text not null,
            role text not null,
            primary key (log, resource)
        )""",
        """create table people_act (
            at text not null,
            who text not null,
            act text not null,
            purpose text not null,
            until text
        )""",
    ],
]
