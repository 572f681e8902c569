"""A process in which nothing known as cases begin matters, unless it is planted.

Nobody queues, nobody sleeps: all work happens by itself around the clock, and how long outsiders take to answer is the same
chance for every case. So neither what a case is nor when it comes goes with how long it takes; what an analysis finds
there is chance. With `planted` the cases of one category go a longer way, or are sent back more often.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from procmine.samples.scenario import Activity, Category, Channel, IfOf, Loop, Scenario, Spread, Step, Task

FIRST_ON = date(2025, 3, 31)  # after the night in which the clock skips an hour
PLANTED = "Spare parts"
CASES_A_DAY = 10
ANSWER = Spread(60, 900, 3600, 10000)  # minutes: a skewed spread, as answers have
EXPERT = Spread(600, 1500, 3000, 6000)
CHANNELS = {"web": 0.6, "mail": 0.3, "phone": 0.1}
CATEGORIES = {"Office": 0.4, PLANTED: 0.3, "IT": 0.2, "Services": 0.1}
AMOUNT = Spread(20, 400, 2000, 9000)
ANY_TIME = ((1,) * 24,) * 7

ASSESS = (Task("Assess", ANSWER),)
ASK = (Task("Ask again", Spread(30, 200, 600, 1500)),)
OFTEN = (Loop(ASSESS, ASK, probability=0.4),)
SELDOM = (Loop(ASSESS, ASK, probability=0.15),)


def steady_scenario(seed: int = 1, *, cases: int = 600, planted: str | None = None) -> Scenario:
    """Requests that are assessed and closed; `planted` is None, `longer` or `again`: what is so for cases of spare parts.

    >>> steady_scenario(cases=200).extracted_at.isoformat()
    '2025-04-20T00:00:00'
    """
    work: tuple[Step, ...] = (IfOf(PLANTED, OFTEN, SELDOM),) if planted == "again" else SELDOM
    longer: tuple[Step, ...] = (
        (IfOf(PLANTED, (Task("Ask an expert", EXPERT),)),) if planted == "longer" else ()
    )
    return Scenario(
        name="steady",
        prefix="R-",
        zone="Europe/Berlin",
        first_on=FIRST_ON,
        extracted_at=datetime.combine(FIRST_ON, datetime.min.time()) + timedelta(days=cases // CASES_A_DAY),
        cases=cases,
        activities=tuple(
            Activity(name) for name in ("Register", "Assess", "Ask again", "Ask an expert", "Close")
        ),
        route=(Task("Register"), *work, *longer, Task("Close", Spread(10, 60, 240, 600))),
        closing=("Close",),
        people=(),
        channels=tuple(Channel(name, share, ANY_TIME, is_staffed=False) for name, share in CHANNELS.items()),
        categories=tuple(Category(name, share, AMOUNT) for name, share in CATEGORIES.items()),
        seed=seed,
        rush_share=0.15,
    )
