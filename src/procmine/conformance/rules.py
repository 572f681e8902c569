"""Does the work follow the rules?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.asking import Made
from procmine.calendars import placed_on
from procmine.conformance.rule import Rule
from procmine.conformance.rule_binding import bound, known_to
from procmine.conformance.rule_files import EXAMPLE, RuleSet, refuse, rule_set, toml_of
from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.timing.throughput import cut_in
from procmine.wording import count, counted, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_CASES = 1000  # of each rule, broken and pending each
OVER_TIME = ("rule", "period_at", "satisfied", "violated", "pending", "share_violated")


@dataclass(frozen=True, eq=False)
class Rules(Result):
    columns = {
        "rule": "its name, else the rule itself",
        "meaning": "the rule in words",
        "satisfied": "cases in which it applies and is kept, so far where they are open",
        "violated": "cases in which it is broken at least once, beyond mending",
        "pending": "open cases in which it is not kept yet and still may be",
        "not_assessable": "cases in which the value to be compared (`same`, `different`) is missing where it would decide",
        "not_applicable": "cases that never did what the rule speaks of",
        "share_violated": "violated / (satisfied + violated); unknown where it was judged in no case",
        "satisfied_open": "of the satisfied, those that are open and may break it yet",
        "asked": "how often it asked for something: pieces of work, or cases where it speaks of the case as a whole",
        "violations": "of these, those that broke it",
        "violated_median_hours": "median cycle time of finished cases that break it",
        "satisfied_median_hours": "the same of those that keep it",
        "violated_median_worked_hours": "median working time of those that break it, where a calendar is given",
        "satisfied_median_worked_hours": "the same of those that keep it",
    }

    @property
    def is_until_extraction(self) -> bool:
        return bool((self.frame.pending + self.frame.satisfied_open).sum())

    @property
    def headline(self) -> str:
        broken = self.frame[self.frame.violated > 0]
        if broken.empty:
            return f"{self._kept}{self._silent}{self._pending}{self._unknown}{self.assumption}"
        top = broken.iloc[0]
        judged = counted(int(top.satisfied + top.violated), "case")
        named = f" ({top.rule})" if top.rule in self.parameters["named"] else ""
        told = (
            f"in {count(top.violated)} of the {judged} in which it was judged ({share(top.share_violated)})"
        )
        if len(self.frame) == 1:
            first = f"“{top.meaning}”{named} is broken {told}"
        else:
            verb = "is" if len(broken) == 1 else "are"
            first = f"{count(len(broken))} of {counted(len(self.frame), 'rule')} {verb} broken, above all “{top.meaning}”{named}: {told}"
        return f"{first}.{self._silent}{self._pending}{self._unknown}{self.assumption}"

    @property
    def _kept(self) -> str:
        judged = self.frame[self.frame.satisfied > 0]
        if judged.empty:
            return "No rule could be judged in any case."
        if len(self.frame) == 1:
            return f"The rule is kept in all {counted(int(judged.satisfied.iloc[0]), 'case')} in which it was judged."
        how_many = "All" if len(judged) == len(self.frame) else f"{count(len(judged))} of"
        return (
            f"{how_many} {counted(len(self.frame), 'rule')} are kept in every case in which they were judged."
        )

    @property
    def _silent(self) -> str:
        """A rule that applies to nothing is kept by nobody."""
        none = self.frame[self.frame[["satisfied", "violated", "pending", "not_assessable"]].sum(axis=1) == 0]
        return f" No case did what {listed(none.rule, 2)} {'speaks' if len(none) == 1 else 'speak'} of." if len(none) else ""  # fmt: skip

    @property
    def _pending(self) -> str:
        waiting = int(self.frame.pending.sum())
        return f" {counted(waiting, 'verdict is', 'verdicts are')} still open, since open cases may keep their rule yet." if waiting else ""  # fmt: skip

    @property
    def _unknown(self) -> str:
        unknown = int(self.frame.not_assessable.sum())
        return (
            f" {counted(unknown, 'verdict')} cannot be given, since a value to be compared is missing."
            if unknown
            else ""
        )

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        parts = {
            "broken": self.frame.violated,
            "still open": self.frame.pending,
            "kept": self.frame.satisfied,
        }
        return stacked_bars(
            self.frame.rule.tolist(), {name: column.tolist() for name, column in parts.items()}, title=self.headline, axis="cases", most=30
        )  # fmt: skip

    def to_toml(self, path: str | Path | None = None) -> str:
        """The rules as a TOML file that `rules=` takes."""
        text = toml_of(rule_set(self.parameters["rules"]), self.parameters["calendar"])
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text


def rules(
    log: EventLog, *, rules: str | Path | Mapping[str, Any] | Sequence[Any] | RuleSet | None = None, calendar: str | None = None,
    period: str | None = None,
) -> Rules:  # fmt: skip
    """Does the work follow the rules, in which cases does it not, and what do these cases take?

    A rule is a template of DECLARE with the activities it speaks of, `response(Order, Pay) within 2d when amount > 500`:
    existence, absence, exactly, init, end, choice, exclusive_choice, responded_existence, coexistence, response, precedence, succession,
    the last three also as alternate_… (not twice in between) and chain_… (directly), and not_coexistence, not_succession,
    not_chain_succession. `A or B` is either activity. `existence(A, 2)` is twice or more, `absence(A, 2)` fewer than twice.
    `rules` are lines, `;` between them, a list, a mapping or a TOML file (see docs/rules.md).
    Work comes after other work by its position in the case: by its start, by its end where no start is known. Where a rule asks, the nearest
    work that can answer decides. `within` runs from the end of the work that asks to the start of the work that answers (looking back, from
    the end of the answer to the start of what asks), in a rule about the case as a whole from its begin. Work that goes on in an open case
    ends at the extraction at the earliest. `within 16h worked` counts working time of everybody's calendar, in which a day is one of its
    days. `when` says which work (or case) asks, `target` which answers;
    `same resource` or `different item` compares the two by an attribute.
    Each case is satisfied, violated, pending, not applicable, or not assessable where a value to be compared is missing. A case that never
    asks is not applicable, and counts for nothing. An open case that may still answer in time is pending; what is overdue at the extraction
    is violated, whether the case is open or not. Rules that nothing but more work can break (absence, not_…) are satisfied so far in open
    cases: `satisfied_open` tells how many. A rule is violated in a case where it is once. Cases that began before the observation are left
    out: what they did before is not known.
    Tables: `cases` (each rule's cases that are violated, pending or not assessable, at most the newest 1,000 each, with the first work that
    asked in vain), `over_time` (the same counts by the period in which cases began: `day`, `week` or `month`).
    Cycle times of those that break a rule are told beside those that keep it; that breaking it costs the difference is not said.
    Raises WrongOption with every fault of all rules at once, each with its line. Where roles alone are named, rules that compare resources are
    refused of activities that fewer than five people do.
    Source: Pesic (2008); three-valued verdicts of open cases, Bauer, Leucker & Schallhart (2011), Maggi et al. (2011).
    """
    if rules is None:
        raise WrongOption("No rules are said.", "rules(rules=…)", f"Write them as: {EXAMPLE}.")
    said = rule_set(rules)
    known, unknown = known_to(log, said.rules)
    faults = [*said.faults, *unknown]
    _refuse_few(log, known)
    calendar = calendar or said.calendar
    if calendar is None:
        faults += [f"{rule.where}: it counts working time, and no calendar is given" for rule in known if rule.is_worked]  # fmt: skip
    refuse(faults, said.where)
    placed, given = placed_on(calendar, log)
    given |= bound(log, known, placed.everybody if placed else None)
    cut = cut_in(log, period)["period"]
    made = _verdicts(log, given)
    answer = log.ask("conformance", "rules", made=made, period=cut, **given)
    cases = log.ask("conformance", "rules_cases", made=made, most=MOST_CASES, **given).frame
    tables = _tables(known, answer.frame, cases)
    told = {
        "rules": RuleSet(tuple(known)).text, "calendar": str(placed) if placed else None, "period": cut,
        "named": [rule.name for rule in known if rule.name],
    }  # fmt: skip
    return Rules.of(log, answer, _frame(known, answer.frame), tables=tables, parameters=told)


def _refuse_few(log: EventLog, known: list[Rule]) -> None:
    """Where roles alone may be named, a rule that compares people tells of those who do its activities: each by five at least."""
    compared = {
        name
        for rule in known
        if "resource" in (rule.same, rule.different)
        for name in rule.first + rule.second
    }
    if log.view.screen is None or not compared:
        return
    people = dict(log.rows("conformance", "rules_people").itertuples(index=False))
    few = sorted(name for name in compared if people.get(name, 0) < log.view.least_people)
    if few:
        raise CannotAnswer(
            f"Fewer than {log.view.least_people} people do {listed(few)}, and this workspace names groups of {log.view.least_people} or more.",
            "same resource, different resource",
            'Leave the rule out, or unlock individuals for a purpose: ws.people.unlock("…").',
        )


def _verdicts(log: EventLog, given: dict[str, Any]) -> Made:
    """The verdicts of all cases, looked up once for both statements that read them."""
    bound_to = repr(sorted((name, value) for name, value in given.items() if name != "instead"))
    return Made(
        "rule_case", f"{log.filters}\n{bound_to}", lambda: log.rows("conformance", "rules_verdicts", **given)
    )


def _frame(known: list[Rule], rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each rule, the most broken first."""
    whole = rows[rows.period_at.isna()]
    told = whole.assign(
        rule=[known[number].called for number in whole.rule_no],
        meaning=[known[number].meaning for number in whole.rule_no],
    )
    told["not_applicable"] = told.not_applicable.astype("int64")
    return told.sort_values(["share_violated", "violated", "rule_no"], ascending=[False, False, True], ignore_index=True)  # fmt: skip


def _tables(known: list[Rule], rows: pd.DataFrame, cases: pd.DataFrame) -> dict[str, pd.DataFrame]:
    names = [rule.called for rule in known]
    by_period = rows[rows.period_at.notna()]
    over_time = by_period.assign(rule=by_period.rule_no.map(dict(enumerate(names))))
    cases.insert(0, "rule", cases.rule_no.map(dict(enumerate(names))))
    return {"cases": cases.drop(columns="rule_no"), "over_time": over_time[list(OVER_TIME)].reset_index(drop=True), "observations": rows}  # fmt: skip
