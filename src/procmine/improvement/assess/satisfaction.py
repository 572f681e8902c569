"""What people answered in the survey, quarter by quarter, told only of as many as nobody can be recognised among."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from procmine.improvement.assess.statements import Statement
from procmine.wording import counted, share

if TYPE_CHECKING:
    import pandas as pd

    from procmine.log import EventLog

PEOPLE = "History of satisfaction"
LEAST_ANSWERS = 5
SATISFIED = 4  # of 5, and above
Z = 1.96
COLUMNS = ["quarter", "answers", "share_satisfied", "low", "high"]


def quarters(log: EventLog) -> pd.DataFrame:
    """A row for each quarter with five answers or more: how many, and the share of them with 4 or 5, with its 95 % interval (Wilson)."""
    import pandas as pd

    rows = [
        (f"{one.on.year} Q{(one.on.month + 2) // 3}", one.score >= SATISFIED) for one in log.version.survey()
    ]
    frame = pd.DataFrame(rows, columns=["quarter", "is_satisfied"])
    told = [
        (quarter, len(part), float(part.mean()), *wilson(int(part.sum()), len(part)))
        for quarter, part in frame.groupby("quarter").is_satisfied
        if len(part) >= LEAST_ANSWERS
    ]
    return pd.DataFrame(told, columns=COLUMNS)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    middle, base = hits / of + Z * Z / (2 * of), 1 + Z * Z / of
    half = Z * (hits / of * (1 - hits / of) / of + Z * Z / (4 * of * of)) ** 0.5
    return max(0.0, (middle - half) / base), min(1.0, (middle + half) / base)


def told(log: EventLog) -> Iterator[Statement]:
    """What the quarters say, what the newest words are, or how to begin."""
    answers, known = log.version.survey(), quarters(log)
    if known.empty:
        short = (
            f"{counted(len(answers), 'answer is', 'answers are')} kept, and below {LEAST_ANSWERS} in a quarter none is told"
            if answers
            else "Nobody has been asked yet"
        )
        yield Statement(
            PEOPLE,
            f"{short}: let the people who do the work answer on the page Assessment, or procmine survey.",
        )
        return
    last = known.iloc[-1]
    text = (
        f"In {last.quarter} {share(last.share_satisfied)} of {counted(last.answers, 'answer')} are content with how it works "
        f"(4 or 5 of 5; 95 % interval {share(last.low)} to {share(last.high)})"
    )
    if len(known) > 1:
        first = known.iloc[0]
        text += f", {share(first.share_satisfied)} of {counted(first.answers, 'answer')} in {first.quarter}"
        text += "" if apart(first, last) else "; the difference may be chance"
    yield Statement(PEOPLE, f"{text}.")
    year, quarter = last.quarter.split(" Q")
    newest = [one for one in answers if one.on.year == int(year) and (one.on.month + 2) // 3 == int(quarter)]
    for name, head in (("helps", "What helps, in their words"), ("hinders", "What hinders, in their words")):
        words = [f"“{getattr(one, name)}”" for one in newest if getattr(one, name)]
        if words:
            yield Statement(PEOPLE, f"{head}: {'; '.join(sorted(words)[:8])}.")


def apart(first: pd.Series, last: pd.Series) -> bool:
    """Whether two shares differ beyond chance: their intervals do not meet."""
    return bool(first.high < last.low or last.high < first.low)
