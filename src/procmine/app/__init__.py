"""The app: `serve` opens it on this machine; the rest is what pages are composed of.

A page is one file with `TITLE`, `PATH`, `ORDER`, `ICON`, `layout(view)` and, where it has callbacks,
`register(app)`. It imports `procmine` and this package, nothing else of procmine.
"""

from __future__ import annotations

import importlib
from typing import Any

_HOMES = {
    "ACCENT": "procmine.figures",
    "ACTION_FORMS": "procmine.app.improvements",
    "EVERY_ACTION": "procmine.app.improvements",
    "View": "procmine.app.address",
    "action_details": "procmine.app.improvement_details",
    "action_register": "procmine.app.improvements",
    "actions_asked_for": "procmine.app.improvements",
    "actions_shown": "procmine.app.improvements",
    "activity_colours": "procmine.figures",
    "amount_of_time": "procmine.wording",
    "answer": "procmine.app.cards",
    "answer_card": "procmine.app.cards",
    "bars": "procmine.app.bar_lists",
    "belonging_choice": "procmine.app.belonging",
    "chart": "procmine.app.pictures",
    "count": "procmine.wording",
    "counted": "procmine.wording",
    "curve": "procmine.app.pictures",
    "duration": "procmine.wording",
    "evidence_button": "procmine.app.cards",
    "filter_button": "procmine.app.cards",
    "finding_card": "procmine.app.cards",
    "headline": "procmine.app.cards",
    "icon": "procmine.app.cards",
    "is_known": "procmine.wording",
    "kept_choice": "procmine.app.choices",
    "known_belonging": "procmine.app.belonging",
    "make_app": "procmine.app.making",
    "money": "procmine.wording",
    "notice": "procmine.app.cards",
    "number_card": "procmine.app.cards",
    "picture": "procmine.app.pictures",
    "refusal": "procmine.app.cards",
    "register_action_details": "procmine.app.improvement_changes",
    "serve": "procmine.app.server",
    "share": "procmine.wording",
    "small_table": "procmine.app.pictures",
    "step_chips": "procmine.app.step_chips",
    "table": "procmine.app.pictures",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'procmine.app' has no attribute {name!r}")
    found = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
