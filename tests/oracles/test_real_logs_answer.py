"""Every real log answers every question; only logs without starts refuse what needs them, and say why."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.questions import QUESTIONS

WITHOUT_STARTS = {"uci_servicenow_incidents", "sap_bpi2019_sample_truth", "japanese_itsm"}


def test_all_logs_were_read_whole(shared_logs):
    counts = {
        name: (log.facts["cases"], log.facts["rows_read"], log.facts["activities"], log.facts["quarantined"])
        for name, log in shared_logs.items()
    }
    assert counts == {
        "Loan_Application": (1000, 11805, 17, 0),
        "Loan_Application_5_timers": (1000, 10968, 17, 0),
        "Loan_Application_batched": (7000, 70162, 17, 0),
        "Procure_to_Pay": (1000, 13290, 24, 0),
        "Procure_to_Pay_5_timers": (1000, 13409, 24, 0),
        "ibm_client_onboarding": (6838, 54224, 11, 0),
        "japanese_itsm": (150, 975, 8, 0),
        "patients_bupar__events": (500, 5442, 7, 0),
        "sap_bpi2019_sample_truth": (300, 6964, 27, 0),
        "uci_servicenow_incidents": (24918, 141712, 9, 0),
    }


NEED_STARTS = (
    "service_time",
    "active_period",
    "workload_effect",
    "utilisation",
    "multitasking",
    "load_over_time",
)


def middle_of(log):
    """When half of the cases have begun, as an instant with its offset."""
    found = log.select("select quantile_disc(first_at, 0.5 + 1e-9) as middle_at from case_span")
    return f"{found.middle_at[0]}+00:00"


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.name)
def test_every_log_answers(one, shared_logs):
    for name, log in shared_logs.items():
        if one.name in NEED_STARTS and name in WITHOUT_STARTS:
            with pytest.raises(pm.errors.CannotAnswer, match="No start times are recorded"):
                one.function(log)
            continue
        if "resource" in one.needs and not log.resources:
            continue
        first = '"' + log.activities[0].replace('"', '\\"') + '"'
        known = {
            "resource": log.resources[:1], "rates": ["EUR; people 45"], "changed_at": [middle_of(log)],
            "rules": [f"existence({first}); init({first})"], "within": ["5d"], "model": [log.activities], "cancelled": [first], "rejections": [first],
        }  # fmt: skip
        more = (
            {"miner": "inductive"} if one.name == "models" else {}
        )  # the others take longest on logs that no model fits
        found = one.function(log, **{option: known[option][0] for option in one.needs}, **more)
        assert (
            len(found.frame)
            or one.name
            in (
                "wip",
                "drift",
                "root_causes",
                "loops",
                "ping_pong",
                "duplicated_work",
                "cancelled_work",
                "knock_outs",
                "skipped_work",
            )
        ) and found.headline  # all cases may be finished, and nothing may change or stand out
        assert found.counted_events + sum(out.events for out in found.excluded) == log.facts["events"]
        assert not {"nan", "None", "NaT", "inf"} & set(
            found.headline.replace("(", " ").replace(".", " ").split()
        )
        for column in found.frame:
            if column.endswith("_hours") and not column.startswith(
                ("late_", "contribution_", "longer_")
            ):  # these have a sign
                assert not (found.frame[column] < 0).any(), f"{column} of {name} lies below nothing"
            if column.startswith("share"):
                assert found.frame[column].dropna().between(-1e-9, 1 + 1e-9).all(), f"{column} of {name}"


def test_bottleneck_hours_add_up_to_cycle_times_on_every_log(shared_logs):
    for log in shared_logs.values():
        spans = log.sql("select sum(span_seconds) / 3600 as hours from case_span").hours[0]
        assert pm.bottlenecks(log).frame.critical_hours.sum() == pytest.approx(spans)


def test_at_every_slider_each_activity_lies_on_a_way_from_a_start_to_an_end(shared_logs):
    for log in shared_logs.values():
        for activities in (0, 0.1, 0.25, 0.5, 0.75, 1):
            for paths in (0, 0.1, 0.5, 1):
                found = pm.process_map(log, activities=activities, paths=paths)
                drawn = found.frame[found.frame.is_shown]
                ways = list(zip(drawn.from_no, drawn.to_no, strict=True))
                ways += list(
                    zip(found.tables["indirect"].from_no, found.tables["indirect"].to_no, strict=True)
                )
                nodes = found.tables["nodes"]
                shown = set(nodes.activity_no[nodes.is_shown])
                assert shown <= reached(ways, {0, -1}) and shown <= reached(
                    [(b, a) for a, b in ways], {-2, -3}
                )


def reached(ways, roots):
    seen = set()
    waiting = list(roots)
    while waiting:
        here = waiting.pop()
        seen.add(here)
        waiting += [b for a, b in ways if a == here and b not in seen]
    return seen
