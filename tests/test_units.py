"""How numbers are written for people: tables of named cases."""

from __future__ import annotations

import math

import pytest

from kpicore.units import (
    LOCALES,
    MISSING_TEXT,
    Unit,
    format_amount,
    format_change,
    format_probability,
)

AMOUNTS = [
    ("whole count", 12400, Unit.COUNT, "en", "12,400"),
    ("small average keeps a decimal", 3.456, Unit.COUNT, "en", "3.5"),
    ("whole small count has no decimal", 3.0, Unit.COUNT, "en", "3"),
    ("zero is a value", 0.0, Unit.COUNT, "en", "0"),
    ("negative net count", -28.0, Unit.COUNT, "en", "-28"),
    ("what is rounded to zero has no sign", -0.04, Unit.COUNT, "en", "0"),
    ("a small share below zero", -0.000001, Unit.SHARE, "en", "0.00%"),
    ("a duration below zero", -274.0, Unit.SECONDS, "en", "-4:34"),
    ("without end", -math.inf, Unit.COUNT, "en", "-∞"),
    ("narrow share keeps two decimals", 0.0512, Unit.SHARE, "en", "5.12%"),
    ("share of a whole decimal keeps one", 0.05, Unit.SHARE, "en", "5.0%"),
    ("wide share", 0.4512, Unit.SHARE, "en", "45.1%"),
    ("tiny share keeps two decimals", 0.00123, Unit.SHARE, "en", "0.12%"),
    ("share above one", 1.0269, Unit.SHARE, "en", "103%"),
    ("seconds", 34.5, Unit.SECONDS, "en", "34.5 s"),
    ("minutes", 274.0, Unit.SECONDS, "en", "4:34"),
    ("hours", 8000.0, Unit.SECONDS, "en", "2:13 h"),
    ("many hours", 4e6, Unit.SECONDS, "en", "1,111 h"),
    ("plain number", 2.3456, Unit.NUMBER, "en", "2.35"),
    ("missing", None, Unit.COUNT, "en", MISSING_TEXT),
    ("not a number", math.nan, Unit.SHARE, "ko", MISSING_TEXT),
]


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"), [c[1:] for c in AMOUNTS], ids=[c[0] for c in AMOUNTS]
)
def test_amount_is_written(value: float | None, unit: Unit, language: str, text: str) -> None:
    assert format_amount(value, unit, language) == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "12.3K"), ("ko", "1.2만"), ("zh", "1.2万")], ids=list(LOCALES)
)
def test_compact_count_follows_the_language(language: str, text: str) -> None:
    assert format_amount(12345, Unit.COUNT, language, compact=True) == text


def test_count_below_ten_thousand_is_never_shortened() -> None:
    assert format_amount(9999, Unit.COUNT, compact=True) == "9,999"


def test_money_shows_its_currency() -> None:
    assert format_amount(12.5, Unit.MONEY, currency="EUR") == "€12.50"
    assert format_amount(12345.6, Unit.MONEY, currency="EUR") == "€12,346"


def test_signed_amount_has_a_plus_only_above_zero() -> None:
    assert format_amount(5, Unit.COUNT, signed=True) == "+5"
    assert format_amount(0, Unit.COUNT, signed=True) == "0"
    assert format_amount(-5, Unit.COUNT, signed=True) == "-5"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.2, "+20%"),
        (-0.0041, "-0.4%"),
        (1.234, "+123%"),
        (0.0004, "0%"),
        (-0.0004, "0%"),
        (0.0996, "+10%"),
        (0.099, "+9.9%"),
        (None, MISSING_TEXT),
        (math.nan, MISSING_TEXT),
    ],
)
def test_change_is_written_with_its_sign(share: float | None, text: str) -> None:
    assert format_change(share) == text


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0.0, "<1%"), (0.009, "<1%"), (0.01, "1%"), (0.744, "74%"), (0.991, ">99%"), (1.0, ">99%")],
)
def test_probability_is_never_nothing_or_certain(probability: float, text: str) -> None:
    assert format_probability(probability) == text
