"""Filters typed, added by a button and removed: each becomes a wish for a new address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import ALL, Input, Output, State, ctx, no_update

import procmine as pm
from procmine.app.cards import refusal

if TYPE_CHECKING:
    from procmine.app.making import ProcmineApp


def register(app: ProcmineApp) -> None:
    """The callbacks of the filter stack."""
    _typed(app)
    _clicked(app)


def _typed(app: ProcmineApp) -> None:
    @app.callback(
        Output("wish", "data"), Output("filter-problem", "children"), Output("filter-text", "value"),
        Input("filter-add", "n_clicks"), Input("filter-text", "n_submit"), State("filter-text", "value"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def typed(clicks: int, submits: int, text: str | None, search: str) -> Any:
        if not (text or "").strip():
            return no_update, None, no_update
        try:
            log = app.seen(search).log.filter(text)
            log.counts  # noqa: B018 - a clause whose value cannot be compared is refused now, beside the words
        except pm.ProcmineError as refused:
            return no_update, refusal(refused), no_update
        return {"where": str(log.filters)}, None, ""


def _clicked(app: ProcmineApp) -> None:
    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input({"type": "add-filter", "clause": ALL}, "n_clicks"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def added(clicks: list[int | None], search: str) -> Any:
        if not ctx.triggered_id or not any(clicks):
            return no_update
        return {"where": str(app.seen(search).log.filter(ctx.triggered_id["clause"]).filters)}

    @app.callback(
        Output("wish", "data", allow_duplicate=True), Input({"type": "drop-filter", "clause": ALL}, "n_clicks"), State("address", "search"),
        prevent_initial_call=True,
    )  # fmt: skip
    def dropped(clicks: list[int | None], search: str) -> Any:
        if not ctx.triggered_id or not any(clicks):
            return no_update
        left = [
            clause.text
            for clause in app.seen(search).log.filters
            if clause.text != ctx.triggered_id["clause"]
        ]
        return {"where": "; ".join(left)}
