"""Every tool has its page, and what the page names is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from procmine.importers.tools import TOOLS, tool_of
from procmine.importers.tools.checking import COMMON, checked_settings
from procmine.source_commands import _settings

HOME = Path(__file__).resolve().parents[2] / "docs" / "sources"
PAGES = {word: HOME / f"{word}.md" for word in TOOLS} | {"database": HOME / "databases.md"}
OWN = [
    word for word in TOOLS if word != "database"
]  # whose page the page on databases is, with tests of its own


def test_every_tool_has_its_page_and_every_page_its_tool():
    assert {path.name for path in PAGES.values()} == {path.name for path in HOME.glob("*.md")}


@pytest.mark.parametrize("word", OWN)
def test_the_settings_a_page_names_are_the_tools(word):
    page = PAGES[word].read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.M) == [setting.name for setting in tool_of(word).settings]


@pytest.mark.parametrize("word", OWN)
def test_what_a_page_says_to_type_is_accepted(word):
    (line,) = re.findall(r"^procmine sources add .*$", PAGES[word].read_text(encoding="utf-8"), re.M)
    _, _, _, _, kind_flag, kind, *flags = shlex.split(line)
    assert (kind_flag, kind) == ("--kind", word)
    assert checked_settings(tool_of(word), _settings(flags)).given


@pytest.mark.parametrize("word", OWN)
def test_a_page_says_how_to_get_in_what_is_read_and_what_it_cannot_know(word):
    page = PAGES[word].read_text(encoding="utf-8")
    for part in ("**Access.**", "**What is read.**", "**What it cannot know.**"):
        assert part in page
    secret = tool_of(word).secret
    assert f"`{secret}`" in page if secret else "No key" in page
    named = {name for name in re.findall(r"name them with `(\w+)`", page)}
    assert named <= {setting.name for setting in COMMON}
