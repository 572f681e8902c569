"""An import under a name that is there is read as the one before it, unless something is given anew."""

from __future__ import annotations

import pytest

import procmine as pm
from procmine.errors import UnreadableSource, UnsureMapping

HEAD = "Ticket;Statut;Horodatage;Intervenant;Montant"
FIRST = """1;Ouvert;25.03.2026 10:00;Ann;1.234,50
1;Ferme;25.03.2026 12:00;n/a;3,5
2;Ouvert;26.03.2026 10:00;Ann;2,5"""
SECOND = """2;Ferme;03.04.2026 10:00;Bob;2.000,5
3;Ouvert;05.04.2026 12:00;n/a;7,5"""
RECIPE = """zone = "Europe/Paris"
repairs = [ { "missing-words" = ["n/a"] }, { "decimal-comma" = ["Montant"] } ]
"""


def written(path, rows, head=HEAD):
    path.write_text(f"{head}\n{rows}\n")
    return path


def told(log, check="taken-over"):
    return log.sql(f"select message from notes where check_name = '{check}'").message.tolist()


@pytest.fixture
def workspace(tmp_path):
    """A workspace with the log `app`, imported by a recipe whose file is gone since."""
    workspace = pm.open(tmp_path / "w")
    (tmp_path / "hd.toml").write_text(RECIPE)
    first = written(tmp_path / "one.csv", FIRST)
    log = workspace.read(first, name="app", recipe=tmp_path / "hd.toml", complete_when="Statut = Ferme")
    assert told(log) == []
    (tmp_path / "hd.toml").unlink()
    return workspace


@pytest.mark.parametrize("is_added", [True, False], ids=["added", "imported again"])
def test_zone_order_of_dates_repairs_and_rule_are_taken_over_and_told(workspace, tmp_path, is_added):
    log = workspace.read(written(tmp_path / "two.csv", SECOND), name="app", append=is_added)
    work = log.to_pandas().set_index(["case_id", "activity"])
    assert log.zone == "Europe/Paris"
    assert str(work.ended_at["2", "Ferme"]).startswith("2026-04-03 08:00")
    assert work.resource["3", "Ouvert"] is None or work.resource.isna()["3", "Ouvert"]
    assert log.filter("Montant > 1999").counts.cases == 1
    assert log.facts["completion"] == "activity in (Ferme)"
    assert told(log) == [
        "Taken over from version 1: case: Ticket; activity: Statut; end: Horodatage; resource: Intervenant; "
        "zone: Europe/Paris; complete when: Statut = Ferme; repairs: missing-words, decimal-comma."
    ]


def test_what_is_given_anew_is_taken_and_an_empty_value_takes_nothing_over(workspace, tmp_path):
    second = written(tmp_path / "two.csv", SECOND)
    (tmp_path / "other.toml").write_text('repairs = [ { "tidy-activities" = true } ]\n')
    log = workspace.read(
        second,
        name="app",
        zone="Europe/Berlin",
        dates="mdy",
        recipe=tmp_path / "other.toml",
        complete_when="",
    )
    assert (log.zone, log.facts["completion"]) == ("Europe/Berlin", None)
    assert "2026-03-04" in str(log.to_pandas().ended_at.tolist())
    assert told(log) == [
        "Taken over from version 1: case: Ticket; activity: Statut; end: Horodatage; resource: Intervenant."
    ]
    later = workspace.read(second, name="app")
    assert later.facts["zone"] == "Europe/Berlin" and "repairs: tidy-activities" in told(later)[0]
    assert workspace.read(second, name="app", recipe="", zone="").zone is None


def test_an_order_of_dates_that_was_given_is_taken_over(tmp_path):
    workspace = pm.open(tmp_path / "w")
    rows = "1;A;03.04.2026 10:00\n1;B;05.06.2026 10:00"
    workspace.read(written(tmp_path / "one.csv", rows, "Ticket;Step;At"), name="log", dates="mdy")
    again = workspace.read(written(tmp_path / "one.csv", rows, "Ticket;Step;At"), name="log")
    assert str(again.to_pandas().ended_at[0]).startswith("2026-03-04")


