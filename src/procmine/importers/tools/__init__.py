"""The tools that procmine can be pointed at: one module each, imported when it is asked for."""

from __future__ import annotations

import importlib

from procmine.errors import UnknownName
from procmine.importers.tools.tool import Tool

TOOLS = (
    "asana",
    "azure_devops",
    "database",
    "git",
    "github",
    "gitlab",
    "gitlab_export",
    "jira",
    "jira_backup",
    "jira_server",
    "redmine",
    "roundup",
    "servicenow",
    "smartsheet",
    "smartsheet_log",
    "snapshots",
    "trac",
    "trello",
)


def tool_of(word: str) -> Tool:
    """The tool by its word. Raises UnknownName with those there are."""
    if word not in TOOLS:
        raise UnknownName("tool", word, TOOLS)
    tool: Tool = importlib.import_module(f"procmine.importers.tools.{word}").TOOL
    return tool
