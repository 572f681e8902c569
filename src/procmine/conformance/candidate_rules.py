"""Which rules does the work seem to follow, and who breaks them?"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.conformance.candidates import suggestions
from procmine.conformance.rule import Rule
from procmine.conformance.rule_binding import bound
from procmine.conformance.rule_files import RuleSet, rule_set, toml_of
from procmine.errors import CannotAnswer, WrongOption
from procmine.result import Result
from procmine.wording import count, counted, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_WAITS = 20  # before a time is suggested
SPREADS = 3 * 1.4826  # of median distances, as far as three standard deviations would be
LEAST_SPREAD = 0.1  # on that scale: what always takes the same may take a tenth longer
FORWARD = {"response", "succession", "chain_response", "chain_succession"}


@dataclass(frozen=True, eq=False)
class CandidateRules(Result):
    columns = {
        "rule": "the rule, as `rules` takes it",
        "meaning": "the rule in words",
        "template": "the template of DECLARE",
        "first_activity": "the first activity it speaks of",
        "second_activity": "the second, where it speaks of two",
        "applicable": "finished cases it applies to",
        "satisfied": "of these, cases that keep it",
        "violated": "cases that break it",
        "share_applicable": "share of all finished cases that it applies to (its support)",
        "share_satisfied": "satisfied / applicable (its confidence)",
    }

    @property
    def headline(self) -> str:
        told = self.frame
        if told.empty:
            return f"No rule suggests itself: nothing holds in {share(self.parameters['confidence'])} of the finished cases it applies to."
        broken = told[told.violated > 0]
        at_least = share(self.parameters["confidence"])
        many = counted(len(told), "rule suggests itself", "rules suggest themselves")
        first = f"{many}, kept in {at_least} or more of the finished cases each applies to"
        if broken.empty:
            return f"{first}; none is ever broken.{self.assumption}"
        top = broken.loc[broken.violated.idxmax()]
        often = f"in {count(top.violated)} of {counted(int(top.applicable), 'case')}"
        return f"{first}; {count(len(broken))} are broken now and then, most often “{top.meaning}” ({often}).{self.assumption}"

    def figure(self) -> go.Figure:
        from procmine.figures import stacked_bars

        parts = {"broken": self.frame.violated.tolist(), "kept": self.frame.satisfied.tolist()}
        return stacked_bars(
            self.frame.meaning.tolist(), parts, title=self.headline, axis="finished cases", most=30
        )

    def to_toml(self, path: str | Path | None = None) -> str:
        """The rules as a TOML file that `rules(log, rules=…)` takes, to be looked through and mended."""
        text = toml_of(rule_set(self.parameters["rules"])) if len(self.frame) else ""
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text


def candidate_rules(
    log: EventLog, *, support: float = 0.1, confidence: float = 0.9, most: int = 40
) -> CandidateRules:
    """Which rules does the work seem to follow, in how many cases, and which of them are broken now and then?

    What holds in a share of `confidence` of the finished cases it applies to, and applies to a share of `support` of them, suggests itself as
    a rule: how cases begin and end (init, end), what happens in each (existence, exactly once), what comes after what (response, precedence or both,
    directly where that holds), what comes together (responded_existence, where that is a tenth likelier than without), and
    what never does (not_coexistence, where five cases would have both by chance). Of rules that say the same the strongest stands; what follows from two
    others (A after B after C), or from how cases begin and end, is left out. At most `most`, those that apply most widely. A rule that
    holds is not yet one that is meant: look through them, save those that are with `to_toml`, and ask `rules`.
    Where work nearly always answers within a time, the rule stands once more with that time: the median and three robust standard
    deviations (1.4826 median distances) on a logarithmic scale, or the longest seen where that is less, rounded up. Where every answer begins
    before the asking work has ended, no time is suggested.
    Open cases are no evidence and are left out, and so are those that began before the observation.
    Tables: `times` (of each rule that looks ahead: waits, their median, the longest and the bound), `skeleton` (of each two activities
    the share of cases in which the second is always after, always before, never together, directly after, equally often).
    Source: Maggi, Mooij & van der Aalst (2011); log skeletons, Verbeek & Medeiros de Carvalho (2018); temporal profiles, Stertz, Mangler &
    Rinderle-Ma (2020).
    """
    _refuse(support, confidence, most)
    activities, pairs = (
        log.ask("conformance", f"candidate_{name}").frame for name in ("activities", "pairs")
    )
    if activities.empty:
        raise CannotAnswer(
            "No case of this view is finished, so nothing shows a rule.", str(log.filters) or f"log {log.name}",
            "Remove a filter, or say which cases are finished: --complete-when.",
        )  # fmt: skip
    found = _whole(log, suggestions(activities, pairs, support, confidence), confidence)[: int(most)]
    times = _times(log, found)
    known = [*found, *_holding(log, _timed(found, times), confidence)][: int(most)]
    answer = log.ask(
        "conformance", "candidate_rules", **bound(log, known, None)
    )  # so that a rule asked back has the same figures
    rows = answer.frame
    frame = rows.assign(
        rule=[known[number].text for number in rows.rule_no],
        meaning=[known[number].meaning for number in rows.rule_no],
        template=[known[number].template for number in rows.rule_no],
        first_activity=[known[number].first[0] for number in rows.rule_no],
        second_activity=[next(iter(known[number].second), None) for number in rows.rule_no],
    )
    told = {"support": support, "confidence": confidence, "most": most, "rules": RuleSet(tuple(known)).text}
    return CandidateRules.of(
        log,
        answer,
        frame,
        tables={"times": times.drop(columns="rule_no"), "skeleton": _skeleton(pairs)},
        parameters=told,
    )


def _refuse(support: float, confidence: float, most: int) -> None:
    for name, value in (("support", support), ("confidence", confidence)):
        if not 0 < value <= 1:
            raise WrongOption(
                f"{name} {value} is no share.", f"candidate_rules({name}=…)", "Give a number over 0, up to 1."
            )
    if most < 1 or most != int(most):
        raise WrongOption(
            f"{most} rules cannot be told.", "candidate_rules(most=…)", "Give a whole number from 1 on."
        )


def _whole(log: EventLog, found: list[Rule], confidence: float) -> list[Rule]:
    """A succession whose two sides hold often enough, and both of them in the same cases do not, stands as the two that it is of."""
    both = [rule for rule in found if "succession" in rule.template and not rule.template.startswith("not_")]
    holding = _holding(log, both, confidence)
    sides = {
        rule: [
            replace(rule, template=rule.template.replace("succession", side))
            for side in ("response", "precedence")
        ]
        for rule in both
        if rule not in holding
    }
    return [one for rule in found for one in sides.get(rule, [rule])]


def _holding(log: EventLog, asked: list[Rule], confidence: float) -> list[Rule]:
    """Of these rules those that hold often enough."""
    if not asked:
        return []
    rows = log.rows("conformance", "candidate_rules", **bound(log, asked, None))
    return [asked[number] for number in rows.rule_no[rows.share_satisfied >= confidence]]


def _times(log: EventLog, found: list[Rule]) -> pd.DataFrame:
    """How long answers take, by the rules that look ahead, with the bound beyond which an answer is unusual."""
    import numpy as np

    ahead = [rule for rule in found if rule.template in FORWARD]
    rows = log.rows("conformance", "candidate_times", **bound(log, ahead, None))
    rows = rows.assign(rule=[ahead[number].text for number in rows.rule_no])
    usual = np.exp(rows.middle + np.maximum(SPREADS * rows.spread, LEAST_SPREAD)) / 3600
    # Beyond the longest there is nothing to learn from. It is negative where all that answers begins before what asks has ended.
    rows["high_hours"] = np.maximum(np.minimum(usual, rows.longest_hours), 0)
    rows["within"] = [rounded_up(hours) for hours in rows.high_hours]
    return rows[["rule_no", "rule", "waits", "median_hours", "longest_hours", "high_hours", "within"]]


def rounded_up(hours: float) -> str:
    """A time that a person would promise, no shorter.

    >>> rounded_up(0.3), rounded_up(7.2), rounded_up(49)
    ('20min', '8h', '3d')
    """
    if hours < 1:
        return f"{math.ceil(hours * 60 / 5) * 5}min"
    return f"{math.ceil(hours)}h" if hours <= 48 else f"{math.ceil(hours / 24)}d"


def _timed(found: list[Rule], times: pd.DataFrame) -> list[Rule]:
    """The rules that look ahead once more, with their time, where the answer does not always come at once or sooner."""
    ahead = {rule.text: rule for rule in found if rule.template in FORWARD}
    usual = times[(times.waits >= LEAST_WAITS) & (times.high_hours > 0)]
    return [
        replace(
            ahead[row.rule],
            template=ahead[row.rule].template.replace("succession", "response"),
            within=row.within,
        )
        for row in usual.itertuples()
    ]


def _skeleton(pairs: pd.DataFrame) -> pd.DataFrame:
    """The relations of a log skeleton, as shares of the cases in which they could be broken."""
    either = pairs.first_cases + pairs.second_cases - pairs.both_cases
    return pairs[["first_activity", "second_activity"]].assign(
        always_after=pairs.after_cases / pairs.first_cases, always_before=pairs.before_cases / pairs.second_cases,
        never_together=(either - pairs.both_cases) / either, directly_after=pairs.direct_after_cases / pairs.first_cases,
        equally_often=pairs.equal_cases / either,
    )  # fmt: skip
