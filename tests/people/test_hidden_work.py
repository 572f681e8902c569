"""Where work is hidden, enabling stays as recorded: nobody hands work to themselves, and nothing waits less than not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

import procmine as pm
from procmine.samples import log_of_rows

WORK = [("Z", "zoe", "z"), ("A", "tom", "t"), ("H", "uma", "u"), ("B", "wim", "w")]


@pytest.fixture(scope="module")
def shown():
    """Thirty cases Z → A → H → B, each piece in another team for an hour after a wait of an hour; Z is hidden."""
    rows = [
        {
            "case_id": case, "activity": name, "resource": who, "team": team, "started_at": begin, "ended_at": begin + timedelta(hours=1)
        }
        for case in range(30)
        for place, (name, who, team) in enumerate(WORK)
        for begin in [datetime(2024, 3, 4) + timedelta(days=case, hours=2 * place)]
    ]  # fmt: skip
    return log_of_rows(rows).only(activities=["A", "H", "B"])


def test_handovers_between_groups_are_those_recorded(shown):
    frame = pm.handovers(shown, between="team").frame
    assert {(row.from_resource, row.to_resource): row.handovers for row in frame.itertuples()} == {
        ("z", "t"): 30,
        ("t", "u"): 30,
        ("u", "w"): 30,
    }


def test_steps_and_returns_follow_the_pieces_that_are_shown(shown):
    tables = pm.handovers(shown).tables
    assert tables["steps"].values.tolist() == [[1, "tom", "uma", 30], [2, "uma", "wim", 30]]
    assert tables["ping_pongs"].empty


def test_sites_send_to_others(shown):
    flows = pm.sites(shown, by="team").tables["flows"]
    assert {(row.from_site, row.to_site) for row in flows.itertuples()} == {("t", "u"), ("u", "w")}


def test_ones_work_goes_to_who_took_it_up(shown):
    handed = pm.my_work(shown, resource="tom").tables["handed_to"]
    assert handed.values.tolist() == [["uma", 30, 30]]


def test_nothing_waits_less_than_not_at_all(shown):
    found = pm.load_over_time(shown, period="day").frame
    assert (found[["mean_waiting", "mean_in_hand"]] >= 0).all().all()
    assert found.mean_waiting[~found.is_partial].tolist() == [pytest.approx(3 / 24)] * 28


def test_no_more_is_in_hand_at_a_site_than_there_is(tmp_path):
    """One piece, done in an hour; the log was extracted nine days later and another is begun and not ended: one at a time."""
    begin = datetime(2024, 3, 4)
    rows = [
        {"case_id": "x", "activity": "A", "site": "S", "started_at": begin, "ended_at": begin + timedelta(hours=1)},
        {"case_id": "x", "activity": "B", "site": "S", "started_at": begin + timedelta(hours=1), "ended_at": None},
    ]  # fmt: skip
    log = pm.open(tmp_path).read(pd.DataFrame(rows), name="one", extracted_at=begin + timedelta(days=9))
    assert pm.sites(log, by="site").frame.mean_in_hand.tolist() == [pytest.approx(1)]
