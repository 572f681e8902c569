"""One question asked of one view: the statement, its rows, what it left out; remembered while nothing changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.engine import (
    AnswerCache,
    Kept,
    Part,
    assemble,
    digest,
    engine,
    leaves_out,
    nouns,
    parameters_of,
    prepared_with,
    read_sql,
    shelf,
)
from procmine.errors import CannotAnswer
from procmine.nothing_kept import hints, too_few
from procmine.view import Counts, View

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Exclusion:
    """Work that a question did not count, and why."""

    reason: str
    cases: int
    events: int


@dataclass(frozen=True, eq=False)
class Answer:
    """The rows of a statement, with the statement itself."""

    frame: pd.DataFrame
    sql: str
    parameters: dict[str, Any]
    counted: Counts
    excluded: tuple[Exclusion, ...]


@dataclass(frozen=True)
class Made:
    """A noun worked out beside its file, faster, for the whole version: the statement shown keeps the noun's own words.

    `of` says what its rows depend on beside the version.
    """

    noun: str
    of: str
    rows: Callable[[], pd.DataFrame]


_answers = AnswerCache()
GROUPS, UNGROUPED = {"event_group", "grouped_event"}, (None, "week", "month")
OF_WORK = (
    "service_time",
    "four_eyes",
    "active_period",
    "costs",
    "opportunities",
    "what_if",
    "loops",
    "skipped_work",
    "duplicated_work",
    "cancelled_work",
    "first_time_right",
    "knock_outs",
    "automation_candidates",
)  # they measure the work itself, so of one person they tell that person's hours


def ask(
    view: View, room: str, question: str, parameters: dict[str, Any], instead: Mapping[str, str] | None = None,
    made: Made | None = None,
) -> Answer:  # fmt: skip
    """The rows of the question's `.sql` file over the view; `instead` reads a noun from another file."""
    said = repr((sorted(parameters.items()), sorted((instead or {}).items())))
    key = (view.key, room, question, said)
    found = _answers.find(key)
    if found is None:
        found = _asked(view, room, question, parameters, instead, made)
        _answers.keep(key, found, _size(found.frame))
    # A frame is handed out as a copy: what one reader does to it must not reach the next.
    return Answer(found.frame.copy(deep=False), found.sql, found.parameters, found.counted, found.excluded)


def rows(
    view: View, room: str, question: str, parameters: dict[str, Any], instead: Mapping[str, str] | None = None,
    made: Made | None = None,
) -> pd.DataFrame:  # fmt: skip
    """The rows of a `.sql` file over the view and nothing else: for what is worked on and not handed out."""
    text = read_sql(room, question)
    with view.kept() as (parts, _), _kept(view, made) as more:
        _refuse_too_few(view, text, room, question, parameters, parts)
        statement = assemble(text, [*parts, *more], {**view.instead, **(instead or {})})
        return engine.frame(view.version.path, statement, view.facts | parameters)


def _size(frame: pd.DataFrame) -> int:
    """Bytes of a frame; text is measured on a sample, since measuring all of it can cost more than asking."""
    sampled = frame.head(1000)
    each = int(sampled.memory_usage(deep=True).sum()) / max(len(sampled), 1)
    return int(each * len(frame)) + 4096


def _asked(
    view: View,
    room: str,
    question: str,
    parameters: dict[str, Any],
    instead: Mapping[str, str] | None,
    made: Made | None,
) -> Answer:
    text, instead = read_sql(room, question), {**view.instead, **(instead or {})}
    alone, view_parameters = view.standing_alone()
    given = view.facts | parameters
    shown = assemble(text, alone, instead)
    bound = {name: {**given, **view_parameters}[name] for name in parameters_of(shown)}
    with view.kept() as (parts, counts):
        if not counts.events:
            raise _nothing_left(view)
        _refuse_too_few(view, text, room, question, parameters, parts)
        frame = _prepared(view, question, shown, prepared_with(text), parameters)
        if frame is None:
            with _kept(view, made) as more:
                frame = engine.frame(view.version.path, assemble(text, [*parts, *more], instead), given)
        excluded = _excluded(view, text, parts, counts, given, instead)
    counted = Counts(counts.cases, view.version.facts["events"] - sum(one.events for one in excluded))
    return Answer(frame, shown, bound, counted, excluded)


