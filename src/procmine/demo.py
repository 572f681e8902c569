"""The demo: import the shipped sample and say what it shows, by thresholds set once for every log."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import procmine as pm
from procmine.improvement.teams import team_of
from procmine.samples.shipped_sample import IMPORT_OPTIONS, SAMPLE_NAME, sample_path
from procmine.wording import count, counted, duration, share

LEAST_LEAD = 1.25  # how far the first bottleneck lies before the second, or there is not one but several


def import_sample(workspace: pm.Workspace) -> pm.EventLog:
    """The sample as a log of the workspace; imported again only when the file or procmine is another."""
    path = sample_path()
    if SAMPLE_NAME in workspace.names():
        kept = workspace.log(SAMPLE_NAME)
        made_of = kept.version.description
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if (made_of["source"]["fingerprint"], made_of["procmine"]) == (digest, pm.__version__):
            return kept
    return workspace.read(path, name=SAMPLE_NAME, **IMPORT_OPTIONS)


@dataclass(frozen=True)
class Detected:
    """What stands out in a log. Without a clear one, `bottleneck`, `rework` and `batch` are None."""

    bottleneck: str | None
    kind: str | None  # wait, work or elapsed
    rework: str | None
    open_cases: int
    batch: str | None  # the activity that is let pile up and done at set times
    has_night_arrivals: bool
    overloaded_team: str | None


def detect(log: pm.EventLog) -> Detected:
    """What stands out in a log?

    The bottleneck is the waiting or the work with most hours on the critical paths, if it has at least 1.25
    times those of the next. Rework is the activity that most cases do again, if at least 5 % of them do. A batch is
    the activity with most waiting of which 30 % is the gathering of batches, and half of which is taken up in at most
    six hours of the week. Night arrivals are told where 5 % of the cases come at night while nobody is on duty. A team is
    overloaded that is at work for 70 % of its hours on duty, as the log shows them, and for 1.15 times the share of the next.
    """
    ranked = pm.bottlenecks(log).frame
    leads = len(ranked) == 1 or ranked.share[0] >= LEAST_LEAD * ranked.share[1]
    repeated = pm.rework(log).often
    return Detected(
        bottleneck=ranked.activity[0] if leads else None,
        kind=ranked.kind[0] if leads else None,
        rework=repeated.activity.iloc[0] if len(repeated) else None,
        open_cases=int(pm.summary(log).frame.open_cases[0]),
        batch=_batch(log),
        has_night_arrivals=pm.arrivals(log).is_unattended,
        overloaded_team=_overloaded(log),
    )


def _batch(log: pm.EventLog) -> str | None:
    done_so = pm.queue_discipline(log).piled_up
    return str(done_so.activity.iloc[0]) if len(done_so) else None


def _overloaded(log: pm.EventLog) -> str | None:
    """The team that carries clearly more than the others for its hours; None where none does or it is not known."""
    load = _team_load(log)
    return str(load.overloaded.group.iloc[0]) if load and len(load.overloaded) else None


def _team_load(log: pm.EventLog) -> Any:
    """How busy teams are in the hours on duty that the log shows; None where it does not tell."""
    team = team_of(log)
    if team is None:
        return None
    try:
        return pm.utilisation(log, by=team, calendar="mined")
    except pm.ProcmineError:
        return None


def findings(log: pm.EventLog) -> list[str]:
    """What the log shows, a sentence each: contents, bottleneck, waits, batch, nights, load, rework, open cases, times, flow, changes."""
    found = detect(log)
    return [
        pm.summary(log).headline,
        _bottleneck(log, found),
        pm.waiting_time(log).headline,
        *_batching(log, found),
        *_nights(log, found),
        *_load(log, found),
        _rework(log, found),
        _open_cases(log, found),
        pm.cycle_time(log).headline,
        pm.throughput(log).headline,
        *_changes(log),
    ]


def _bottleneck(log: pm.EventLog, found: Detected) -> str:
    asked = pm.bottlenecks(log)
    if found.bottleneck is None:
        return f"There is no single bottleneck. {asked.headline}"
    if len(asked.frame) == 1:
        return f"Bottleneck: {asked.headline}"
    second = asked.frame.iloc[1]
    return (
        f"Bottleneck: {asked.headline} Next is {second.activity} ({second.kind}) with {share(second.share)}."
    )


def _batching(log: pm.EventLog, found: Detected) -> list[str]:
    if found.batch is None:
        return []
    row = pm.queue_discipline(log).frame.set_index("activity").loc[found.batch]
    return [
        f"Batch: {found.batch} is let pile up: {share(row.gathered_share)} of its {count(row.wait_hours)} h of waiting pass while a batch is "
        f"gathered and nothing else is done; half of it is taken up in {counted(row.half_in_hours, 'hour')} of the week."
    ]


def _load(log: pm.EventLog, found: Detected) -> list[str]:
    if found.overloaded_team is None:
        return []
    return [f"Load: {_team_load(log).headline} Hours on duty are mined from the log itself."]


def _nights(log: pm.EventLog, found: Detected) -> list[str]:
    return [f"Nights: {pm.arrivals(log).headline}"] if found.has_night_arrivals else []


def _changes(log: pm.EventLog) -> list[str]:
    found = pm.drift(log)
    return [] if found.frame.empty else [f"Change: {found.headline}"]


def _rework(log: pm.EventLog, found: Detected) -> str:
    headline = pm.rework(log).headline
    return f"Rework: {headline}" if found.rework else f"Hardly any rework. {headline}"


def _open_cases(log: pm.EventLog, found: Detected) -> str:
    """How many cases are open, since when, and after which work most of them lie."""
    if not found.open_cases:
        return "No case is open."
    extracted_at = log.facts["extracted_at"]
    ages = log.open_cases().select(AGES, {"extracted_at": extracted_at}).iloc[0]
    return (
        f"{counted(found.open_cases, 'case is', 'cases are')} open at {_day(log, extracted_at)}: "
        f"the oldest since {_day(log, ages.first_at)}, "
        f"half of them for more than {duration(ages.median_hours)}; "
        f"most lie after {ages.last_activity} ({counted(ages.cases, 'case')})."
    )


AGES = """
with age as (
    select case_id, max_by(activity, position) as last_activity from event group by case_id
),
lying as (select last_activity, count(*) as cases from age group by last_activity)
select (select min(first_at) from case_span) as first_at,
    (select median(epoch($extracted_at::timestamp) - epoch(first_at)) / 3600 from case_span) as median_hours,
    max_by(last_activity, (cases, last_activity)) as last_activity, max(cases) as cases
from lying
"""


def _day(log: pm.EventLog, instant: Any) -> str:
    """The date of an instant in the log's own zone."""
    read = instant if isinstance(instant, datetime) else datetime.fromisoformat(instant)
    if log.zone:
        read = read.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(log.zone))
    return f"{read.day} {read:%b %Y}"
