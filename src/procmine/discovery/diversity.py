"""How varied the ways of cases are: how many variants cover how much, and how uncertain the next case is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

TARGETS = (0.5, 0.8, 0.9, 0.95, 1.0)
ALMOST = 1e-12  # what is left of adding up shares is nothing


def needed(covered: np.ndarray, share: float) -> int:
    """How many variants, the most common first, cover at least `share` of the cases; `covered` are their cumulative shares."""
    import numpy as np

    return min(int(np.searchsorted(covered, share - ALMOST)) + 1, len(covered))


def coverage(cases: np.ndarray) -> pd.DataFrame:
    """For each of the usual shares the variants it takes, the most common first, and what they cover together."""
    import pandas as pd

    covered = cases.cumsum() / cases.sum()
    takes = [needed(covered, share) for share in TARGETS]
    return pd.DataFrame(
        {
            "share": TARGETS,
            "variants": takes,
            "cases": [int(cases[:many].sum()) for many in takes],
            "share_covered": [float(covered[many - 1]) for many in takes],
        }
    )


def diversity(cases: np.ndarray) -> pd.DataFrame:
    """One row: entropy, singletons, and how likely a further case follows a variant seen before."""
    import numpy as np
    import pandas as pd

    part = cases / cases.sum()
    bits = float(-(part * np.log2(part)).sum())
    bits = bits if bits > ALMOST else 0.0
    once = int((cases == 1).sum())
    row = {
        "variants": len(cases),
        "cases": int(cases.sum()),
        "entropy_bits": bits,
        "normalised_entropy": bits / float(np.log2(len(cases))) if len(cases) > 1 else 0.0,
        "effective_variants": 2.0**bits,
        "singletons": once,
        "share_singletons": once / len(cases),
        "share_cases_singletons": once / cases.sum(),
        "share_next_known": 1 - once / cases.sum(),
    }
    return pd.DataFrame([row])
