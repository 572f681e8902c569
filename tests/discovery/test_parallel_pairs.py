"""Which activities run side by side, judged by their orders (decision 005)."""

from __future__ import annotations

from procmine.samples import log_of


def ends(*orders: str):
    """A log of ends only: `"A B C"` is a case whose work ends in that order, an hour apart."""
    return log_of(**{
        f"c{number}": " > ".join(f"{name} {hour}" for hour, name in enumerate(order.split(), 1))
        for number, order in enumerate(orders)
    })  # fmt: skip


def test_both_orders_of_work_done_once_are_parallel():
    assert ends(*["A B C D"] * 6, *["A C B D"] * 4).parallel_pairs == [("B", "C")]


def test_a_loop_of_rework_is_not_parallel_however_rare():
    log = ends(*["Do Review Close"] * 6, *["Do Review Do Review Close"] * 4)
    assert log.parallel_pairs == []


def test_an_order_far_more_frequent_than_the_other_is_a_sequence():
    """|30 - 1| / (30 + 1 + 1) = 0.906 is over the bound of 0.9; 25 against 1 (0.889) is not."""
    assert ends(*["A B C"] * 30, "A C B").parallel_pairs == []
    assert ends(*["A B C"] * 25, "A C B").parallel_pairs == [("B", "C")]
