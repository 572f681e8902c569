"""Where work waits: what makes cases long, why work waits, in which order it is taken up, and how long the work itself takes."""

from __future__ import annotations

from dash import html

from procmine.app import (
    answer_card,
    belonging_choice,
    kept_choice,
    known_belonging,
    picture,
    small_table,
    table,
)

TITLE, PATH, ORDER, ICON = "Where work waits", "/waiting", 40, "waiting"
CAUSE = {
    "cause": "cause",
    "hours": "all",
    "share": "share",
    "critical_hours": "delays cases",
    "saving_hours": "cases shorter without it",
}
POOL = {"pool": "pool", "members": "people", "share_full": "nobody free"}
MOST_POOLS = 8
ALONE = "(who did it)"


def layout(view):
    long = answer_card(view, "bottlenecks", title="What makes cases long")
    pool, choice = pools(view)
    why = answer_card(
        view,
        "waiting_causes",
        title="Why work waits",
        body=causes,
        extra=choice,
        **({"pool": pool} if pool else {}),
    )
    lying = answer_card(view, "waiting_time", title="Where work lies", body=waits)
    room = answer_card(view, "slack", title="What could take longer")
    holding = answer_card(view, "active_period", title="Who holds up the others, moment by moment")
    standing = answer_card(view, "queues", title="How much work waits")
    order = answer_card(view, "queue_discipline", title="In which order work is taken up")
    coming = answer_card(view, "arrivals", title="When cases arrive")
    work = answer_card(view, "service_time", title="How long the work itself takes")
    left = html.Div([long, work], className="stack")
    pairs = ([left, why], [standing, order], [room, holding])
    return html.Div([*(html.Div(pair, className="pair") for pair in pairs), coming, lying], className="stack")


def pools(view):
    """For whose hands work waits: the attribute that is asked for, and the choice, where any attribute tells pools."""
    pool = known_belonging(view, "pool")
    choice = belonging_choice(
        view, pool, id="waiting-pool", alone=ALONE, each="anyone of its {}", label="For whom work waits"
    )
    return pool, choice


def causes(found):
    """The parts of each wait, and below them what each cause delays and what its end would save; how often each pool is full."""
    told = found.tables["causes"]
    parts = [picture(found), wide(small_table(told[told.hours > 0], CAUSE))]
    if "pools" in found.tables:
        of_several = found.tables["pools"].query("members > 1 and share_full.notna()")
        full = of_several.sort_values("share_full", ascending=False).head(MOST_POOLS)
        part = f" The fullest {len(full)} of {len(of_several)} pools." if len(full) < len(of_several) else ""
        note = f"How often nobody of a pool is free, of the time in which anybody of it is there.{part}"
        parts += (
            [html.Div([html.P(note, className="number-note"), small_table(full, POOL)])] if len(full) else []
        )
    return html.Div(parts, className="stack")


def wide(inside):
    """What may be wider than a phone: scrolled on its own, by keyboard too."""
    return html.Div(
        inside, style={"overflowX": "auto"}, tabIndex=0, role="group", **{"aria-label": "Causes in hours"}
    )


def waits(found):
    """All figures of the pairs, the most telling first: the bars stand above, by cause."""
    told = ["from_activity", "to_activity", "total_hours", "waits", "median_hours", "p90_hours"]
    rows = found.frame[[*told, *(name for name in found.frame if name not in told)]]
    return table(rows, name="waiting_time", height=470, is_fitted=True)


def register(app):
    kept_choice(app, "waiting-pool", "pool", ALONE)
