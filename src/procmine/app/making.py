"""The app put together: shell, pages, callbacks, and the rules of the server."""

from __future__ import annotations

from pathlib import Path

import dash

import procmine as pm
from procmine.app import callbacks, exports, guard, register_files
from procmine.app.address import Address, View
from procmine.app.pages import Page, load_pages, told
from procmine.app.shell import INDEX, shell


class ProcmineApp(dash.Dash):
    """A Dash app that knows its workspace and its pages."""

    workspace: pm.Workspace
    own_pages: list[Page]

    def seen(self, search: str | None) -> View:
        """The view that an address means."""
        return View(self.workspace, Address.of(search))


def make_app(folder: str | Path, pages: str | Path | None = None) -> ProcmineApp:
    """The app over the workspace in `folder`, with the shipped pages and those of the folder `pages`."""
    app = ProcmineApp(
        "procmine.app", title="procmine", update_title="", serve_locally=True, suppress_callback_exceptions=True,
        assets_folder=str(Path(__file__).with_name("assets")), index_string=INDEX, add_log_handler=False, enable_mcp=False,
        external_scripts=[{"src": "/_procmine/process-map.mjs", "type": "module"}],
        external_stylesheets=["/_procmine/process-map.css"],
    )  # fmt: skip
    app.workspace = pm.open(folder)
    app.own_pages = [_registered(app, page) for page in load_pages(Path(pages) if pages else None)]
    app.layout = shell()
    callbacks.register(app)
    exports.register(app)
    register_files.register(app)
    guard.protect(app)
    return app


def _registered(app: ProcmineApp, page: Page) -> Page:
    if page.register is None:
        return page
    try:
        page.register(app)
    except Exception as problem:
        return Page(page.title, page.path, page.order, page.icon, None, None, told(problem))
    return page
