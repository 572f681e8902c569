"""Does one person do what two should do?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procmine.errors import CannotAnswer, ProcmineError, WrongOption
from procmine.result import Result
from procmine.said import QUOTED, known_activity, parts, unquoted
from procmine.wording import count, counted, is_known, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

EXAMPLE = "Enter order & Approve order; Approve order & Pay"
MOST_CASES = 1000  # of each pair
RARE = 0.05  # of the cases: where it is as rare as that, keeping them apart looks like a rule
LEAST_CASES = 20
_BETWEEN = re.compile(rf'\s*(?:&|/)\s*(?=(?:{QUOTED}|[^"])*$)')


@dataclass(frozen=True, eq=False)
class FourEyes(Result):
    tells_resources_apart = False
    columns = {
        "first_activity": "an activity",
        "second_activity": "one that somebody else should do",
        "cases": "cases in which both were done at all",
        "same_hands": "of these, cases in which somebody did both",
        "apart": "cases in which nobody did both, and everybody is known",
        "by_machine": "cases in which nobody but a machine did both",
        "not_assessable": "cases in which nobody known did both and somebody is not known",
        "share_same": "same_hands / (same_hands + apart)",
        "performers": "people who do either of the two",
        "amount": "sum of `amount` over the cases; unknown without one",
        "amount_same": "the same over the cases in which somebody did both",
    }

    @property
    def headline(self) -> str:
        known = self.frame[self.frame.same_hands.notna()]
        if known.empty or not (known.same_hands + known.apart).sum():
            return "In no case can it be told whether one person did both of two activities."
        return f"{self._said(known) if self.parameters['pairs'] else self._practice(known)}{self._unknown}"

    def _said(self, known: pd.DataFrame) -> str:
        broken = known[known.same_hands > 0].sort_values("same_hands", ascending=False)
        if broken.empty:
            judged = counted(int((known.same_hands + known.apart).sum()), "case")
            pairs = "" if len(known) == 1 else f", counted for each of {counted(len(known), 'pair')}"
            return f"No one {self._hands} did both of what two should do, in {judged} with both{pairs}."
        top = broken.iloc[0]
        more = (
            f" {count(len(broken) - 1)} of the other {counted(len(self.frame) - 1, 'pair')} {'is' if len(broken) == 2 else 'are'} broken too."
            if len(broken) > 1
            else ""
        )
        worth = (
            f", {top.amount_same:,.0f} of {self.parameters['amount']}" if is_known(top.amount_same) else ""
        )
        return f"{self._pair(top)} were done by the same {self._hands} {self._how_often(top)}{worth}.{more}"

    def _practice(self, known: pd.DataFrame) -> str:
        """No pairs are said: where it is rare that one does both, somebody may have meant it so."""
        rare = known[(known.share_same > 0) & (known.share_same <= RARE) & (known.cases >= LEAST_CASES)]
        never = known[(known.same_hands == 0) & (known.apart >= LEAST_CASES)]
        apart = (
            f"{counted(len(never), 'pair is', 'pairs are')} never done by the same {self._hands}"
            if len(never)
            else f"none is kept apart in {LEAST_CASES} cases or more"
        )
        told = f"No pairs are said, so each is told: {apart}"
        if rare.empty:
            return f"{told}, and none so rarely that it looks like a slip."
        top = rare.loc[rare.share_same.idxmin()]
        return f"{told}; looks like a slip: {self._pair(top)} {self._how_often(top)}."

    @property
    def _hands(self) -> str:
        return "person" if self.parameters["of"] == "resource" else self.parameters["of"]

    def _pair(self, row: Any) -> str:
        return f"“{row.first_activity}” and “{row.second_activity}”"

    def _how_often(self, row: Any) -> str:
        return f"in {count(row.same_hands)} of {counted(int(row.same_hands + row.apart), 'case')} ({share(row.share_same)})"

    @property
    def _unknown(self) -> str:
        unknown, machines = int(self.frame.not_assessable.max()), int(self.frame.by_machine.max())
        told = (
            f" In up to {counted(unknown, 'case')} of a pair it cannot be told, since somebody is not known."
            if unknown
            else ""
        )
        return told + (
            f" What a machine did ({counted(machines, 'case')} of a pair at most) counts apart."
            if machines
            else ""
        )

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        known = self.frame[self.frame.same_hands.notna()]
        told = {"same hands": known.same_hands, "apart": known.apart, "not known": known.not_assessable}
        names = [f"{row.first_activity} & {row.second_activity}" for row in known.itertuples()]
        return stacked_bars(
            names,
            {name: values.tolist() for name, values in told.items()},
            title=self.headline,
            axis="cases with both",
        )


def four_eyes(
    log: EventLog,
    *,
    pairs: str | Sequence[Sequence[str]] | None = None,
    of: str = "resource",
    amount: str | None = None,
) -> FourEyes:
    """Does one person do both of two activities that two people should do (segregation of duties), and in how many of the cases with both?

    `pairs` are written `Enter order & Approve order; Approve order & Pay`. A case counts once for a pair, where both activities were done in it
    at all: that is the exposure. Its hands are the same where any one person did any work of both, in whatever order; they are apart where
    nobody did and everybody who did either is known. Where nobody known did both and a name is missing, it cannot be told, which is neither. What only
    a program did both of (by its name: svc_router, BATCH-06) counts apart. Without `pairs` each pair of activities is told: which are hardly ever
    done by the same person shows what is kept apart in practice.
    `of` is `resource`, or an attribute that varies inside cases such as `team`: then two people of one team are the same hands. `amount` is an attribute of
    the case whose sum over the cases is told too: what is at stake.
    Table `cases`, where pairs are said: the newest 1,000 cases of each with who did both and when first. Where roles alone are named it names
    nobody, and nothing is told of pairs of which fewer than five people do either activity.
    Raises UnknownName for activities and attributes that are not there, CannotAnswer where no resource is recorded.
    Source: separation of duty, Botha & Eloff (2001).
    """
    _refuse(log, of, amount)
    said = _pairs(log, pairs)
    given: dict[str, Any] = {
        "pair_first": [first for first, _ in said], "pair_second": [second for _, second in said], "is_every_pair": not said, "hands_of": of,
        "amount_of": amount,
    }  # fmt: skip
    answer = log.ask("conformance", "four_eyes", least_people=log.view.least_people, **given)
    if answer.frame.empty:
        raise CannotAnswer(
            "No case has both activities of any pair.",
            f"log {log.name}",
            "Name pairs that cases have, or remove a filter.",
        )
    tables = {}
    if said and log.view.screen is None:
        tables["cases"] = log.ask("conformance", "four_eyes_cases", most=MOST_CASES, **given).frame
    told = {
        "pairs": "; ".join(f"{first} & {second}" for first, second in said) or None,
        "of": of,
        "amount": amount,
    }
    return FourEyes.of(log, answer, tables=tables, parameters=told)


def _refuse(log: EventLog, of: str, amount: str | None) -> None:
    if amount is not None:
        _refuse_amount(log, amount)
    if of == "resource" and not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who did what is not known.", f"log {log.name}",
            "Import a column with who did the work (--resource), or ask of an attribute that tells it: of=….",
        )  # fmt: skip
    if of != "resource" and log.require_attribute(of, "four_eyes(of=…)", ("resource",)) == "case":
        raise CannotAnswer(
            f"{of} is the same throughout each case, so all its work is of one {of}.",
            f"four_eyes(of={of!r})",
            "Name an attribute that varies inside cases.",
        )


def _refuse_amount(log: EventLog, amount: str) -> None:
    """What is summed over cases is a number that each case has one of."""
    is_of_work = log.require_attribute(amount, "four_eyes(amount=…)") != "case"
    if is_of_work or log.rows("conformance", "four_eyes_amount", amount_of=amount).numbers.iloc[0] == 0:
        why = (
            "changes inside cases, so no case has one"
            if is_of_work
            else "holds no numbers that could be summed"
        )
        raise CannotAnswer(
            f"{amount} {why}.", f"four_eyes(amount={amount!r})", "Name an attribute of the case that holds numbers, or leave it out."
        )  # fmt: skip


def _pairs(log: EventLog, pairs: str | Sequence[Sequence[str]] | None) -> list[tuple[str, str]]:
    """The pairs as they are said, each of two activities that the log knows. Raises everything that is wrong with them at once."""
    said = (
        [[unquoted(name) for name in _BETWEEN.split(part)] for part in parts(pairs)]
        if isinstance(pairs, str)
        else [list(pair) for pair in pairs or ()]
    )
    found, faults = [], []
    for pair in said:
        names = []
        for name in pair:
            try:
                names.append(known_activity(name, log.activities, "pairs"))
            except ProcmineError as wrong:
                faults.append(f"{wrong.found.rstrip('.')} ({wrong.cure.rstrip('.')})")
        if len(pair) != 2 or pair[0] == pair[1]:
            faults.append(f"{' & '.join(pair)!r} is no pair of two activities")
        found.append(tuple(names))
    if faults or (pairs is not None and not said):
        raise WrongOption(
            f"These pairs cannot be used: {'; '.join(faults) or 'none is said'}.",
            "four_eyes(pairs=…)",
            f"Write them as {EXAMPLE}.",
        )
    return [(pair[0], pair[1]) for pair in dict.fromkeys(found)]
