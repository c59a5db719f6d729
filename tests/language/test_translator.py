"""Choice of language, plural forms, nested messages and lists."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kpicore.language import LANGUAGES, Translator, choose_language, translator
from kpicore.messages import msg, msgs
from kpicore.periods import Period
from kpicore.units import Change


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ((None, "ko-KR"), "ko"),
        (("zh", "en-US"), "zh"),
        (("zh_Hans_CN",), "zh"),
        (("zh-TW",), "zh"),
        (("fr-FR", "de", None), "en"),
        ((), "en"),
        (("",), "en"),
    ],
)
def test_first_spoken_wish_is_chosen(wishes: tuple[str | None, ...], code: str) -> None:
    assert choose_language(*wishes) == code


def test_plural_is_chosen_by_the_count() -> None:
    t = translator("en")
    assert t(msgs("{count} row", "{count} rows", 1)) == "1 row"
    assert t(msgs("{count} row", "{count} rows", 1200)) == "1,200 rows"


def test_nested_messages_and_lists_are_worded_in_the_same_language() -> None:
    message = msg("{what}: {names}", what=msg("Views"), names=("a", "b"))
    assert translator("en")(message) == "Views: a, b"
    assert translator("zh")(message).endswith("a、b")
    assert not translator("zh")(message).startswith("Views")


def test_final_text_is_returned_unchanged() -> None:
    assert translator("ko")("Mina {x}") == "Mina {x}"


def test_text_of_users_with_braces_cannot_break_a_sentence() -> None:
    assert translator("en")(msg("File {name}", name="{evil}")) == "File {evil}"


def test_periods_and_moments_follow_the_language() -> None:
    t = translator("en")
    assert t.period(Period(date(2026, 1, 1), date(2026, 1, 1))) == "Jan 1, 2026"
    assert t.period(Period(date(2026, 1, 1), date(2026, 1, 3))) == "Jan 1, 2026 – Jan 3, 2026"
    assert "2026" in t(msg("{when}", when=datetime(2026, 1, 1, 12, 30)))
    assert t(msg("{change}", change=Change(0.2))) == "+20%"


def test_translators_are_shared_by_language() -> None:
    assert translator("ko") is translator("ko")
    assert {Translator(code).code for code in LANGUAGES} == set(LANGUAGES)
