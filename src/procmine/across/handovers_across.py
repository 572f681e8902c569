"""Which process takes up what another ended?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from procmine.across.several import FindingAcross, LeftOut, ask_together, on_one_clock, opened, together
from procmine.errors import CannotAnswer
from procmine.wording import counted, duration, listed, share

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from procmine.log import EventLog
    from procmine.workspace import Workspace

BOTH_WAYS = 0.2  # of the handovers between two logs that run the other way, and ids may be the same by chance
LEAST_HANDOVERS = 20  # before that is said


@dataclass(frozen=True, eq=False, kw_only=True)
class HandoversAcross(FindingAcross):
    columns = {
        "from_log": "the log whose work ended before",
        "to_log": "the log in which a case then begins",
        "cases": "cases of the second log",
        "linked_cases": "of these, with the id (or the value of `link`) of a case of the first",
        "handovers": "of these, begun when work of the first had ended",
        "share_handed_over": "handovers over cases, 0..1",
        "median_between_hours": "median time from the last end before in the first log to the first work in the second, hours",
        "p85_between_hours": "85 % take at most this long",
        "basis": "`wait`: to the recorded start; `elapsed`: to the end of the first work, an upper bound; `mixed`: some of both",
    }

    @property
    def headline(self) -> str:
        link = self.parameters["link"]
        by = f"the same {link}" if link else "the same id"
        left = f" {self.lost()}." if self.left_out else ""
        if not self.frame.handovers.sum():
            linked = counted(self.frame.linked_cases.sum(), "case has", "cases have")
            return f"{linked} {by} as one of another log, and none begins after work there has ended.{left}"
        top = self.frame.iloc[0]
        bound = "" if top.basis == "wait" else ", an upper bound that contains the first work"
        return (
            f"{counted(top.handovers, 'case')} of {top.to_log} ({share(top.share_handed_over)}) "
            f"{'begins' if top.handovers == 1 else 'begin'} after work on {by} ended in {top.from_log}, "
            f"half within {duration(top.median_between_hours)}{bound}.{self._others}{self._doubt}{left}"
        )

    @property
    def _others(self) -> str:
        rest = self.frame.iloc[1:]
        pairs = [
            f"{row.from_log} → {row.to_log} ({row.handovers:,})"
            for row in rest[rest.handovers > 0].itertuples()
        ]
        return f" Also {listed(pairs)}." if pairs else ""

    @property
    def _doubt(self) -> str:
        """Whether the same ids may be the same by chance: plain numbers, or an order that runs both ways."""
        told = ""
        if self.parameters["has_plain_numbers"]:
            told += (
                " They are linked by plain numbers, which two tools may both have given to different matters."
            )
        count = {(row.from_log, row.to_log): row.handovers for row in self.frame.itertuples()}
        for (one, other), there in count.items():
            back = count.get((other, one), 0)
            if (
                one < other
                and there + back >= LEAST_HANDOVERS
                and min(there, back) > BOTH_WAYS * (there + back)
            ):
                told += f" Between {one} and {other} they run both ways, as chance would have it too."
        return told

    def figure(self) -> go.Figure:
        from procmine.figures import bars

        rows = self.frame[self.frame.handovers > 0]
        texts = [
            f"{row.handovers:,} · half within {duration(row.median_between_hours)}"
            for row in rows.itertuples()
        ]
        names = [f"{row.from_log} → {row.to_log}" for row in rows.itertuples()]
        return bars(
            names, rows.handovers.tolist(), title=self.headline, axis="cases handed over", texts=texts
        )


def handovers_across(workspace: Workspace, *, link: str | None = None) -> HandoversAcross:
    """Which process takes up what another ended, and how long does it lie between them?

    A case of one log is handed over from another where work there with the same key had ended when it began. The key is the
    case id, or each value of the attribute `link`, of the case or of its work, spelt exactly alike. The time between runs from
    the last such end to the start of the first work of the case (its end, where no start is known: `basis` is `elapsed`);
    what the other log does meanwhile and later is no handover. A case with several keys counts once, with the latest end. A case that begins
    before anything under its key has ended there is linked and not handed over.
    The newest version of each log is asked. Logs whose clock stands in no known zone, or that lack the attribute, are left out and
    named. That an id is the same is no proof that the matter is: where ids are plain numbers or the order runs both ways it is said.
    Nobody is named. Table `steps`: the work before and the first work after, for each pair of logs.
    Raises CannotAnswer where no case is linked to one of another log.
    """
    logs, left_out = opened(workspace)
    logs, elsewhere = on_one_clock(logs)
    logs, unlinked = _with_link(logs, link)
    if len(logs) < 2:
        raise _too_few(logs, [*left_out, *elsewhere, *unlinked], link)
    with (
        together(logs, "begins_of_logs", "begin_of_log", lambda _: {"link": link}) as begins,
        together(logs, "ends_of_logs", "end_of_log", lambda _: {"link": link}) as ends,
    ):
        found = ask_together([begins, ends], "handovers_across")
    if found.empty:
        raise _nothing_linked(logs, link)
    names = [log.name for log in logs]
    found = found.assign(
        from_log=[names[number] for number in found.from_no], to_log=[names[number] for number in found.to_no]
    )
    cases = {log.name: log.facts["cases"] for log in logs}
    return HandoversAcross(
        frame=_pairs(found, cases)[list(HandoversAcross.columns)],
        parameters={"link": link, "has_plain_numbers": bool(found.is_plain_number.all())},
        tables={"steps": _steps(found)},
        logs={log.name: log.version.version for log in logs},
        left_out=(*left_out, *elsewhere, *unlinked),
    )


def _pairs(found: pd.DataFrame, cases: dict[str, int]) -> pd.DataFrame:
    between = found.groupby(["from_log", "to_log"])
    handed = found[found.between_hours.notna()].groupby(["from_log", "to_log"])
    frame = between.agg(linked_cases=("case_no", "size"), handovers=("between_hours", "count")).reset_index()
    frame["cases"] = frame.to_log.map(cases)
    frame["share_handed_over"] = frame.handovers / frame.cases
    figures = handed.between_hours.quantile([0.5, 0.85]).unstack()
    bases = handed.is_elapsed.agg(["all", "any"])
    for column, values in (
        ("median_between_hours", figures.get(0.5)),
        ("p85_between_hours", figures.get(0.85)),
    ):
        frame[column] = [
            float("nan") if values is None else values.get(pair, float("nan")) for pair in _keys(frame)
        ]
    told = {
        pair: "elapsed" if row["all"] else "mixed" if row["any"] else "wait" for pair, row in bases.iterrows()
    }
    frame["basis"] = [told.get(pair) for pair in _keys(frame)]
    return frame.sort_values(
        ["handovers", "linked_cases", "from_log", "to_log"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def _keys(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame.from_log, frame.to_log, strict=True))


def _steps(found: pd.DataFrame) -> pd.DataFrame:
    by = ["from_log", "from_activity", "to_log", "to_activity"]
    handed = found[found.between_hours.notna()].groupby(by).between_hours
    steps = handed.agg(handovers="size", median_between_hours="median").reset_index()
    return steps.sort_values(["handovers", *by], ascending=[False, *[True] * 4], ignore_index=True)


def _with_link(logs: Sequence[EventLog], link: str | None) -> tuple[list[EventLog], list[LeftOut]]:
    if link is None:
        return list(logs), []
    has = {log.name: link in log.attributes for log in logs}
    without = [LeftOut(log.name, f"which has no attribute {link!r}") for log in logs if not has[log.name]]
    return [log for log in logs if has[log.name]], without


def _too_few(logs: Sequence[EventLog], left_out: Sequence[LeftOut], link: str | None) -> CannotAnswer:
    rest = "; ".join(f"{log}, {why}" for log, why in left_out)
    only = f"Only {logs[0].name} can be asked" if logs else f"No log has an attribute {link!r}"
    return CannotAnswer(
        f"{only}, and a handover between processes takes two logs.",
        rest,
        "Import another log into this workspace, or name an attribute that two logs share: link=, --link.",
    )


def _nothing_linked(logs: Sequence[EventLog], link: str | None) -> CannotAnswer:
    counts: dict[str, int] = {}
    for log in logs:
        for name in log.attributes:
            counts[name] = counts.get(name, 0) + 1
    shared = sorted(name for name, times in counts.items() if times > 1 and name != link)
    cure = (
        f"Both have: {listed(shared, 8)}. Name one that tells the same matter"
        if shared
        else "They share no attribute: import one that both hold"
    )
    return CannotAnswer(
        f"No case has the {link or 'id'} of a case of another log.",
        ", ".join(log.name for log in logs),
        f"{cure}: link=, --link.",
    )
