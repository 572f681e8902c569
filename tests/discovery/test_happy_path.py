from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import procmine as pm
from procmine.cli import app
from procmine.errors import CannotAnswer, UnknownName, WrongOption
from procmine.samples import log_of

CASES = {
    **{f"r{n}": "Ask 1-2 > Check 2-3 > Check 3-4 > Pay 4-5" for n in range(4)},  # most common, but repeats
    **{f"c{n}": "Ask 1-2 > Cancel 2-3" for n in range(3)},
    **{f"p{n}": "Ask 1-2 > Check 2-3 > Pay 3-4" for n in range(2)},
    "slow": "Ask 1-2 > Wait 2-30 > Pay 90-91",
    "open": "Ask 1-2 > Check 2-",
}
LOG = log_of(**CASES)


def test_the_most_common_way_that_nothing_speaks_against():
    log = LOG
    found = pm.happy_path(log)
    assert found.suggested == ("Ask", "Cancel")
    assert found.frame.cases.tolist() == [4, 3, 2, 1] and found.frame.share.tolist() == [0.4, 0.3, 0.2, 0.1]
    assert found.frame.has_repeats.tolist() == [True, False, False, False]
    assert found.frame.is_slow.tolist() == [False, False, False, True]
    assert [(one.reason, one.cases) for one in found.excluded] == [("open cases", 1)]
    assert "Any end will do" in found.headline
    wanted = pm.happy_path(log, ending_with="pay")
    assert wanted.suggested == ("Ask", "Check", "Pay") == pm.happy_path(log, without="Cancel").suggested
    assert "Any end" not in wanted.headline
    assert "20 % of the finished cases follow it, half within 3.0 h" in wanted.headline
    assert "(the 2 variants before it repeat work or end otherwise)" in wanted.headline


def test_of_equally_common_ones_the_faster_and_that_is_said():
    cases = {"a1": "A 1-2 > B 2-3 > C 3-5", "a2": "A 1-2 > B 2-3 > C 3-5", "b1": "A 1-2 > C 2-3 > B 3-4", "b2": "A 1-2 > C 2-3 > B 3-4"}  # fmt: skip
    found = pm.happy_path(log_of(**cases))
    assert found.suggested == ("A", "C", "B") and found.frame.is_eligible.tolist() == [True, True]
    assert "half within 3.0 h (the variant before it is as common but slower); nobody" in found.headline
    more = pm.happy_path(log_of(**cases, **{f"r{n}": "A 1-2 > A 2-7" for n in range(3)})).headline
    assert "(the 2 variants before it repeat work or are as common but slower)" in more
    assert "(the variant before it repeats work)" in pm.happy_path(LOG).headline


def test_no_path_is_suggested_that_hardly_anybody_takes():
    log = log_of(**{f"x{n}": f"A 1-2 > {chr(66 + n)} 2-3" for n in range(12)})
    found = pm.happy_path(log)
    assert found.suggested is None and not found.frame.is_suggested.any()
    assert "No variant is common enough" in found.headline and "8.3 % of the finished cases" in found.headline
    loops = pm.happy_path(log_of(a="A 1-2 > A 2-3", b="B 1-2 > B 2-3"))
    assert loops.suggested is None and "No variant can be suggested" in loops.headline


def test_without_a_finished_case_no_end_is_known():
    with pytest.raises(CannotAnswer, match="No case is finished"):
        pm.happy_path(LOG.open_cases())
    with pytest.raises(UnknownName, match="'Pya'"):
        pm.happy_path(LOG, ending_with="Pya")


def read(workspace, log):
    columns = {"case": "case_id", "activity": "activity", "started_at": "started_at", "ended_at": "ended_at"}
    return workspace.read(log.to_pandas(), name="asks", **columns)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    opened = pm.open(tmp_path_factory.mktemp("happy") / "ws")
    read(opened, LOG)
    return opened


def test_it_is_confirmed_by_number_or_as_suggested(workspace):
    assert workspace.log("asks").happy_path is None and workspace.confirmed_happy_path("asks") is None
    assert workspace.confirm_happy_path("asks").activities == ("Ask", "Cancel")
    assert workspace.confirm_happy_path("asks", variant=3).activities == ("Ask", "Check", "Pay")
    for given, match in (
        ({"variant": 99}, "no variant 99"),
        ({"activities": ["Ask"], "variant": 1}, "by its activities and by a number"),
        ({"activities": "Ask"}, "several activities"),
        ({"activities": []}, "0 steps"),
    ):
        with pytest.raises(WrongOption, match=match):
            workspace.confirm_happy_path("asks", **given)
    with pytest.raises(UnknownName, match="'Pya'"):
        workspace.confirm_happy_path("asks", ["Pya"])
    assert workspace.log("asks").happy_path == ("Ask", "Check", "Pay"), "what was refused changed nothing"


def test_the_command_line_confirms_shows_and_drops(workspace):
    def run(*words):
        found = CliRunner().invoke(app, ["happy-path", *words, "--workspace", str(workspace.folder)])
        return found.output.strip() if found.exception is None else found.exception

    assert run("confirm", "asks", "Ask", "Check", "Pay") == "Ask → Check → Pay" == run("show", "asks")
    assert json.loads(run("confirm", "asks", "--variant", "2", "--json"))["happy_path"] == ["Ask", "Cancel"]
    assert "No happy path is confirmed for asks any more." in run("drop", "asks")
    assert "procmine happy-path confirm asks" in run("show", "asks")
    assert json.loads(run("show", "asks", "--json")) == {"log": "asks", "happy_path": None}
    assert isinstance(run("drop", "asks"), UnknownName) and isinstance(run("show", "nowhere"), UnknownName)


def test_a_confirmed_path_stays_with_the_log_whatever_its_versions(workspace):
    log = workspace.log("asks")
    kept = workspace.confirm_happy_path("asks", ["ask", "Check", "Pay"])
    assert (
        kept.activities == log.happy_path == ("Ask", "Check", "Pay") and kept.who and kept.confirmed_at.tzinfo
    )
    newer = read(workspace, log_of(a="Ask 1-2 > Pay 2-3", b="Ask 1-2 > Check 2-3 > Pay 3-4"))
    assert newer.version.version == 2
    assert pm.open(workspace.folder).log("asks").happy_path == ("Ask", "Check", "Pay")
    found = pm.happy_path(newer)
    assert found.headline.startswith(
        "50 % of the finished cases follow the confirmed happy path, half within 3.0 h"
    )
    assert found.frame.is_confirmed.sum() == 1
    assert "No finished case follows the confirmed" in pm.happy_path(newer.avoiding("Check")).headline
    workspace.drop_happy_path("asks")
    assert newer.happy_path is None
