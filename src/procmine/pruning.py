"""What goes from a workspace when old versions are removed, and what stays all the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from procmine.actions import unreferenced
from procmine.engine import engine
from procmine.store import Catalogue, Version, abandoned
from procmine.wording import listed


class Pruned(list[Path]):
    """The files that were removed; `kept` are versions that stay although they are old, each with why."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[Version, str]] = []

    @property
    def told(self) -> list[str]:
        """What stays and why, in sentences."""
        return [f"{one.name}, version {one.version}, is kept: {why}." for one, why in self.kept]


def prune(catalogue: Catalogue, keep: int) -> Pruned:
    """Remove all but the newest `keep` versions of each log that no action cites, and what died on its way.

    What died are imports whose process is gone, and documents that never came to hang on an action.
    """
    pruned = Pruned()
    for newest in catalogue.logs():
        _forget_old(catalogue, newest.name, keep, pruned)
    pruned += abandoned(catalogue.folder, catalogue.files())
    for path in pruned:
        _remove(path)
    with catalogue.executing() as execute:  # nobody attaches meanwhile
        cited = {row.sha256 for row in execute("select sha256 from action_document")}
        for path in unreferenced(catalogue.folder, cited):
            path.unlink(missing_ok=True)
            pruned.append(path)
    return pruned


def prune_log(catalogue: Catalogue, name: str, keep: int) -> Pruned:
    """The same of one log alone, and of its versions alone: a sync makes many."""
    pruned = Pruned()
    _forget_old(catalogue, name, keep, pruned)
    for path in pruned:
        _remove(path)
    return pruned


def _forget_old(catalogue: Catalogue, name: str, keep: int, pruned: Pruned) -> None:
    for version in catalogue.versions(name)[:-keep]:
        if catalogue.forget(version):
            pruned.append(version.path)
        else:
            pruned.kept.append((version, _cited(catalogue.citing(version))))


def _cited(actions: list[int]) -> str:
    many = "cite" if len(actions) > 1 else "cites"
    return f"{'actions' if len(actions) > 1 else 'action'} {listed(f'#{no}' for no in actions)} {many} it"


def _remove(path: Path) -> None:
    engine.detach(path)
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
