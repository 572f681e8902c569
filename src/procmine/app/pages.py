"""Pages are files: the shipped ones and a reader's own. One that fails becomes a page that says why."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Page:
    """A page of the app; `problem` says why it cannot be shown."""

    title: str
    path: str
    order: float
    icon: str
    layout: Callable[[Any], Any] | None
    register: Callable[[Any], None] | None = None
    problem: str = ""
    needs_log: bool = True  # it shows a log; else it is drawn where there is none, too


def shipped_folder() -> Path:
    """The repository's `dashboards/` in a checkout, else the copy inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1]
    if (checkout / "pyproject.toml").exists() and (checkout / "dashboards").is_dir():
        return checkout / "dashboards"
    return package / "app" / "shipped_pages"


def load_pages(own: Path | None = None) -> list[Page]:
    """All pages in their order; a page of one's own takes the place of a shipped one with its path."""
    found: dict[str, Page] = {}
    for folder in (shipped_folder(), own):
        for file in sorted(folder.glob("[!_.]*.py")) if folder else ():
            page = _page(file)
            found[page.path] = page
    return sorted(found.values(), key=lambda page: (page.order, page.title))


def _page(file: Path) -> Page:
    title = file.stem.replace("_", " ").capitalize()
    try:
        module = _module(file)
        path = getattr(module, "PATH", f"/{file.stem.replace('_', '-')}")
        return Page(
            getattr(module, "TITLE", title), path, float(getattr(module, "ORDER", 100)), getattr(module, "ICON", "page"),
            module.layout, getattr(module, "register", None), needs_log=getattr(module, "NEEDS_LOG", True),
        )  # fmt: skip
    except Exception as problem:
        return Page(title, f"/{file.stem.replace('_', '-')}", 1000.0, "page", None, None, told(problem, file))


def _module(file: Path) -> ModuleType:
    name = f"procmine_page_{hashlib.sha256(str(file).encode()).hexdigest()[:12]}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file.name} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def told(problem: BaseException, file: Path | None = None) -> str:
    """What went wrong, and in which line of which file."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if file is None or Path(frame.filename) == file] or frames
    where = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else (file.name if file else "")
    if isinstance(problem, SyntaxError) and problem.filename:
        where = f"{Path(problem.filename).name}, line {problem.lineno}"
    return f"{type(problem).__name__}: {problem} ({where})"
