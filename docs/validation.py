"""Write docs/validation.md anew: `make docs`, where the published logs lie beside the project (`../shared/data`).

What procmine finds is laid beside what is known to have been planted in simulated logs of other people's making.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import procmine as pm
from procmine.calendars import Calendar, Roster, mined, roster
from procmine.improvement.case_mix import Mix
from procmine.improvement.cohorts import Horizon
from procmine.improvement.metric import Metric
from procmine.improvement.verdict import Judged
from procmine.improvement.verifying import Asked, Measured, Measurement
from procmine.samples import generate, purchase_scenario
from procmine.samples.changed_cases import CHANGED_AT, Circumstances, changed_cases
from procmine.samples.scenario import Drift
from procmine.timing.attribution import made_wait_cause
from procmine.timing.batches import batches

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the page of many logs lies beside this one
import many_logs  # noqa: E402

LOGS = HERE.parent.parent / "shared" / "data" / "logs"
HEAD = """# Validation

What procmine finds, beside what is known to be there. The logs are published simulations (Apache-2.0, AutomatedProcessImprovement on
GitHub: extraneous-activity-delays and batch-processing-analysis), read by guess alone. This page is made by `make docs`, and a test
holds it to what the code of today finds. Recall is the share of what was planted that was found, precision the share of what was
found that was planted.
"""
DAYS = {"MONDAY": "Mon", "TUESDAY": "Tue", "WEDNESDAY": "Wed", "THURSDAY": "Thu", "FRIDAY": "Fri", "SATURDAY": "Sat", "SUNDAY": "Sun"}  # fmt: skip


def validation() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = pm.open(folder)
        names = (
            "Loan_Application",
            "Loan_Application_5_timers",
            "Procure_to_Pay",
            "Procure_to_Pay_5_timers",
            "Loan_Application_batched",
        )
        logs = {name: workspace.read(_with_pools(name), name=name, zone="UTC") for name in names[:-1]}
        logs[names[-1]] = workspace.read(LOGS / f"{names[-1]}.csv.gz", name=names[-1], zone="UTC")
        team = _calendars(Path(folder) / "loan.toml", logs["Loan_Application"])
        hours = _hours(logs["Loan_Application"], team)
        roles = _roles(logs["Loan_Application"])
        return "\n".join(
            [
                HEAD,
                *_delays(logs, team),
                *_batches(logs["Loan_Application_batched"]),
                *hours,
                *roles,
                *many_logs.section(),
                *_changes(),
            ]
        )


def _with_pools(name: str) -> pd.DataFrame:
    """A log with the pool of each resource as an attribute: the simulation numbers the members of a pool (`Clerk_3`)."""
    rows = pd.read_csv(LOGS / f"{name}.csv.gz", dtype=str, keep_default_na=False)
    return rows.assign(pool=rows.resource.str.replace(r"_\d+$", "", regex=True))


def _calendars(file: Path, log: pm.EventLog) -> str:
    """The calendars of the simulation, as a file of ours."""
    scenario = json.loads((LOGS / "Loan_Application.json").read_text(encoding="utf-8"))
    phrases = {
        one["id"]: "; ".join(
            f"{DAYS[part['from']]}-{DAYS[part['to']]} {part['beginTime'][:5]}-{part['endTime'][:5].replace('23:59', '24:00')}"
            for part in one["time_periods"]
        )
        for one in scenario["resource_calendars"]
    }
    kept = {
        one["name"]: phrases[one["resource_list"][0]["calendar"]] for one in scenario["resource_profiles"]
    }
    own = {name: kept[name.rsplit("_", 1)[0]] for name in log.resources if name.rsplit("_", 1)[0] in kept}
    lines = [
        f"{json.dumps(who)} = {json.dumps(phrase)}"
        for who, phrase in {"*": "Mon-Fri 09:00-17:00", **own}.items()
    ]
    file.write_text("[resources]\n" + "\n".join(lines), encoding="utf-8")
    return str(file)


def _waits(log: pm.EventLog, calendar: str | None, planted: str, pool: str | None = None) -> pd.DataFrame:
    """Each piece of work with what its wait is made of, in seconds, and what was planted in it."""
    attribute = "select event_no, text as planted from event_attribute where name = $name"
    work = log.sql(f"select * from event left join ({attribute}) using (event_no)", {"name": planted})
    return work.merge(made_wait_cause(log, calendar, pool).rows(), on="event_no", how="left").fillna(
        {"extraneous_seconds": 0.0, "batching_seconds": 0.0, "batching_busy_seconds": 0.0}
    )


def _delays(logs: dict[str, pm.EventLog], team: str) -> list[str]:
    lines = [
        "## Planted delays: `extraneous` in `waiting_causes`\n",
        "Five timers delay work for reasons outside the process; the twin logs without them have none. Calendars are those of the simulation.",
        "The simulation gives work to anyone of a pool (clerks, loan officers); `pool=` knows who belongs to which. What is found is never more",
        "than was planted. What is missed without pools passed while the resource that at last did the work was busy or off duty; with them,",
        "while nobody of its pool was free, so that the delay was not all it waited for. That time is told as `contention`, `prioritisation` or",
        "`unavailability`.\n",
        "| log | waits for | planted h | found h | precision | recall | activities with a timer | activities found |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, log in logs.items():
        if name.endswith("batched"):
            continue
        calendar = team if name.startswith("Loan") else "Mon-Fri 09:00-17:00"
        for pool in (None, "pool"):
            waits = _waits(log, calendar, "extraneous_delay", pool)
            lines.append(
                f"| {name} | {'anyone of the pool' if pool else 'who did it'} | {_recovered_delays(waits)} |"
            )
    return [*lines, ""]


def _recovered_delays(waits: pd.DataFrame) -> str:
    planted, found = waits.planted.astype(float).fillna(0), waits.extraneous_seconds
    both = np.minimum(planted, found).sum()
    sites, hits = (set(waits.activity[hours > 0.5]) for hours in (planted, found))
    hours = f"{planted.sum() / 3600:,.0f} | {found.sum() / 3600:,.0f}"
    shares = f"{_share(both, found.sum())} | {_share(both, planted.sum())}"
    return f"{hours} | {shares} | {len(sites)} | {len(hits & sites)} of them, {len(hits - sites)} others"


def _batches(log: pm.EventLog) -> list[str]:
    waits = _waits(log, None, "batch_instance_id")
    work = log.rows("timing", "resource_work", low=1, high=log.facts["resources"] + 1)
    waits = waits.merge(work[["event_no"]].assign(batch=batches(work)[0]), on="event_no", how="left")
    is_planted, is_found = waits.planted.notna(), waits.batch >= 0
    whole = (waits[is_planted].groupby("planted").batch.nunique() == 1).sum()
    gathered = waits.batching_seconds - waits.batching_busy_seconds
    both, hit = (is_planted & is_found).sum(), (is_planted & (gathered > 0)).sum()
    rows: list[tuple[str, Any]] = [
        ("planted batches", f"{waits.planted.nunique():,}"),
        ("of these found whole, as one batch", f"{whole:,}"),
        ("members planted / found", f"{is_planted.sum():,} / {is_found.sum():,}"),
        ("members: recall, precision", f"{_share(both, is_planted.sum())}, {_share(both, is_found.sum())}"),
        (
            "work that waited for its batch while nothing else was done: recall, precision",
            f"{_share(hit, is_planted.sum())}, {_share(hit, (gathered > 0).sum())}",
        ),
        (
            "hours of that waiting which lie in planted batches",
            _share(gathered[is_planted].sum(), gathered.sum()),
        ),
    ]
    return [
        "## Planted batches: `batching` in `waiting_causes`\n",
        "By the published definition a queue that is worked off without a break is a batch too, so membership alone says little; the hours",
        "in which work waited for its batch and nothing else was done tell the planted ones. The last piece of a batch waits for nobody.\n",
        "| Loan_Application_batched | |",
        "|---|---|",
        *(f"| {what} | {value} |" for what, value in rows),
        "",
    ]


def _hours(log: pm.EventLog, team: str) -> list[str]:
    sample = generate(purchase_scenario(2025))
    people = {one.name: one.hours for one in sample.scenario.people if one.team != "Approvers"}
    planned = {
        name: {(day - 1, half) for day in hours.days for begin, end in hours.stretches for half in range(int(begin * 2), int(end * 2))}
        for name, hours in people.items()
    }  # fmt: skip
    simulated = {name: _halves(one) for name, one in roster(team).own}
    return [
        "## Hours of work: `calendar=mined`\n",
        "Half hours of the week that people keep, and those mined from their log. Who is seen too seldom keeps the hours of everybody and is",
        "not in the shares. The sample's approvers are left out: they are on duty all week and seen only when their batch is let go.\n",
        "| log | people | seen often enough | precision | recall |",
        "|---|---|---|---|---|",
        _recovered("Loan_Application", mined(log), simulated),
        _recovered("the shipped sample", mined(sample.log()), planned),
        "",
    ]


def _roles(log: pm.EventLog) -> list[str]:
    """The pools of the simulation and the teams of the sample, beside the roles that their logs show."""
    pool = {name: name.rsplit("_", 1)[0] for name in log.resources}
    scenario = purchase_scenario(2025)
    team = {person.name: person.team for person in scenario.people}
    sample = generate(scenario).log()
    return [
        "## Roles: `roles`",
        "",
        "Pairs of people of one pool or team, and pairs to whom the log gives one role. The roles know nothing of names and teams.",
        "",
        "| log | people | pools | roles found | pairs: precision | recall |",
        "|---|---|---|---|---|---|",
        _paired("Loan_Application", pm.roles(log).as_mapping(), pool),
        _paired("the shipped sample", pm.roles(sample).as_mapping(), team),
        "",
    ]


@dataclass(frozen=True)
class Simulated:
    """Cases made directly, in the place of those that a log is asked for."""

    cases: pd.DataFrame
    asked: Asked

    @cached_property
    def horizon(self) -> Horizon:
        return self.asked.cohorts(self.cases).horizon

    @property
    def mix(self) -> Mix:
        return Mix((), np.zeros(len(self.cases), dtype=int), ("(all)",))

    def measured(self, metric: Metric) -> Measured:
        return Measured.of(self.cases, self.asked, metric, self.horizon)


def judged(cases: pd.DataFrame, asked: Asked) -> Judged:
    """The judgement of simulated cases, by all that the question does but reading a log."""
    return Judged(Measurement(Metric("cycle time"), Simulated(cases, asked), None), None)


def tried(effect: float, given: Circumstances, runs: int) -> list[Judged]:
    """Changes of one size, each judged on its own cases."""
    asked = Asked(CHANGED_AT, given.until, {})
    return [judged(changed_cases(seed, effect, given), asked) for seed in range(runs)]


def called(found: list[Judged], word: str) -> float:
    """The share of them that is called so."""
    return sum(one.called[0] == word for one in found) / len(found)


def after_the_worst(given: Circumstances, runs: int) -> tuple[float, float]:
    """Nothing changes, and the change is made after the worst four weeks: how often it is called worked, without the guard and with it."""
    plain = guarded = 0
    for seed in range(runs):
        cases = changed_cases(seed, 0.0, given)
        week = ((cases.first_at - cases.first_at.min()) // pd.Timedelta(weeks=1)).to_numpy()
        means = pd.Series(cases.hours.to_numpy()).groupby(week).mean().rolling(4).mean().to_numpy()
        worst = 25 + int(np.nanargmax(means[25 : given.weeks_before]))
        at = (cases.first_at.min() + pd.Timedelta(weeks=worst + 2)).to_pydatetime()
        found = judged(
            cases[cases.first_at < at + timedelta(weeks=30)], Asked(at, at + timedelta(weeks=30), {})
        )
        plain += found.found.weekly.step(has_trend=True).interval[1] < 0
        guarded += found.called[0] == "worked"
    return plain / runs, guarded / runs


def generated(seed: int, factor: float) -> list[tuple[str, str]]:
    """Verdicts on a generated log in which the work on one activity takes another time from two thirds on, or nothing changes."""
    scenario = purchase_scenario(seed, cases=2600)
    days = (scenario.extracted_at.date() - scenario.first_on).days
    at = scenario.extracted_at - timedelta(days=days // 3)
    changed = Drift("Check supplier", at, factor) if factor != 1 else None
    log = generate(replace(scenario, drift=changed)).log()
    metrics = ('work on "Check supplier"', "cycle time", "rework", "effort")
    return [
        (metric, pm.verification(log, changed_at=f"{at:%Y-%m-%d}", metric=metric, expected="30%").verdict)
        for metric in metrics
    ]


EFFECTS = (0.1, 0.2, 0.3)
NO_EFFECT = {
    "60 weeks before, 30 after, 60 cases a week": (Circumstances(), 500),
    "26 before, 13 after, 20 cases a week": (
        Circumstances(weeks_before=26, weeks_after=13, cases_a_week=20),
        150,
    ),
    "weeks that remember 0.7": (Circumstances(alike=0.7), 150),
    "rising by 0.4 % a week": (Circumstances(trend=0.004), 150),
}


def _changes() -> list[str]:
    return [
        "## Changes: `verification`",
        "",
        "Cases are made in weeks that go up and down by 8 % of the mean and remember 0.4 of the last week; what is not finished stays open.",
        "Of changes without any effect 2.5 of 100 may be called `worked`, and as many `worse`.",
        "",
        "| changes without an effect | tried | worked | worse |",
        "|---|---|---|---|",
        *(_no_effect(name, tried(0.0, *given)) for name, given in NO_EFFECT.items()),
        "",
        "| 120 changes with a true effect (60 weeks before, 30 after) | worked | worse | power stated |",
        "|---|---|---|---|",
        *(_effect(size, tried(size, Circumstances(), 120)) for size in EFFECTS),
        "",
        "Nothing changes, and the change is made after the worst four weeks of many: the interrupted time series by itself calls it worked in",
        "{:.1%} of 120, with those weeks not counted in {:.1%}.".format(*after_the_worst(Circumstances(weeks_before=80), 120)).replace("%", " %"),
        "",
        "Generated purchase orders, four logs each, 26 weeks of which the change comes after two thirds:",
        "",
        "| | metric | worked | worse | no evidence | too early |",
        "|---|---|---|---|---|---|",
        *_of_logs("nothing changes", 1.0),
        *_of_logs("Check supplier takes 30 % less", 0.7),
        "",
    ]  # fmt: skip


def _no_effect(name: str, found: list[Judged]) -> str:
    return f"| {name} | {len(found)} | {_share(called(found, 'worked'), 1)} | {_share(called(found, 'worse'), 1)} |"


def _effect(size: float, found: list[Judged]) -> str:
    """The power is stated of the size that the effect really has."""
    power = np.mean([one.step.power(size * one.before) for one in found])
    return f"| {size * 100:.0f} % of the mean less | {_share(called(found, 'worked'), 1)} | {_share(called(found, 'worse'), 1)} | {_share(power, 1)} |"


def _of_logs(told: str, factor: float) -> list[str]:
    verdicts = Counter(one for seed in range(4) for one in generated(3000 + seed, factor))
    metrics = dict.fromkeys(metric for metric, _ in verdicts)
    words = ("worked", "worse", "no evidence", "too early")
    return [
        f"| {told} | {metric} | {' | '.join(str(verdicts[metric, word]) for word in words)} |"
        for metric in metrics
    ]


def _paired(name: str, found: dict[str, str], truth: dict[str, str]) -> str:
    people = sorted(set(found) & set(truth))
    pairs = [(a, b) for place, a in enumerate(people) for b in people[:place]]
    told = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    planted = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    both = len(told & planted)
    pools, roles = len({truth[one] for one in people}), len({found[one] for one in people})
    return f"| {name} | {len(people)} | {pools} | {roles} | {_share(both, len(told))} | {_share(both, len(planted))} |"


def _recovered(name: str, found: Roster, truth: dict[str, set]) -> str:
    seen = {who: _halves(one) for who, one in found.own if who in truth}
    both = sum(len(halves & truth[who]) for who, halves in seen.items())
    mined_halves, true_halves = sum(map(len, seen.values())), sum(len(truth[who]) for who in seen)
    return f"| {name} | {len(truth)} | {len(seen)} | {_share(both, mined_halves)} | {_share(both, true_halves)} |"


def _halves(one: Calendar) -> set[tuple[int, int]]:
    return {
        (day, half)
        for day, shifts in enumerate(one.week)
        for s in shifts
        for half in range(s.begins // 30, s.ends // 30)
    }


def _share(part: float, whole: float) -> str:
    return f"{part / whole * 100:.1f} %" if whole else "–"


if __name__ == "__main__":
    if LOGS.exists():
        (HERE / "validation.md").write_text(validation(), encoding="utf-8")
    else:
        print(f"docs/validation.md stays as it is: there is no folder {LOGS}.")
