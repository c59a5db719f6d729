"""The numbers behind a chart as a table: written for people on the page, plain in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kpicore.charts.quantity import Quantity
from kpicore.forecasting.evidence import Evidence
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.units import Unit, format_probability

ISO_DAY = "%Y-%m-%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a table.

    Attributes
    ----------
    label : Message or str
        Its heading.
    unit : Unit or None
        What its numbers count; None for days and text.
    currency : str or None
        ISO 4217 code of money.
    probability : bool
        Whether its numbers are probabilities, which are never written as 0 % or 100 %.
    signed : bool
        Whether a plus is written before positive numbers.
    words : str or None
        Column of the frame that holds the numbers already written for people, where rows count
        different things.
    """

    label: Message | str
    unit: Unit | None = None
    currency: str | None = None
    probability: bool = False
    signed: bool = False
    words: str | None = None

    @classmethod
    def of(cls, quantity: Quantity, *, signed: bool = False) -> TableColumn:
        """Return the column of a quantity, headed by its name."""
        return cls(
            label=quantity.label, unit=quantity.unit, currency=quantity.currency, signed=signed
        )


@dataclass(frozen=True, kw_only=True)
class ChartTable:
    """The numbers behind a chart.

    Attributes
    ----------
    frame : DataFrame
        Plain numbers, days and texts.
    columns : Mapping[str, TableColumn]
        Column of `frame` to its heading and unit, in the order shown; others are left out.
    """

    frame: pd.DataFrame
    columns: Mapping[str, TableColumn]

    def worded(self, t: Translator) -> pd.DataFrame:
        """Return the table as text in the reader's language."""
        return pd.DataFrame(
            {
                t.say(column.label): [
                    _word(v, column, t) for v in self.frame[column.words or name].tolist()
                ]
                for name, column in self.columns.items()
            }
        )

    def plain(self, t: Translator) -> pd.DataFrame:
        """Return the numbers as stored under the reader's headings; days as ISO dates."""
        plain = {}
        for name, column in self.columns.items():
            values = self.frame[name]
            is_day = pd.api.types.is_datetime64_any_dtype(values)
            plain[t.say(column.label)] = values.dt.strftime(ISO_DAY) if is_day else values
        return pd.DataFrame(plain)

    @property
    def numeric(self) -> frozenset[str]:
        """Names of the columns that hold numbers."""
        return frozenset(
            name
            for name, c in self.columns.items()
            if c.unit is not None or c.probability or c.words is not None
        )


def _word(value: object, column: TableColumn, t: Translator) -> str:
    if isinstance(value, pd.Timestamp):
        return t.date(value.date())
    if isinstance(value, (int, float)) and column.probability:
        return format_probability(float(value), t.code)
    if isinstance(value, (int, float)) and column.unit is not None:
        return t.amount(float(value), column.unit, currency=column.currency, signed=column.signed)
    return str(value)


def fan_table(frame: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return the numbers of a fan, or of a fan with a column ``pace``.

    Parameters
    ----------
    frame : DataFrame
        `kpicore.charts.fan.FAN_COLUMNS`.
    quantity : Quantity
        What the values are.

    Returns
    -------
    ChartTable
        Newest day first.
    """
    words: dict[str, Message | str] = {
        "value": quantity.label,
        "median": msg("Middle forecast"),
        "low_50": msg("5 in 10 futures, from"),
        "high_50": msg("5 in 10 futures, to"),
        "low_80": msg("8 in 10 futures, from"),
        "high_80": msg("8 in 10 futures, to"),
        "pace": msg("Pace to the target"),
    }
    columns = {"date": TableColumn(label=msg("Day"))} | {
        name: TableColumn.of(quantity.named(word)) for name, word in words.items() if name in frame
    }
    return ChartTable(frame=frame.iloc[::-1].reset_index(drop=True), columns=columns)


def series_table(
    frame: pd.DataFrame, *, quantity: Quantity, smooth_label: Message | str
) -> ChartTable:
    """Return the numbers of a series: ``date``, ``value``, ``smooth``; newest day first."""
    columns = {
        "date": TableColumn(label=msg("Day")),
        "value": TableColumn.of(quantity),
        "smooth": TableColumn.of(quantity.named(smooth_label)),
    }
    return ChartTable(frame=frame.iloc[::-1].reset_index(drop=True), columns=columns)


def track_table(evidence: Evidence, *, quantity: Quantity) -> ChartTable:
    """Return the past windows of a forecast: what would have been said, and what happened."""
    words = {
        "low": msg("Said, from"),
        "median": msg("Said, middle"),
        "high": msg("Said, to"),
        "unchanged": msg("“It stays as it is”"),
        "outcome": msg("Happened"),
    }
    rows = {
        "made_on": [pd.Timestamp(w.made_on) for w in evidence.windows],
        "date": [pd.Timestamp(w.last) for w in evidence.windows],
        **{name: [float(getattr(w, name)) for w in evidence.windows] for name in words},
    }
    columns = {
        "made_on": TableColumn(label=msg("Known until")),
        "date": TableColumn(label=msg("Window until")),
    } | {name: TableColumn.of(quantity.named(word)) for name, word in words.items()}
    return ChartTable(frame=pd.DataFrame(rows), columns=columns)


def curve_table(curve: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return targets with their probabilities."""
    columns = {
        "target": TableColumn.of(quantity),
        "probability": TableColumn(label=msg("Probability"), probability=True),
    }
    return ChartTable(frame=curve, columns=columns)


def drivers_table(frame: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return the parts of an expected change."""
    columns = {
        "part": TableColumn(label=msg("What drives it")),
        "value": TableColumn.of(quantity, signed=True),
    }
    return ChartTable(frame=frame, columns=columns)


def distribution_table(
    frame: pd.DataFrame, *, quantity: Quantity, counted: Message | str
) -> ChartTable:
    """Return how often values occurred."""
    columns = {
        "low": TableColumn.of(quantity.named(msg("From"))),
        "high": TableColumn.of(quantity.named(msg("To"))),
        "count": TableColumn(label=counted, unit=Unit.COUNT),
    }
    return ChartTable(frame=frame, columns=columns)


def component_table(frame: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return the values of a component; newest day first."""
    columns = {
        "date": TableColumn(label=msg("Day")),
        "value": TableColumn.of(quantity),
    }
    return ChartTable(frame=frame.iloc[::-1].reset_index(drop=True), columns=columns)


def weekday_table(frame: pd.DataFrame, *, quantity: Quantity) -> ChartTable:
    """Return what each weekday adds."""
    columns = {
        "weekday": TableColumn(label=msg("Weekday")),
        "value": TableColumn.of(quantity, signed=True),
    }
    return ChartTable(frame=frame, columns=columns)
