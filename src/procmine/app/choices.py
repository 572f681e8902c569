"""What a visitor chooses on a page is kept in the address."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update


def kept_choice(app: Any, control: str, option: str, nothing: str = "") -> None:
    """The value chosen in `control` becomes the page's option of that name; `nothing` is the value that leaves it out."""

    @app.callback(
        Output("wish", "data", allow_duplicate=True),
        Input(control, "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    def chosen(value: str | None, search: str) -> Any:
        shown = app.seen(search).options.get(option, nothing)
        return no_update if value in (None, shown) else {option: "" if value == nothing else value}
