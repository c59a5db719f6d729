"""Errors carry a message for people and derive from one base."""

from __future__ import annotations

import inspect
from datetime import date

from kpicore import errors
from kpicore.errors import KpiCoreError, NotEnoughDataError
from kpicore.language import translator
from kpicore.messages import msg
from kpicore.units import Amount, Unit


def test_every_error_derives_from_one_base_and_is_drawn_in_the_tree() -> None:
    tree = errors.__doc__ or ""
    for name, member in inspect.getmembers(errors, inspect.isclass):
        if member.__module__ != errors.__name__:
            continue
        assert issubclass(member, KpiCoreError)
        assert name.endswith("Error")
        assert name in tree


def test_error_reads_as_an_english_sentence_in_logs() -> None:
    error = NotEnoughDataError(
        msg("{rate} until {day}.", rate=Amount(0.05, Unit.SHARE), day=date(2026, 1, 2))
    )
    assert str(error) == "5.0% until Jan 2, 2026."
    assert isinstance(error, ValueError)


def test_values_are_formatted_in_the_language_of_the_reader() -> None:
    message = msg("{rows} · {day}", rows=12345, day=date(2026, 1, 2))
    assert translator("en").say(message) == "12,345 · Jan 2, 2026"
    assert translator("ko").say(message) == "12,345 · 2026. 1. 2."
    assert translator("zh").say(message) == "12,345 · 2026年1月2日"
