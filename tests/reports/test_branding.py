"""Names, colours and logos are checked before they reach a file."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kpicore.reports import Branding, BrandingError, read_logo
from kpicore.reports.branding import KEPT_LOGO_PIXELS, MOST_LOGO_BYTES, READABLE, _contrast, _parts
from tests.reports.report_builders import logo_png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{inside}</svg>'


def test_a_logo_is_written_anew_as_png_and_always_the_same() -> None:
    given = logo_png() + b"<?php hidden ?>"
    one, two = read_logo(given), read_logo(given)
    assert one == two
    assert (one.width, one.height) == (80, 40)
    assert b"php" not in one.png


def test_a_large_picture_is_made_smaller() -> None:
    assert read_logo(logo_png(1500)).width == KEPT_LOGO_PIXELS


def test_a_jpg_is_taken() -> None:
    target = BytesIO()
    Image.new("RGB", (10, 10)).save(target, format="JPEG")
    assert read_logo(target.getvalue()).width == 10


def test_a_drawing_becomes_pixels() -> None:
    found = read_logo(SVG.format(inside='<rect width="40" height="20" fill="#0a0"/>').encode())
    assert found.width == 2 * found.height


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)" width="1" height="1"/>',
        '<image href="file:///etc/passwd" width="1" height="1"/>',
        '<use href="http://example.com/a.svg#b"/>',
        "<style>@import 'http://example.com/a.css';</style>",
        '<rect width="1" height="1" style="fill:url(http://example.com/a)"/>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect width="90000" height="1"/>',
        '<g id="a"/>' + '<use href="#a"/>' * 30,
    ],
    ids=["script", "handler", "file", "address", "import", "url", "html", "huge", "copies"],
)
def test_a_drawing_that_runs_or_fetches_is_refused(inside: str) -> None:
    with pytest.raises(BrandingError, match="more than a drawing"):
        read_logo(SVG.format(inside=inside).encode())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a" + b"\0" * 20, "neither PNG nor JPG nor SVG"),
        (logo_png()[:60], "damaged"),
        (b"<svg", "damaged"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "more than a drawing"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * MOST_LOGO_BYTES, "up to 1,000 KB can be used"),
        (logo_png(2500), "longer than 4,000 pixels"),
    ],
    ids=["gif", "cut", "broken", "entities", "large", "wide"],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(BrandingError, match=reason):
        read_logo(data)


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#123456;x", "url(a)"])
def test_a_colour_is_six_digits(colour: str) -> None:
    with pytest.raises(BrandingError, match="#3b6fe0"):
        Branding(colour=colour)


@pytest.mark.parametrize("colour", ["#ffffff", "#ffd84d", "#3b6fe0", "#000000"])
def test_headings_can_be_read_in_any_colour(colour: str) -> None:
    ink = Branding(colour=colour).ink
    assert _contrast(_parts(ink)) >= READABLE - 0.05


def test_a_name_is_one_short_line() -> None:
    with pytest.raises(BrandingError, match="at most 80"):
        Branding(name="x" * 81)
    with pytest.raises(BrandingError, match="one line"):
        Branding(author="a\nb")
