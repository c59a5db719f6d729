"""Writing a report: one registry of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kpicore.reports.branding import Branding
from kpicore.reports.edition import Edition
from kpicore.reports.kinds import NO_BRANDING, compose
from kpicore.reports.material import Material
from kpicore.reports.report import Format, Kind, Paper, Report


def _html(edition: Edition) -> bytes:
    from kpicore.reports.web_page import write  # noqa: PLC0415 - each format loads its own library

    return write(edition)


def _pdf(edition: Edition) -> bytes:
    from kpicore.reports.document import write  # noqa: PLC0415

    return write(edition)


def _pptx(edition: Edition) -> bytes:
    from kpicore.reports.slides import write  # noqa: PLC0415

    return write(edition)


def _xlsx(edition: Edition) -> bytes:
    from kpicore.reports.workbook import write  # noqa: PLC0415

    return write(edition)


RENDERERS: Mapping[Format, Callable[[Edition], bytes]] = MappingProxyType(
    {Format.HTML: _html, Format.PDF: _pdf, Format.PPTX: _pptx, Format.XLSX: _xlsx}
)
"""Format to what writes it."""

DRAWN_HERE = frozenset({Format.PDF})
"""Formats whose letters this machine draws; the others are drawn where they are read."""


def write_report(
    report: Report, form: Format, *, language: str = "en", paper: Paper = Paper.A4
) -> bytes:
    """Write a report as a file.

    Parameters
    ----------
    report : Report
        From `compose`.
    form : Format
        Of the file.
    language : str, default "en"
        Language code of the app.
    paper : Paper, default A4
        Of a PDF.

    Returns
    -------
    bytes
        The file; on one machine the same report always gives the same bytes.
    """
    return RENDERERS[form](_edition(report, form, language, paper))


def _edition(report: Report, form: Format, language: str, paper: Paper) -> Edition:
    return Edition.of(report, language, paper=paper, drawn=form in DRAWN_HERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOrder:
    """What report is wanted, and how.

    Attributes
    ----------
    kind : Kind
        What it answers.
    form : Format
        Of the file.
    language : str, default "en"
        Language code of the app.
    branding : Branding
        Whose name, colour and logo it carries.
    paper : Paper, default A4
        Of a PDF.
    """

    kind: Kind
    form: Format
    language: str = "en"
    branding: Branding = NO_BRANDING
    paper: Paper = Paper.A4

    def compose(self, material: Material) -> Edition:
        """Return the report as it will be written.

        Raises
        ------
        ReportError
            If the material lacks what the kind speaks of.
        """
        report = compose(self.kind, material, branding=self.branding)
        return _edition(report, self.form, self.language, self.paper)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report with what is shown of it before it is saved.

    Attributes
    ----------
    data : bytes
        The file.
    page : bytes
        The report as a web page; empty where its own pages are shown.
    pictures : tuple of bytes
        Its first pages as PNG, where it has pages.
    """

    data: bytes
    page: bytes = b""
    pictures: tuple[bytes, ...] = ()


def make_report(order: ReportOrder, material: Material) -> bytes:
    """Put a report together and write it; can run in a worker process.

    Parameters
    ----------
    order : ReportOrder
        What is wanted.
    material : Material
        What it is made of.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    ReportError
        If the material lacks what the kind speaks of.
    """
    return RENDERERS[order.form](order.compose(material))


def make_with_preview(order: ReportOrder, material: Material) -> Made:
    """Make a report as `make_report`, and what is shown of it before it is saved.

    A PDF comes with pictures of its pages, any other file with the report as a web page.
    """
    edition = order.compose(material)
    if order.form is Format.PDF:
        from kpicore.reports.document import write_with_pictures  # noqa: PLC0415 - as above

        data, pictures = write_with_pictures(edition)
        return Made(data=data, pictures=pictures)
    data = RENDERERS[order.form](edition)
    return Made(data=data, page=data if order.form is Format.HTML else _html(edition))
