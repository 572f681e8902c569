"""The address is the whole state of a visitor: it reads back as it was written."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.app.address import Address, View


def test_an_address_keeps_log_version_and_filters_for_other_pages():
    address = Address.of("?log=orders&version=1&where=region+%3D+North%3B+slower+than+2h&paths=0.4")
    assert address == Address("orders", 1, "region = North; slower than 2h", options={"paths": "0.4"})
    assert address.search == "?log=orders&version=1&where=region+%3D+North%3B+slower+than+2h"
    assert Address.of(address.search) == Address("orders", 1, "region = North; slower than 2h")


def test_a_calendar_goes_along_to_the_questions_that_take_one(workspace):
    address = Address.of("?log=orders&calendar=Mon-Fri+09:00-17:00")
    assert Address.of(address.search) == Address("orders", calendar="Mon-Fri 09:00-17:00")
    view = View(workspace, address)
    assert view.asked("waiting_time", {}) == {"calendar": "Mon-Fri 09:00-17:00"}
    assert view.asked("waiting_time", {"calendar": "24x7"}) == {"calendar": "24x7"}
    assert view.asked("summary", {}) == {}


def test_a_version_that_is_no_number_is_the_newest():
    assert Address.of("?version=latest").version is None and Address.of(None) == Address()


def test_a_view_without_a_log_shows_the_first_one(workspace):
    assert View(workspace, Address()).log.name == "orders"


def test_a_view_counts_through_its_filters(workspace):
    assert View(workspace, Address.of("?where=region+%3D+North")).log.counts.cases == 2


@pytest.mark.parametrize(("given", "meant"), [("0.4", 0.4), ("7", 1.0), ("-1", 0.0), ("many", 0.9)])
def test_a_number_in_an_address_stays_between_nothing_and_all(workspace, given, meant):
    assert View(workspace, Address(options={"paths": given})).number("paths", 0.9) == meant


def test_the_notebook_cell_gives_the_same_answer(workspace):
    view = View(workspace, Address.of("?where=region+%3D+North"))
    names: dict = {}
    exec(view.as_code("variants", {}).replace("\npm.variants", "\nfound = pm.variants"), names)
    assert names["found"].headline == pm.variants(view.log).headline
