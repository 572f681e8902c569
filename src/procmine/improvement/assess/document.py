"""An assessment as one page that needs nothing else: to hand over, to print, to put before a board."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from procmine.improvement.assess import sections
from procmine.improvement.assess.gaps import UNKNOWN
from procmine.improvement.assess.satisfaction import PEOPLE

if TYPE_CHECKING:
    from procmine.improvement.assessment import Assessment

ORDER = (
    sections.SIZE, sections.TOOLS, sections.WORKS, sections.FAILS, sections.CRITICAL, sections.LIMITS, sections.WASTE, sections.PAST,
    PEOPLE, UNKNOWN,
)  # fmt: skip
PICTURE = {sections.FAILS: "opportunities", sections.CRITICAL: "bottlenecks", sections.PAST: "throughput"}
STYLE = """
:root { --ground: #fff; --ink: #1c2330; --muted: #566070; --rule: #dfe3ea; --keep: #1b7f5f; --adjust: #a85f10; --change: #b3304a; }
body { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--ground); }
body { max-width: 900px; margin: 40px auto; padding: 0 20px; }
h1 { font-size: 1.9rem; margin: 0 0 4px; letter-spacing: -0.02em; }
h2 { font-size: 1.15rem; margin: 36px 0 8px; padding-top: 14px; border-top: 1px solid var(--rule); }
.about { color: var(--muted); margin: 0 0 20px; } .headline { font-size: 1.15rem; font-weight: 600; } ul { padding-left: 20px; } li { margin: 8px 0; }
.verdict { display: inline-block; border: 1px solid currentcolor; border-radius: 999px; padding: 0 10px; font-size: 0.8rem; margin-right: 8px; }
.keep { color: var(--keep); } .adjust { color: var(--adjust); } .change { color: var(--change); } .from { color: var(--muted); font-size: 0.85rem; }
.map svg { max-width: 100%; height: auto; } .none { color: var(--muted); }
@media print { body { margin: 0; max-width: none; } h2, li { break-inside: avoid; } .picture { break-inside: avoid; } }
"""


def document(found: Assessment) -> str:
    """The whole page."""
    title = f"Assessment of {found.log}"
    facts = found.facts
    about = "; ".join([f"Version {found.version}, as of {facts['extracted_at'][:10]}", *found.filters])
    parts = [_section(found, name) for name in ORDER]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head><body><h1>{html.escape(title)}</h1>"
        f'<p class="about">{html.escape(about)}</p><p class="headline">{html.escape(found.headline)}</p>'
        f"{_map(found)}{_library(found)}{''.join(parts)}</body></html>"
    )


def _section(found: Assessment, name: str) -> str:
    rows = "".join(_statement(row) for row in found.section(name).itertuples())
    inside = f"<ul>{rows}</ul>" if rows else '<p class="none">Nothing stands out.</p>'
    return f"<section><h2>{html.escape(name)}</h2>{inside}{_picture(found, name)}</section>"


def _statement(row: Any) -> str:
    verdict = f'<span class="verdict {row.verdict}">{row.verdict}</span>' if row.verdict else ""
    shown = f' <span class="from">{html.escape(row.question)}</span>' if row.question else ""
    return f"<li>{verdict}{html.escape(row.statement)}{shown}</li>"


def _picture(found: Assessment, name: str) -> str:
    answer = found.answers.get(PICTURE.get(name, ""))
    if answer is None:
        return ""
    figure = answer.figure().update_layout(title=None, margin={"t": 20})
    return f'<div class="picture">{figure.to_html(full_html=False, include_plotlyjs=False)}</div>'


def _library(found: Assessment) -> str:
    """The drawing library once, where there is anything to draw."""
    if not any(found.answers.get(name) for name in PICTURE.values()):
        return ""
    from plotly.offline import get_plotlyjs

    return f"<script>{get_plotlyjs()}</script>"


def _map(found: Assessment) -> str:
    """How the work flows, as a picture that prints."""
    answer = found.answers.get("process_map")
    return "" if answer is None else f'<div class="map">{answer.figure().to_svg()}</div>'
