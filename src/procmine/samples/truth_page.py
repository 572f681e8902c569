"""TRUTH.md: what was planted in a generated log, for a reader who wants to check what procmine finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from procmine.samples.alternatives import alternatives
from procmine.samples.generator import Generated
from procmine.samples.scenario import Person, Scenario
from procmine.samples.truth import Truth

COMMAND = "python -m procmine.samples.shipped_sample --write"


def truth_page(made: Generated, options: dict[str, Any]) -> str:
    """The page for the purchase orders, as Markdown."""
    truth, scenario = made.truth, made.scenario
    parts = (
        _about(made, options),
        "## What was planted\n\n" + _table(("what", "truth"), [*_causes(truth), *_circumstances(truth)]),
        _ends(scenario),
        _teams(truth, scenario),
        _worth(made),
        _people(scenario.people),
    )
    return "\n\n".join(parts) + "\n"


def _about(made: Generated, options: dict[str, Any]) -> str:
    truth, scenario = made.truth, made.scenario
    told = "".join(f',\n        {name}="{value}"' for name, value in options.items())
    return f"""# What is true of the sample

`{scenario.name}.csv` was made by procmine's own generator (`procmine.samples.generate`,
seed {truth.seed}); nobody in it exists. An enterprise with three sites orders what it needs: a request is
received and checked, unclear ones go back to the requester, quotes are collected and compared, budget and
supplier are checked side by side, the order is approved, sent and confirmed. {truth.cases:,} cases with
{truth.events:,} pieces of work arrive from {_day(scenario.first_on)} until the extraction at
{_day(scenario.extracted_at)}, {scenario.extracted_at:%H:%M}. Times are the wall clock of {scenario.zone}.

    pm.read(
        "data/sample/{scenario.name}.csv"{told},
    )

Both files are written by `{COMMAND}`, to the same bytes each time."""


def _causes(truth: Truth) -> list[tuple[str, str]]:
    load = _percent(truth.loads[truth.overloaded_team])
    wait = f"mean {truth.bottleneck_wait_hours:.1f} h over {truth.batched:,} approvals"
    unclear = f"after each check a request is unclear with probability {truth.rework_probability:g}"
    never = f"requests whose requester never answers ({_percent(truth.silence)} of the unclear ones)"
    return [
        (
            "bottleneck",
            f"waiting for **{truth.bottleneck}**: orders are approved only on {truth.batch_times}",
        ),
        ("its wait", f"{wait}, of which {truth.batch_wait_hours:.1f} h until the approval hour comes"),
        (
            "rework",
            f"**{truth.rework_activity}**: {unclear}; {_percent(truth.rework_share)} of the cases repeat it",
        ),
        ("open cases", f"**{truth.open_cases}** at the extraction: work in progress, and {never}"),
        ("overloaded team", f"**{truth.overloaded_team}**: work for {load} of its hours on duty"),
    ]


def _circumstances(truth: Truth) -> list[tuple[str, str]]:
    assert truth.drifts_at is not None
    night = f"{_percent(truth.night_share)} of the cases arrive between 22:00 and 06:00 through the web form"
    slower = (
        f"{truth.drift_activity} takes {truth.drift_factor:g} times as long from {_day(truth.drifts_at)} on"
    )
    return [
        ("night arrivals", f"{night} and wait for the morning"),
        ("parallel work", " and ".join(truth.parallel)),
        (
            "urgent orders",
            f"{_percent(truth.rush_share)} of the cases are `rush`: they overtake in every queue",
        ),
        ("drift", slower),
        ("missing resource", f"{_percent(truth.missing_resource_share)} of the work that people did"),
    ]


def _ends(scenario: Scenario) -> str:
    closed = ", ".join(f"{day.day} {day:%b}" for day in scenario.closed_on)
    return f"""A case is closed by {" or ".join(scenario.closing)}. Orders under 250 need no approval.
Hours are elapsed, nights and weekends included. Offices are closed on {closed}."""


def _teams(truth: Truth, scenario: Scenario) -> str:
    size = {team: sum(one.team == team for one in scenario.people) for team in truth.loads}
    ranked = sorted(truth.loads, key=lambda team: -truth.loads[team])
    rows = [(team, str(size[team]), _percent(truth.loads[team])) for team in ranked]
    about = "The work that came to a team, over the hours its people are on duty."
    return f"## Teams\n\n{about}\n\n{_table(('team', 'people', 'load'), rows)}"


def _worth(made: Generated) -> str:
    found = alternatives(made.scenario, made.truth)
    base = found[0].mean_cycle_hours
    rows = [
        (one.change, f"{one.mean_cycle_hours:.1f}", f"{base - one.mean_cycle_hours:.1f}") for one in found
    ]
    about = "The same cases run again with one thing changed: mean elapsed hours of those closed each time."
    return f"## What a change is worth\n\n{about}\n\n{_table(('change', 'mean', 'saved'), rows)}"


def _people(people: tuple[Person, ...]) -> str:
    rows = [(one.name, one.team, one.site.name, str(one.hours), f"{one.pace:g}") for one in people]
    about = "At pace 1.1 work takes a tenth longer. What was begun is finished, even after hours."
    return f"## People\n\n{about}\n\n{_table(('person', 'team', 'site', 'hours', 'pace'), rows)}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(share: float) -> str:
    return f"{share * 100:.3g} %"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
