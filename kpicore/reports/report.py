"""A report before it is written: its kind, its cover, its blocks, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from kpicore.errors import KpiCoreError
from kpicore.messages import Message, msg
from kpicore.periods import Period
from kpicore.reports.blocks import Block, Words
from kpicore.reports.branding import Branding


class ReportError(KpiCoreError, ValueError):
    """A report that cannot be made: no goal to speak of, a logo that cannot be used."""


class Kind(StrEnum):
    """What a report answers."""

    CLIENT = "client"
    PLAN = "plan"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    GOAL = "goal"


KIND_WORDS: Mapping[Kind, Message] = MappingProxyType(
    {
        Kind.CLIENT: msg("Client report"),
        Kind.PLAN: msg("Quarter plan"),
        Kind.WEEKLY: msg("Weekly review"),
        Kind.MONTHLY: msg("Monthly review"),
        Kind.GOAL: msg("Goal card"),
    }
)
"""Kind to its name, in the order in which they are offered."""


class Format(StrEnum):
    """What a report is written as; also the ending of its file."""

    HTML = "html"
    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"


FORMAT_WORDS: Mapping[Format, Message] = MappingProxyType(
    {
        Format.HTML: msg("Web page (HTML)"),
        Format.PDF: msg("PDF"),
        Format.PPTX: msg("PowerPoint"),
        Format.XLSX: msg("Excel"),
    }
)

MIME_TYPES: Mapping[Format, str] = MappingProxyType(
    {
        Format.HTML: "text/html",
        Format.PDF: "application/pdf",
        Format.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)


class Paper(StrEnum):
    """Size of a printed page."""

    A4 = "a4"
    LETTER = "us-letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report before it is written.

    Attributes
    ----------
    kind : Kind
        What it answers.
    headline : Message or str
        Its answer in one sentence.
    accounts : tuple of str
        Names of accounts with their platforms.
    period : Period
        The days that it speaks of.
    made_on : date
        Its day; the moment that files carry.
    blocks : tuple of Block
        Its parts, in order.
    method : tuple of Block
        How the numbers were made; its last page.
    digest : str
        Hash of the data, in hexadecimal letters.
    made_up : bool
        Whether its data are invented.
    branding : Branding
        Whose name, colour and logo it carries.
    """

    kind: Kind
    headline: Words
    accounts: tuple[str, ...]
    period: Period
    made_on: date
    blocks: tuple[Block, ...]
    method: tuple[Block, ...]
    digest: str
    made_up: bool = False
    branding: Branding = field(default_factory=Branding)

    @property
    def title(self) -> Words:
        """Its name: what the branding calls it, else whose it is, else its kind."""
        return self.branding.title or self.branding.name or KIND_WORDS[self.kind]

    @property
    def has_cover(self) -> bool:
        """Whether a page of its own opens it: a card is one page."""
        return self.kind is not Kind.GOAL
