"""A verdict in words that an operations manager understands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from procmine.improvement.interrupted import LEAST_BEFORE
from procmine.improvement.metric import Metric
from procmine.improvement.verdict import NO_EVIDENCE, PICKED, SHORT, TOO_EARLY, TURNED, UNSEEN, WORKED
from procmine.wording import amount_of_time, counted, is_known, listed, share

if TYPE_CHECKING:
    from procmine.improvement.verification import Verification

WORTH_A_WORD = 0.01  # of the level before the change: what chance gives back is told from here on


def sentences(found: Verification) -> str:
    told = found.parameters
    metric = metric_of(told["metric"])
    first = {
        WORKED: _changed(found, metric, "It worked"), TOO_EARLY: _too_early(found, metric), NO_EVIDENCE: _no_evidence(found, metric),
    }.get(told["verdict"], _changed(found, metric, "It got worse"))  # fmt: skip
    return f"{first}{_guardrails(found)}{_basis(told)}"


def metric_of(text: str) -> Metric:
    """The metric of a canonical text, whatever activities there are."""
    _, _, name = text.partition(' "')
    return Metric.of(text, [name[:-1].replace('\\"', '"').replace("\\\\", "\\")] if name else [])


def day(text: str) -> str:
    return f"{datetime.fromisoformat(text):%-d %b %Y}"


def _changed(found: Verification, metric: Metric, verdict: str) -> str:
    told = found.parameters
    saved, low, high = (told[name] for name in ("saved_per_case", "saved_low", "saved_high"))
    if not is_known(saved):
        return ""
    way = "less" if saved > 0 else "more"
    ends = f"95 % interval {_range(metric, low, high)}"
    cases = f"cases that came since {day(told['changed_at'])}"
    if metric.kind == "cycle time":
        first = f"{verdict}: {cases} take {metric.apart(saved)} {way} than they would have ({ends})"
    else:
        are, it = ("are", "they") if metric.kind in ("handovers", "repeats of") else ("is", "it")
        first = f"{verdict}: {metric.phrase} {are} {metric.apart(saved)} {way} in {cases} than {it} would have been ({ends})"
    return f"{first}{_mix(told)}.{_worth(told, metric)}"


def _range(metric: Metric, low: float, high: float) -> str:
    near, far = sorted((abs(low), abs(high)))
    return f"{metric.apart(near)} to {metric.apart(far)}"


def _mix(told: dict[str, Any]) -> str:
    return f", given the same mix of {' and '.join(told['strata'])}" if told["strata"] else ""


def _worth(told: dict[str, Any], metric: Metric) -> str:
    total, month = told["saved_total"], told["saved_per_month"]
    is_counted = metric.unit != "hours"
    way = "more" if total < 0 else "fewer" if is_counted else "less"

    def amount(value: float) -> str:
        if metric.unit == "share":
            return counted(round(abs(value)), "case")
        return f"{abs(value):,.0f}" if is_counted else amount_of_time(abs(value))

    return f" Over the {counted(told['cases_since'], 'case')} since that is {amount(total)} {way}, {amount(month)} a month."


def _so_far(found: Verification, metric: Metric) -> str:
    """What is seen, and between what it may lie."""
    told = found.parameters
    ends = [-told[name] for name in ("saved_high", "saved_low")]
    if not all(map(is_known, ends)):
        return ""
    words = [f"{metric.apart(end)} {'less' if end < 0 else 'more'}" for end in ends]
    return f"{metric.phrase} may be anything from {words[0]} to {words[1]} (95 % interval)"


def _too_early(found: Verification, metric: Metric) -> str:
    told = found.parameters
    so_far = _so_far(found, metric)
    first = f"It is too early to tell{': ' + so_far if so_far else ''}."
    looked_for = f"a change of {metric.apart(told['expected'])}" if is_known(told["expected"]) else "a change"
    if not told["more_cases"]:
        return f"{first} {_beyond(told, metric)}"
    return f"{first} It takes about {counted(told['more_cases'], 'more case')} (until about {day(told['enough_at'])}) to see {looked_for}, if there is one."


def _no_evidence(found: Verification, metric: Metric) -> str:
    told = found.parameters
    if told["reason"] == SHORT:
        weeks = counted(told["weeks_before"], "week is", "weeks are")
        return (
            f"There is no evidence that it worked, and none to be had: {weeks} seen whole, and for long enough, before the change, "
            f"and it takes {LEAST_BEFORE}."
        )
    first = f"There is no evidence that it worked: {_so_far(found, metric)}."
    power, size = share(told["power"]), metric.apart(told["expected"])
    why = {
        PICKED: f" What was picked by {told['picked_by']} stood out before by {metric.apart(told['regression_to_the_mean'] or 0)} that chance alone gives back "
        "(regression to the mean): beyond that nothing is seen.",
        TURNED: " Beside its trend it seems to have changed, but the plain difference before and after, with one mix of cases, says otherwise.",
        UNSEEN: f" {_beyond(told, metric)}",
    }  # fmt: skip
    return first + why.get(
        told["reason"], f" A change of {size} would have been seen with a probability of {power}."
    )


def _beyond(told: dict[str, Any], metric: Metric) -> str:
    smallest = (
        f"; so far one of {metric.apart(told['smallest_seen'])} would be"
        if is_known(told["smallest_seen"])
        else ""
    )
    return f"The weeks go up and down so much that a change of {metric.apart(told['expected'])} would hardly ever be seen{smallest}."


def _guardrails(found: Verification) -> str:
    table = found.tables["guardrails"]
    worse = table[table.is_worse.fillna(False).astype(bool)]
    if worse.empty:
        return ""
    told = [
        f"{metric_of(row.metric).phrase} ({metric_of(row.metric).apart(row.difference)} more)"
        for row in worse.itertuples()
    ]
    return f" {'A guardrail' if len(told) == 1 else f'{len(told)} guardrails'} got worse: {listed(told)}."


def _basis(told: dict[str, Any]) -> str:
    """What one has to know beside it."""
    parts = ""
    by_chance = told["regression_to_the_mean"] or 0.0
    if told["reason"] != PICKED and abs(by_chance) >= WORTH_A_WORD * abs(told["level_before"]):
        parts += f" What chance alone gives back to the values picked of {told['picked_by']} is taken off."
    if told["run_up_weeks"]:
        parts += f" The {told['run_up_weeks']} weeks before the change, the worst of all, do not count."
    if told["control"]:
        parts += " Measured beside cases that the change did not touch."
    if told["calendar"] and told["unit"] == "hours":
        parts += f" Times are working time ({told['calendar']})."
    return parts
