"""A source is read into a log, again and again: what each sync adds, what it keeps, and how it refuses."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pandas as pd
import pytest
from office import later, worked
from servers import redmine
from tool_server import Answer, running, trouble

import procmine as pm
from procmine.errors import ChangedMeanwhile, ProcmineError, SourceProblem, WrongOption
from procmine.importers.fetching.refusals import broken_line
from procmine.naming import folder_of
from procmine.sources.bringing import held


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("REDMINE_API_KEY", "secret-key")


def served(office):
    return running(redmine.Server(office).told, office.clock)


def test_stays_in_a_status_become_work(workspace):
    """Two issues worked by hand.

    #1  08:00 New, with Ben · 09:00 In Progress · 15:00 Closed, given to Cleo: closing takes no time.
    #2  08:00 New, with Ben · 09:00 In Progress, and it still is.
    """
    office = worked(2)
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        done = workspace.sources.sync("support")
    log = workspace.log("support")
    assert (done.outcome, done.items, log.counts.cases) == ("done", 2, 2)
    rows = log.sql(
        "select case_id, activity, started_at::varchar, ended_at::varchar, resource from event order by all"
    )
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()] == [
        ("#1", "Closed", "2026-03-01 15:00:00", "2026-03-01 15:00:00", "Cleo Clerk"),
        ("#1", "In Progress", "2026-03-01 09:00:00", "2026-03-01 15:00:00", "Ben Builder"),
        ("#1", "New", "2026-03-01 08:00:00", "2026-03-01 09:00:00", "Ben Builder"),
        ("#2", "In Progress", "2026-03-02 09:00:00", None, "Ben Builder"),
        ("#2", "New", "2026-03-02 08:00:00", "2026-03-02 09:00:00", "Ben Builder"),
    ]
    assert pm.wip(log).frame.case_id.tolist() == ["#2"]


def test_a_sync_asks_only_for_what_is_new(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        later(office)
        before = len(server.asked)
        workspace.sources.sync("support")
        asked = [a.path for a in server.asked[before:] if a.path.startswith("/issues/")]
    assert asked == ["/issues/1.json", "/issues/5.json", "/issues/6.json"]


def test_where_nothing_is_new_there_is_no_new_version(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        done = workspace.sources.sync("support")
    assert (done.outcome, done.version) == ("nothing new", 1)
    assert [run.outcome for run in workspace.sources.runs("support")] == ["nothing new", "done"]


def test_a_log_that_is_a_day_old_is_made_anew_though_nothing_is_new(workspace, monkeypatch):
    """Its open cases have aged: it is of the moment in which the tool was asked last."""
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        before = pm.wip(workspace.log("support")).frame.age_hours.max()
        monkeypatch.setattr("procmine.sources.from_tool.AS_OLD_AS", timedelta(0))
        office.now = "2026-04-01T12:00:00+00:00"
        assert workspace.sources.sync("support").version == 2
    assert pm.wip(workspace.log("support")).frame.age_hours.max() == before + 24


def test_a_refused_key_is_told_with_its_cure_and_the_last_good_version_stays(workspace, monkeypatch):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        monkeypatch.setenv("REDMINE_API_KEY", "old-key")
        with pytest.raises(SourceProblem, match="401") as refused:
            workspace.sources.sync("support")
    assert "make a new one" in refused.value.cure
    assert workspace.log("support").version.version == 1
    told = workspace.sources.table().iloc[0]
    assert told.outcome == "failed" and "401" in told.told and told.cure == refused.value.cure
    for file in (workspace.folder).rglob("*"):
        if file.is_file():
            assert b"secret-key" not in file.read_bytes() and b"old-key" not in file.read_bytes(), file


def test_a_sync_that_was_broken_off_goes_on_where_it_stopped(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 7 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        asked = {(a.path, str(a.parameters)) for a in server.asked[:7]}
        before = len(server.asked)
        workspace.sources.sync("support")
        again = {(a.path, str(a.parameters)) for a in server.asked[before:]}
    assert len(asked) == 7 and not asked & again
    assert workspace.log("support").counts.cases == 5


def test_where_what_was_read_has_expired_all_is_asked_for_anew(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 5 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        server.troubles = [trouble(410)]  # the second page of the list, after what is there already
        done = workspace.sources.sync("support")
    assert done.items == 5 and workspace.log("support").counts.cases == 5


def test_all_faults_of_the_settings_are_told_at_once(workspace):
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add("support", "redmine", projct="x", token="y")
    for fault in ("'projct' is no setting", "'token' is no setting", "url is missing"):
        assert fault in wrong.value.found
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add("support", "redmine", url="https://redmine.example.org", secret="abc123")
    assert "abc123" not in str(wrong.value)


def test_a_log_that_was_imported_is_not_overwritten(workspace):
    workspace.read(
        pd.DataFrame(
            {"case_id": ["a", "a"], "activity": ["A", "B"], "ended_at": ["2026-01-01", "2026-01-02"]}
        ),
        name="support",
    )
    with pytest.raises(WrongOption, match="not read from this source"):
        workspace.sources.add("support", "redmine", url="https://redmine.example.org")


def test_the_key_is_sent_to_no_other_host_and_over_no_open_line(workspace):
    with pytest.raises(SourceProblem, match="http://"):
        workspace.sources.add("open", "redmine", url="http://redmine.example.org")


@pytest.mark.parametrize("key", ["se\u010dret", "one\ntwo"], ids=["a letter of none", "two lines"])
def test_a_key_that_can_be_none_is_refused_when_the_source_is_added_and_at_a_sync(
    workspace, monkeypatch, key
):
    workspace.sources.add("early", "redmine", url="https://redmine.example.org")
    monkeypatch.setenv("REDMINE_API_KEY", key)
    with pytest.raises(SourceProblem, match="no key of this tool has") as refused:
        workspace.sources.add("support", "redmine", url="https://redmine.example.org")
    assert key not in str(refused.value) and "Copy it anew" in refused.value.cure
    with pytest.raises(SourceProblem, match="no key of this tool has"):
        workspace.sources.sync("early")


def test_faults_in_the_form_of_settings_are_told_at_once_when_the_source_is_added(workspace):
    with pytest.raises(WrongOption) as wrong:
        workspace.sources.add(
            "sheet", "smartsheet", sheet="7", pace="fast", history="sometimes", zone="Mars/Base", url="smartsheet.com", keep="0",
            model="steps", complete_when="soon", pseudonyms="my key",
        )  # fmt: skip
    for fault in ("pace is 'fast'", "history is 'sometimes'", "'Mars/Base' is no time zone", "url is 'smartsheet.com'", "keep is '0'", "model is 'steps'", "'soon' is no rule", "pseudonyms: The place"):  # fmt: skip
        assert fault in wrong.value.found, fault
    for cure in (
        "a number above 0",
        "yes or no",
        "Europe/Berlin",
        "https://",
        "stays or transitions",
        "env:NAME",
    ):
        assert cure in wrong.value.cure, cure
    assert workspace.sources.table().empty


def test_people_go_by_pseudonyms_where_a_key_is_named(workspace, monkeypatch):
    monkeypatch.setenv("PSEUDONYM_KEY", "only we know")
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url, pseudonyms="env:PSEUDONYM_KEY")
        workspace.sources.sync("support")
        later(office)
        workspace.sources.sync("support")
    people = set(workspace.log("support").sql("select distinct resource from event").resource.dropna())
    assert len(people) == 3 and all(name.startswith("Person ") for name in people)
    for file in workspace.folder.rglob("*"):
        if file.is_file():
            assert b"Ben Builder" not in file.read_bytes(), file


def test_old_versions_go_and_the_wrong_number_of_them_is_refused(workspace):
    with pytest.raises(WrongOption, match="keep is"):
        workspace.sources.add("support", "redmine", url="https://redmine.example.org", keep="none")
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url, keep=2)
        for day in (6, 7, 8, 9):
            office.set(
                1, f"2026-03-{day:02d}T09:00:00Z", "ada", status="In Progress" if day % 2 else "Closed"
            )
            office.now = f"2026-03-{day:02d}T12:00:00+00:00"
            workspace.sources.sync("support")
    assert [version.version for version in workspace.versions("support")] == [3, 4]
    assert len(list((workspace.folder / "logs").glob("*/*.duckdb"))) == 2


@pytest.mark.parametrize("tool", ["redmine", "github", "gitlab"])
def test_items_that_are_updated_while_they_are_listed_push_no_other_one_out(workspace, monkeypatch, tool):
    """After the first page of the list the items on it are worked on: listed by update, three others would be stepped over."""
    import importlib

    served_by = importlib.import_module(f"servers.{tool}")
    monkeypatch.setenv(served_by.SECRET, "secret-key")
    office = worked(9)
    server = served_by.Server(office)

    def told(asked):
        answer = server.told(asked)
        if asked.path.rstrip("/").endswith(("issues", "issues.json")) and office.items[1].status == "Closed":
            for number in (1, 2, 3):
                office.set(number, f"2026-03-31T11:00:0{number}Z", "ada", status="In Progress")
        return answer

    with running(told, office.clock) as running_server:
        workspace.sources.add("log", tool, **server.settings(running_server.url))
        workspace.sources.sync("log")
    assert workspace.log("log").counts.cases == 9


def test_a_page_that_is_no_data_is_not_kept(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None, Answer("<html>Please sign in</html>", headers={"Content-Type": "text/html"})]
        with pytest.raises(SourceProblem, match="no data"):
            workspace.sources.sync("support")
        assert workspace.sources.sync("support").items == 5


def test_a_page_that_is_not_as_documented_is_not_met_again(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [Answer({"odd": []})]
        with pytest.raises(SourceProblem, match="not as documented"):
            workspace.sources.sync("support")
        assert workspace.sources.sync("support").items == 5


def test_an_address_that_holds_a_key_is_refused_without_repeating_it(workspace):
    for url in ("https://ann:hush-hush@redmine.example.org", "https://redmine.example.org?key=hush-hush"):
        with pytest.raises(WrongOption) as wrong:
            workspace.sources.add("support", "redmine", url=url)
        assert "hush-hush" not in str(wrong.value)
    with pytest.raises(ProcmineError) as wrong:
        workspace.sources.add(
            "desk", "database", address="postgresql://ann:hush-hush@db.example.org/desk", table="x"
        )
    assert "hush-hush" not in str(wrong.value)
    assert workspace.sources.table().empty


def test_a_source_is_synced_by_one_at_a_time(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        with (
            held(workspace.folder / "raw" / folder_of("support"), "support"),
            pytest.raises(ChangedMeanwhile, match="is being synced\\."),
        ):
            workspace.sources.sync("support")
        assert workspace.sources.sync("support").outcome == "done"


def test_another_number_of_kept_versions_is_no_other_scope(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        workspace.sources.sync("support")
        workspace.sources.drop("support")
        workspace.sources.add("support", "redmine", url=server.url, keep=5)
        before = len(server.asked)
        workspace.sources.sync("support")
        assert not [
            a for a in server.asked[before:] if a.path.startswith("/issues/") and a.path != "/issues/5.json"
        ]


def test_pages_of_what_told_nothing_new_do_not_pile_up(workspace):
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        for _ in range(3):
            workspace.sources.sync("support")
    runs = sorted((workspace.folder / "raw").glob("*/0*"))
    assert [bool(list(run.iterdir())) for run in runs] == [True, False, False]


def test_a_second_sync_is_told_since_when_the_first_is_on(workspace):
    """It is asked for while the server answers the first one."""
    office = worked()
    server = redmine.Server(office)
    met = []

    def told(asked):
        if asked.path == "/issues/1.json":
            with pytest.raises(ChangedMeanwhile) as refused:
                pm.open(workspace.folder).sources.sync("support")
            met.append((refused.value.found, workspace.sources.running_since("support")))
        return server.told(asked)

    with running(told, office.clock) as served_by:
        workspace.sources.add("support", "redmine", url=served_by.url)
        workspace.sources.sync("support")
    ((found, began_at),) = met
    assert found == f"support is being synced since {began_at:%Y-%m-%d %H:%M} UTC."
    assert workspace.sources.running_since("support") is None


def test_under_pseudonyms_pages_of_a_run_that_nobody_took_up_do_not_stay(workspace, monkeypatch):
    """A sync is broken off in the middle; the next one is more than a day later, when it is a run of its own."""
    from procmine.store import sources

    monkeypatch.setenv("PSEUDONYM_KEY", "only we know")
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url, pseudonyms="env:PSEUDONYM_KEY")
        server.troubles = [None] * 8 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        assert list((workspace.folder / "raw").glob("*/000001/*"))
        monkeypatch.setattr(sources, "LONGEST_RUN", sources.timedelta(0))
        workspace.sources.sync("support")
    assert [run.name for run in (workspace.folder / "raw").glob("*/0*")] == ["000002"]
    assert not [file for file in (workspace.folder / "raw").rglob("*.gz")]


def test_what_was_fetched_is_unpacked_once(workspace, monkeypatch):
    """A sync reads each page once, to parse it; one that is taken up looks at what it has without unpacking, and answers from it once more."""
    from procmine.importers.fetching import archive

    unpacked = []
    reading = archive._read
    monkeypatch.setattr(archive, "_read", lambda path: unpacked.append(path.name) or reading(path))
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 8 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        assert not unpacked
        workspace.sources.sync("support")
    times = {name: unpacked.count(name) for name in unpacked}
    assert sorted(times.values()) == [1] * (len(times) - 8) + [2] * 8


def test_a_page_that_lost_its_end_is_fetched_again(workspace):
    """The machine lost its power: the beginning of a file is there, the rest is not."""
    office = worked()
    with served(office) as server:
        workspace.sources.add("support", "redmine", url=server.url)
        server.troubles = [None] * 8 + [trouble(400)]
        with pytest.raises(SourceProblem):
            workspace.sources.sync("support")
        (file,) = (workspace.folder / "raw").glob("*/*/00000008.json.gz")
        file.write_bytes(file.read_bytes()[:-20])
        lost = server.asked[7].path
        before = len(server.asked)
        workspace.sources.sync("support")
    assert lost in [asked.path for asked in server.asked[before:]]
    assert workspace.log("support").counts.cases == 5


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (
            httpx.ConnectError("[Errno 111] Connection refused"),
            "db.test:80 does not answer: Connection refused.",
        ),
        (httpx.ReadTimeout(""), "db.test:80 does not answer: ReadTimeout."),
    ],
)
def test_a_server_that_is_down_is_told_in_words(problem, told):
    assert broken_line("db.test:80", problem) == told
