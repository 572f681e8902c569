"""Which numbers a map carries: how often, and how long, each in the way that was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procmine.errors import WrongOption
from procmine.wording import count, duration, is_known, share

if TYPE_CHECKING:
    import pandas as pd

# What stands on boxes and on paths, by the word of the option: its columns in `nodes` and in the frame, and what it is called.
FREQUENCY = {
    "steps": ("instances", "steps", "how often"),
    "cases": ("cases", "cases", "in how many cases"),
    "share": ("share_cases", "share_cases", "in which share of the cases"),
    "repeats": ("max_repeats", "max_repeats", "how often at most in one case"),
    "loops": (
        "net_loop_gain",
        "steps",
        "net loop gain in the boxes: loops that start there less those that lead there; on the paths how often",
    ),
}
TIME = {
    "median": ("median_service_hours", "median_wait_hours", "median"),
    "mean": ("mean_service_hours", "mean_wait_hours", "mean"),
    "p90": ("p90_service_hours", "p90_wait_hours", "90th percentile"),
    "total": ("total_service_hours", "total_wait_hours", "total"),
}
CLOCKS = ("elapsed", "worked")


def refuse_unknown(frequency: str, time: str, clock: str, has_calendar: bool) -> None:
    for name, value, known in (
        ("frequency", frequency, FREQUENCY),
        ("time", time, TIME),
        ("clock", clock, CLOCKS),
    ):
        if value not in known:
            raise WrongOption(
                f"There is no {name} {value!r}.", f"process_map({name}=…)", f"Use one of: {', '.join(known)}."
            )
    if clock == "worked" and not has_calendar:
        raise WrongOption(
            "Working time needs a calendar.",
            "process_map(clock='worked')",
            'Give one: calendar="Mon-Fri 09:00-17:00".',
        )


def painted(
    rows: pd.DataFrame, *, is_path: bool, frequency: str, time: str, clock: str, is_beside: bool
) -> pd.DataFrame:
    """The rows with the numbers to be drawn: `often`, `hours` and their texts; each also names the other where both are to be seen."""
    place = 1 if is_path else 0
    often, hours = FREQUENCY[frequency][place], TIME[time][place]
    if clock == "worked":
        hours = f"{hours.removesuffix('_hours')}_worked_hours"
    texts = [
        _often(frequency if not (is_path and frequency == "loops") else "steps", value)
        for value in rows[often]
    ]
    lasts = [duration(value) if is_known(value) else "" for value in rows[hours]]
    named = [f"{text}" if is_path or not text else f"work {text}" for text in lasts]
    both = [
        (" · ".join(part for part in (a, b) if part), " · ".join(part for part in (b, a) if part))
        for a, b in zip(texts, named, strict=True)
    ]
    return rows.assign(
        often=rows[often].astype(float).abs() if frequency == "loops" else rows[often],
        often_text=[a for a, _ in both] if is_beside else texts,
        hours=rows[hours],
        hours_text=[b for _, b in both] if is_beside else named,
        is_less=rows[often] < 0 if frequency == "loops" and not is_path else False,
    )


def _often(frequency: str, value: float) -> str:
    if not is_known(value):
        return ""
    if frequency == "share":
        return share(value)
    if frequency == "loops":
        return f"{value:+,.0f}".replace("-", "−") if value else "±0"
    return f"{count(value)}×" if frequency == "repeats" else count(value)


def legends(frequency: str, time: str, clock: str, basis: str) -> dict[str, str]:
    """What the numbers of the map are, in a sentence for each of its two views."""
    waits = {
        "wait": "waiting time",
        "elapsed": "time from one end to the next, an upper bound of the wait that contains the work",
    }
    waited = waits.get(basis, "waiting time, with the work where no start is recorded")
    worked = " in working time" if clock == "worked" else ""
    last = {
        "loops": "Orange boxes start loops, green ones are where they lead to.",
        "repeats": "Wider paths are taken more often.",
    }.get(frequency, "Wider and bluer paths are taken more often; fuller boxes are done more often.")
    return {
        "frequency": f"Numbers: {FREQUENCY[frequency][2]}. {last}",
        "time": f"Numbers: {TIME[time][2]} {waited}{worked}, and {TIME[time][2]} work in the boxes. Wider paths are taken more often, "
        "deeper orange waits longer.",
    }
