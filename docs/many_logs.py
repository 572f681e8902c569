"""What opportunities find in many generated logs, beside what was planted in them: `python docs/many_logs.py` writes docs/many_logs.csv anew.

It takes about twenty minutes, so the page docs/validation.md is made from the file, and a test runs some of its logs again.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import procmine as pm
from procmine.calendars import calendar, worked_seconds
from procmine.samples import generate, purchase_scenario, steady_scenario
from procmine.samples.alternatives import cycle_hours
from procmine.samples.generator import Generated
from procmine.samples.scenario import Loop, clock
from procmine.samples.wall_clock import utc

FILE = Path(__file__).with_name("many_logs.csv")
PLANTED, AGAIN, NOTHING = range(1, 101), range(1, 21), range(1, 201)
MONTH_HOURS, HOUR = 730.5, 3600
SIZED = {  # what was planted -> how it is found
    "batching": ("batching", "Approve order"),
    "rework": ("rework", "Check request"),
    "off hours": ("off hours", "Check request"),
    "overload": ("overload", "Quotes"),
}
ALSO_FOUND = {"slower": ("slower", "Check supplier"), "stuck cases": ("stuck cases", "Check request")}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COLUMNS = ["log", "seed", "what", "rank", "hours", "low", "high", "truth"]


def of_planted(seed: int) -> list[dict[str, object]]:
    """A row for each planted cause: its rank, its size with its interval, and what it truly is, hours a month."""
    made = generate(purchase_scenario(seed))
    found = pm.opportunities(made.log()).frame.set_index(["kind", "subject"])
    truth = truths(made)
    rows = []
    for what, key in {**SIZED, **ALSO_FOUND}.items():
        told = found.loc[key] if key in found.index else None
        sizes = (
            {"rank": 0}
            if told is None
            else {
                "rank": int(told["rank"]),
                "hours": told.hours_per_month,
                "low": told.low_hours,
                "high": told.high_hours,
            }
        )
        rows.append({"log": "planted", "seed": seed, "what": what, **sizes, "truth": truth.get(what)})
    return rows


def truths(made: Generated) -> dict[str, float]:
    """By how many hours a month finished cases would be sooner done without each planted cause, all else as it was, by what the generator knows."""
    work = pieces_of(made)
    ends = played(work, work.wait)
    months = (work.ends.max() - work.enabled.min()) / HOUR / MONTH_HOURS
    return {
        what: (ends - played(work, *changed)).sum() / HOUR / months
        for what, changed in changes(made, work).items()
    }


def pieces_of(made: Generated) -> pd.DataFrame:
    """The pieces of the finished cases in their order, in seconds, with what each waited."""
    names = ["enabled", "answered", "released", "begins"]
    work = pd.concat([made.frame[["purchase order", "activity"]], made.pieces[names]], axis=1)
    work["ends"] = utc(made.frame.end, made.scenario.zone)
    closed = work[work.activity.isin(made.scenario.closing) & work.ends.notna()]["purchase order"]
    work = work[work["purchase order"].isin(closed)].sort_values(
        ["purchase order", "begins"], kind="stable", ignore_index=True
    )
    for name in [*names, "ends"]:
        work[name] = (work[name] - pd.Timestamp("2025-01-01")).dt.total_seconds()
    work["case"] = work["purchase order"].factorize()[0]
    return work.assign(wait=work.begins - work.enabled, lasts=work.ends - work.begins)


def changes(made: Generated, work: pd.DataFrame) -> dict[str, tuple]:
    """What each piece waits without each planted cause, and which pieces are left out."""
    approval, check = (work.activity == name for name in ("Approve order", "Check request"))
    quotes = work.activity.isin(["Collect quotes", "Compare offers"])
    idle = (
        work.begins
        - work.enabled
        - on_duty(made, "Request desk", work.enabled, work.begins).where(check, work.wait)
    )
    busy = on_duty(made, "Quotes", work.released, work.begins).where(quotes, 0)
    checked = work[check].groupby("case").ends
    first, last = (work.case.map(end) for end in (checked.min(), checked.max()))
    is_loop = (work.begins >= first) & (work.ends <= last)
    return {
        "batching": (work.wait - (work.released - work.answered).where(approval, 0),),
        "rework": (work.wait, is_loop),
        "off hours": (work.wait - idle,),
        "overload": (work.wait - busy,),
    }


def played(work: pd.DataFrame, wait: pd.Series, is_out: pd.Series | None = None) -> np.ndarray:
    """When each case ends: a piece begins after its own wait once all that had ended before it has ended; approvals keep their hours."""
    releases = np.unique(work.released[work.activity == "Approve order"])
    rows = zip(work.case, work.enabled, work.ends, work.answered, work.released, work.begins, work.activity == "Approve order", wait, work.wait, work.lasts,
               is_out if is_out is not None else [False] * len(work), strict=True)  # fmt: skip
    found = np.zeros(int(work.case.max()) + 1)
    case, ended = -1, []
    for one, enabled, ends, answered, released, begins, is_approval, waits, waited, lasts, out in rows:
        if one != case:
            case, ended = one, []
        ready = max((now for then, now in ended if then <= enabled), default=enabled)
        if out:
            end = ready
        elif is_approval and waits == waited:
            place = np.searchsorted(releases, ready + answered - enabled)
            end = (releases[place] if place < len(releases) else released) + begins - released + lasts
        else:
            end = ready + waits + lasts
        ended.append((ends, end))
        found[one] = max(found[one], end)
    return found


def on_duty(made: Generated, team: str, begins: pd.Series, ends: pd.Series) -> pd.Series:
    """The seconds between two instants in which anybody of a team was on duty."""
    at = [pd.Timestamp("2025-01-01") + pd.to_timedelta(one, unit="s") for one in (begins, ends)]
    return worked_seconds(calendar(duty(made, team)), *(one.tolist() for one in at))


def run_again(seed: int) -> list[dict[str, object]]:
    """What the generator gives when the same cases run again without a planted cause, queues and all: hours a month, beside the size that was told."""
    scenario = purchase_scenario(seed)
    made = generate(scenario)
    found = pm.opportunities(made.log()).frame.set_index(["kind", "subject"]).hours_per_month
    as_it_is = cycle_hours(scenario, made.frame)
    months = (pieces_of(made).ends.max() - pieces_of(made).enabled.min()) / HOUR / MONTH_HOURS
    colleague = replace(
        next(one for one in scenario.people if one.team == "Quotes"), name="A new colleague", pace=1.0
    )
    route = tuple(
        replace(step, probability=0.0) if isinstance(step, Loop) else step for step in scenario.route
    )
    others = {
        "batching": replace(scenario, batching=None),
        "rework": replace(scenario, route=route),
        "overload": replace(scenario, people=(*scenario.people, colleague)),
    }
    rows = []
    for what, other in others.items():
        hours = cycle_hours(other, generate(other).frame)
        both = as_it_is.index.intersection(hours.index)
        saved = (as_it_is[both] - hours[both]).mean() * len(as_it_is) / months
        rows.append(
            {
                "log": "run again",
                "seed": seed,
                "what": what,
                "hours": found.get(SIZED[what], 0.0),
                "truth": saved,
            }
        )
    return rows


def of_nothing(seed: int) -> dict[str, object]:
    """How many findings are confirmed in a log in which nothing known as cases begin matters."""
    log = generate(steady_scenario(seed)).log()
    outcomes = {"cycle_time": {}, "rework": {}, "late": {"late_after": "3d"}}
    confirmed = sum(
        int(pm.root_causes(log, outcome=name, **given).frame.is_confirmed.sum())
        for name, given in outcomes.items()
    )
    return {"log": "nothing", "seed": seed, "what": "confirmed", "rank": confirmed}


def duty(made: Generated, team: str) -> str:
    """The hours in which anybody of a team is on duty, as a calendar."""
    scenario = made.scenario
    shifts = [
        f"{DAYS[day - 1]} {', '.join(f'{clock(begin)}-{clock(end)}' for begin, end in joined(stretches))}"
        for day in range(1, 8)
        if (
            stretches := sorted(
                part
                for one in scenario.people
                if one.team == team and day in one.hours.days
                for part in one.hours.stretches
            )
        )
    ]
    closed = [f"closed={day.isoformat()}" for day in scenario.closed_on]
    return "; ".join([f"zone={scenario.zone}", *shifts, *closed])


def joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches of a day in order, those that touch or overlap as one."""
    found = [stretches[0]]
    for begin, end in stretches[1:]:
        if begin > found[-1][1]:
            found.append((begin, end))
        else:
            found[-1] = (found[-1][0], max(found[-1][1], end))
    return found


