"""The catalogue: every KPI by its key, in the order in which the KPI page shows them.

The rows live in modules by subject; keys are stored in databases and links and never renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicore.errors import DataNotFoundError
from kpicore.kpis import rows_followers, rows_reactions, rows_service, rows_video, rows_visibility
from kpicore.kpis.definition import KpiDefinition, Statistic
from kpicore.messages import msg

_DEFINITIONS: tuple[KpiDefinition, ...] = (
    rows_reactions.ROWS
    + rows_service.ROWS
    + rows_followers.ROWS
    + rows_visibility.ROWS
    + rows_video.ROWS
)

CATALOGUE: Mapping[str, KpiDefinition] = MappingProxyType({d.key: d for d in _DEFINITIONS})
"""Every KPI by its key."""


def kpi(key: str) -> KpiDefinition:
    """Return the KPI of that key.

    Parameters
    ----------
    key : str
        Key of the catalogue.

    Returns
    -------
    KpiDefinition
        Its row.

    Raises
    ------
    DataNotFoundError
        If the catalogue has no such key.
    """
    if key not in CATALOGUE:
        raise DataNotFoundError(
            msg(
                "There is no KPI called {key}. Known are: {known}.",
                key=key,
                known=tuple(CATALOGUE),
            )
        )
    return CATALOGUE[key]


def check_statistic(definition: KpiDefinition, statistic: Statistic) -> Statistic:
    """Return the statistic if the KPI offers it.

    Parameters
    ----------
    definition : KpiDefinition
        The KPI.
    statistic : Statistic
        The statistic asked for.

    Returns
    -------
    Statistic
        The same.

    Raises
    ------
    DataNotFoundError
        If the KPI does not offer it.
    """
    if statistic not in definition.statistics:
        raise DataNotFoundError(
            msg(
                "{kpi} is not offered as {statistic}. Offered are: {known}.",
                kpi=definition.label,
                statistic=statistic.value,
                known=tuple(s.value for s in definition.statistics),
            )
        )
    return statistic
