"""Which groups keep to themselves: handovers inside beside handovers to and from others.

Source: the E-I index of Krackhardt & Stern (1988).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

LEAST_HANDOVERS = 30  # that a group takes part in; fewer are no habit
MOST_OUTWARD = (
    -0.6
)  # an E-I index up to which a group is a silo: at most a fifth of its handovers cross its border
HARDLY = 0.1  # of the handovers that chance would bring between two groups
LEAST_EXPECTED = 10
MOST_GROUPS = 500  # with the most handovers, between which exchanges are told


def groups_of(hands: pd.DataFrame, frame: pd.DataFrame, *, knows_people: bool) -> pd.DataFrame:
    """Each group with its handovers inside and across its border. `hands`: a row a group; `frame`: a row a pair of them.

    How many stay inside is unknown where people are not told apart.
    """
    names = hands.resource.rename("group")
    sent, received = (frame.groupby(side).handovers.sum() for side in ("from_resource", "to_resource"))
    table = names.to_frame().assign(pieces=hands.pieces, internal=hands.handed_inside.astype(float))
    if not knows_people:
        table["internal"] = float("nan")
    table["external"] = (names.map(sent).fillna(0) + names.map(received).fillna(0)).astype(int)
    both = table.internal + table.external
    table["share_inside"] = (table.internal / both).where(both > 0)
    table["ei_index"] = ((table.external - table.internal) / both).where(both > 0)
    table["is_silo"] = (both >= LEAST_HANDOVERS) & (table.ei_index <= MOST_OUTWARD)
    return table


def exchanges_of(frame: pd.DataFrame) -> pd.DataFrame:
    """For each two groups the handovers between them, both ways, beside those that chance would bring.

    Chance: each group hands on and takes up as much as it does, to whom is left to how much the others take up.
    """
    import numpy as np
    import pandas as pd

    sent, received = (frame.groupby(side).handovers.sum() for side in ("from_resource", "to_resource"))
    often = sent.add(received, fill_value=0).nlargest(MOST_GROUPS)
    names = sorted(often.index[often >= LEAST_HANDOVERS])
    table = frame.pivot(index="from_resource", columns="to_resource", values="handovers")
    seen = table.reindex(index=names, columns=names).fillna(0).to_numpy()
    out, back = (part.reindex(names).fillna(0).to_numpy() for part in (sent, received))
    expected = np.outer(out / np.maximum(frame.handovers.sum() - back, 1), back)
    seen, expected = seen + seen.T, expected + expected.T
    one, other = np.triu_indices(len(names), 1)
    told = pd.DataFrame(
        {"group": np.array(names, dtype=object)[one], "other_group": np.array(names, dtype=object)[other]}
    )
    told["handovers"], told["expected"] = seen[one, other].astype(int), expected[one, other]
    told["is_rare"] = (told.expected >= LEAST_EXPECTED) & (told.handovers <= HARDLY * told.expected)
    told = told[(told.handovers > 0) | told.is_rare]
    return told.sort_values(
        ["handovers", "group", "other_group"], ascending=[False, True, True], ignore_index=True
    )
