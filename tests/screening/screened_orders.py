"""Orders of 13 people in three roles, one of which only two have: a workspace that names roles only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pytest

import procmine as pm

CLERKS = [f"Clerk-{name}" for name in ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn")]
BUYERS = [f"Buyer-{name}" for name in ("Gil", "Hal", "Ida", "Jo", "Kim")]
MANAGERS = ["Chief-Lea", "Chief-Max"]
NAMES = CLERKS + BUYERS + MANAGERS
BADGES = ["badge-1", "badge-20"]
NEEDED = {
    "rates": "EUR; people 45",
    "changed_at": "2024-01-20",
    "rules": "not_coexistence(Enter, Buy) same resource; end(Approve)",
    "within": "5h",
    "model": "Enter > Buy",
    "cancelled": "Approve",
    "rejections": "Approve",
}  # options without which a question refuses


def needed(question):
    """The options without which a question cannot be asked; whose work it is, is left open."""
    return {option: NEEDED[option] for option in question.needs if option in NEEDED}


def rows():
    """120 cases: a clerk enters, a buyer buys, every sixth goes to a manager; badge numbers tell people apart."""
    start = datetime(2024, 1, 1, 8)
    for case in range(120):
        at = start + timedelta(hours=7 * case)
        hands = [
            ("Enter", CLERKS[case % 6], "Clerks", f"badge-{case % 6}"),
            ("Buy", BUYERS[case % 5], "Buyers", f"badge-{10 + case % 5}"),
        ]
        if case % 6 == 0:
            hands.append(("Approve", MANAGERS[case // 6 % 2], "Managers", f"badge-{20 + case // 6 % 2}"))
        for place, (activity, who, team, badge) in enumerate(hands):
            begins = at + timedelta(hours=2 * place)
            yield {
                "case_id": case, "activity": activity, "resource": who, "started_at": begins, "ended_at": begins + timedelta(minutes=50),
                "team": team, "badge": badge, "approver": who if activity == "Approve" else None, "region": "NS"[case % 2],
            }  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    """A workspace that names roles only; its 13 people have three roles, one of which only two have."""
    return made_of(rows(), tmp_path)


def made_of(rows, folder):
    """A workspace with these rows as the log `orders`, of which the teams are the confirmed roles."""
    path = folder / "orders.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    made = pm.open(folder / "workspace")
    made.read(
        path, name="orders", case="case_id", activity="activity", resource="resource", started_at="started_at", ended_at="ended_at", zone="Europe/Berlin"
    )  # fmt: skip
    made.save_calendar("rota", rota(folder))
    made.confirm_roles("orders", by="team")
    made.people.choose("roles")
    return made


def rota(folder):
    file = folder / "rota.toml"
    file.write_text(
        '[resources]\n"*" = "Mon-Fri 08:00-18:00"\n"Clerk-Ada" = "Mon-Wed 08:00-12:00"\n', encoding="utf-8"
    )
    return file
