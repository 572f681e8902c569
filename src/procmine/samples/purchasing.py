"""The story of the shipped sample: how an enterprise with three sites orders what it needs.

Approval twice a week is the bottleneck, the team that collects quotes has too much to do, every fourth
request comes back unclear, and the night shift orders through a web form while everybody else sleeps.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from procmine.samples.scenario import (
    Activity,
    Batching,
    Category,
    Chance,
    Channel,
    Drift,
    Hours,
    IfBelow,
    Loop,
    Parallel,
    Person,
    Scenario,
    Site,
    Spread,
    Task,
)

FIRST_ON = date(2025, 1, 1)
CASES = 5000  # a year of them
DAYS = 365
DRIFTS_AFTER = 2 / 3  # of the period

OFFICE = Hours((1, 2, 3, 4, 5), ((8.5, 12.5), (13, 17)))
EARLY = Hours((1, 2, 3, 4, 5), ((7, 12), (12.5, 15.5)))
MORNINGS = Hours((1, 2, 3, 4, 5), ((8.5, 12.5),))
THREE_DAYS = Hours((1, 2, 3), ((8.5, 12.5), (13, 17)))

HAMBURG = Site("Hamburg", 53.55, 9.99)
LEIPZIG = Site("Leipzig", 51.34, 12.37)
MUNICH = Site("Munich", 48.14, 11.58)

HOLIDAYS = tuple(
    date(2025, month, day)
    for month, day in ((1, 1), (4, 18), (4, 21), (5, 1), (5, 29), (6, 9), (10, 3), (12, 25), (12, 26))
)

PEOPLE = (
    Person("Anna Vogt", "Request desk", HAMBURG, OFFICE, 0.95),
    Person("Ben Adler", "Request desk", HAMBURG, EARLY),
    Person("Clara Simon", "Request desk", LEIPZIG, MORNINGS, 1.1),
    Person("David Wolf", "Quotes", MUNICH, OFFICE),
    Person("Eva Brandt", "Quotes", MUNICH, OFFICE, 0.95),
    Person("Farid Amin", "Quotes", LEIPZIG, MORNINGS, 1.1),
    Person("Greta Lang", "Budget control", HAMBURG, OFFICE),
    Person("Hugo Peters", "Budget control", HAMBURG, OFFICE, 0.9),
    Person("Ines Moreno", "Budget control", HAMBURG, EARLY, 1.05),
    Person("Jan Kowalski", "Budget control", MUNICH, OFFICE),
    Person("Katja Roth", "Budget control", MUNICH, THREE_DAYS, 1.1),
    Person("Lars Berg", "Supplier quality", LEIPZIG, OFFICE),
    Person("Mara Hahn", "Supplier quality", LEIPZIG, OFFICE, 0.9),
    Person("Nils Frank", "Supplier quality", LEIPZIG, EARLY, 1.05),
    Person("Olga Petrova", "Supplier quality", LEIPZIG, OFFICE),
    Person("Paul Stein", "Supplier quality", HAMBURG, OFFICE, 1.15),
    Person("Rosa Klein", "Supplier quality", HAMBURG, OFFICE, 0.95),
    Person("Sven Richter", "Supplier quality", MUNICH, THREE_DAYS),
    Person("Tara Singh", "Approvers", HAMBURG, OFFICE, 0.9),
    Person("Uwe Sommer", "Approvers", LEIPZIG, OFFICE),
    Person("Vera Winter", "Approvers", MUNICH, OFFICE, 1.15),
    Person("Walter Busch", "Ordering", MUNICH, OFFICE),
    Person("Yasmin Demir", "Ordering", LEIPZIG, OFFICE, 0.95),
)

ACTIVITIES = (
    Activity("Receive request"),
    Activity("Check request", "Request desk", Spread(6, 20, 45, 75)),
    Activity("Clarify request", "Request desk", Spread(5, 14, 35, 60)),
    Activity("Reject request", "Request desk", Spread(3, 6, 12, 20)),
    Activity("Collect quotes", "Quotes", Spread(13, 34, 68, 107)),
    Activity("Compare offers", "Quotes", Spread(13, 35, 72, 112)),
    Activity("Check budget", "Budget control", Spread(35, 75, 120, 180)),
    Activity("Check supplier", "Supplier quality", Spread(45, 85, 130, 200)),
    Activity("Approve order", "Approvers", Spread(2, 5, 10, 20)),
    Activity("Send order", "Ordering", Spread(5, 14, 28, 50)),
    Activity("Confirm order", "Ordering", Spread(3, 9, 18, 35)),
)

# What an outsider takes to answer, in minutes: the requester, the supplier with an offer and with a promise.
REQUESTER = Spread(20, 120, 480, 960)
OFFER = Spread(30, 120, 300, 600)
CONFIRMATION = Spread(10, 45, 150, 360)

ORDERING = (
    Chance(0.75, (Task("Collect quotes"), Task("Compare offers", OFFER))),
    Parallel(((Task("Check budget"),), (Task("Check supplier"),))),
    IfBelow(250, (), (Task("Approve order"),)),
    Task("Send order"),
    Task("Confirm order", CONFIRMATION),
)
ROUTE = (
    Task("Receive request"),
    Loop((Task("Check request"),), (Task("Clarify request", REQUESTER, silence=0.06),), probability=0.22),
    Chance(0.04, (Task("Reject request"),), ORDERING),
)

#        0  1  2  3  4  5  6  7  8  9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
WORKING = (0, 0, 0, 0, 0, 0, 0, 2, 6, 9, 9, 7, 4, 6, 8, 7, 5, 2, 0, 0, 0, 0, 0, 0)
NIGHT = (5, 5, 4, 4, 3, 2, 1, 2, 4, 6, 6, 5, 3, 4, 5, 5, 4, 2, 1, 1, 1, 2, 5, 6)
# The web form is down early on Sundays, so that no request falls into the hour the clock skips or repeats.
WEEKEND = (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0)
SILENT = (0,) * 24

CHANNELS = (
    Channel("web form", 0.5, (NIGHT,) * 5 + (WEEKEND, WEEKEND), is_staffed=False),
    Channel("mail", 0.35, (WORKING,) * 5 + (SILENT, SILENT)),
    Channel("phone", 0.15, (WORKING,) * 5 + (SILENT, SILENT)),
)
CATEGORIES = (
    Category("Spare parts", 0.35, Spread(40, 420, 2600, 9000)),
    Category("Office", 0.25, Spread(20, 310, 1400, 4000)),
    Category("IT", 0.2, Spread(60, 1100, 6500, 25000)),
    Category("Services", 0.2, Spread(200, 2400, 14000, 60000)),
)


def purchase_scenario(seed: int = 2025, *, cases: int = CASES) -> Scenario:
    """Purchase orders from request to confirmed order. Fewer `cases` run over a shorter time."""
    days = max(14, round(DAYS * cases / CASES))
    midnight = datetime.combine(FIRST_ON, time())
    return Scenario(
        name="purchase-orders",
        prefix="PO-2025-",
        zone="Europe/Berlin",
        first_on=FIRST_ON,
        extracted_at=midnight + timedelta(days=days),
        cases=cases,
        activities=ACTIVITIES,
        route=ROUTE,
        closing=("Confirm order", "Reject request"),
        people=PEOPLE,
        channels=CHANNELS,
        categories=CATEGORIES,
        seed=seed,
        batching=Batching("Approve order", days=(2, 4), hour=10),
        drift=Drift("Check supplier", midnight + timedelta(days=round(days * DRIFTS_AFTER)), 1.4),
        closed_on=HOLIDAYS,
        rush_share=0.08,
        missing_resource_share=0.02,
    )
