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
    [
        """create table action (
            action_no integer primary key,
            revision integer not null,
            title text not null,
            log text,
            filters text,
            status text not null,
            owner text,
            starts_on text,
            due_on text,
            changed_at text,
            metric text,
            cohort text,
            control text,
            guardrails text not null,
            expected_hours_per_month real,
            expected_low_hours real,
            expected_high_hours real,
            planned_at text,
            finding text,
            finding_from text,
            cites_version integer,
            verdict text,
            verdict_version integer,
            created_at text not null,
            created_by text not null
        )""",
        """create table action_task (
            action_no integer not null references action (action_no),
            task_no integer not null,
            text text not null,
            owner text,
            due_on text,
            done_at text,
            done_by text,
            created_at text not null,
            created_by text not null,
            primary key (action_no, task_no)
        )""",
        """create table action_comment (
            action_no integer not null references action (action_no),
            comment_no integer not null,
            at text not null,
            who text not null,
            text text not null,
            primary key (action_no, comment_no)
        )""",
        """create table action_document (
            action_no integer not null references action (action_no),
            sha256 text not null,
            name text not null,
            bytes integer not null,
            at text not null,
            who text not null,
            primary key (action_no, sha256)
        )""",
        """create table action_needs (
            action_no integer not null references action (action_no),
            needs_no integer not null references action (action_no),
            primary key (action_no, needs_no)
        )""",
        """create table action_act (
            action_no integer not null references action (action_no),
            revision integer not null,
            at text not null,
            who text not null,
            what text not null,
            was text,
            becomes text
        )""",
        "create index action_act_of on action_act (action_no, revision)",
    ],
    [
        """create table survey_answer (
            log text not null,
            answered_on text not null,
            score integer not null,
            helps text not null,
            hinders text not null
        )""",
    ],
    [
        """create table scenario (
            log text not null,
            name text not null,
            changes text not null,
            calendar text,
            filters text not null,
            saved_at text not null,
            who text not null,
            primary key (log, name)
        )""",
    ],
    [
        """create table source (
            name text primary key,
            kind text not null,
            log text not null,
            settings text not null,
            created_at text not null,
            created_by text not null
        )""",
        """create table source_run (
            source text not null,
            run integer not null,
            base_version integer,
            pid integer not null,
            began_at text not null,
            ended_at text,
            outcome text,
            told text,
            cure text,
            requests integer,
            items integer,
            version integer,
            primary key (source, run)
        )""",
    ],
    [
        """create table happy_path (
            log text primary key,
            activities text not null,
            confirmed_at text not null,
            who text not null
        )""",
    ],
    [
        """create table reference_model (
            name text primary key,
            form text not null,
            text text not null,
            process text,
            saved_at text not null,
            who text not null
        )""",
    ],
]
