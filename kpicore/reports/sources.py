"""Where a figure of a report comes from, in a sentence with its days."""

from __future__ import annotations

from kpicore.goals import KpiOutlook
from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.messages import Message, MessageValue, alone, msg, msgs
from kpicore.periods import ONE_DAY, Period
from kpicore.reports.blocks import Origin, Words
from kpicore.reports.material import Material

MOST_FILES = 2
"""Files named beside a figure; the last page names all of them."""


def files_of(material: Material) -> Message:
    """Name the files that the numbers come from, as many as fit a line."""
    files = material.files
    if not files:
        return msg("uploaded exports")
    if len(files) <= MOST_FILES:
        return alone(files)
    return msgs(
        "{files} and {count} more file",
        "{files} and {count} more files",
        len(files) - MOST_FILES,
        files=files[:MOST_FILES],
    )


def kpi_origin(value: KpiValue, material: Material) -> Origin:
    """Return formula and files of a KPI, with the days that it covers."""
    known = value.period.clipped(value.period.first, material.today - ONE_DAY) or value.period
    return Origin(words=formula_from(value.key, material), period=known)


def formula_from(key: str, material: Material) -> Message:
    """Say how a KPI is made and of which files."""
    return msg("{formula}, from {files}", formula=CATALOGUE[key].formula, files=files_of(material))


def data_origin(material: Material, period: Period | None = None) -> Origin:
    """Return the files of a table or chart of several figures."""
    days = period or material.period
    known = days.clipped(days.first, material.today - ONE_DAY) or days
    return Origin(words=files_of(material), period=known)


def forecast_origin(outlook: KpiOutlook, material: Material, *, until: Period) -> Origin:
    """Return what a forecast rests on, with the days that it speaks of."""
    evidence = outlook.forecast.evidence
    values: dict[str, MessageValue] = {
        "first": evidence.training_first,
        "last": evidence.training_last,
        "files": files_of(material),
    }
    words = msgs(
        "forecast from the data of {first} to {last} ({files}), tried on {count} past window",
        "forecast from the data of {first} to {last} ({files}), tried on {count} past windows",
        len(evidence.windows),
        **values,
    )
    return Origin(words=words, period=until)


def origin_line(origin: Origin) -> Words:
    """Return the line that stands under a block."""
    return msg(
        "Source: {source}. Days: {first} – {last}",
        source=origin.words,
        first=origin.period.first,
        last=origin.period.last,
    )
