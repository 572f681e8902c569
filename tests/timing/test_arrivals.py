"""When cases arrive, and whether anybody is there."""

from __future__ import annotations

from datetime import datetime

import pandas as pd

import procmine as pm
from procmine.samples import log_of
from procmine.store import Circumstances

OFFICE = "Mon-Fri 09:00-17:00"


def test_what_arrives_at_night_waits_for_the_morning():
    """a arrives on Monday at 23 and waits 10 h for the morning, b at noon and waits an hour."""
    log = log_of(a="Receive 23-23 > Check 33-34", b="Receive 12-12 > Check 13-14", zone="UTC")
    found = pm.arrivals(log, calendar=OFFICE)
    frame = found.frame.set_index(["weekday", "hour"])
    assert frame.arrivals.to_dict() == {(1, 12): 1, (1, 23): 1}
    assert frame.off_duty.to_dict() == {(1, 12): 0, (1, 23): 1}
    assert frame.median_wait_hours.to_dict() == {(1, 12): 1, (1, 23): 10}
    assert found.headline == (
        "50 % of 2 cases arrive between 22:00 and 06:00, 50 % while nobody is on duty: these wait 10.0 h in the median for the work "
        "that follows, the others 1.0 h."
    )


def test_hours_are_those_of_the_log():
    log = log_of(a="Receive 22-22 > Check 33-34", zone="Europe/Berlin")
    assert pm.arrivals(log, calendar=OFFICE).frame[["weekday", "hour"]].values.tolist() == [[1, 23]]


def test_without_a_calendar_and_resources_nobody_is_said_to_be_away():
    found = pm.arrivals(log_of(a="Receive 23-23 > Check 33-34", zone="UTC"))
    assert pd.isna(found.frame.off_duty[0])
    assert "who is on duty then is not known: no resource is recorded; give a calendar." in found.headline


def test_where_somebody_is_always_there_the_headline_says_so():
    log = log_of(a="Receive 10-10 > Check 12-13", zone="UTC")
    assert pm.arrivals(log, calendar=OFFICE).headline.startswith(
        "All cases arrive while somebody is on duty; 0 % of 1 case arrives"
    )


def test_cases_begun_before_the_observation_are_no_arrivals():
    told = Circumstances(observed_from=datetime(2024, 3, 4, 10))
    found = pm.arrivals(
        log_of(a="Receive 8-8 > Check 12-13", b="Receive 11-11 > Check 12-13", zone="UTC", circumstances=told)
    )
    assert found.frame.arrivals.sum() == 1
    assert any("before the observation" in one.reason for one in found.excluded)
