"""Whose report it is: name, colour and logo, checked before they reach a file.

A picture that somebody uploads is opened, measured and written anew as PNG, so that nothing but its
pixels goes on. A drawing (SVG) may hold neither script nor anything that would be fetched.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from kpicore.errors import KpiCoreError
from kpicore.messages import Message, msg

DEFAULT_COLOUR = "#3b6fe0"
"""The app's own accent."""
MOST_LOGO_BYTES = 1_000_000
MOST_LOGO_PIXELS = 4_000
"""Of each side of an uploaded picture."""
KEPT_LOGO_PIXELS = 800
"""Of the longer side of what is kept: crisp at three inches."""
MOST_SVG_ELEMENTS = 5_000
LONGEST_NAME = 80
READABLE = 4.5
"""Contrast from which small text is easy to read (WCAG AA)."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_FORBIDDEN = frozenset(
    {"script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "set",
     "animate", "animatetransform", "animatemotion", "image", "feimage"}
)  # fmt: skip
"""What runs, fetches, or holds pixels that nobody has measured."""
_MOST_COPIES = 20
"""``use`` elements: copies of copies grow without end."""


class BrandingError(KpiCoreError, ValueError):
    """A name, colour or logo that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A checked picture.

    Attributes
    ----------
    png : bytes
        Its pixels.
    width, height : int
        In pixels.
    """

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """Whose report it is.

    Attributes
    ----------
    name : str
        Of the client; empty for none.
    title : str
        What the report is called instead of its kind; empty for its kind.
    author : str
        Who made it: the agency; empty for none.
    colour : str
        ``#rrggbb``: of headings and rules.
    logo : Logo or None
        From `read_logo`.
    """

    name: str = ""
    title: str = ""
    author: str = ""
    colour: str = DEFAULT_COLOUR
    logo: Logo | None = None

    def __post_init__(self) -> None:
        if not _COLOUR.fullmatch(self.colour):
            raise BrandingError(
                msg(
                    "The colour {colour} cannot be used; write it as {example}.",
                    colour=self.colour,
                    example=DEFAULT_COLOUR,
                )
            )
        for text in (self.name, self.title, self.author):
            if len(text) > LONGEST_NAME or any(ord(c) < 32 for c in text):
                raise BrandingError(
                    msg(
                        "A name on the report has at most {most} characters, in one line.",
                        most=LONGEST_NAME,
                    )
                )

    @property
    def ink(self) -> str:
        """The colour, darkened until text in it is easy to read on white."""
        parts = _parts(self.colour)
        while _contrast(parts) < READABLE:
            parts = tuple(p * 0.92 for p in parts)
        return "#" + "".join(f"{round(p):02x}" for p in parts)


def read_logo(data: bytes) -> Logo:
    """Check a picture and keep its pixels.

    Parameters
    ----------
    data : bytes
        A PNG, JPG or SVG file of at most `MOST_LOGO_BYTES`.

    Returns
    -------
    Logo
        At most `KEPT_LOGO_PIXELS` on its longer side; the same bytes give the same logo.

    Raises
    ------
    BrandingError
        If it is too large, of another kind, damaged, or a drawing that would run or fetch
        something.
    """
    if len(data) > MOST_LOGO_BYTES:
        raise BrandingError(
            msg(
                "The logo has {size} KB; up to {most} KB can be used.",
                size=len(data) // 1000,
                most=MOST_LOGO_BYTES // 1000,
            )
        )
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _pixels(data)
    if b"<svg" in data[:4000].lower():
        return _pixels(_drawn(data))
    raise _unusable(msg("it is neither PNG nor JPG nor SVG"))


def _pixels(data: bytes) -> Logo:
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if max(opened.size) > MOST_LOGO_PIXELS:
                raise _unusable(
                    msg("its sides are longer than {most} pixels", most=MOST_LOGO_PIXELS)
                )
            picture = opened.convert("RGBA")
    # Pillow raises SyntaxError for broken PNG chunks and struct.error for cut JPG headers.
    except (
        UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError,
        struct.error, zlib.error,
    ) as fault:  # fmt: skip
        if isinstance(fault, BrandingError):
            raise
        raise _unusable(msg("the file is damaged")) from fault
    picture.thumbnail((KEPT_LOGO_PIXELS, KEPT_LOGO_PIXELS))
    target = BytesIO()
    picture.save(target, format="PNG")
    return Logo(png=target.getvalue(), width=picture.width, height=picture.height)


def _drawn(data: bytes) -> bytes:
    """Return the pixels of a drawing that runs and fetches nothing."""
    text = data.decode("utf-8", errors="replace")
    # Entities are refused before parsing: a few of them can unfold to gigabytes.
    if re.search(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", text, re.IGNORECASE):
        raise _unusable(msg("it holds more than a drawing"))
    try:
        elements = list(ElementTree.fromstring(text).iter())
    except ElementTree.ParseError as fault:
        raise _unusable(msg("the file is damaged")) from fault
    copies = sum(_name(e.tag) == "use" for e in elements)
    fits = len(elements) <= MOST_SVG_ELEMENTS and copies <= _MOST_COPIES
    if not fits or not all(_is_drawing(e) for e in elements):
        raise _unusable(msg("it holds more than a drawing"))
    import vl_convert  # noqa: PLC0415 - heavy, and seldom needed

    try:
        return vl_convert.svg_to_png(text, scale=2.0)
    except ValueError as fault:
        raise _unusable(msg("the file is damaged")) from fault


def _is_drawing(element: ElementTree.Element) -> bool:
    name = _name(element.tag)
    if name in _FORBIDDEN or (name == "style" and _fetches(element.text or "")):
        return False
    for attribute, value in element.attrib.items():
        word = _name(attribute)
        if word.startswith("on") or _fetches(value):
            return False
        if word in {"href", "src"} and not value.strip().startswith("#"):
            return False
        if word in {"width", "height", "viewbox"} and not _small(value):
            return False
    return True


def _fetches(style: str) -> bool:
    return "@import" in style.lower() or _URL.search(style) is not None


def _small(lengths: str) -> bool:
    numbers = re.findall(r"\d*\.?\d+(?:[eE][+-]?\d+)?", lengths)
    return all(float(number) <= MOST_LOGO_PIXELS // 2 for number in numbers)


def _name(tag: str) -> str:
    return str(tag).rpartition("}")[2].lower()


def _unusable(reason: Message) -> BrandingError:
    return BrandingError(
        msg(
            "This logo cannot be used: {reason}. Give a PNG, JPG or SVG of up to {most} KB.",
            reason=reason,
            most=MOST_LOGO_BYTES // 1000,
        )
    )


def _parts(colour: str) -> tuple[float, ...]:
    return tuple(float(int(colour[i : i + 2], 16)) for i in (1, 3, 5))


def _contrast(parts: tuple[float, ...]) -> float:
    """Return the contrast of a colour against white, after WCAG 2.2."""
    shares = [p / 255 for p in parts]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
