"""TRUTH.md: what was planted in a generated log, for a reader who wants to check what procmine finds."""

from __future__ import annotations

from typing import Any

from procmine.samples.alternatives import alternatives
from procmine.samples.generator import Generated
from procmine.samples.scenario import Loop, Person, Scenario
from procmine.samples.truth import Truth


def truth_page(made: Generated, options: dict[str, Any]) -> str:
    """The page for the purchase orders, as Markdown."""
    parts = (
        _about(made, options),
        _planted(made.truth, made.scenario),
        _loads(made.truth, made.scenario),
        _worth(made),
        _people(made.scenario.people),
    )
    return "\n\n".join(parts) + "\n"


def _about(made: Generated, options: dict[str, Any]) -> str:
    truth, scenario = made.truth, made.scenario
    told = ", ".join(f'{name}="{value}"' for name, value in options.items())
    return f"""# What is true of the sample

`{scenario.name}.csv` was made by procmine's own generator (`procmine.samples.generate`, seed {truth.seed}); nobody in it exists.
An enterprise with three sites orders what it needs: a request is received and checked, unclear ones go back to the
requester, quotes are collected and compared, budget and supplier are checked side by side, the order is approved, sent
and confirmed. {truth.cases:,} cases with {truth.events:,} pieces of work arrive from {scenario.first_on:%-d %B %Y} until the extraction at
{scenario.extracted_at:%-d %B %Y, %H:%M}. Times are the wall clock of {scenario.zone}.

    pm.read("data/sample/{scenario.name}.csv", {told})

Both files are written by `python -m procmine.samples.shipped_sample --write`, to the same bytes each time."""


def _planted(truth: Truth, scenario: Scenario) -> str:
    first, second = truth.parallel
    assert scenario.drift is not None
    silence = next(step for step in scenario.route if isinstance(step, Loop)).detour[0].silence  # type: ignore[union-attr]
    return f"""## What was planted

| what | truth |
|---|---|
| bottleneck | waiting for **{truth.bottleneck}**: orders are approved only on {truth.batch_times}; orders under 250 need no approval |
| its wait | mean {truth.bottleneck_wait_hours:.1f} h over {truth.batched:,} approvals, of which {truth.batch_wait_hours:.1f} h until the approval hour comes |
| rework | **{truth.rework_activity}** again: after each check a request is unclear with probability {truth.rework_probability:.2f}, so {truth.rework_share:.1%} of the cases repeat it |
| open cases | **{truth.open_cases}** at the extraction: work in progress, and requests whose requester never answers ({silence:.0%} of the unclear ones) |
| overloaded team | **{truth.overloaded_team}**: work for {truth.loads[truth.overloaded_team]:.0%} of its hours on duty |
| night arrivals | {truth.night_share:.1%} of the cases arrive between 22:00 and 06:00 through the web form and wait for the morning |
| parallel work | {first} and {second} |
| urgent orders | {truth.rush_share:.1%} of the cases are `rush` and overtake the others in every queue |
| drift | {scenario.drift.activity} takes {scenario.drift.factor:g} times as long from {scenario.drift.begins_at:%-d %B %Y} on |
| missing resource | {truth.missing_resource_share:.1%} of the work that people did |

A case is closed by {" or ".join(scenario.closing)}. Hours are elapsed, nights and weekends included. Offices are closed on
{", ".join(f"{day:%-d %b}" for day in scenario.closed_on)}."""


def _loads(truth: Truth, scenario: Scenario) -> str:
    size = {team: sum(one.team == team for one in scenario.people) for team in truth.loads}
    rows = "\n".join(f"| {team} | {size[team]} | {load:.0%} |" for team, load in sorted(truth.loads.items(), key=lambda one: -one[1]))
    return f"## Teams\n\nThe work that came to a team, over the hours its people are on duty.\n\n| team | people | load |\n|---|---|---|\n{rows}"


def _worth(made: Generated) -> str:
    found = alternatives(made.scenario, made.truth)
    base = found[0].mean_cycle_hours
    rows = "\n".join(f"| {one.change} | {one.mean_cycle_hours:.1f} | {base - one.mean_cycle_hours:.1f} |" for one in found)
    return f"""## What a change is worth

The very same cases were run again with one thing changed. Mean cycle time of closed cases, in elapsed hours.

| change | mean | saved |
|---|---|---|
{rows}"""


def _people(people: tuple[Person, ...]) -> str:
    rows = "\n".join(f"| {one.name} | {one.team} | {one.site.name} | {one.hours} | {one.pace:g} |" for one in people)
    return f"""## People

At pace 1.1 work takes a tenth longer. What was begun is finished, even after hours.

| person | team | site | hours | pace |
|---|---|---|---|---|
{rows}"""
