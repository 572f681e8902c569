"""What would a manager want to know before changing anything?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from procmine.calendars import placed_on
from procmine.discovery.process_map import process_map
from procmine.improvement.assess import sections
from procmine.improvement.assess.document import document
from procmine.improvement.assess.gaps import unknown
from procmine.improvement.assess.satisfaction import quarters, told
from procmine.improvement.assess.statements import ADJUST, CHANGE, KEEP, Answers, Statement
from procmine.improvement.ground import usable_calendar
from procmine.result import Result
from procmine.wording import counted

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog


@dataclass(frozen=True, eq=False)
class Assessment(Result):
    answers: dict[str, Any] = field(
        default_factory=dict, repr=False
    )  # those it is put together from, by question

    columns: ClassVar[dict[str, str]] = {
        "section": "what a manager asks",
        "statement": "what the data says to it, in a sentence",
        "verdict": "`keep`, `adjust` (worth less than a twentieth of the time and the work, or not known) or `change`; nothing where it only informs",
        "question": "which question shows it; nothing where it is known of the log or the survey",
    }

    @property
    def headline(self) -> str:
        many = self.frame.verdict.value_counts()
        found = {verdict: int(many.get(verdict, 0)) for verdict in (KEEP, ADJUST, CHANGE)}
        critical = self.frame[self.frame.section == sections.CRITICAL].statement
        told = f"{counted(found[KEEP], 'thing')} to keep, {found[ADJUST]:,} to adjust, {found[CHANGE]:,} to change."
        return f"{told} Most critical: {critical.iloc[0]}" if len(critical) else told

    def section(self, name: str) -> pd.DataFrame:
        """The statements of one section."""
        return self.frame[self.frame.section == name]

    def figure(self) -> go.Figure:
        """Cases that come and are completed, month by month."""
        from procmine.figures import lines

        names = {"arrivals": "arrivals", "completions": "completions"}
        return lines(
            self.tables["observations"], "month_at", names, title=self.headline, axis="cases a month"
        )

    def to_html(self, path: str | Path | None = None) -> str:
        """The assessment as one page that needs nothing else, to hand over or to print; written to `path` where one is given."""
        text = document(self)
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text


def assessment(log: EventLog, *, calendar: str | None = "mined") -> Assessment:
    """What would a manager want to know before changing anything?

    One document from the answers of the other questions: how large the process is, which tools are in use, what works and what does
    not, the most critical area, what limits success, where redundancy and waste are, how performance and satisfaction went, and what
    the data cannot tell, each statement with the question that shows it. Nothing is said that no figure bears: what the log cannot
    answer stands in the last section with what would be needed.
    To keep: activities that nine in ten cases do once only, queues taken up first come, first served (95 % of 30 pairs or more), teams whose load is even
    (a twentieth of the work would move at most), figures in which no lasting change is found, open work that does not age. What does not work are the
    opportunities of high or medium confidence; to change where they are worth a twentieth of the time cases take and of the work together, else, and
    where that is not known, to adjust.
    Satisfaction is the share of answers of 4 or 5 (of 5) in the survey of the workspace, by quarter, with five answers or more. Hours of work are
    those of the `calendar`; `mined` is let go where the log cannot bear it.
    Tables: `observations`, what comes, is completed and is worked on month by month; `satisfaction`, the quarters of the survey.
    """
    answer = log.ask("improvement", "assessment")
    kept, _ = usable_calendar(log, calendar)
    placed_on(kept, log)  # a calendar that was written and cannot be read is refused, not let go
    ask = Answers(log, kept)
    ask(process_map)
    frame = _frame(_statements(ask, answer.frame))
    tables = {"observations": _told_months(log, answer.frame), "satisfaction": quarters(log)}
    found = Assessment.of(log, answer, frame, tables=tables, parameters={"calendar": kept})
    return replace(found, answers=ask.by_question)


def _told_months(log: EventLog, months: pd.DataFrame) -> pd.DataFrame:
    """The months; how many people are at work in one is not told of fewer than may be told of."""
    if log.view.screen is None:
        return months
    counts = months[["people", "resources"]]
    return months.assign(**counts.where(counts >= log.view.least_people))


def _statements(ask: Answers, months: pd.DataFrame) -> list[Statement]:
    """All statements, section by section."""
    parts = (
        sections.size, sections.tools, sections.works, sections.fails, sections.critical, sections.limits, sections.waste, sections.past,
    )  # fmt: skip
    found = [one for part in parts for one in part(ask, months)]
    return [*found, *told(ask.log), *unknown(ask)]


def _frame(statements: list[Statement]) -> pd.DataFrame:
    import pandas as pd

    rows = [(one.section, one.text, one.verdict, one.question) for one in statements]
    return pd.DataFrame(rows, columns=list(Assessment.columns))
