"""What needs what: a circle could never be begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from procmine.actions.acting import standing
from procmine.errors import WrongOption

WAY = """with recursive way (action_no, path) as (
    values (:other, '#' || :other)
    union
    select needs_no, path || ' needs #' || needs_no from way join action_needs using (action_no) where length(path) < 2000
)
select path from way where action_no = :no order by length(path) limit 1"""


def refuse_circle(execute: Callable[..., Any], no: int, other: int) -> None:
    """Refuse that the action `no` needs `other`, where `other` needs it already, however far round."""
    standing(execute, other)
    if no == other:
        raise WrongOption(
            f"Action #{no} cannot need itself.", f"needs(no={no}, other={other})", "Name another action."
        )
    found = execute(WAY, no=no, other=other).scalar_one_or_none()
    if found:
        raise WrongOption(
            f"This would be a circle: {found} already.",
            f"needs(no={no}, other={other})",
            f"Take the other back first: needs({found.split('#')[-2].split()[0]}, {no}, still=False).",
        )
