"""The first yardstick in frames and sentences: where KPIs stand in the account's own past."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpicore.benchmarks import OwnPast
from kpicore.charts.quantity import quantity_of
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import CATALOGUE, KpiComparison
from kpicore.language import Translator
from kpicore.messages import Message, MessageValue, msg, msgs
from kpicore.units import MISSING_TEXT, Amount, Change, Probability, Unit

_NAN = float("nan")
PAST_COLUMNS = (
    *("key", "part", "unit", "value", "value_text", "percentile", "spans"),
    *("year_ago", "year_ago_text", "year_ago_change"),
)
"""A row per KPI with a value; numbers, and as texts for people where units differ."""


def past_frame(comparisons: Iterable[KpiComparison], t: Translator) -> pd.DataFrame:
    """Return KPIs beside their own past.

    Parameters
    ----------
    comparisons : iterable of KpiComparison
        In the order shown; those without a value are left out.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `PAST_COLUMNS`; NaN where the past is too short.
    """
    rows = []
    for comparison in comparisons:
        value = comparison.value
        if value.value is None:
            continue
        rows.append(
            {
                "key": value.key,
                "part": t(CATALOGUE[value.key].label),
                "unit": value.currency or value.unit.value,
                "value": value.value,
                "value_text": t.amount(value.value, value.unit, currency=value.currency),
                "percentile": _number(comparison.percentile),
                "spans": comparison.windows,
                "year_ago": _number(comparison.year_ago),
                "year_ago_text": t.amount(comparison.year_ago, value.unit, currency=value.currency),
                "year_ago_change": _number(comparison.year_ago_change),
            }
        )
    return pd.DataFrame(rows, columns=list(PAST_COLUMNS))


def _number(value: float | None) -> float:
    return _NAN if value is None else value


def past_table(frame: pd.DataFrame) -> ChartTable:
    """Return the numbers behind the strips.

    Parameters
    ----------
    frame : DataFrame
        From `past_frame`.

    Returns
    -------
    ChartTable
        A row per KPI.
    """
    columns = {
        "part": TableColumn(label=msg("KPI")),
        "value": TableColumn(label=msg("Now"), words="value_text"),
        "percentile": TableColumn(label=msg("Percentile"), probability=True),
        "spans": TableColumn(label=msg("Spans compared"), unit=Unit.COUNT),
        "year_ago": TableColumn(label=msg("Same days last year"), words="year_ago_text"),
        "year_ago_change": TableColumn(label=msg("Change on last year"), unit=Unit.SHARE,
                                       signed=True),
    }  # fmt: skip
    return ChartTable(frame=frame, columns=columns)


def past_headline(comparison: KpiComparison) -> Message:
    """Say where a KPI stands in the account's own past.

    Parameters
    ----------
    comparison : KpiComparison
        Of the KPI that matters most.

    Returns
    -------
    Message
        Its value and percentile, or why there is none.
    """
    value = comparison.value
    label = CATALOGUE[value.key].label
    if value.value is None:
        return value.reason or msg("{kpi} cannot be told from these data.", kpi=label)
    amount = Amount(value.value, value.unit, value.currency)
    if comparison.percentile is None:
        return msg(
            "{kpi}: {value}. The past is still too short to say whether that is much for you.",
            kpi=label,
            value=amount,
        )
    return msg(
        "{kpi}: {value}, more than in {share} of your own past spans of the same length.",
        kpi=label,
        value=amount,
        share=Probability(comparison.percentile),
    )


def standing_sentence(comparison: KpiComparison) -> Message:
    """Say where a value stands among the account's own spans of the same length.

    Parameters
    ----------
    comparison : KpiComparison
        Of one KPI.

    Returns
    -------
    Message
        With the number of spans, or why there is no percentile.
    """
    if comparison.percentile is None:
        return msg("The past is still too short to say where this stands in it.")
    return msgs(
        "That is more than in {share} of {count} own span of the same length in the last twelve "
        "months.",
        "That is more than in {share} of {count} own spans of the same length in the last twelve "
        "months.",
        comparison.windows,
        share=Probability(comparison.percentile),
    )


def strip_summary(frame: pd.DataFrame) -> Message:
    """Say how many KPIs stand in the upper quarter of their own past.

    Parameters
    ----------
    frame : DataFrame
        From `past_frame`, with at least one percentile.

    Returns
    -------
    Message
        One sentence.
    """
    known = frame[frame["percentile"].notna()]
    return msgs(
        "Of {count} KPI, {high} stands in the highest quarter of your own last twelve months and "
        "{low} in the lowest.",
        "Of {count} KPIs, {high} stand in the highest quarter of your own last twelve months and "
        "{low} in the lowest.",
        len(known),
        high=int((known["percentile"] >= 0.75).sum()),
        low=int((known["percentile"] < 0.25).sum()),
    )


def year_sentence(comparison: KpiComparison) -> Message:
    """Hold a KPI against the same days last year.

    Parameters
    ----------
    comparison : KpiComparison
        Of one KPI with a value.

    Returns
    -------
    Message
        Both values, or that last year is not known.
    """
    value, span = comparison.value, comparison.year_ago_period
    if comparison.year_ago is None or span is None:
        return msg("The same days last year are not in your data.")
    words: dict[str, MessageValue] = {
        "first": span.first,
        "last": span.last,
        "past": Amount(comparison.year_ago, value.unit, value.currency),
        "now": Amount(_number(value.value), value.unit, value.currency),
    }
    if comparison.year_ago_change is None:
        return msg("Same days last year ({first} – {last}): {past}, now {now}.", **words)
    return msg(
        "Same days last year ({first} – {last}): {past}, now {now}, that is {change}.",
        **words,
        change=Change(comparison.year_ago_change),
    )


def months_summary(past: OwnPast) -> Message:
    """Name the best month, or the span of months.

    Parameters
    ----------
    past : OwnPast
        With at least one whole month.

    Returns
    -------
    Message
        One sentence.
    """
    value = past.comparison.value
    if past.best_month is None or past.best_value is None:
        return msgs(
            "{count} whole month since {first}.",
            "{count} whole months since {first}.",
            len(past.months),
            first=past.months["date"].iloc[0].date(),
        )
    return msgs(
        "The only whole month so far is the one from {best}: {value}.",
        "The best of {count} whole months is the one from {best}: {value}.",
        len(past.months),
        best=past.best_month,
        value=Amount(past.best_value, value.unit, value.currency),
    )


def months_table(past: OwnPast) -> ChartTable:
    """Return the months; newest first."""
    columns = {
        "date": TableColumn(label=msg("Month from")),
        "value": TableColumn.of(quantity_of(past.comparison.value)),
    }
    return ChartTable(frame=past.months.iloc[::-1].reset_index(drop=True), columns=columns)


def percentile_text(comparison: KpiComparison | None, t: Translator) -> str:
    """Write a percentile for a table; a dash where there is none."""
    if comparison is None or comparison.percentile is None:
        return MISSING_TEXT
    return t.probability(comparison.percentile)
