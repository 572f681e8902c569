"""Zones, and the hours that were skipped or told twice."""

from __future__ import annotations

from datetime import datetime

import pytest

from procmine.errors import UnsoundLog, WrongOption
from procmine.importers.clocks import clock_changes
from procmine.importers.events import build
from procmine.importers.mapping import Mapping

MAPPING = Mapping(case=("Case",), activity=("Step",), ended_at="At")


def built(staging, texts, **options):
    source = staging.rows(["Case", "Step", "At"], [["1", f"step {i}", text] for i, text in enumerate(texts)])
    return build(staging.con, source, MAPPING, **options)


def ends(staging):
    return [row[0] for row in staging.ask("select ended_at::varchar from source_event order by source_row")]


def test_the_clocks_of_berlin_change_twice_a_year():
    spring, autumn = clock_changes("Europe/Berlin", datetime(2026, 1, 1), datetime(2026, 12, 31))
    assert (spring.first, spring.until, spring.is_repeated) == (
        datetime(2026, 3, 29, 2),
        datetime(2026, 3, 29, 3),
        False,
    )
    assert (autumn.first, autumn.until, autumn.is_repeated) == (
        datetime(2026, 10, 25, 2),
        datetime(2026, 10, 25, 3),
        True,
    )


def test_a_zone_without_changes_has_none():
    assert clock_changes("Asia/Tokyo", datetime(2000, 1, 1), datetime(2026, 1, 1)) == []


def test_without_a_zone_the_clock_on_the_wall_is_kept_and_that_is_said(staging):
    made = built(staging, ["2026-07-01 10:00:00", "2026-07-01 11:00:00"])
    assert (made.facts["is_naive"], made.facts["zone"]) == (True, None)
    assert ends(staging)[0] == "2026-07-01 10:00:00"
    assert "no-zone" in [note.check for note in made.notes]


def test_with_a_zone_naive_times_become_utc(staging):
    made = built(staging, ["2026-07-01 10:00:00", "2026-01-01 10:00:00"], zone="Europe/Berlin")
    assert (made.facts["is_naive"], made.facts["zone"]) == (False, "Europe/Berlin")
    assert ends(staging) == ["2026-07-01 08:00:00", "2026-01-01 09:00:00"]


def test_times_in_the_repeated_and_the_skipped_hour_are_counted(staging):
    made = built(
        staging,
        ["2026-10-25 02:30:00", "2026-10-25 02:59:59", "2026-10-25 03:00:00", "2026-03-29 02:10:00"],
        zone="Europe/Berlin",
    )
    told = {note.rows: note.message for note in made.notes if note.check == "clock-change"}
    assert set(told) == {1, 2}
    assert "told twice" in told[2]
    assert "skipped" in told[1]


def test_offsets_beside_naive_times_are_an_error_until_the_zone_is_said(staging):
    texts = ["2026-07-01 10:00:00+02:00", "2026-07-01 10:00:00"]
    with pytest.raises(UnsoundLog, match="1 time in 'At' says no zone") as refused:
        built(staging, texts)
    assert "--zone" in refused.value.cure
    built(staging, texts, zone="Europe/Berlin")
    assert ends(staging) == ["2026-07-01 08:00:00", "2026-07-01 08:00:00"]


def test_offsets_in_every_row_need_no_zone(staging):
    made = built(staging, ["2026-07-01T10:00:00Z", "2026-07-01T12:00:00+02:00"])
    assert (made.facts["is_naive"], made.facts["zone"]) == (False, "UTC")
    assert ends(staging) == ["2026-07-01 10:00:00", "2026-07-01 10:00:00"]


def test_a_zone_that_is_none_is_refused(staging):
    with pytest.raises(WrongOption, match="no time zone"):
        built(staging, ["2026-07-01 10:00:00"], zone="Middle/Earth")


@pytest.mark.parametrize("form", ["+0{}:00", "+0{}00", "+0{}", " +0{}:00"])
@pytest.mark.parametrize("seconds", ["", ":30", ":30.125"])
def test_local_offsets_without_a_zone_are_named_and_lead_to_the_zone(staging, form, seconds):
    texts = [f"2026-07-0{day} 00:30{seconds}{form.format(2)}" for day in (1, 2, 3)]
    texts.append(f"2026-01-01 00:30{seconds}{form.format(1)}")
    made = built(staging, texts)
    (note,) = [note for note in made.notes if note.check == "offsets-without-zone"]
    assert note.message.startswith(
        "'At' carries the offsets +02:00 (3 rows) and +01:00 (1 row), and no zone is given"
    )
    assert note.severity == "warning" and "--zone" in note.repair
    assert made.facts["zone"] == "UTC"


def test_times_told_in_utc_or_with_a_zone_need_no_word_on_offsets(staging):
    for texts, options in (
        (["2026-07-01T10:00:00Z", "2026-07-01T10:00:00+00:00"], {}),
        (["2026-07-01T10:00:00+02:00"], {"zone": "Europe/Berlin"}),
    ):
        assert "offsets-without-zone" not in [note.check for note in built(staging, texts, **options).notes]


def test_a_zone_beside_offsets_leaves_instants_alone_and_is_the_clock_on_the_wall(tmp_path):
    import procmine as pm

    rows = "\n".join(
        f"{n},{step},2026-07-06T0{hour}:30:00+02:00" for n in range(3) for step, hour in (("A", 0), ("B", 9))
    )
    (tmp_path / "log.csv").write_text(f"case_id,activity,timestamp\n{rows}\n")
    told = pm.read(tmp_path / "log.csv", zone="Europe/Berlin")
    untold = pm.read(tmp_path / "log.csv")
    assert (told.zone, untold.zone) == ("Europe/Berlin", "UTC")
    assert told.to_pandas().ended_at.tolist() == untold.to_pandas().ended_at.tolist()
    assert str(told.to_pandas().ended_at[0]).startswith("2026-07-05 22:30")
    assert pm.workload(told).frame.query("completions > 0")[["weekday", "hour"]].values.tolist() == [
        [1, 0],
        [1, 9],
    ]
    assert told.between("2026-07-05", "2026-07-05").counts.cases == 0
    assert untold.between("2026-07-05", "2026-07-05").counts.cases == 3
