"""The KPI page in frames and sentences: how the figures stand, and one formula at work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from kpicore.kpis import CATALOGUE, Direction, Group, KpiValue, Rollup
from kpicore.kpis.labels import GROUP_LABELS
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import MISSING_TEXT, Amount, Change, Unit

BOARD_COLUMNS = ("key", "label", "value", "change", "previous", "line")
"""A row per KPI with a value: texts, and `line` with the numbers of its sparkline."""

_NAN = float("nan")

UNLIKE = "≠"
"""Stands before a change across a day on which the platform changed what it counts."""

STEADY_SHARE = 0.01
"""Changes below one percent are not called better or worse."""


def better(value: KpiValue) -> bool | None:
    """Tell whether a KPI moved to its better side.

    Parameters
    ----------
    value : KpiValue
        With its comparison.

    Returns
    -------
    bool or None
        None where nothing can be compared, the platform counted differently before, the KPI has no
        better side, or it hardly moved.
    """
    direction = CATALOGUE[value.key].direction
    if value.counted_differently:
        return None
    if value.change is None or direction is Direction.NEUTRAL:
        return None
    if abs(value.change) < STEADY_SHARE:
        return None
    return (value.change > 0) is (direction is Direction.UP)


def board_headline(values: Sequence[KpiValue], core: Sequence[str] = ()) -> Message:
    """Say in one sentence how an account is doing.

    Parameters
    ----------
    values : sequence of KpiValue
        All KPIs of one period.
    core : sequence of str
        Keys that matter most, the most important first; by default the first KPI with a change.

    Returns
    -------
    Message
        The leading KPI with its change, and how many KPIs went which way.
    """
    compared = [v for v in values if v.change is not None and v.previous_period is not None]
    if not compared:
        count = sum(v.value is not None for v in values)
        return msgs(
            "{count} KPI can be told from your data; there is nothing to compare it with yet.",
            "{count} KPIs can be told from your data; there is nothing to compare them with yet.",
            count,
        )
    lead = next((v for key in core for v in compared if v.key == key), compared[0])
    ways = [better(v) for v in compared]
    if lead.counted_differently:
        return msgs(
            "{kpi}: {value}. The platform counted differently before.",
            "{kpi}: {value}. The platform counted differently before. Of {count} KPIs {up} got "
            "better, {down} worse.",
            len(compared),
            kpi=CATALOGUE[lead.key].label,
            value=_worth(lead),
            up=ways.count(True),
            down=ways.count(False),
        )
    return msgs(
        "{kpi}: {value}, {change} on the period before.",
        "{kpi}: {value}, {change} on the period before. Of {count} KPIs {up} got better, {down} "
        "worse.",
        len(compared),
        kpi=CATALOGUE[lead.key].label,
        value=_worth(lead),
        change=Change(_NAN if lead.change is None else lead.change),
        up=ways.count(True),
        down=ways.count(False),
    )


def board_frames(
    values: Iterable[KpiValue], lines: Mapping[str, Sequence[float]], t: Translator
) -> Mapping[Group, pd.DataFrame]:
    """Return the table of each group, in the order of the catalogue.

    Parameters
    ----------
    values : iterable of KpiValue
        All KPIs of one period; those without a value are left out.
    lines : Mapping[str, sequence of float]
        Key to the numbers of its sparkline.
    t : Translator
        Of the reader.

    Returns
    -------
    Mapping[Group, DataFrame]
        `BOARD_COLUMNS`; groups without a value are left out.
    """
    rows: dict[Group, list[dict[str, object]]] = {}
    for value in values:
        if value.value is None:
            continue
        definition = CATALOGUE[value.key]
        rows.setdefault(definition.group, []).append(
            {
                "key": value.key,
                "label": t(definition.label),
                "value": t.amount(value.value, value.unit, currency=value.currency),
                "change": change_text(value, t),
                "previous": t.amount(value.previous, value.unit, currency=value.currency),
                "line": list(lines.get(value.key, ())),
            }
        )
    return {
        group: pd.DataFrame(rows[group], columns=list(BOARD_COLUMNS))
        for group in GROUP_LABELS
        if group in rows
    }


def change_text(value: KpiValue, t: Translator) -> str:
    """Write a change and, where it is clear, whether it is for the better.

    Parameters
    ----------
    value : KpiValue
        With its comparison.
    t : Translator
        Of the reader.

    Returns
    -------
    str
        ``"+8% better"``; a dash without comparison, `UNLIKE` before a change that compares unlike
        counts.
    """
    if value.change is None:
        return MISSING_TEXT
    change = Change(value.change)
    if value.counted_differently:
        return t(msg("{sign} {change}", sign=UNLIKE, change=change))
    way = better(value)
    if way is None:
        return t.change(value.change)
    if way:
        return t(msg("{change} better", change=change))
    return t(msg("{change} worse", change=change))


def missing_frame(values: Iterable[KpiValue], t: Translator) -> pd.DataFrame:
    """Return the KPIs without a value and why.

    Parameters
    ----------
    values : iterable of KpiValue
        All KPIs of one period.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        ``label`` and ``reason`` as text.
    """
    rows = [
        {"label": t(CATALOGUE[v.key].label), "reason": t(v.reason)}
        for v in values
        if v.value is None and v.reason is not None
    ]
    return pd.DataFrame(rows, columns=["label", "reason"])


def board_export(values: Iterable[KpiValue], t: Translator) -> pd.DataFrame:
    """Return all KPIs as plain numbers, for a file.

    Parameters
    ----------
    values : iterable of KpiValue
        All KPIs of one period.
    t : Translator
        Of the reader, for names and reasons.

    Returns
    -------
    DataFrame
        Key, name, unit, first and last day, value, previous value, change as a share, reason.
    """
    return pd.DataFrame(
        [
            {
                "key": v.key,
                "kpi": t(CATALOGUE[v.key].label),
                "unit": v.currency or v.unit.value,
                "first": v.period.first.isoformat(),
                "last": v.period.last.isoformat(),
                "value": v.value,
                "previous": v.previous,
                "change": v.change,
                "reason": "" if v.reason is None else t(v.reason),
            }
            for v in values
        ]
    )


def worked_formula(value: KpiValue) -> Message:
    """Return the formula of a KPI with the numbers of its period put in.

    Parameters
    ----------
    value : KpiValue
        With a value.

    Returns
    -------
    Message
        "1,234 ÷ 12,400 = 10.0%" for ratios, else the value with what it rests on.
    """
    definition = CATALOGUE[value.key]
    worth = _worth(value)
    if value.numerator is not None and value.denominator is not None:
        upper = Amount(value.numerator, _part_unit(value), value.currency)
        lower = Amount(value.denominator, Unit.COUNT)
        if definition.scale != 1.0:
            return msg(
                "{upper} ÷ {lower} × {scale} = {value}",
                upper=upper,
                lower=lower,
                scale=definition.scale,
                value=worth,
            )
        return msg("{upper} ÷ {lower} = {value}", upper=upper, lower=lower, value=worth)
    if value.posts_counted:
        return msgs(
            "{value}, from {count} post", "{value}, from {count} posts", value.posts_counted,
            value=worth,
        )  # fmt: skip
    return msgs(
        "{value}, from {count} day with data",
        "{value}, from {count} days with data",
        value.days_observed,
        value=worth,
    )


def _worth(value: KpiValue) -> Amount:
    # NaN is written as a dash.
    return Amount(_NAN if value.value is None else value.value, value.unit, value.currency)


def _part_unit(value: KpiValue) -> Unit:
    # A share is counts over counts; seconds per view are seconds over counts.
    return Unit.COUNT if value.unit in {Unit.SHARE, Unit.NUMBER} else value.unit


def forecastable(values: Iterable[KpiValue], core: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the keys of the KPIs that can be looked ahead, those that matter first.

    Parameters
    ----------
    values : iterable of KpiValue
        All KPIs of one period.
    core : sequence of str
        Keys that matter most.

    Returns
    -------
    tuple of str
        KPIs with a value that can be put together over days.
    """
    able = [
        v.key for v in values if v.value is not None and CATALOGUE[v.key].rollup in _SERIES_ROLLUPS
    ]
    first = [key for key in core if key in able]
    return (*first, *(key for key in able if key not in first))


_SERIES_ROLLUPS = frozenset({Rollup.SUM, Rollup.LAST, Rollup.POOLED})
