"""The rows of a process map beside its paths: what only some overlays ask for, and the paths through hidden work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.discovery.backbone import ENDS, STARTS, Shown

if TYPE_CHECKING:
    import pandas as pd

    from procmine.log import EventLog

TERMINALS = dict(zip(("(start)", "(before)", "(end)", "(open)"), STARTS + ENDS, strict=True))


def with_repeats(
    log: EventLog, nodes: pd.DataFrame, edges: pd.DataFrame, *, is_asked: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How often at most in one case, where it is asked for: it takes a look at every case."""
    if not is_asked:
        return nodes.assign(max_repeats=float("nan")), edges.assign(max_repeats=float("nan"))
    found = log.rows("discovery", "process_map_repeats")
    own = found[found.to_no.isna()].set_index("from_no").max_repeats
    taken = found.dropna(subset=["to_no"]).set_index(["from_no", "to_no"]).max_repeats.to_dict()
    # Every case begins and ends once.
    most = [taken.get((a, b), 1) for a, b in zip(edges.from_no, edges.to_no, strict=True)]
    return nodes.assign(max_repeats=nodes.activity_no.map(own).astype(float)), edges.assign(
        max_repeats=[float(one) for one in most]
    )


def with_loops(log: EventLog, nodes: pd.DataFrame, *, is_asked: bool) -> pd.DataFrame:
    columns = ("net_loop_gain", "loops_started", "loops_reached")
    if not is_asked:
        return nodes.assign(**dict.fromkeys(columns, float("nan")))
    found = log.rows("discovery", "process_map_loops").set_index("activity_no")
    return nodes.assign(
        **{name: nodes.activity_no.map(found[name]).fillna(0).astype(float) for name in columns}
    )


def indirect_paths(shown: Shown, activities: dict[int, str]) -> pd.DataFrame:
    import pandas as pd

    names = activities | {no: name for name, no in TERMINALS.items()}
    rows = [
        (names[a], names[b], [names[no] for no in passed], a, b)
        for (a, b), passed in sorted(shown.indirect.items())
    ]
    return pd.DataFrame(rows, columns=["from_activity", "to_activity", "through", "from_no", "to_no"])
