"""Messages are values: equal ones are one in sets and keys."""

from __future__ import annotations

from kpicore.messages import msg, msgs


def test_equal_sentences_are_one_in_a_set() -> None:
    first = msg("From {day}: {what}", day=3, what=msg("new {thing}", thing="rule"))
    again = msg("From {day}: {what}", what=msg("new {thing}", thing="rule"), day=3)
    assert {first, again} == {first}
    assert len({first, msg("From {day}: {what}", day=4, what="x"), msgs("a", "b", 2)}) == 3
