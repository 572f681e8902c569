"""What bears the name of a program is no person: not in hours that are mined, nor in what is shared fairly."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

import procmine as pm
from procmine.samples import log_of_rows

PACKAGE = Path(pm.__file__).parent


def test_the_name_of_a_program_is_told_alike_at_the_import_and_later():
    pattern = re.compile(r"regexp_matches\(lower\(resource\),(.*)\)", re.DOTALL)
    texts = [
        (PACKAGE / path).read_text(encoding="utf-8")
        for path in ("vocabulary/program.sql", "importers/checks/system_actors.sql")
    ]
    found = [" ".join(pattern.search(text).group(1).split()) for text in texts]
    assert found[0] == found[1]


def desk():
    """Sixteen weeks: a program files everything at 9:00, also on Saturdays; Ann and Bob do a piece each at any hour of 9 to 17."""
    rows: list[dict] = []

    def done(case, activity, who, begin, minutes):
        rows.append({"case_id": case, "activity": activity, "resource": who, "started_at": begin, "ended_at": begin + timedelta(minutes=minutes)})  # fmt: skip

    for week, day in product(range(16), range(6)):
        at = datetime(2024, 1, 1, 9) + timedelta(weeks=week, days=day)
        for n in range(4):
            done(f"{week}-{day}-{n}", "File", "svc_router", at, 1)
        if day < 5 and week % 4 == day % 4:
            done(f"{week}-{day}-0", "Answer", "Ann", at + timedelta(hours=(week * 5 + day) % 8), 40)
            done(f"{week}-{day}-0", "Answer", "Bob", at + timedelta(hours=(week * 3 + day) % 8), 20)
    return log_of_rows(rows, zone="UTC")


def test_too_little_work_for_a_shift_gives_the_span_in_which_it_begins():
    found = pm.availability(desk())
    assert "09:00-1" in found.headline and "Sat" not in found.headline
    told = found.frame.set_index("resource")
    assert told.looks_like_machine.to_dict() == {"Ann": False, "Bob": False, "svc_router": True}


def test_programs_share_no_load():
    found = pm.fairness(desk())
    assert found.tables["observations"].resource.tolist() == ["Ann", "Bob"]
    assert found.frame.gini.tolist() == [pytest.approx(1 / 6)]  # 40 against 20 minutes a piece
    assert "384 pieces of work done by programs are left out" in found.headline
    people = pm.specialisation(desk()).frame.set_index("resource")
    assert people.looks_like_machine.to_dict() == {"Ann": False, "Bob": False, "svc_router": True}
