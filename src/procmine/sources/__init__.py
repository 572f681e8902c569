"""Sources of a workspace: tools that are read into logs, again and again.

One sync asks the tool for what is new, keeps every page, joins it with the history that the log's newest version holds,
and makes the next version. Until that stands the last good one is what everybody sees; a sync that was broken off, or
killed, is taken up where it stopped.
"""

from __future__ import annotations

from procmine.sources.register import Sources, Synced

__all__ = ["Sources", "Synced"]
