"""What can be seen to be wrong before a source is kept: a key that is none, columns that are not there."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from procmine.errors import NotInstalled, SourceProblem
from procmine.sources.from_tool import place_of_key

if TYPE_CHECKING:
    from procmine.importers.tools.tool import Settings, Tool


def refuse_what_is_wrong(name: str, tool: Tool, settings: Settings) -> None:
    """Ask the tool once whether it is as the settings say.

    Without a key, or where the tool does not answer at once, nothing is known yet: the plan tells it. Raises WrongOption
    with every fault, SourceProblem for a key that cannot be one and an address that no key may travel to.
    """
    from procmine.importers.fetching.archive import Archive
    from procmine.importers.fetching.secrets import secret_at
    from procmine.importers.tools.checking import refuse

    place = place_of_key(tool, settings)
    try:
        secret = secret_at(place, name) if place else None
    except (SourceProblem, NotInstalled):
        return
    with tempfile.TemporaryDirectory(prefix="procmine-") as room:
        try:
            client = tool.client(settings, Archive(Path(room)), secret, lambda text: None, name)
        except SourceProblem:
            if secret is None:  # a file that is not there yet
                return
            raise
        client.attempts = 1
        try:
            faults = tool.found_wrong(client, settings)
        except SourceProblem:
            return
        finally:
            client.close()
    refuse(tool, faults)
