"""Documents lie once, under the hash of their content, and come back as they were or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from procmine.actions import LARGEST_BYTES
from procmine.actions.documents import clean_name
from procmine.errors import UnknownName, WorkspaceProblem, WrongOption


@pytest.fixture
def register(workspace):
    workspace.actions.add("Pay daily", log="orders")
    workspace.actions.add("Check daily", log="orders")
    return workspace.actions.signed("Mina")


def files(workspace):
    return sorted(path.name for path in (workspace.folder / "attachments").iterdir())


def test_a_document_lies_under_its_hash_and_comes_back(workspace, register, tmp_path):
    (tmp_path / "plan.txt").write_bytes(b"daily")
    held = register.attach(1, tmp_path / "plan.txt")
    wanted = hashlib.sha256(b"daily").hexdigest()
    assert (held.sha256, held.name, held.bytes, held.who) == (wanted, "plan.txt", 5, "Mina")
    assert files(workspace) == [wanted]
    assert register.document(1, wanted[:12]) == (held, b"daily")
    with pytest.raises(UnknownName, match="document of action #2"):
        register.document(2, wanted)


def test_the_same_content_twice_is_one_file(workspace, register):
    first = register.attach(1, "a.txt", content=b"daily")
    assert register.attach(1, "again.txt", content=b"daily") == first
    assert register.attach(2, "b.txt", content=b"daily").name == "b.txt"
    assert files(workspace) == [first.sha256]
    assert [len(register.get(no).documents) for no in (1, 2)] == [1, 1]


def test_a_damaged_document_is_told_and_heals_when_it_is_attached_again(workspace, register):
    held = register.attach(1, "a.txt", content=b"daily")
    path = workspace.folder / "attachments" / held.sha256
    path.write_bytes(b"weekly")
    with pytest.raises(WorkspaceProblem, match="no longer what was attached"):
        register.document(1, held.sha256)
    path.unlink()
    with pytest.raises(WorkspaceProblem, match="cannot be read"):
        register.document(1, held.sha256)
    register.attach(2, "a.txt", content=b"daily")
    assert register.document(1, held.sha256)[1] == b"daily"


def test_too_much_is_refused_before_it_is_read(workspace, register, tmp_path):
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(LARGEST_BYTES + 1)
    with pytest.raises(WrongOption, match=r"25\.0 MB; one may have up to 25 MB"):
        register.attach(1, tmp_path / "film.mp4")
    with pytest.raises(WrongOption, match="may have up to 25 MB"):
        register.attach(1, "film.mp4", content=b"\0" * (LARGEST_BYTES + 1))
    for there_is_none in (tmp_path / "nothing", tmp_path):
        with pytest.raises(WrongOption):
            register.attach(1, there_is_none)
    with pytest.raises(UnknownName, match="#9"):
        register.attach(9, "a.txt", content=b"daily")
    assert files(workspace) == [], "what was refused leaves nothing behind"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.xlsx", "plan.xlsx"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ('say "hi"<b>.html', "say _hi__b_.html"),
        ("..", "document"),
        (".profile", "profile"),
        ("\u202egnp.exe", "gnp.exe"),
        ("Größe.pdf", "Größe.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_points_nowhere(given, name):
    assert clean_name(given) == name and Path(name).name == name


def test_prune_takes_what_never_came_to_hang_on_an_action_and_nothing_else(workspace, register):
    held = register.attach(1, "a.txt", content=b"daily")
    folder = workspace.folder / "attachments"
    for name in ("0" * 64, "1" * 64, "half.arriving"):
        (folder / name).write_bytes(b"left behind")
    for path in folder.iterdir():
        if path.name != "1" * 64:  # that one is just arriving
            os.utime(path, (1_700_000_000, 1_700_000_000))
    assert sorted(path.name for path in workspace.prune()) == ["0" * 64, "half.arriving"]
    assert files(workspace) == sorted([held.sha256, "1" * 64])