@contextmanager
def _kept(view: View, made: Made | None) -> Iterator[list[Part]]:
    """The noun that is worked out beside its file, made once for each version and kept in memory."""
    if made is None:
        yield []
        return

    def make(key: str) -> Kept:
        frame = made.rows()
        place = engine.keep_frame(f"{made.noun}_{key}", frame)
        return Kept((f"{made.noun}_{key}",), int(frame.memory_usage().sum()), place)

    with shelf.using(
        f"{made.noun}\n{view.version.path}\n{view.screen and view.screen.key}\n{view.roles}\n{made.of}", make
    ) as kept:
        yield [Part(made.noun, f"select * from {kept.known}", True)]


def _nothing_left(view: View) -> CannotAnswer:
    return CannotAnswer(
        "No case is left to answer from." if view.filters else "This log holds no events.",
        str(view.filters),
        " ".join([*hints(view), "Remove a filter; each of them must hold."]),
    )


def _refuse_too_few(
    view: View, text: str, room: str, question: str, parameters: dict[str, Any], parts: list[Part]
) -> None:
    """Where roles alone may be named, nothing is told of people, nor by group, where fewer than five are at work."""
    is_grouped = parameters.get("by") not in UNGROUPED and not GROUPS.isdisjoint(nouns(text))
    if view.screen is None or not (room == "people" or question in OF_WORK or is_grouped):
        return
    found = engine.rows(view.version.path, assemble(read_sql("screening", "too_few"), parts), view.facts)
    if found[0][0]:
        raise too_few(view)


def _prepared(
    view: View, question: str, statement: str, wanted: dict[str, None] | None, parameters: dict[str, Any]
) -> pd.DataFrame | None:
    """The answer for the whole log that was worked out at import, where the question is asked that way."""
    if view.filters or wanted is None or view.version.facts["prepared"].get(question) != digest(statement):
        return None
    if any(parameters.get(name) is not None for name in wanted):
        return None
    return engine.frame(
        view.version.path, f"select * exclude (answer_row) from answer_{question} order by answer_row"
    )


def _cases_that_lose_work(view: View, parts: list) -> int:
    """Where work is hidden inside cases: those that are not seen, and those not seen whole."""
    counting = "select count(*)\nfrom cases left join case_span as seen using (case_no)\nwhere seen.events is distinct from cases.events"
    return engine.rows(view.version.path, assemble(counting, parts), view.facts)[0][0]


def _excluded(
    view: View, text: str, parts: list, counts: Counts, given: dict[str, Any], instead: Mapping[str, str]
) -> tuple[Exclusion, ...]:
    facts = view.version.facts
    found: list[Exclusion] = []
    if view.filters:
        found.append(
            Exclusion(
                f"outside the filters: {view.filters}",
                _cases_that_lose_work(view, parts) if view.has_projection else facts["cases"] - counts.cases,
                facts["events"] - counts.events,
            )
        )
    reasons = leaves_out(text)
    if reasons:
        counting = assemble(_counting(text, [predicate for _, predicate in reasons]), parts, instead)
        for number, in_cases, events in engine.rows(view.version.path, counting, given):
            found.append(Exclusion(reasons[number][0], in_cases, events))
    return tuple(one for one in found if one.events)


def _counting(text: str, predicates: list[str]) -> str:
    """The statement that counts what each of the predicates leaves out; it brings the question's nouns that they speak of."""
    cases = "\n".join(
        f"        when {predicate} then {number}" for number, predicate in enumerate(predicates)
    )
    spoken_of = [noun for noun in nouns(text) if re.search(rf"\b{noun}\b", cases)]
    return (
        f"-- uses: {', '.join(spoken_of)}\n"
        f"select reason, count(distinct case_no), count(*)\nfrom (select case_no, case\n{cases}\n    end as reason from event)\n"
        "where reason is not null group by reason order by reason"
    )
