"""How satisfied people are with how a process works: a short survey, kept without names.

Three things are asked: how well the process works for you, from 1 (badly) to 5 (well); what helps; what hinders. Who answered is
not kept, so nobody can be asked why, and nobody can be stopped from answering twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from procmine.errors import WrongOption

if TYPE_CHECKING:
    from procmine.store.catalogue import Catalogue

WORST, BEST = 1, 5
MOST_LETTERS = 2000


@dataclass(frozen=True)
class SurveyAnswer:
    """One answer: on which day, of which log, how well it works (1 to 5), and what helps and hinders in words."""

    log: str
    on: date
    score: int
    helps: str = ""
    hinders: str = ""


class Survey:
    """The answers of one workspace, kept in its catalogue: `ws.survey.answer("orders", 4, hinders="waiting for approvals")`."""

    def __init__(self, catalogue: Catalogue):
        self._catalogue = catalogue

    def answer(
        self, log: str, score: int | None, *, helps: str = "", hinders: str = "", on: date | None = None
    ) -> SurveyAnswer:
        """Keep an answer. Raises WrongOption for a score that is none, a day to come or a text that is too long; UnknownName for a log."""
        self._catalogue.version(log)
        given = SurveyAnswer(
            log,
            on or datetime.now(UTC).date(),
            score or 0,
            " ".join(helps.split()),
            " ".join(hinders.split()),
        )
        faults = []
        if score is None:
            faults.append(f"no score is given, from {WORST} (badly) to {BEST} (well)")
        elif isinstance(score, bool) or not isinstance(score, int) or not WORST <= score <= BEST:
            faults.append(f"score {score!r} is none from {WORST} (badly) to {BEST} (well)")
        if given.on > datetime.now(UTC).date():
            faults.append(f"{given.on} is a day to come")
        faults += [
            f"the text on what {name} has more than {MOST_LETTERS:,} letters"
            for name in ("helps", "hinders")
            if len(getattr(given, name)) > MOST_LETTERS
        ]
        if faults:
            raise WrongOption(
                f"This answer cannot be kept: {'; '.join(faults)}.",
                f"survey of {log}",
                "Mend it and answer again.",
            )
        with self._catalogue.executing() as execute:
            execute(
                "insert into survey_answer (log, answered_on, score, helps, hinders) values (:log, :on, :score, :helps, :hinders)",
                log=log, on=given.on.isoformat(), score=score, helps=given.helps, hinders=given.hinders,
            )  # fmt: skip
        return given

    def answers(self, log: str) -> list[SurveyAnswer]:
        """All answers on a log, the oldest first."""
        found = self._catalogue.rows(
            "select log, answered_on, score, helps, hinders from survey_answer where log = :log order by answered_on, rowid",
            log=log,
        )
        return [
            SurveyAnswer(row.log, date.fromisoformat(row.answered_on), row.score, row.helps, row.hinders)
            for row in found
        ]
