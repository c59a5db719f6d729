"""The second yardstick in sentences: published figures beside the account's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpicore.benchmarks import BenchmarkMatch
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import CATALOGUE
from kpicore.kpis.labels import STATISTIC_LABELS
from kpicore.language import Translator
from kpicore.messages import Message, alone, msg
from kpicore.units import MISSING_TEXT, Amount, Unit

_NAN = float("nan")


def match_sentence(match: BenchmarkMatch) -> Message:
    """Set the account's figure beside the published one.

    Parameters
    ----------
    match : BenchmarkMatch
        A match.

    Returns
    -------
    Message
        Both figures, with the range where one was published.
    """
    figure, value = match.figure, match.value
    words = {"own": _amount(match, value.value), "published": _amount(match, figure.value)}
    if figure.low is None or figure.high is None:
        return msg("You {own}, published {published}.", **words)
    words |= {"low": _amount(match, figure.low), "high": _amount(match, figure.high)}
    if figure.value is None:
        return msg("You {own}, published {low} to {high}.", **words)
    return msg("You {own}, published {published} (the middle half {low} to {high}).", **words)


def _amount(match: BenchmarkMatch, number: float | None) -> Amount:
    return Amount(_NAN if number is None else number, match.value.unit, match.value.currency)


def match_source(match: BenchmarkMatch) -> Message:
    """Say who published a figure, of when and of whom, and what must be said beside it.

    Parameters
    ----------
    match : BenchmarkMatch
        A match.

    Returns
    -------
    Message
        Publisher, title, period, sample, statistic and marks.
    """
    figure = match.figure
    return msg(
        "{publisher}: {title}. {period}. Of: {segment}. {statistic}.",
        publisher=figure.publisher,
        title=figure.title,
        period=_period(match),
        segment=figure.segment,
        statistic=STATISTIC_LABELS[match.value.statistic],
    )


def _period(match: BenchmarkMatch) -> Message:
    figure = match.figure
    if figure.period_end is None:
        return msg("Undated")
    if figure.period_start is None:
        return msg("Until {last}", last=figure.period_end)
    return msg("{first} – {last}", first=figure.period_start, last=figure.period_end)


def published_headline(matches: Mapping[str, Sequence[BenchmarkMatch]]) -> Message:
    """Say how many published figures match, and where the account stands among them.

    Parameters
    ----------
    matches : Mapping of str to sequence of BenchmarkMatch
        KPI to what matches it.

    Returns
    -------
    Message
        One sentence.
    """
    found = [m for row in matches.values() for m in row if m.ratio is not None]
    if not found:
        return msg("No published figure matches what your exports tell, so none is shown.")
    above = sum(m.ratio is not None and m.ratio > 1 for m in found)
    return msg(
        "Of {count} published figures that match, you are above {above}.",
        count=len(found),
        above=above,
    )


def published_table(matches: Mapping[str, Sequence[BenchmarkMatch]], t: Translator) -> ChartTable:
    """Return all matches as a table.

    Parameters
    ----------
    matches : Mapping of str to sequence of BenchmarkMatch
        KPI to what matches it.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per match, with definition, source and address.
    """
    rows = [_row(match, t) for row in matches.values() for match in row]
    columns = {
        "kpi": TableColumn(label=msg("KPI")),
        "statistic": TableColumn(label=msg("Put together")),
        "own": TableColumn(label=msg("You"), words="own_text"),
        "published": TableColumn(label=msg("Published"), words="published_text"),
        "low": TableColumn(label=msg("From"), words="low_text"),
        "high": TableColumn(label=msg("To"), words="high_text"),
        "ratio": TableColumn(label=msg("You ÷ published"), unit=Unit.NUMBER),
        "publisher": TableColumn(label=msg("Publisher")),
        "title": TableColumn(label=msg("Title")),
        "segment": TableColumn(label=msg("Sample")),
        "period": TableColumn(label=msg("Period")),
        "marks": TableColumn(label=msg("Note")),
        "definition": TableColumn(label=msg("Definition")),
        "url": TableColumn(label=msg("Address")),
    }
    names = {column for c in columns for column in (c, columns[c].words or c)}
    frame = pd.DataFrame(rows, columns=[*columns, *sorted(names - set(columns))])
    return ChartTable(frame=frame, columns=columns)


def _row(match: BenchmarkMatch, t: Translator) -> dict[str, object]:
    figure, value = match.figure, match.value
    numbers = {
        "own": value.value,
        "published": figure.value,
        "low": figure.low,
        "high": figure.high,
    }
    texts = {
        f"{name}_text": MISSING_TEXT
        if number is None
        else t.amount(number, value.unit, currency=value.currency)
        for name, number in numbers.items()
    }
    return {
        **{name: _NAN if number is None else number for name, number in numbers.items()},
        **texts,
        "kpi": t(CATALOGUE[figure.key].label),
        "statistic": t(STATISTIC_LABELS[value.statistic]),
        "ratio": _NAN if match.ratio is None else match.ratio,
        "publisher": figure.publisher,
        "title": figure.title,
        "segment": figure.segment,
        "period": t(_period(match)),
        "marks": t(marks_text(match.marks)) if match.marks else "",
        "definition": figure.definition,
        "url": figure.url,
    }


def published_text(match: BenchmarkMatch, t: Translator) -> str:
    """Write the published figure of a match, or its range, for a table."""
    figure, value = match.figure, match.value
    if figure.value is not None:
        return t.amount(figure.value, value.unit, currency=value.currency)
    low, high = _amount(match, figure.low), _amount(match, figure.high)
    return t(msg("{low} to {high}", low=low, high=high))


def marks_text(marks: Sequence[Message]) -> Message:
    """Return what must be said beside a figure as one list."""
    return alone(tuple(marks))
