"""Who works on the same cases?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.errors import CannotAnswer
from procmine.result import Result
from procmine.wording import counted, share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST_DRAWN = 30  # resources of a table of colours that can be read
FALSE_SHARE = 0.05  # of the pairs told to be beyond chance
MANY = 30.0  # standard deviation of a count from which it is taken to be normally distributed
LEAST_EXPECTED = 5  # cases, before "never" is worth a word


@dataclass(frozen=True, eq=False)
class WorkingTogether(Result):
    tells_resources_apart = True
    columns = {
        "first_resource": "one of the two; the first by name",
        "second_resource": "the other",
        "cases": "cases on which both worked",
        "first_cases": "cases on which the first worked",
        "second_cases": "cases on which the second worked",
        "share_of_first": "share of the first one's cases on which the second worked too, 0..1",
        "share_of_second": "share of the second one's cases on which the first worked too, 0..1",
        "expected_cases": "cases both would work on if who works on which were left to chance",
        "lift": "cases over expected cases: above 1 they meet more often than by chance",
        "q_value": "how likely so many or so few is by chance, over all pairs (false discovery rate)",
    }

    @property
    def headline(self) -> str:
        if self.frame.empty or not self.frame.cases.sum():
            return "No case is worked on by two resources, so nobody works together."
        top = self.frame.iloc[0]
        told = (
            f"{top.first_resource} and {top.second_resource} share most cases: {counted(top.cases, 'case')}, "
            f"{share(top.share_of_first)} of {top.first_resource}'s and {share(top.share_of_second)} of {top.second_resource}'s."
        )
        sure = self.frame[self.frame.q_value <= FALSE_SHARE]
        more, fewer = int((sure.lift > 1).sum()), int((sure.lift < 1).sum())
        pairs = counted(len(self.frame), "pair")
        told += f" Of {pairs} {more:,} meet more often and {fewer:,} less often than by chance."
        apart = int(((self.frame.cases == 0) & (self.frame.expected_cases >= LEAST_EXPECTED)).sum())
        if apart:
            told += f" {counted(apart, 'pair never meets', 'pairs never meet')} where chance would bring {LEAST_EXPECTED} cases or more."
        return told + self.told_by_role

    def figure(self) -> go.Figure:
        """The share of each one's cases on which the others worked too, of the 30 busiest."""
        from procmine.figures import label, matrix

        both = _both_ways(self.frame)
        busiest = both.groupby("one").own.first().sort_values(ascending=False, kind="stable")
        names = [str(name) for name in busiest.index[:MOST_DRAWN]]
        table = both.pivot(index="one", columns="other", values="share").reindex(index=names, columns=names)
        told = {
            (
                row.one,
                row.other,
            ): f"{label(row.one)}, with {label(row.other)}: {share(row.share)} of {counted(row.own, 'case')}"
            for row in both.itertuples()
        }
        texts = [[told.get((one, other), "") for other in names] for one in names]
        left = f"{len(names)} of {len(busiest)} drawn" if len(busiest) > len(names) else ""
        return matrix(
            names, table.to_numpy(dtype=float), texts,
            title=self.headline, axis="share of the row's cases", rows="of the cases of", columns="with", left_out=left,
        )  # fmt: skip


def working_together(log: EventLog) -> WorkingTogether:
    """Who works on the same cases?

    Two resources work together on a case when both did work on it, in whatever order; handovers tells who passes it to whom.
    The shares are of each one's own cases, so they differ when one works on more. Expected are the cases both would work on
    if each worked on as many as they do, drawn without regard to the other (hypergeometric); people of one team who
    divide the cases among themselves meet less often than that, people of successive steps more. `q_value` is the
    two-sided probability with all pairs taken into account (Benjamini and Hochberg); small logs rarely get below 0.05.
    Pairs that never meet are listed too, up to 200 resources. Work without a name is left out, and cases on which more than
    60 resources worked, which tell nothing of pairs; both are counted as such.
    Source: working together of van der Aalst, Reijers and Song (2005).
    """
    if not log.facts["resources"]:
        raise CannotAnswer(
            "This log has no resources, so who works together is not known.",
            f"log {log.name}",
            "Import a column with who did the work (--resource).",
        )
    answer = log.ask("people", "working_together")
    return WorkingTogether.of(log, answer, _judged(answer.frame))


def _judged(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs beside what chance would bring."""
    import numpy as np
    from scipy.stats import false_discovery_control

    first, second, shared, of_all = (
        pairs[name].to_numpy() for name in ("first_cases", "second_cases", "cases", "all_cases")
    )
    expected = first * second / np.maximum(of_all, 1)
    p = meeting_by_chance(shared, of_all, first, second)
    # Pairs that are not listed, as they share no case, were looked at too: they count as what chance brings.
    people = int(pairs.all_resources.max()) if len(p) else 0
    unlisted = np.ones(max(people * (people - 1) // 2 - len(p), 0))
    q = false_discovery_control(np.concatenate([p, unlisted]))[: len(p)] if len(p) else p
    return pairs.assign(
        share_of_first=shared / first,
        share_of_second=shared / second,
        expected_cases=expected,
        lift=shared / expected,
        q_value=q,
    )


def meeting_by_chance(
    shared: np.ndarray, of_all: np.ndarray, first: np.ndarray, second: np.ndarray
) -> np.ndarray:
    """The two-sided probability of sharing so many or so few cases (hypergeometric): twice the smaller tail.

    All pairs at once: the terms around the mean are added up, one from the other; where they are very many the normal
    distribution stands for them.
    """
    import numpy as np
    from scipy.special import gammaln
    from scipy.stats import norm

    s, n, k, m = (np.asarray(one, dtype=float) for one in (shared, of_all, first, second))
    mean = k * m / np.maximum(n, 1)
    spread = np.sqrt(np.maximum(mean * (1 - k / np.maximum(n, 1)) * (n - m) / np.maximum(n - 1, 1), 0))

    def chosen(whole: np.ndarray, part: np.ndarray) -> np.ndarray:
        return gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1)

    least, most = np.maximum(0, k + m - n), np.minimum(k, m)
    at = np.clip(np.floor(mean - 12 * spread - 10), least, most)
    term = np.exp(chosen(k, at) + chosen(n - k, m - at) - chosen(n, m))
    below, above = np.where(at <= s, term, 0.0), np.where(at >= s, term, 0.0)
    is_summed = spread <= MANY
    for _ in range(int(24 * spread[is_summed].max(initial=0) + 20)):
        term = np.where(
            at < most, term * (k - at) * (m - at) / ((at + 1) * np.maximum(n - k - m + at + 1, 1)), 0.0
        )
        at += 1
        below, above = below + np.where(at <= s, term, 0.0), above + np.where(at >= s, term, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        normal = norm.sf((np.abs(s - mean) - 0.5) / spread)
    return np.clip(2 * np.where(is_summed, np.minimum(below, above), normal), 0, 1)


def _both_ways(frame: pd.DataFrame) -> pd.DataFrame:
    """Each pair seen from either side: how many cases the one worked on, and on which share of them the other did too."""
    import pandas as pd

    sides = (
        ("first_resource", "second_resource", "share_of_first", "first_cases"),
        ("second_resource", "first_resource", "share_of_second", "second_cases"),
    )
    seen = [
        pd.DataFrame({"one": frame[one], "other": frame[other], "share": frame[part], "own": frame[cases]})
        for one, other, part, cases in sides
    ]
    return pd.concat(seen, ignore_index=True)
