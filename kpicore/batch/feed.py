"""Status changes as an Atom feed: a file that any feed reader follows, without a server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kpicore.batch.changes import StatusChange, change_sentence
from kpicore.language import Translator
from kpicore.messages import msg

ATOM: Final = "http://www.w3.org/2005/Atom"
MOST_ENTRIES: Final = 200
"""Entries of a feed: readers keep what they have seen."""
_NAMES: Final = UUID("6b0f7f5e-7a54-4a4e-9a86-3f3d8a4c2b11")
"""Space of the feed's names, so that the same change has the same name on any machine."""
_FIRST_DAY: Final = date(1970, 1, 1)


def atom_feed(
    changes: Sequence[StatusChange], t: Translator, *, source: str, as_of: date | None = None
) -> bytes:
    """Write status changes as an Atom feed.

    Parameters
    ----------
    changes : sequence of StatusChange
        Latest first; only the first `MOST_ENTRIES` are written.
    t : Translator
        Language of the sentences.
    source : str
        Tells this feed from others of the same reader: where the clients come from.
    as_of : date, optional
        Day of a feed without changes.

    Returns
    -------
    bytes
        XML; all text is escaped. Moments are days of the data, so that the same changes give the
        same bytes.
    """
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": t.locale.replace("_", "-")})
    _text(feed, "id", _name("feed", source))
    _text(feed, "title", t.say(msg("Goalpost: goals whose status changed")))
    _text(feed, "updated", _moment(max((c.day for c in changes), default=as_of or _FIRST_DAY)))
    _text(SubElement(feed, "author"), "name", "Goalpost")
    _text(feed, "generator", "Goalpost")
    for change in changes[:MOST_ENTRIES]:
        entry = SubElement(feed, "entry")
        _text(entry, "id", change_name(change))
        _text(entry, "title", t.say(change_sentence(change)))
        _text(entry, "updated", _moment(change.day))
        SubElement(entry, "category", {"term": change.after.value})
        content = _text(entry, "content", "\n".join((change.aim, change.outcome)))
        content.set("type", "text")
    indent(feed)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def change_name(change: StatusChange) -> str:
    """Return the name of a change, the same whenever it is told again."""
    return _name(
        change.client_id,
        change.goal_id,
        change.before.value,
        change.after.value,
        change.day.isoformat(),
    )


def _name(*parts: str) -> str:
    return uuid5(_NAMES, "\x1f".join(parts)).urn


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    # XML knows no control characters, however they are escaped.
    child.text = "".join(c for c in text if c >= " " or c in "\n\t")
    return child
