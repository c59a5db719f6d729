"""The last page of a report: how its numbers were made, of which data, and how to check them."""

from __future__ import annotations

import pandas as pd

import kpicore
from kpicore.charts.platform_names import platform_name
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.errors import DataNotFoundError
from kpicore.history import Account
from kpicore.kpis import data_end
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.periods import Period
from kpicore.reports.blocks import Block, Heading, Note, Origin, Table
from kpicore.reports.material import Material
from kpicore.reports.sources import files_of
from kpicore.units import Unit

MOST_FILES = 40
"""Names of files on the last page."""


def method_of(material: Material) -> tuple[Block, ...]:
    """Say how the numbers of a report were made.

    Parameters
    ----------
    material : Material
        What the report is made of.

    Returns
    -------
    tuple of Block
        Method, span of the data, versions, seeds and the hash of the data.
    """
    whole = _whole_span(material)
    blocks: list[Block] = [
        Heading(text=msg("How these numbers were made"), new_page=True),
        Note(sentences=_rules(material), listed=True),
        Table(
            title=msg("Data"),
            origin=Origin(words=files_of(material), period=whole),
            numbers=lambda t: _spans(material, t),
            wide=("account",),
        ),
    ]
    if any(found.outlook is not None for found in material.goals):
        blocks.append(
            Table(
                title=msg("Forecasts"),
                origin=Origin(words=files_of(material), period=whole),
                numbers=lambda t: _forecasts(material, t),
            )
        )
    blocks.append(Note(sentences=_imprint(material), small=True))
    return tuple(blocks)


def _rules(material: Material) -> tuple[Message, ...]:
    rules = [
        msg(
            "Every figure is worked out from the platforms' own exports. A missing day is left "
            "out, never counted as zero."
        ),
        msg(
            "Rates are sums over sums. Distinct people are never added up over days, accounts or "
            "platforms."
        ),
        msg("A change compares a period with the span of equal length named beside it."),
    ]
    if material.running:
        rules.append(
            msg(
                "A probability is the share of possible futures in which a goal is met. The "
                "futures come from a forecast of the figure's own history; their spread is "
                "checked against what happened on its own past windows."
            )
        )
    if any(account.made_up for account in material.accounts):
        rules.append(msg("The data are those of a made-up creator; nothing in them is real."))
    return tuple(rules)


def _spans(material: Material, t: Translator) -> ChartTable:
    rows = []
    for account in material.accounts:
        span = _span(material, account)
        rows.append(
            (
                account.name,
                platform_name(account.platform),
                None if span is None else pd.Timestamp(span.first),
                None if span is None else pd.Timestamp(span.last),
                float("nan") if span is None else span.days,
            )
        )
    columns = {
        "account": TableColumn(label=msg("Account")),
        "platform": TableColumn(label=msg("Platform")),
        "first": TableColumn(label=msg("From")),
        "last": TableColumn(label=msg("To")),
        "days": TableColumn(label=msg("Days"), unit=Unit.COUNT),
    }
    frame = pd.DataFrame(rows, columns=list(columns))
    for name in ("first", "last"):
        frame[name] = pd.to_datetime(frame[name])
    return ChartTable(frame=frame, columns=columns)


def _span(material: Material, account: Account) -> Period | None:
    """Return the days that an account's data tell, before today; None without dated data."""
    history, account_id = material.history, account.account_id
    try:
        last = data_end(history, (account_id,), material.today)
    except DataNotFoundError:
        return None
    firsts = [
        frame.loc[frame["account_id"] == account_id, column].min()
        for frame, column in ((history.daily, "date"), (history.posts, "published_at"))
    ]
    known = [moment.date() for moment in firsts if not pd.isna(moment)]
    return Period(min([*known, last]), last)


def _whole_span(material: Material) -> Period:
    spans = [span for account in material.accounts if (span := _span(material, account))]
    if not spans:
        return material.period
    return Period(min(s.first for s in spans), max(s.last for s in spans))


def _forecasts(material: Material, t: Translator) -> ChartTable:
    rows = {}
    for found in material.goals:
        if found.outlook is None:
            continue
        evidence = found.outlook.forecast.evidence
        label = t(found.outlook.definition.label)
        names = ", ".join(a.name for a in found.outlook.accounts)
        coverage = evidence.coverage
        rows[label, names, found.outlook.statistic] = (
            label,
            names,
            pd.Timestamp(evidence.training_first),
            pd.Timestamp(evidence.training_last),
            len(evidence.windows),
            float("nan") if coverage is None else coverage,
            str(evidence.seed),
        )
    columns = {
        "figure": TableColumn(label=msg("Figure")),
        "account": TableColumn(label=msg("Account")),
        "first": TableColumn(label=msg("Learned from")),
        "last": TableColumn(label=msg("Learned until")),
        "windows": TableColumn(label=msg("Past windows"), unit=Unit.COUNT),
        "coverage": TableColumn(label=msg("Outcomes in the range (aim: 80%)"), unit=Unit.SHARE),
        "seed": TableColumn(label=msg("Seed")),
    }
    frame = pd.DataFrame(list(rows.values()), columns=list(columns))
    return ChartTable(frame=frame, columns=columns)


def _imprint(material: Material) -> tuple[Message, ...]:
    versions = {"goalpost": kpicore.__version__}
    for found in material.goals:
        if found.outlook is not None:
            versions |= found.outlook.forecast.evidence.versions
    lines = [
        msg(
            "Versions: {versions}.",
            versions=tuple(f"{name} {version}" for name, version in sorted(versions.items())),
        ),
        msg("Hash of the data (SHA-256): {digest}", digest=material.history.fingerprint),
    ]
    if material.files:
        lines.append(
            msgs(
                "{count} file: {files}",
                "{count} files: {files}",
                len(material.files),
                files=material.files[:MOST_FILES],
            )
        )
    lines.append(msg("Nothing from {today} on is counted.", today=material.today))
    return tuple(lines)
