"""The shipped sample is the one its generator makes, and says so."""

from __future__ import annotations

import hashlib

import pytest

import procmine as pm
from procmine.errors import UnreadableSource, WrongOption
from procmine.samples import generate, purchase_scenario, shipped_sample
from procmine.samples.shipped_sample import (
    FILE,
    IMPORT_OPTIONS,
    SEED,
    TRUTH,
    csv_of,
    sample_path,
    write_sample,
)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture(scope="module")
def made():
    return generate(purchase_scenario(SEED))


def test_the_generator_makes_the_shipped_log_to_the_byte(made):
    assert digest(csv_of(made).encode()) == digest(sample_path().read_bytes())


@pytest.mark.slow
def test_writing_the_sample_again_gives_the_same_files(tmp_path):
    write_sample(tmp_path)
    for name in (FILE, TRUTH):
        assert digest((tmp_path / name).read_bytes()) == digest((sample_path().parent / name).read_bytes())


def test_it_is_small_and_plain():
    data = sample_path().read_bytes()
    assert len(data) < 6_000_000
    assert data.isascii() and b"\r" not in data


def test_the_import_is_told_what_the_scenario_says(made):
    scenario = made.scenario
    assert IMPORT_OPTIONS["zone"] == scenario.zone
    assert IMPORT_OPTIONS["complete_when"] == f"activity in ({', '.join(scenario.closing)})"
    assert IMPORT_OPTIONS["extracted_at"] == scenario.extracted_at.date().isoformat()


def test_its_columns_are_guessed_as_they_are_meant():
    log = pm.read(sample_path(), zone=IMPORT_OPTIONS["zone"])
    mapping = log.version.description["mapping"]
    roles = ("case", "activity", "started_at", "ended_at", "resource")
    plain = {
        role: mapping[role][0] if isinstance(mapping[role], (list, tuple)) else mapping[role]
        for role in roles
    }
    assert plain == {role: IMPORT_OPTIONS[role] for role in roles}


def test_drift_shows_from_its_day_on(made):
    work = made.frame[made.frame.activity == made.truth.drift_activity]
    minutes = (work.end - work.start).dt.total_seconds()
    later = work.start >= made.truth.drifts_at
    assert minutes[later].median() / minutes[~later].median() == pytest.approx(
        made.truth.drift_factor, rel=0.05
    )


def test_urgent_orders_overtake_in_the_overloaded_team(made):
    frame = made.frame.sort_values(["purchase order", "start"])
    checked = frame[frame.activity == "Check request"].groupby("purchase order").end.max()
    quoted = frame[frame.activity == "Collect quotes"].set_index("purchase order")
    wait = (quoted.start - checked.reindex(quoted.index)).groupby(quoted.priority).mean()
    assert wait["rush"] < 0.7 * wait["normal"]


def test_a_missing_sample_is_told_with_its_cure(tmp_path, monkeypatch):
    for folder in ("REPOSITORY_FOLDER", "SHIPPED_FOLDER"):
        monkeypatch.setattr(shipped_sample, folder, tmp_path)
    with pytest.raises(UnreadableSource, match="not there"):
        sample_path()


def test_an_installed_copy_is_found_where_there_is_no_repository(tmp_path, monkeypatch):
    (tmp_path / FILE).write_text("case,activity\n")
    monkeypatch.setattr(shipped_sample, "REPOSITORY_FOLDER", tmp_path / "nowhere")
    monkeypatch.setattr(shipped_sample, "SHIPPED_FOLDER", tmp_path)
    assert sample_path() == tmp_path / FILE


def test_it_is_written_only_when_asked():
    with pytest.raises(WrongOption):
        shipped_sample.main([])
