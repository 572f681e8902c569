"""What work costs, worked by hand; hours are paid once; rates in words and what is wrong with them."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import UnknownName, WrongOption
from procmine.improvement.rates import Rates, rates
from procmine.samples import log_of, log_of_rows

TWO_AT_ONCE = {
    "a": "Draft 9-13 by Ann > Send 13-14 by Bea > File 14",
    "b": "Draft 11-15 by Ann > Send 16-17 by Robot",
}


def by_group(found, column="cost"):
    return {
        group: pytest.approx(value)
        for group, value in zip(found.frame.group, found.frame[column], strict=True)
    }


def test_an_hour_with_two_pieces_in_hand_is_paid_once():
    """Ann has a from 9 to 13 and b from 11 to 15: six hours at 10, three on each; Bea an hour at 20, the robot one at 2; File has no start."""
    found = pm.costs(
        log_of(**TWO_AT_ONCE), rates="EUR; people 10; people Bea 20; machine Robot 2; material Send 0.50"
    )
    assert by_group(found) == {"Draft": 60, "Send": 20 + 2 + 1, "File": 0}
    assert by_group(found, "machine_cost") == {"Draft": 0, "Send": 2, "File": 0}
    assert by_group(found, "untimed_pieces") == {"Draft": 0, "Send": 0, "File": 1}
    assert found.headline.startswith(
        "The work of 2 cases costs 83.00 EUR, 41.50 EUR a case: most is Draft, 72 % (30.00 EUR a case that has it)."
    )
    assert "The hours of 1 piece of work are not recorded: not in it." in found.headline


def test_each_way_to_cut_adds_up_to_the_same():
    log = log_of(**TWO_AT_ONCE)
    for by in ("activity", "case", "variant", "resource", "week"):
        found = pm.costs(log, rates="people 10", by=by)
        assert found.frame.cost.sum() == pytest.approx(80)
        assert found.frame.share.sum() == pytest.approx(1)
        assert found.frame.hours.sum() == pytest.approx(pm.multitasking(log).frame.busy_hours.sum())
    assert by_group(pm.costs(log, rates="people 10", by="case")) == {"a": 30 + 10, "b": 30 + 10}


def test_hours_without_a_rate_are_told_and_cost_nothing():
    found = pm.costs(log_of(**TWO_AT_ONCE), rates="people Bea 20")
    assert by_group(found) == {"Send": 20, "Draft": 0, "File": 0}
    assert found.frame.unpriced_hours.sum() == pytest.approx(7)
    assert "7.0 h of work have no rate" in found.headline


def test_a_team_has_a_rate_and_a_name_goes_before_it():
    rows = [
        {
            "case_id": c,
            "activity": "Check",
            "started_at": at(9),
            "ended_at": at(11),
            "resource": who,
            "team": team,
        }
        for c, (who, team) in enumerate([("Ann", "North"), ("Bea", "North"), ("Cid", "South")])
    ]
    found = pm.costs(log_of_rows(rows), rates="people 10; people North 20; people Bea 50", by="team")
    assert by_group(found) == {"North": 2 * 20 + 2 * 50, "South": 2 * 10}


def at(hour):
    from datetime import datetime

    return datetime(2024, 3, 4, hour)


def test_nothing_priced_reads_as_two_sentences():
    told = pm.costs(log_of(a="Draft 9 by Ann"), rates="people 10").headline
    assert told.startswith("Nothing of this work has a price in these rates. The hours of 1 piece of work")


def test_fixed_costs_stand_apart():
    found = pm.costs(log_of(a="Draft 0-730.5 by Ann"), rates="EUR; people 1; fixed Rent 300")
    assert found.tables["whole"].fixed_cost.tolist() == [pytest.approx(300)]
    assert found.frame.cost.sum() == pytest.approx(730.5)
    assert "Fixed costs of 300 EUR come on top and are shared out to nobody." in found.headline


def test_only_hours_on_duty_count_with_a_calendar():
    log = log_of(a="Draft 8-10 by Ann", zone="UTC")
    assert pm.costs(log, rates="people 10", calendar="Mon-Fri 09:00-17:00").frame.cost.tolist() == [
        pytest.approx(10)
    ]


def test_a_log_without_starts_says_that_hours_are_unknown():
    found = pm.costs(log_of(a="Draft 9 by Ann > Send 10 by Bea"), rates="EUR; people 10; material Send 3")
    assert found.frame.cost.sum() == pytest.approx(3)
    assert "The hours of 2 pieces of work are not recorded" in found.headline


@pytest.mark.parametrize(
    "said",
    [
        'EUR; people 45; people Approvers 85; machine System 2; material "Send; order" 1.2; fixed Licences 1200; delay 0.4',
        "people 45",
        '€; people "Ann 2" 3.5',
    ],
)
def test_rates_are_read_back_as_they_are_written(said):
    assert rates(said).text == said
    assert rates(rates(said)) == rates(said)


def test_rates_from_a_file_are_those_of_the_words(tmp_path):
    file = tmp_path / "rates.toml"
    file.write_text(
        'currency = "EUR"\ndelay = 0.4\n[people]\n"*" = 45\n"Approvers" = 85\n[material]\n"Send order" = 1.2\n',
        encoding="utf-8",
    )
    assert rates(str(file)) == rates(
        "EUR; people 45; people Approvers 85; material Send order 1.2; delay 0.4"
    )
    assert rates({"currency": "EUR", "people": 45}) == Rates("EUR", {"*": 45.0})


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("people x; foo 3", "These are no rates: 'people x'; 'foo 3'."),
        ("", "No rates are said."),
        ({"people": {"*": "x"}, "foo": 1}, "'foo' is no part of rates; people *: 'x' is no price"),
        (
            {"people": {"Ann": float("nan")}, "machine": {"*": 2}},
            "people Ann: nan is no price; machine is priced by name",
        ),
        ("missing.toml", "The rates cannot be read"),
        ("people 45; EUR; people 50; USD", "'people 50' stands beside another; 'USD' stands beside another"),
        ("people Ann 3; machine Ann 4", "Ann has a rate of people and of a machine"),
        ("EUR", "no price is said"),
        ({"currency": None}, "no price is said"),
    ],
)
def test_everything_wrong_is_told_at_once(said, found):
    with pytest.raises(WrongOption) as refused:
        rates(said)
    assert found in refused.value.found
    assert refused.value.cure


def test_names_the_log_does_not_have_are_refused():
    with pytest.raises(UnknownName, match="No resource or team is called 'Anne'") as refused:
        pm.costs(log_of(**TWO_AT_ONCE), rates="people Anne 20")
    assert "'Ann'" in refused.value.cure
    with pytest.raises(
        WrongOption, match=r"No resource or team is called 'Anne'\. No activity is called 'Post'\."
    ):
        pm.costs(log_of(**TWO_AT_ONCE), rates="people Anne 20; material Post 1")


def test_without_rates_or_a_day_it_is_said_how_to_give_them():
    log = log_of(**TWO_AT_ONCE)
    with pytest.raises(WrongOption, match=r"No rates are said\.") as refused:
        pm.costs(log)
    assert "people 45" in refused.value.cure
    with pytest.raises(WrongOption, match="It is not said when the change was made"):
        pm.verification(log)


def test_without_a_calendar_it_is_said_whose_hours_are_paid():
    log = log_of(a="Draft 8-10 by Ann", zone="UTC")
    assert "All hours between start and end are paid" in pm.costs(log, rates="people 10").headline
    assert "All hours" not in pm.costs(log, rates="people 10", calendar="Mon-Fri 09:00-17:00").headline
