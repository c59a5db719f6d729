"""Every pinned package comes under a licence that lets Goalpost be given on."""

import pytest

from tests.hardening.licences import accepted, not_accepted, pinned


def test_every_pinned_package_has_an_accepted_licence() -> None:
    assert not_accepted() == {}
    assert len(list(pinned())) > 50


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("MIT", True),
        ("GPL-3.0-only OR MIT", True),
        ("BSD-3-Clause AND 0BSD AND Zlib", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("", False),
    ],
)
def test_an_offer_counts_with_all_its_parts(expression: str, wanted: bool) -> None:
    assert accepted(expression) is wanted
