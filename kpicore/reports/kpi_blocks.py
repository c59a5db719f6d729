"""KPIs as blocks: figures in a row, a line over time, tables of figures, posts and formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import altair as alt
import pandas as pd

from kpicore.charts.channel_board import side_table
from kpicore.charts.kpi_board import better, change_text
from kpicore.charts.movers import movers_summary, movers_table
from kpicore.charts.past_summary import series_summary
from kpicore.charts.platform_names import platform_name
from kpicore.charts.quantity import quantity_of
from kpicore.charts.series import kpi_series_chart
from kpicore.charts.series_frames import series_frame, series_step, smooth_label
from kpicore.charts.tables import ChartTable, TableColumn, series_table
from kpicore.errors import NotComputableError
from kpicore.history import Account
from kpicore.kpis import CATALOGUE, KpiValue, compute_channels, kpi_series, posts_that_moved
from kpicore.language import Translator
from kpicore.messages import Message, alone, msg
from kpicore.periods import Period
from kpicore.reports.blocks import Chart, Figure, Note, Table, Tone, Words
from kpicore.reports.material import Material
from kpicore.reports.sources import data_origin, kpi_origin
from kpicore.reviews import FormatTable
from kpicore.units import Amount, Change, Unit

SHOWN_DAYS = 182
"""Half a year: enough to see where a period stands."""
MOST_POSTS = 5
TITLE_LETTERS = 70


def figures_of(values: Iterable[KpiValue], material: Material) -> tuple[Figure, ...]:
    """Return KPIs as figures that stand in a row.

    Parameters
    ----------
    values : iterable of KpiValue
        With a value.
    material : Material
        What the report is made of.

    Returns
    -------
    tuple of Figure
        Each with its change on the span before, where that can be told.
    """
    return tuple(
        Figure(
            label=CATALOGUE[v.key].label,
            value=alone(Amount(v.value or 0.0, v.unit, v.currency)),
            origin=kpi_origin(v, material),
            change=_change(v),
            tone=_tone(v),
            number=v.value,
            unit=v.unit,
            currency=v.currency,
        )
        for v in values
    )


def _change(value: KpiValue) -> Message | None:
    if value.change is None or value.previous_period is None:
        return None
    if value.counted_differently:
        return msg("The platform counted differently before.")
    return msg(
        "{change} on {first} – {last}",
        change=Change(value.change),
        first=value.previous_period.first,
        last=value.previous_period.last,
    )


def _tone(value: KpiValue) -> Tone:
    way = better(value)
    return Tone.NEUTRAL if way is None else Tone.GOOD if way else Tone.BAD


def line_of(value: KpiValue, material: Material, *, of: str = "") -> Chart | None:
    """Return a KPI over the last half year.

    Parameters
    ----------
    value : KpiValue
        The KPI with its accounts; its period is marked.
    material : Material
        What the report is made of.
    of : str
        Name of whom it speaks; empty where that is clear.

    Returns
    -------
    Chart or None
        None where there are too few values for a line.
    """
    definition = CATALOGUE[value.key]
    step = series_step(definition)
    try:
        series = kpi_series(
            material.history,
            value.key,
            account_ids=value.accounts,
            today=material.today,
            step=step,
            options=material.options,
        )
    except NotComputableError:
        return None
    whole = series_frame(series, definition, step)
    start = pd.Timestamp(material.period.last - timedelta(days=SHOWN_DAYS))
    frame = whole[whole["date"] >= start].reset_index(drop=True)
    if frame["value"].notna().sum() < 2:
        return None
    quantity, smooth = quantity_of(value), smooth_label(definition, step)
    first, last = frame["date"].min().date(), frame["date"].max().date()
    events = events_frame(material, first, last)

    def draw(t: Translator) -> alt.LayerChart:
        return kpi_series_chart(
            frame,
            quantity=quantity,
            smooth_label=smooth,
            t=t,
            events=events,
            highlight=(max(material.period.first, first), min(material.period.last, last)),
        )

    return Chart(
        title=msg("{kpi}, {account}", kpi=definition.label, account=of) if of else definition.label,
        summary=series_summary(frame, quantity=quantity),
        origin=data_origin(material, Period(first, last)),
        draw=draw,
        numbers=lambda _t: series_table(frame, quantity=quantity, smooth_label=smooth),
        lines=("value", "smooth"),
        height=240,
    )


def events_frame(material: Material, first: date, last: date) -> pd.DataFrame | None:
    """Return the events of some days as charts take them; None without any."""
    rows = [
        {"date": pd.Timestamp(max(e.first, first)), "label": e.name}
        for e in material.events
        if e.first <= last and e.last >= first
    ]
    return pd.DataFrame(rows) if rows else None


def kpi_table(
    values: Sequence[KpiValue], material: Material, *, title: Words | None = None
) -> Table:
    """Return KPIs in rows, beside the span before; without a title they are all there are."""
    told = [v for v in values if v.value is not None]

    def numbers(t: Translator) -> ChartTable:
        rows = [
            {
                "kpi": t(CATALOGUE[v.key].label),
                "value": v.value,
                "value words": t.amount(v.value, v.unit, currency=v.currency),
                "previous": float("nan") if v.previous is None else v.previous,
                "previous words": t.amount(v.previous, v.unit, currency=v.currency),
                "change": change_text(v, t),
                "unit": v.unit.value,
                "currency": v.currency,
            }
            for v in told
        ]
        names = ["kpi", "value", "value words", "previous", "previous words", "change"]
        return ChartTable(
            frame=pd.DataFrame(rows, columns=[*names, "unit", "currency"]),
            columns={
                "kpi": TableColumn(label=msg("KPI")),
                "value": TableColumn(label=msg("Value"), words="value words"),
                "previous": TableColumn(label=msg("Before"), words="previous words"),
                "change": TableColumn(label=msg("Change")),
            },
        )

    words = msg("All figures") if title is None else title
    return Table(title=words, origin=data_origin(material), numbers=numbers)


def channels_table(
    material: Material, names: Mapping[str, str], keys: Sequence[str]
) -> Table | None:
    """Return KPIs of the accounts side by side; None where they share none.

    Parameters
    ----------
    material : Material
        What the report is made of.
    names : Mapping of str to str
        Account id to its name.
    keys : sequence of str
        KPIs in the order of the rows; those that no account gives are left out.

    Returns
    -------
    Table or None
        An account a column; nothing is added up.
    """
    found = compute_channels(
        material.history,
        material.period,
        account_ids=material.account_ids,
        today=material.today,
        keys=keys,
        options=material.options,
    )
    if all(v.value is None for row in found.values() for v in row):
        return None
    return Table(
        title=msg("Accounts side by side"),
        origin=data_origin(material),
        numbers=lambda t: side_table(found, names, keys, t),
    )


def posts_table(value: KpiValue, material: Material) -> tuple[Note | Table, ...]:
    """Return the posts that moved a KPI most; nothing where posts cannot tell it."""
    found = posts_that_moved(
        material.history,
        value.key,
        material.period,
        account_ids=value.accounts,
        today=material.today,
        statistic=value.statistic,
        count=MOST_POSTS,
        options=material.options,
    )
    if found.empty:
        return ()
    shown = found.assign(title=[_short(str(title)) for title in found["title"]])
    # A link in a printed table cannot be followed, and a long one breaks it.
    whole = movers_table(shown, value)
    columns = {name: column for name, column in whole.columns.items() if name != "url"}
    table = ChartTable(frame=whole.frame, columns=columns)
    label = CATALOGUE[value.key].label
    return (
        Table(
            title=msg("Posts that moved {kpi} most", kpi=label),
            origin=data_origin(material),
            numbers=lambda _t: table,
            wide=("title",),
        ),
        Note(sentences=(movers_summary(found, value),), small=True),
    )


def _short(title: str) -> str:
    plain = " ".join(title.split())
    return plain if len(plain) <= TITLE_LETTERS else plain[: TITLE_LETTERS - 1] + "…"


def formats_table(formats: FormatTable, material: Material) -> Table | None:
    """Return what the formats earned; None without posts."""
    if not formats.standings:
        return None

    def numbers(t: Translator) -> ChartTable:
        rows = [(t(s.word), s.posts, s.median, s.total) for s in formats.standings]
        columns = {
            "format": TableColumn(label=msg("Format")),
            "posts": TableColumn(label=msg("Posts"), unit=Unit.COUNT),
            "median": TableColumn(label=msg("Interactions of the middle post"), unit=Unit.COUNT),
            "total": TableColumn(label=msg("Interactions in all"), unit=Unit.COUNT),
        }
        return ChartTable(frame=pd.DataFrame(rows, columns=list(columns)), columns=columns)

    return Table(title=msg("Formats"), origin=data_origin(material, formats.span), numbers=numbers)


def account_names(accounts: Sequence[Account]) -> dict[str, str]:
    """Return names of accounts with their platforms, by id."""
    return {a.account_id: f"{a.name} ({platform_name(a.platform)})" for a in accounts}
