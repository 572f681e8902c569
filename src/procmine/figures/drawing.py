"""Drawing: a process map that can be looked at anywhere: SVG, one HTML file, a notebook, the app."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from procmine.errors import NotInstalled, WrongOption
from procmine.figures.map_layout import map_layout
from procmine.figures.static_svg import static_svg
from procmine.plain import written

if TYPE_CHECKING:
    import pandas as pd

OVERLAYS = ("frequency", "time", "difference")
MODULE = Path(__file__).with_name("process-map.mjs")
STYLES = Path(__file__).with_name("process-map.css")


@dataclass(frozen=True, eq=False)
class Drawing:
    """A process map as drawn: rows of boxes, paths and paths through hidden work, with a title and a note."""

    nodes: list[dict[str, Any]] = field(repr=False)
    edges: list[dict[str, Any]] = field(repr=False)
    indirect: list[dict[str, Any]] = field(repr=False)
    title: str = ""
    overlay: str = "frequency"
    note: str = ""
    basis: str = "wait"
    legends: dict[str, str] | None = (
        None  # what the numbers are, by overlay, where the module's own words do not say it
    )
    ready: dict[str, Any] | None = field(
        default=None, repr=False
    )  # the layout, where places are decided elsewhere

    @classmethod
    def of(
        cls,
        nodes: pd.DataFrame,
        edges: pd.DataFrame,
        indirect: pd.DataFrame,
        title: str,
        overlay: str = "frequency",
        note: str = "",
        basis: str = "wait",
        legends: dict[str, str] | None = None,
    ) -> Drawing:
        """The drawing of the frames of a process map; `overlay` is `frequency`, `time`, or `difference` of two maps.

        `basis` says what the times are: `wait`, or `elapsed` or `mixed` where (some) starts are not recorded.
        """
        if overlay not in OVERLAYS:
            raise WrongOption(
                f"There is no overlay {overlay!r}.",
                "figure(overlay=…)",
                f"Use one of: {', '.join(OVERLAYS)}.",
            )
        return cls(_rows(nodes), _rows(edges), _rows(indirect), title, overlay, note, basis, legends)

    @cached_property
    def layout(self) -> dict[str, Any]:
        """The layout JSON: `nodes` and `edges` with places, lines and texts, `width`, `height`, `title`, `note`."""
        return self.layout_like(None)

    def layout_like(self, before: Mapping[str, Any] | None) -> dict[str, Any]:
        """The same, in which what the layout `before` holds already keeps its place."""
        stays = (
            {node["id"]: (float(node["x"]), float(node["y"])) for node in before["nodes"]} if before else None
        )
        found = self.ready or map_layout(self.nodes, self.edges, self.indirect, self.basis, stays)
        left_out = found["hidden"]
        told = (
            f"{left_out:,} further {'path is' if left_out == 1 else 'paths are'} not drawn, the rarest first"
            if left_out
            else ""
        )
        note = " · ".join(part for part in (self.note, told) if part)
        return {
            **found,
            "title": self.title,
            "note": note,
            "overlay": self.overlay,
            "basis": self.basis,
            **({"legends": self.legends} if self.legends else {}),
        }

    def to_svg(self, path: str | Path | None = None) -> str:
        """The map as one SVG picture that needs nothing else; written to `path` where one is given."""
        return written(static_svg(self.layout, self.overlay), path)

    def to_html(self, path: str | Path | None = None, *, full_page: bool = True) -> str:
        """The interactive map as one file without outside parts, or as a piece of a page (`full_page=False`)."""
        return written(_page(self) if full_page else _piece(self, height="560px"), path)

    def widget(self) -> Any:
        """The interactive map in a notebook; `selection` holds what was clicked."""
        try:
            import anywidget
            import traitlets
        except ImportError:
            raise NotInstalled(
                "Notebook widgets are not installed.", "Drawing.widget()", 'pip install "procmine[notebook]"'
            ) from None
        traits = {
            "_esm": MODULE.read_text(encoding="utf-8"),
            "_css": STYLES.read_text(encoding="utf-8"),
            "layout": traitlets.Dict().tag(sync=True),
            "overlay": traitlets.Unicode().tag(sync=True),
            "selection": traitlets.Dict().tag(sync=True),
        }
        return type("ProcessMapWidget", (anywidget.AnyWidget,), traits)(
            layout=self.layout, overlay=self.overlay
        )

    def _repr_html_(self) -> str:
        return _piece(self, height="560px")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "image/svg+xml": self.to_svg(), "text/plain": self.title}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def in_script(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return (
        text.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )


def _piece(drawing: Drawing, height: str) -> str:
    """A host element, its styles and the module itself; nothing is fetched."""
    module = MODULE.read_text(encoding="utf-8")
    begin = (
        "\nfor (const host of document.querySelectorAll('.pm-host:not([data-drawn])')) {"
        "\n  host.dataset.drawn = 'yes';"
        "\n  const layout = JSON.parse(host.querySelector('script').textContent);"
        "\n  draw(host, layout, { overlay: layout.overlay, scheme: 'auto', hasOverlays: true });\n}"
    )
    return (
        f"<style>{STYLES.read_text(encoding='utf-8')}</style>"
        f'<div class="pm-host" style="height:{height}"><script type="application/json">{in_script(drawing.layout)}</script>'
        # Where scripts do not run (a notebook not trusted, a preview) the picture itself is seen.
        f"{drawing.to_svg()}</div>"
        f'<script type="module">{module}{begin}</script>'
    )


def _page(drawing: Drawing) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(drawing.title)}</title><style>:root{{color-scheme:light dark}}"
        "body{margin:0;height:100vh;display:flex;flex-direction:column;font-family:system-ui,sans-serif}"
        "h1{font-size:1.05rem;line-height:1.4;margin:0;padding:.8rem 1rem;font-weight:600}.pm-host{flex:1;min-height:0}</style></head>"
        f"<body><h1>{escape(drawing.title)}</h1>{_piece(drawing, height='auto')}</body></html>\n"
    )
