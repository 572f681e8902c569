"""A filter that keeps nothing says what there is instead."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import CannotAnswer, WrongFilter


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "orders.csv"
    rows = ["case,activity,timestamp,region,value,price"]
    for number, (region, value) in enumerate([("North", 10), ("South", 250), ("West", 900)]):
        for hour, activity in enumerate(("Receive", "Ship")):
            rows.append(f"{number},{activity},2024-03-04 1{hour}:00:00,{region},{value},1.{value} EUR")
    path.write_text("\n".join(rows) + "\n")
    return pm.read(path)


def refusal(log, text):
    with pytest.raises(CannotAnswer) as refused:
        pm.summary(log.filter(text))
    return str(refused.value)


def test_a_misspelt_value_meets_its_neighbour(log):
    assert "region is never 'Nroth'; there is 'North'" in refusal(log, "region = Nroth")
    assert "resource" not in refusal(log, "region in (Nroth)")


def test_a_number_beyond_all_meets_the_range(log):
    assert "value runs from 10 to 900." in refusal(log, "value > 5000")


def test_two_filters_that_exclude_each_other_need_no_near_value(log):
    assert "never" not in refusal(log, "region = North; region = South")


def test_a_value_that_is_written_otherwise_is_not_called_missing(log):
    assert "never" not in refusal(log, "value = 10.00; region = South")
    assert "never" not in refusal(log, "value in (10.0); region = South")


def test_size_is_not_compared_where_the_attribute_is_text(log):
    with pytest.raises(WrongFilter) as refused:
        log.filter("price > 200")
    assert "price holds no numbers, but text such as '1." in str(refused.value)
    assert len(log.filter("price > a")) == 0  # text against text is compared by the alphabet
