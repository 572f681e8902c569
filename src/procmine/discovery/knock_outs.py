"""In which order should checks that reject cases be done?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.discovery.knock_out_order import Check, best_order, expected_hours
from procmine.discovery.named import named_activities, outcome
from procmine.discovery.skipped_work import nothing_finished
from procmine.result import Result
from procmine.wording import amount_of_time, counted, duration, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog

LEAST_CASES, LEAST_REJECTED = 20, 5  # of a check, before an order is told of it
UNKNOWN = float("nan")


@dataclass(frozen=True, eq=False)
class KnockOuts(Result):
    columns = {
        "activity": "a check: what was done last before some case was rejected, or one of `checks`",
        "place": "its place among the checks as they are done now, by the mean over cases",
        "best_place": "its place in the order that takes least work, under the assumption told; unknown where too little is known",
        "cases": "finished cases in which it was done before any rejection",
        "rejected_cases": "of these, rejected cases in which it was the last check",
        "share_rejected": "rejected_cases / cases, 0..1",
        "mean_work_hours": "mean work of the check in a case that has it, done again or not, hours, pauses left out; unknown where no starts are recorded",
        "hours_per_rejection": "mean_work_hours / share_rejected: work for each case it rejects; unknown where it rejects none",
        "work_hours": "all work of this check in these cases, hours",
    }

    @property
    def headline(self) -> str:
        if self.frame.empty:
            return f"No finished case was rejected by {self.parameters['rejections']} after other work, so no check is known to reject."
        rejected = int(self.frame.rejected_cases.sum())
        told = f"{counted(len(self.frame), 'check')} {'rejects' if len(self.frame) == 1 else 'reject'} {counted(rejected, 'finished case')}"
        return f"{told}; {self._order}"

    @property
    def _order(self) -> str:
        if len(self.frame) == 1:
            row = self.frame.iloc[0]
            return f"with one check, {row.activity}, there is no order to choose."
        if self.frame.mean_work_hours.isna().any():
            return "how long they take is not recorded for each, so no order can be told to take less."
        if self.frame.best_place.isna().any():
            return f"an order is told where each was done in {LEAST_CASES} cases and rejected {LEAST_REJECTED} at least."
        orders = self.tables["orders"].set_index("order").expected_hours
        saved = orders["now"] - orders["best"]
        if saved <= 1e-9:
            return "they are done in the order that takes least work, if each decides by itself."
        first = self.frame.loc[self.frame.best_place.idxmin()]
        return (
            f"if each decides by itself and could be done at any place, {first.activity} first (it rejects {share(first.share_rejected)} and takes "
            f"{duration(first.mean_work_hours)}) would take {duration(orders['best'])} of checking a case in place of {duration(orders['now'])}, "
            f"{amount_of_time(saved * self.parameters['checked_cases'])} less over these cases."
        )

    def figure(self) -> go.Figure:
        from procmine.figures import COLOURS, bars

        texts = [
            f"{counted(row.rejected_cases, 'case')} ({share(row.share_rejected)}) · {duration(row.mean_work_hours)} each"
            for row in self.frame.itertuples()
        ]
        figure = bars(
            self.frame.activity.tolist(),
            self.frame.share_rejected.tolist(),
            title=self.headline,
            axis="share rejected",
            texts=texts,
            colours=COLOURS["late"],
        )
        return figure.update_xaxes(tickformat=".0%", range=[0, 1])


def knock_outs(log: EventLog, *, rejections: str | None = None, checks: str | None = None) -> KnockOuts:
    """In which order should checks that reject cases be done, so that least work goes into cases that are rejected anyway?

    `rejections` says which cases are rejected: activities (`Reject; Decline`), or an attribute (`outcome = rejected`). `checks` names the
    activities that may reject; without them it is what was done last before a rejection in some case. Whichever check was
    done last before it is taken to have rejected the case. For each, the share of the finished cases with it that it rejects and
    the mean work it takes in a case (its repeats too) give the work for each rejection: the order by this number, the least first,
    takes least work in all. That is so under the assumption
    that each check decides by itself, that any can be done at any place, and that a rejection ends the case; where one needs another's result,
    or a check rejects because another passed, it is not. The expected hours now and in the best order are both worked out
    under it, so that they compare. No order is told of checks done in fewer than 20 cases or rejecting fewer than 5, nor where
    the work of one is not recorded. Open cases may still be rejected and are left out, as are those that began before
    anybody recorded: their first checks were not seen. Where an attribute tells, nothing says when: the last work of the
    case is then taken for its check, whatever it is, unless `checks` names others.
    Table `orders`: the checks in order and the expected hours of checking a case, now and best.
    Raises CannotAnswer where it is not said which cases are rejected. Source: van der Aalst (2001), Re-engineering knock-out processes.
    """
    which = outcome(rejections, log, "knock_outs(rejections=…)", "Reject; Decline, or outcome = rejected")
    named = named_activities(checks, log, "knock_outs(checks=…)")
    answer = log.ask("discovery", "knock_outs", checks=named, **which.bound)
    if not answer.counted.events:
        raise nothing_finished(log)
    rows = answer.frame
    is_known = len(rows) > 1 and bool(
        (rows.cases >= LEAST_CASES).all() and (rows.rejected_cases >= LEAST_REJECTED).all() and rows.mean_work_hours.notna().all()
    )  # fmt: skip
    now = [Check(row.activity, row.mean_work_hours, row.share_rejected) for row in rows.itertuples()]
    best = best_order(now)
    places = {check.name: place for place, check in enumerate(best, 1)}
    frame = rows.assign(
        place=range(1, len(rows) + 1),
        best_place=[places[name] if is_known else UNKNOWN for name in rows.activity],
        hours_per_rejection=(rows.mean_work_hours / rows.share_rejected).where(rows.share_rejected > 0),
    )
    told = {
        "rejections": which.text, "checks": "; ".join(named) or None, "checked_cases": int(rows.cases.max()) if len(rows) else 0,
    }  # fmt: skip
    tables = {"orders": _orders(now, best)} if is_known else {}
    return KnockOuts.of(log, answer, frame, tables=tables, parameters=told)


def _orders(now: list[Check], best: list[Check]) -> pd.DataFrame:
    import pandas as pd

    rows = [(name, [check.name for check in order], expected_hours(order)) for name, order in (("now", now), ("best", best))]  # fmt: skip
    return pd.DataFrame(rows, columns=["order", "activities", "expected_hours"])
