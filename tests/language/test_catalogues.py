"""The catalogues hold every sentence of the code, with the same placeholders."""

from __future__ import annotations

from kpicore.language import LANGUAGES
from kpicore.language.catalogues import collect, load, missing_entries


def test_no_catalogue_lacks_a_sentence() -> None:
    assert missing_entries() == {"ko": [], "zh": []}


def test_catalogues_hold_nothing_that_the_code_does_not_say() -> None:
    wanted = {m.id for m in collect() if m.id}
    for code in LANGUAGES:
        if code != "en":
            extra = {m.id for m in load(code) if m.id} - wanted
            assert not extra, f"run: python -m kpicore.language update ({code}: {sorted(extra)})"
