"""Which work was done twice?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.calendars import placed_on
from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.said import parts, unquoted
from procmine.wording import amount_of_time, counted, is_known, listed

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_GROUPS = 1000
MATCHES = ("exact", "alike")


@dataclass(frozen=True, eq=False)
class DuplicatedWork(Result):
    columns = {
        "activity": "activity",
        "scope": "`within a case`, or `across cases`: the same was done in an earlier case",
        "duplicates": "pieces of work done though the same was done before",
        "groups": "different things done more than once",
        "cases": "cases with a duplicate",
        "work_hours": "hours of work in the duplicates, pauses left out; unknown where no starts are recorded",
        "work_worked_hours": "the same in working time, where a calendar is given; unknown where work was paused",
        "share_with_start": "share of the duplicates whose start is recorded: of the others nobody knows the hours",
    }

    @property
    def headline(self) -> str:
        keys = self.parameters["keys"]
        judged = f" of {counted(self.counted_events, 'piece')}" if self.excluded else ""
        if self.frame.empty:
            if keys is None:
                return "No work is recorded twice with the same times and hands; name what tells things apart (keys) to find what was done twice."
            return f"No work{judged} is done twice with the same {keys.replace('; ', ' and ')}."
        total, top = int(self.frame.duplicates.sum()), self.frame.iloc[0]
        hours = self.frame.work_hours.sum(min_count=1)
        effort = f", {amount_of_time(hours)} of work" if is_known(hours) else ", whose hours are not recorded"
        what = (
            "recorded again with the same times and hands"
            if keys is None
            else f"done again with the same {keys.replace('; ', ' and ')}"
        )
        are = "piece of work is" if total == 1 else "pieces of work are"
        return f"{total:,} {are} {what}{effort}; most {top.activity} {top.scope} ({counted(top.duplicates, 'piece')} in {counted(top.cases, 'case')})."

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        return bars(
            [f"{row.activity}, {row.scope}" for row in self.frame.itertuples()],
            self.frame.duplicates.tolist(),
            title=self.headline,
            axis="duplicates",
            texts=[f"{counted(row.duplicates, 'piece')} in {counted(row.cases, 'case')}" for row in self.frame.itertuples()],
            colours=COLOURS["rework"],
        )  # fmt: skip


def duplicated_work(
    log: EventLog,
    *,
    keys: str | Sequence[str] | None = None,
    match: str = "exact",
    calendar: str | None = None,
) -> DuplicatedWork:
    """Which work was done twice for the same thing, within a case or in several?

    `keys` are the attributes that say what the work was for, joined by `;` (`vendor; invoice number; amount`), of the case or of the work;
    `resource` may be one, but not where a workspace names roles only. A piece is a duplicate where the same activity was done before with
    the same keys: earlier in its case (and not side by side with it), or, where it is the first of its case, in an earlier case. Work of
    which a key is missing, or not told because it names a person or a small group, cannot be judged and is left out.
    `match="alike"` compares letters, digits, points and commas before a digit, and signs of numbers, in small letters, without accents and
    without zeros before a number, so that INV-0042 and inv 42 are the same; numbers alone by what they are worth: 12.50 is 12.5, not
    125.0 and not -12.50. Without `keys` it is what is recorded again: the same case, activity, times and hands.
    A second piece may be meant (two invoices alike): whether it is waste is for the reader to judge. Open cases count too.
    Table `groups`: up to 1,000 things done more than once, with their keys, cases (up to ten) and first and last time.
    Raises UnknownName for an attribute the log does not have.
    """
    if match not in MATCHES:
        raise WrongOption(f"There is no match {match!r}.", "duplicated_work(match=…)", "Use 'exact' or 'alike'.")  # fmt: skip
    names = _names(keys, log)
    placed, given = placed_on(calendar, log)
    stand_ins = log.view.screen.stand_ins if log.view.screen else ()
    given |= {"keys": names, "is_alike": match == "alike", "stand_ins": list(stand_ins)}
    answer = log.ask("discovery", "duplicated_work", **given)
    if not answer.counted.events:
        raise CannotAnswer(
            f"No work has all of {listed(names, 6)}, so none can be compared.", "duplicated_work(keys=…)", "Name attributes that are known of the work."
        )  # fmt: skip
    groups = log.ask("discovery", "duplicated_work_groups", most=MOST_GROUPS, **given).frame
    groups = groups.drop(columns="key_no").assign(keys=[list(one) for one in groups["keys"]], cases=[list(one) for one in groups.cases])  # fmt: skip
    told = {"keys": "; ".join(names) or None, "match": match, "calendar": str(placed) if placed else None}
    return DuplicatedWork.of(log, answer, tables={"groups": groups}, parameters=told)


def _names(keys: str | Sequence[str] | None, log: EventLog) -> list[str]:
    """The attributes that are said, in the order of their names."""
    said = [unquoted(part) for part in parts(keys)] if isinstance(keys, str) else list(keys or ())
    if "resource" in said and log.view.screen:
        raise CannotAnswer(
            "This workspace names roles only: work of two people of one role would look like one person's.", "duplicated_work(keys=…)", "Leave out `resource`."
        )  # fmt: skip
    for name in said:
        if name != "resource":
            log.require_attribute(name, "duplicated_work(keys=…)", ("resource",))
    return sorted(set(said))