def test_a_file_that_decides_its_order_of_dates_is_read_by_it(workspace, tmp_path):
    """The log's files were written day first; this one cannot be."""
    log = workspace.read(written(tmp_path / "us.csv", "3;Ouvert;04/25/2026 10:00;Ann;1\n3;Ferme;05/03/2026 10:00;Ann;1"), name="app", append=True)  # fmt: skip
    assert str(log.to_pandas().query("case_id == '3' and activity == 'Ferme'").ended_at.iloc[0]).startswith("2026-05-03")  # fmt: skip


@pytest.mark.parametrize("is_added", [True, False], ids=["added", "imported again"])
def test_a_column_that_is_gone_is_told_with_its_role_and_the_cure(workspace, tmp_path, is_added):
    renamed = written(
        tmp_path / "two.csv", SECOND, HEAD.replace("Intervenant", "Agent").replace("Statut", "Etat")
    )
    with pytest.raises(UnsureMapping) as refused:
        workspace.read(renamed, name="app", append=is_added)
    assert "Column 'Intervenant' was the resource of app" in refused.value.found
    assert "Column 'Statut' was the activity of app" in refused.value.found
    assert refused.value.cure.startswith(
        "Name another: --activity … --resource …; in Python activity=…, resource=…."
    )
    options = {"activity": "Etat", "resource": "Agent", "complete_when": "Etat = Ferme"}
    log = workspace.read(renamed, name="app", append=is_added, **options)
    assert "Bob" in log.to_pandas().resource.tolist()
    assert "resource" not in told(log)[0]


def test_a_column_named_for_another_role_leaves_its_old_one(tmp_path):
    workspace = pm.open(tmp_path / "w")
    file = written(tmp_path / "one.csv", "1;A;2026-01-01 10:00\n1;B;2026-01-01 11:00", "Ticket;Step;At")
    workspace.read(file, name="log", case="Ticket", activity="Step", started_at="At")
    log = workspace.read(file, name="log", ended_at="At")
    assert log.version.description["mapping"] == {"case": ["Ticket"], "activity": ["Step"], "ended_at": "At"}


def test_a_table_of_another_kind_replaces_a_log_and_takes_nothing_over(workspace, tmp_path):
    other = written(tmp_path / "other.csv", "7,Cut,2026-01-01 10:00\n7,Drill,2026-01-01 11:00", "case_id,activity,timestamp")  # fmt: skip
    log = workspace.read(other, name="app")
    assert (told(log), log.zone, log.facts["completion"]) == ([], None, None)
    with pytest.raises(UnsureMapping, match="Column 'case_id' was the case of app"):
        workspace.read(written(tmp_path / "two.csv", SECOND), name="app", append=True)


def test_the_milestones_of_a_wide_table_are_taken_over(tmp_path):
    workspace = pm.open(tmp_path / "w")
    head = "Ticket;Opened;Solved;Closed"
    first = written(
        tmp_path / "one.csv", "T1;2024-01-01;2024-01-02;2024-01-05\nT2;2024-01-03;2024-01-04;", head
    )
    workspace.read(first, name="log", case="Ticket", activity=["Opened", "Solved", "Closed"])
    log = workspace.read(written(tmp_path / "two.csv", "T2;2024-01-03;2024-01-04;\nT3;2024-01-08;;", head), name="log", append=True)  # fmt: skip
    assert log.to_pandas().groupby("case_id").activity.apply(list).to_dict() == {
        "T1": ["Opened", "Solved", "Closed"],
        "T2": ["Opened", "Solved"],
        "T3": ["Opened"],
    }


def test_a_log_made_under_the_name_of_its_file_is_read_again_as_before(tmp_path):
    workspace = pm.open(tmp_path / "w")
    file = written(tmp_path / "orders.csv", FIRST)
    workspace.read(file, zone="Europe/Paris")
    assert workspace.read(file).zone == "Europe/Paris"
    assert pm.read(file).zone is None, "a file asked directly has no version before"


def test_a_recipe_that_is_not_there_is_told_before_the_file_is_read(workspace, tmp_path):
    with pytest.raises(UnreadableSource, match="no such recipe"):
        workspace.read(tmp_path / "one.csv", name="app", recipe=tmp_path / "none.toml")
