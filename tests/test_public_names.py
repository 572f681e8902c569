"""The public door refuses kindly what is no log and no table."""

from __future__ import annotations

import pandas as pd
import pytest

import procmine as pm
from procmine.errors import UnreadableSource, WrongOption
from procmine.questions import QUESTIONS


@pytest.fixture
def frame():
    days = pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-05"])
    return pd.DataFrame({0: ["a", "a", "b", "b"], 1: ["X", "Y", "X", "Y"], 2: days})


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.name)
def test_a_question_asked_of_a_name_says_how_to_read_it(one):
    with pytest.raises(WrongOption, match="A str is not a log") as refused:
        getattr(pm, one.name)("tickets")
    assert "pm.read(" in refused.value.cure


def test_columns_numbered_by_pandas_are_named_by_their_numbers(frame):
    log = pm.read(frame, case=0, activity=1, ended_at=2)
    assert pm.summary(log).frame.cases.iloc[0] == 2


def test_a_column_alone_is_no_table(frame):
    with pytest.raises(UnreadableSource, match="A Series is one column, not a table"):
        pm.read(frame[0])


def test_a_log_is_also_given_by_its_keyword(frame):
    assert pm.summary(log=pm.read(frame, case=0, activity=1, ended_at=2)).frame.events.iloc[0] == 4
