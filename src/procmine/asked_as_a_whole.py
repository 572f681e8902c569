"""What is asked of a workspace as a whole: its processes beside each other, and its improvements of whether they worked."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from procmine.across.handovers_across import HandoversAcross
    from procmine.across.load_across import LoadAcross
    from procmine.across.portfolio import Portfolio
    from procmine.improvement.verification import Verification
    from procmine.workspace import Workspace


class AskedAsAWhole:
    """The questions that are of no single log."""

    def portfolio(self) -> Portfolio:
        """How the processes of this workspace stand beside each other: one row a log (see `procmine.across.portfolio`)."""
        from procmine.across.portfolio import portfolio

        return portfolio(cast("Workspace", self))

    def load_across(self, resource: str | None = None) -> LoadAcross:
        """How much everybody, or one person, is at work over all logs, each hour once (see `procmine.across.load_across`)."""
        from procmine.across.load_across import load_across

        return load_across(cast("Workspace", self), resource=resource)

    def handovers_across(self, link: str | None = None) -> HandoversAcross:
        """Which process takes up what another ended, by case id or by the attribute `link` (see `procmine.across.handovers_across`)."""
        from procmine.across.handovers_across import handovers_across

        return handovers_across(cast("Workspace", self), link=link)

    def verify(self, no: int, *, calendar: str | None = None, who: str | None = None) -> Verification:
        """Whether improvement #no worked; the verdict is frozen in the register (see `procmine.improvement.proving`)."""
        from procmine.improvement.proving import verified

        return verified(cast("Workspace", self), no, calendar=calendar, who=who)
