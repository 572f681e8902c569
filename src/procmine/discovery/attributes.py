"""What does the log know of its cases and of its work?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.discovery.set_later import set_later
from procmine.discovery.start_values import OWN_VALUE, Known, is_a_code, start_values
from procmine.result import Result
from procmine.wording import counted, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

ROLES = ("activity", "resource")  # columns that play a role and are no attributes
MOST_VALUES = 20
MUCH = 0.2  # missing: then it is told
AT_START = 0.5  # of the cases: what the first work of fewer knows is not known as cases begin


@dataclass(frozen=True, eq=False)
class Attributes(Result):
    columns = {
        "attribute": "its name; `activity` and `resource` are the columns of these roles",
        "level": "`case`: the same throughout every case; `work`: it varies inside cases",
        "kind": "`number`, `instant`, `kinds` (values that recur), `names` (nearly every one has its own), `constant`, or `empty`",
        "values": "how many different values",
        "known": "cases, or pieces of work, that have one",
        "share_missing": "share of them that have none",
        "is_known_at_start": "whether it is known as a case begins, as far as can be told",
        "known_later": "why not; empty where it is",
        "top_value": "the most common value; by the alphabet the last of several",
        "share_top": "its share of what is known",
        "low": "the least number; the next four are quartiles and the largest, all unknown unless each value is a number",
        "lower_quartile": "a quarter is no more",
        "median": "half is no more",
        "upper_quartile": "three quarters are no more",
        "high": "the largest number",
        "first_at": "the first instant, by the wall clock of the log's zone, where each value is one",
        "last_at": "the last one",
    }

    @property
    def headline(self) -> str:
        own = self.frame[~self.frame.attribute.isin(ROLES)]
        if own.empty:
            unknown = self.frame[(self.frame.attribute == "resource") & (self.frame.share_missing == 1)]
            return f"Beyond activity and {'times' if len(unknown) else 'resource'} nothing is known of cases and work: no column became an attribute."
        cases = own[own.level == "case"]
        parts = [
            f"{counted(size, 'attribute')} of {what}"
            for what, size in (("cases", len(cases)), ("work", len(own) - len(cases)))
            if size
        ]
        told = f"{' and '.join(parts)}; {self._start(own)}"
        lacking = own[own.share_missing > MUCH].sort_values("share_missing", ascending=False)
        names = listed([f"{row.attribute} ({share(row.share_missing)})" for row in lacking.itertuples()])
        return f"{told}.{f' Much is missing of {names}.' if names else ''}"

    @staticmethod
    def _start(own: pd.DataFrame) -> str:
        known = int(own.is_known_at_start.sum())
        if known == len(own):
            return "each is known as cases begin" if known > 1 else "it is known as cases begin"
        later = own[~own.is_known_at_start]
        return f"{known} of them known as cases begin, the others not: {listed(later.attribute)}"

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        told = self.frame.sort_values(["share_missing", "attribute"], ascending=[False, True])
        return bars(
            told.attribute.tolist(), (told.share_missing * 100).tolist(), title=self.headline, axis="% missing",
            texts=[share(one) for one in told.share_missing], most=30,
        )  # fmt: skip


def attributes(log: EventLog) -> Attributes:
    """What does the log know of its cases and of its work: which attributes, with which values, how much is missing, and what is known as a case begins?

    An attribute is of the `case` where it has one value throughout every case of the version, else of the `work`. Missing is what is blank;
    words such as `NA` are values. Numbers have quartiles only where every value is one and none is written as a code (007); what has a
    value of its own for nearly every case or piece of work is told as `names`.
    Known as a case begins is an attribute of the case unless something gives away that it was set later, and one of the work
    where the first work of at least half of the cases has it. What gives it away: open cases lack it, it comes with some work, its values
    tell how cases end or order them as their cycle times do, or its name says so (the same signs by which `root_causes` chooses what it
    tries). What a source overwrites cannot be told.
    Table `values`: of each attribute the 20 most common values.
    """
    answer = log.ask("discovery", "attributes")
    cases = log.rows("discovery", "attributes_cases")
    later = [_known_later(log, cases, row) for row in answer.frame.itertuples()]
    frame = answer.frame.assign(
        kind=[_kind(row) for row in answer.frame.itertuples()],
        known_later=later,
        is_known_at_start=[not why for why in later],
    )
    values = log.ask("discovery", "attributes_values", most=MOST_VALUES).frame
    return Attributes.of(log, answer, frame, tables={"values": values})


def _kind(row: Any) -> str:
    if not row.known:
        return "empty"
    if row.values == 1:
        return "constant"
    if row.low == row.low and not is_a_code(row.attribute):
        return "number"
    if isinstance(row.first_at, type(row.last_at)) and row.first_at == row.first_at:
        return "instant"
    return "names" if row.values > max(2, OWN_VALUE * row.known) else "kinds"


def _known_later(log: EventLog, cases: pd.DataFrame, row: Any) -> str:
    """Why an attribute is taken to be known only later; nothing where nothing speaks for it."""
    if row.attribute in ROLES:
        return "" if row.known else "never known"
    known: Known = start_values(log, cases, row.attribute, "case" if row.level == "case" else "event")
    if known.total is None or not (known.codes != 0).any():
        return "never known" if not row.known else "not known as cases begin"
    at_start = float((known.codes != 0).mean())
    if row.level == "work" and at_start < AT_START:
        return f"known of the first work of {share(at_start)} of the cases"
    return set_later(log, cases, known)
