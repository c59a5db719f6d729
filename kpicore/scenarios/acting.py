"""Pulling the levers: an outlook as a scenario would change it, without fitting anything anew.

All levers act on the array of draws before any window is asked for. Factors multiply and additions
add, so that their order does not matter; levels keep what is gained; ratios are divided again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from kpicore.goals.outlook import DrawnForecast, Draws, KpiOutlook
from kpicore.messages import Message
from kpicore.scenarios.checking import Horizon, check_ground, check_scenario
from kpicore.scenarios.ground import Ground
from kpicore.scenarios.model import Lever, Scenario
from kpicore.scenarios.parts import Part, parts_of
from kpicore.scenarios.registry import sort_of
from kpicore.scenarios.sites import Effect, Site, paused_steps


@dataclass(frozen=True, kw_only=True)
class Acted:
    """An outlook under a scenario.

    Attributes
    ----------
    outlook : KpiOutlook
        With changed draws; the very one that was given where no lever moves this KPI.
    notes : tuple of Message
        What the levers' effects rest on, each once.
    idle : tuple of Lever
        Levers that do not move this KPI.
    """

    outlook: KpiOutlook
    notes: tuple[Message, ...] = ()
    idle: tuple[Lever, ...] = ()


def act(scenario: Scenario, outlook: KpiOutlook, ground: Ground, *, seed: int = 0) -> Acted:
    """Pull the levers of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Checked here.
    outlook : KpiOutlook
        As forecast; not changed.
    ground : Ground
        Of the same accounts.
    seed : int, default 0
        Of the levers' uncertainty.

    Returns
    -------
    Acted
        Draw i is draw i of the forecast with the levers pulled.

    Raises
    ------
    ScenarioError
        If a lever makes no sense for these days or these accounts.
    """
    if not scenario.levers:
        return Acted(outlook=outlook)
    check_scenario(scenario, Horizon(first=ground.today, last=outlook.horizon_last))
    for lever in scenario.levers:
        check_ground(lever, ground)
    parts = parts_of(outlook)
    found = [_effects(scenario.levers, part, ground, seed) for part in parts]
    moving = [any(_moves(side[i]) for side in found) for i in range(len(scenario.levers))]
    idle = tuple(x for x, moves in zip(scenario.levers, moving, strict=True) if not moves)
    if not any(moving):
        return Acted(outlook=outlook, idle=idle)
    draws = [_moved(part, side) for part, side in zip(parts, found, strict=True)]
    return Acted(
        outlook=replace(outlook, forecast=_remade(outlook, draws)),
        notes=_once(note for effect in found[0] for note in effect.notes),
        idle=idle,
    )


def _once(notes: Iterable[Message]) -> tuple[Message, ...]:
    kept: list[Message] = []
    for note in notes:
        if note not in kept:
            kept.append(note)
    return tuple(kept)


def _effects(levers: tuple[Lever, ...], part: Part, ground: Ground, seed: int) -> list[Effect]:
    paused = paused_steps(levers, part, ground.today)
    seen: Counter[type] = Counter()
    found = []
    for lever in levers:
        site = Site(
            part=part,
            ground=ground,
            paused=paused,
            seed=seed,
            ordinal=seen[type(lever)],
        )
        seen[type(lever)] += 1
        found.append(sort_of(lever).effect(lever, site))
    return found


def _moves(effect: Effect) -> bool:
    return any(change is not None for change in (effect.factor, effect.added, effect.tilt))


def _moved(part: Part, found: list[Effect]) -> Draws:
    draws = part.draws
    for effect in found:
        if effect.tilt is not None:
            draws = draws * effect.tilt
    factors = [e.factor for e in found if e.factor is not None]
    additions = [e.added for e in found if e.added is not None]
    if part.gains and factors:
        # Levers multiply what is won, not what is there already.
        growth = part.growth_per_day()[:, None] * part.step_days
        additions.append(growth * (np.prod(factors, axis=0) - 1))
    elif factors:
        draws = draws * np.prod(factors, axis=0)
    if additions:
        added = np.sum(additions, axis=0)
        draws = draws + (np.cumsum(added, axis=1) if part.is_level else added)
    return draws


def _remade(outlook: KpiOutlook, draws: list[Draws]) -> DrawnForecast:
    from kpicore.forecasting.ratio import RatioForecast  # noqa: PLC0415 - loads Prophet
    from kpicore.forecasting.result import Forecast  # noqa: PLC0415 - loads Prophet

    made, upper = outlook.forecast, outlook.source.upper
    if isinstance(made, Forecast):
        return replace(made, paths=replace(made.paths, draws=draws[0]))
    assert isinstance(made, RatioForecast)
    above, below = draws
    if upper is not None:
        above = np.minimum(above, upper * below)
    ratio = np.divide(above, below, out=made.draws.copy(), where=below > 0)
    return replace(
        made,
        numerator=replace(made.numerator, draws=above),
        denominator=replace(made.denominator, draws=below),
        draws=ratio,
    )
