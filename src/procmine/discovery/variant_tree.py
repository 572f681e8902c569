"""Where do the ways of cases part?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.discovery.prefix_tree import Sequences, prefix_tree
from procmine.errors import WrongOption
from procmine.result import Result
from procmine.wording import counted, listed, share

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from procmine.log import EventLog

MOST, MOST_EVER = 40, 1000  # branches


@dataclass(frozen=True, eq=False)
class VariantTree(Result):
    columns = {
        "branch": "number of the branch, in the order in which the tree is read",
        "parent": "the branch it goes on from; none where cases begin with it",
        "depth": "steps before it",
        "activities": "its steps: all its cases take them in a row (a list)",
        "cases": "cases that come so far",
        "share": "share of all cases in the view, 0..1",
        "share_of_parent": "share of the cases of its parent (of all, where it has none), 0..1",
        "ended_cases": "finished cases that end with its last step",
        "open_cases": "open cases that have come to its last step and no further",
        "cut_cases": "cases that go on in branches that are not shown",
        "cut_branches": "how many branches go on from it that are not shown",
    }

    @property
    def headline(self) -> str:
        roots = self.frame[self.frame.parent.isna()]
        first = self.frame.iloc[0]
        is_one_root = len(roots) == 1 and not self._cut_at_the_root
        who = (
            f"All {counted(self.counted_cases, 'case')}"
            if is_one_root
            else f"{share(first.share)} of the {counted(self.counted_cases, 'case')}"
        )
        if self.counted_cases == 1:
            return f"The one case takes {counted(len(first.activities), 'step')}, from {first.activities[0]} to {first.activities[-1]}."
        together = len(first.activities)
        steps = f" and take {counted(together, 'step')} together" if together > 1 else ""
        return f"{who} begin with {first.activities[0]}{steps}{self._parting}.{self._cut}"

    @property
    def _parting(self) -> str:
        """Where the most travelled way parts first."""
        children = self.frame[self.frame.parent == 1]
        if children.empty:
            return ""
        ways = listed(
            [f"{row.activities[0]} ({share(row.share_of_parent)})" for row in children.itertuples()]
        )
        return f", then {ways}"

    @property
    def _cut_at_the_root(self) -> int:
        return int(self.counted_cases - self.frame[self.frame.parent.isna()].cases.sum())

    @property
    def _cut(self) -> str:
        cut = int(self.frame.cut_cases.sum()) + self._cut_at_the_root
        if not cut:
            return ""
        return (
            f" {counted(len(self.frame), 'branch', 'branches')} shown; {counted(cut, 'case')} ({share(cut / self.counted_cases)}) "
            "leave it into smaller ones."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import icicle

        texts = [" → ".join(names) for names in self.frame.activities]
        parents = self.frame.parent.fillna(0).astype(int).tolist()
        return icicle(
            self.frame.branch.tolist(),
            parents,
            texts,
            self.frame.cases.tolist(),
            whole=self.counted_cases,
            title=self.headline,
        )


def variant_tree(log: EventLog, *, most: int = MOST) -> VariantTree:
    """Where do the ways of cases part, and how many go each way?

    The prefix tree of the variants: cases that do the same from their beginning are one branch, up to where they part or
    some of them end. A branch holds all steps its cases take in a row. Open cases count as far as they have come, and
    stand at its last step (`open_cases`). Of each branch, cases = ended + open + those of its branches, shown or cut.
    The `most` branches with most cases are shown (1 to 1,000); what goes on in smaller ones is counted where it leaves
    (`cut_cases`). Only recorded order counts: side-by-side work parts in the order in which it began.
    Table `observations`: the variants that the tree is made of.
    """
    if not 1 <= most <= MOST_EVER:
        raise WrongOption(f"{most} branches cannot be shown.", "variant_tree(most=…)", f"Use 1 to {MOST_EVER:,}.")  # fmt: skip
    answer = log.ask("discovery", "variant_tree")
    rows = answer.frame
    sequences = Sequences(rows.activities.tolist(), rows.cases.to_numpy(), rows.open_cases.to_numpy())
    frame = prefix_tree(sequences, most)
    of_parent = frame.parent.map(frame.set_index("branch").cases).fillna(answer.counted.cases)
    frame = frame.assign(share=frame.cases / answer.counted.cases, share_of_parent=frame.cases / of_parent)
    observed = rows.assign(activities=[list(names) for names in rows.activities])
    return VariantTree.of(log, answer, frame, parameters={"most": most}, tables={"observations": observed})
