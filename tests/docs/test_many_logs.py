"""The table of many generated logs is what the code of today finds: some of its logs are made and asked again."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pandas as pd
import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def many_logs():
    spec = importlib.util.spec_from_file_location("many_logs", DOCS / "many_logs.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["many_logs"] = module
    spec.loader.exec_module(module)
    return module


def again(many_logs, log, seed, rows):
    """The rows of one log as the file has them, and as they come today."""
    kept = pd.read_csv(many_logs.FILE)
    kept = kept[(kept.log == log) & (kept.seed == seed)].reset_index(drop=True)
    made = pd.DataFrame(rows, columns=many_logs.COLUMNS).astype(kept.dtypes.to_dict())
    pd.testing.assert_frame_equal(made, kept, rtol=1e-4, check_dtype=False)


def test_every_log_is_in_the_file_once(many_logs):
    kept = pd.read_csv(many_logs.FILE)
    assert kept.groupby("log").seed.unique().map(sorted).to_dict() == {
        "planted": list(many_logs.PLANTED),
        "run again": list(many_logs.AGAIN),
        "nothing": list(many_logs.NOTHING),
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, pytest.param(58, marks=pytest.mark.long)])
def test_planted_causes_are_found_and_sized_as_the_file_says(many_logs, seed):
    again(many_logs, "planted", seed, many_logs.of_planted(seed))


@pytest.mark.long
def test_a_log_run_again_gives_what_the_file_says(many_logs):
    again(many_logs, "run again", 7, many_logs.run_again(7))


@pytest.mark.slow
def test_nothing_is_confirmed_where_the_file_says_so(many_logs):
    again(many_logs, "nothing", 11, [many_logs.of_nothing(11)])
