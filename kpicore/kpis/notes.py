"""What a reader must know about a KPI's value, each point in one sentence."""

from __future__ import annotations

from kpicore.kpis.definition import Rollup
from kpicore.kpis.figures import Figure
from kpicore.kpis.reading import Reading
from kpicore.kpis.ripeness import Ripeness
from kpicore.messages import Message, msg, msgs
from kpicore.periods import Period


def notes_on(
    reading: Reading,
    figure: Figure,
    ripe: Ripeness,
    *,
    period: Period,
    known: Period,
    before: Period,
    comparable: bool,
) -> tuple[Message, ...]:
    """Say what a reader must know about a value.

    Parameters
    ----------
    reading : Reading
        How it was made.
    figure : Figure
        The figure over the known days.
    ripe : Ripeness
        Posts left out and completed.
    period, known : Period
        The days asked for, and those that are known.
    before : Period
        The days it is compared with.
    comparable : bool
        Whether the two spans hold about as many days with data.

    Returns
    -------
    tuple of Message
        Each point once, the most important first.
    """
    found = _way_notes(reading)
    if known != period:
        found.append(
            msg(
                "The period runs to {end}, the data to {last}; compared with the same span before.",
                end=period.last,
                last=known.last,
            )
        )
    missing = known.days - figure.days
    if figure.days and missing > 0 and reading.definition.rollup in _WHERE_DAYS_MATTER:
        found.append(
            msgs(
                "One of {days} days is missing.",
                "{count} of {days} days are missing.",
                missing,
                days=known.days,
            )
        )
    if not comparable:
        found.append(msg("Not compared: the span before does not hold as many days with data."))
    found.extend(b.warning for b in reading.breaks(Period(before.first, known.last)))
    found.extend(_account_notes(reading))
    if ripe.left_out:
        found.append(
            msgs(
                "One post younger than {days} days is left out.",
                "{count} posts younger than {days} days are left out.",
                ripe.left_out,
                days=reading.options.maturity_days,
            )
        )
    if ripe.completed:
        found.append(
            msgs(
                "One young post is completed by the account's own age curve.",
                "{count} young posts are completed by the account's own age curve.",
                ripe.completed,
            )
        )
    return tuple(found)


_WHERE_DAYS_MATTER = frozenset({Rollup.SUM, Rollup.POOLED, Rollup.MAXIMUM, Rollup.QUANTILE})


def _way_notes(reading: Reading) -> list[Message]:
    found: list[Message] = []
    for way in reading.plan:
        if way is not None and way.note is not None and way.note not in found:
            found.append(way.note)
    return found


def _account_notes(reading: Reading) -> list[Message]:
    if len(reading.tables) == 1:
        return []
    notes = []
    absent = sum(way is None for way in reading.plan)
    if absent:
        notes.append(
            msgs(
                "One account does not tell this and is not counted.",
                "{count} accounts do not tell this and are not counted.",
                absent,
            )
        )
    if reading.definition.rollup is Rollup.LAST and len(reading.tables) - absent > 1:
        notes.append(
            msg("Levels of several accounts are added: who follows two of them counts twice.")
        )
    return notes