def section() -> list[str]:
    """The part of the page that the file gives."""
    rows = pd.read_csv(FILE)
    planted, again, nothing = (rows[rows.log == name] for name in ("planted", "run again", "nothing"))
    lines = [
        "## Opportunities in many generated logs",
        "",
        f"{planted.seed.nunique()} logs of the sample's process, each from a seed of its own, none of them looked at when thresholds were set.",
        "The true hours are what the generator knows: each case played without the wait, loop or night, all else as it was. An interval of",
        "90 % should cover the mean truth of all logs in 90 of 100; `batching` covers more, since weeks with holidays differ and are the same every",
        "year. `overload` is told too large, and covers too little: while a supplier has not answered, the log shows work that waits for busy hands.",
        "",
        "| planted | found in | at worst rank | told, h a month | true, h a month | intervals that cover it |",
        "|---|---|---|---|---|---|",
        *(_sized(what, planted[planted.what == what]) for what in SIZED),
        *(_only_found(what, planted[planted.what == what]) for what in ALSO_FOUND),
        "",
        f"What the change itself would bring is another matter, since queues change. In {again.seed.nunique()} of the logs the same cases were run again",
        "without the cause: approvals as they come, no second check, one more person. Loops that end leave others waiting in their",
        "place, so rework is worth less than it takes; batches that end smooth what comes after them, so they are worth more.",
        "",
        "| without | told, h a month | run again, h a month |",
        "|---|---|---|",
        *(
            f"| {what} | {part.hours.mean():,.0f} | {part.truth.mean():,.0f} |"
            for what, part in again.groupby("what", sort=False)
        ),
        "",
        f"In {nothing.seed.nunique()} logs of a process in which nothing known as cases begin matters, `root_causes` (slow, reworked and late cases)",
        f"confirmed a finding in {int((nothing['rank'] > 0).sum())}.",
        "",
    ]
    return lines


def _sized(what: str, rows: pd.DataFrame) -> str:
    found, truth = rows[rows["rank"] > 0], rows.truth.mean()
    covered = ((found.low <= truth) & (truth <= found.high)).sum()
    return f"| {what} | {len(found)} of {len(rows)} | {found['rank'].max():.0f} | {found.hours.mean():,.0f} | {truth:,.0f} | {covered} of {len(rows)} |"


def _only_found(what: str, rows: pd.DataFrame) -> str:
    found = rows[rows["rank"] > 0]
    return f"| {what} | {len(found)} of {len(rows)} | {found['rank'].max():.0f} | – | – | – |"


def main() -> None:
    rows: list[dict[str, object]] = []
    for seed in PLANTED:
        rows += of_planted(seed)
        print(f"planted {seed}", file=sys.stderr, flush=True)
    for seed in AGAIN:
        rows += run_again(seed)
    rows += [of_nothing(seed) for seed in NOTHING]
    pd.DataFrame(rows, columns=COLUMNS).round(4).to_csv(FILE, index=False)


if __name__ == "__main__":
    main()
