"""What a review and the track record show as charts and tables: frames ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from kpicore.charts.quantity import Quantity
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.goals.record import SettledAim
from kpicore.kpis import kpi
from kpicore.language import Translator
from kpicore.messages import msg
from kpicore.reviews.split import PART_WORDS, ChangeSplit

REACHED, MISSED = msg("Reached"), msg("Missed")


def split_frame(split: ChangeSplit, t: Translator) -> pd.DataFrame:
    """Return the parts of a change, ready for `kpicore.charts.drivers.drivers_chart`.

    Parameters
    ----------
    split : ChangeSplit
        From `kpicore.reviews`.
    t : Translator
        Of the reader.

    Returns
    -------
    DataFrame
        `kpicore.charts.drivers.DRIVER_COLUMNS`; the values add up to the change. Posting is left
        out where it is not known.
    """
    frame = split.frame()
    if split.effect is None:
        frame = frame[frame["part"] != "posting"]
    words = [t(PART_WORDS[part]) for part in frame["part"]]
    return pd.DataFrame({"part": words, "value": frame["value"].to_numpy()})


def split_table(frame: pd.DataFrame, quantity: Quantity) -> ChartTable:
    """Return the numbers of a split."""
    return ChartTable(
        frame=frame,
        columns={
            "part": TableColumn(label=msg("Part")),
            "value": TableColumn.of(quantity, signed=True),
        },
    )


def aims_table(aims: Sequence[SettledAim], t: Translator) -> ChartTable:
    """Return what was said of goals and what came, the newest deadline first.

    Parameters
    ----------
    aims : sequence of SettledAim
        Goals whose outcome is known.
    t : Translator
        Of the reader, for the names of KPIs and the numbers of different units.

    Returns
    -------
    ChartTable
        A row per aim.
    """
    newest = sorted(aims, key=lambda aim: aim.goal.deadline, reverse=True)
    units = [kpi(aim.goal.kpi).unit for aim in newest]

    def worded(values: Sequence[float]) -> list[str]:
        return [t.amount(v, unit) for v, unit in zip(values, units, strict=True)]

    target = [aim.goal.target for aim in newest]
    expected = [aim.said.expected for aim in newest]
    outcome = [aim.outcome for aim in newest]
    frame = pd.DataFrame(
        {
            "kpi": [t(kpi(aim.goal.kpi).label) for aim in newest],
            "deadline": pd.to_datetime([aim.goal.deadline for aim in newest]),
            "target": target,
            "target_text": worded(target),
            "said": [aim.said.probability for aim in newest],
            "expected": expected,
            "expected_text": worded(expected),
            "outcome": outcome,
            "outcome_text": worded(outcome),
            "result": [t(REACHED if aim.reached else MISSED) for aim in newest],
        }
    )
    return ChartTable(
        frame=frame,
        columns={
            "kpi": TableColumn(label=msg("KPI")),
            "deadline": TableColumn(label=msg("Deadline")),
            "target": TableColumn(label=msg("Target"), words="target_text"),
            "said": TableColumn(label=msg("Called likely"), probability=True),
            "expected": TableColumn(label=msg("Expected"), words="expected_text"),
            "outcome": TableColumn(label=msg("Came"), words="outcome_text"),
            "result": TableColumn(label=msg("Result")),
        },
    )
