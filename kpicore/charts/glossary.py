"""The glossary: every KPI of the catalogue in the reader's words, searchable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from kpicore.charts.kpi_board import worked_formula
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.kpis import CATALOGUE, KpiDefinition, KpiValue
from kpicore.kpis.labels import DIRECTION_LABELS, ROLLUP_LABELS
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs


def found_keys(search: str, t: Translator) -> tuple[str, ...]:
    """Return the KPIs that a search finds.

    Parameters
    ----------
    search : str
        Words that must all occur in the name, meaning, formula or key, in any case; empty finds
        every KPI.
    t : Translator
        Of the reader, whose words are searched; English words are found as well.

    Returns
    -------
    tuple of str
        Keys: those whose name holds the search first, each part in the order of the catalogue.
    """
    words = search.casefold().split()
    hits = [key for key in CATALOGUE if all(w in _text(CATALOGUE[key], t) for w in words)]
    named = [key for key in hits if all(w in _name(CATALOGUE[key], t) for w in words)]
    return (*named, *(key for key in hits if key not in named))


def _name(definition: KpiDefinition, t: Translator) -> str:
    return f"{definition.key} {definition.label.text} {t(definition.label)}".casefold()


def _text(definition: KpiDefinition, t: Translator) -> str:
    parts = (definition.meaning, definition.formula)
    said = " ".join(f"{part.text} {t(part)}" for part in parts)
    return f"{_name(definition, t)} {said}".casefold()


def glossary_headline(values: Mapping[str, KpiValue]) -> Message:
    """Say how many KPIs there are and how many of them the data tell.

    Parameters
    ----------
    values : Mapping of str to KpiValue
        Every KPI over the chosen period; empty without data.

    Returns
    -------
    Message
        One sentence.
    """
    count = len(CATALOGUE)
    if not values:
        return msg(
            "{count} KPIs with their formulas. Upload your exports to see your numbers in them.",
            count=count,
        )
    return msgs(
        "Your exports tell {count} of {all} KPIs; here is what each means and how it comes about.",
        "Your exports tell {count} of {all} KPIs; here is what each means and how it comes about.",
        sum(v.value is not None for v in values.values()),
        all=count,
    )


def worked_today(value: KpiValue | None) -> Message | None:
    """Return the formula with today's numbers put in, or why there are none.

    Parameters
    ----------
    value : KpiValue or None
        Over the chosen period; None without data.

    Returns
    -------
    Message or None
        None without data.
    """
    if value is None:
        return None
    return worked_formula(value) if value.value is not None else value.reason


def glossary_table(
    keys: Sequence[str], values: Mapping[str, KpiValue], t: Translator
) -> ChartTable:
    """Return the glossary for a file.

    Parameters
    ----------
    keys : sequence of str
        Keys of the catalogue.
    values : Mapping of str to KpiValue
        Every KPI over the chosen period; empty without data.
    t : Translator
        Of the reader.

    Returns
    -------
    ChartTable
        A row per KPI.
    """
    rows = []
    for key in keys:
        definition = CATALOGUE[key]
        worked = worked_today(values.get(key))
        rows.append(
            {
                "key": key,
                "kpi": t(definition.label),
                "meaning": t(definition.meaning),
                "formula": t(definition.formula),
                "now": "" if worked is None else t(worked),
                "direction": t(DIRECTION_LABELS[definition.direction]),
                "rollup": t(ROLLUP_LABELS[definition.rollup]),
                "moved_by": t(definition.moved_by),
                "pitfalls": t(definition.pitfalls),
                "source": definition.source,
            }
        )
    labels = {
        "key": msg("Key"),
        "kpi": msg("KPI"),
        "meaning": msg("Meaning"),
        "formula": msg("Formula"),
        "now": msg("With your numbers"),
        "direction": msg("Direction"),
        "rollup": msg("How it is put together"),
        "moved_by": msg("What moves it"),
        "pitfalls": msg("What people get wrong"),
        "source": msg("Source"),
    }
    columns = {name: TableColumn(label=label) for name, label in labels.items()}
    return ChartTable(frame=pd.DataFrame(rows, columns=list(columns)), columns=columns)
