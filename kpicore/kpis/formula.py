"""A KPI's formula with today's numbers put in."""

from __future__ import annotations

from kpicore.kpis.catalogue import kpi
from kpicore.kpis.definition import Rollup
from kpicore.kpis.value import KpiValue
from kpicore.messages import Message, msg
from kpicore.units import Amount, Unit

_ADDED_UP = frozenset({Unit.SECONDS, Unit.MONEY})


def formula_with_numbers(value: KpiValue) -> Message | None:
    """Put the numbers of a value into its formula.

    Parameters
    ----------
    value : KpiValue
        From `compute_kpi`.

    Returns
    -------
    Message or None
        ``"1,200 ÷ 30,000 = 4.0%"``; None where there is no value.
    """
    if value.value is None:
        return None
    definition = kpi(value.key)
    result = Amount(value.value, value.unit, value.currency)
    if value.numerator is None or value.denominator is None:
        return _single(value, result)
    unit = value.unit if value.unit in _ADDED_UP else Unit.COUNT
    above = Amount(value.numerator, unit, value.currency)
    below = Amount(value.denominator, Unit.COUNT)
    if definition.rollup is Rollup.GROWTH:
        return msg("{above} ÷ {below} − 1 = {result}", above=above, below=below, result=result)
    if definition.scale != 1.0:
        return msg(
            "{above} ÷ {below} × {scale} = {result}",
            above=above,
            below=below,
            scale=Amount(definition.scale, Unit.COUNT),
            result=result,
        )
    return msg("{above} ÷ {below} = {result}", above=above, below=below, result=result)


def _single(value: KpiValue, result: Amount) -> Message:
    if value.posts_counted:
        return msg("{result} from {posts} posts", result=result, posts=value.posts_counted)
    return msg("{result} from {days} days", result=result, days=value.days_observed)
