"""Experiments as plain JSON and back: what the database and workspace files hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite

from kpicore.experiments.model import Design, Experiment, Look, Row, Stopping, Varied

Plain = str | float | None | list["Plain"]


def experiment_to_plain(experiment: Experiment) -> dict[str, Plain]:
    """Return all of an experiment but its identity, name and version."""
    return {
        "account_ids": list(experiment.account_ids),
        "varied": experiment.varied.value,
        "measure": experiment.measure,
        "design": experiment.design.value,
        "variants": list(experiment.variants),
        "rows": [
            [row.variant, row.day.isoformat() if row.day else None, row.wins, row.tries]
            for row in experiment.rows
        ],
        "worth": experiment.worth,
        "stopping": experiment.stopping.value,
        "planned": experiment.planned,
        "looks": [[look.day.isoformat(), look.size] for look in experiment.looks],
    }


def experiment_from_plain(
    content: Mapping[str, object], *, experiment_id: str, name: str, version: int
) -> Experiment:
    """Return the experiment that `experiment_to_plain` wrote.

    Parameters
    ----------
    content : Mapping
        Anything: it may come from a file that somebody changed.
    experiment_id, name, version : str, str, int
        What is kept beside it.

    Returns
    -------
    Experiment
        Checked.

    Raises
    ------
    ValueError, KeyError
        If it is none.
    """
    return Experiment(
        experiment_id=experiment_id,
        name=name,
        version=version,
        account_ids=tuple(_text(i) for i in _list(content["account_ids"])),
        varied=Varied(_text(content["varied"])),
        measure=_text(content["measure"]),
        design=Design(_text(content["design"])),
        variants=tuple(_text(v) for v in _list(content["variants"])),
        rows=tuple(_row(r) for r in _list(content["rows"])),
        worth=_number(content["worth"]),
        stopping=Stopping(_text(content["stopping"])),
        planned=_maybe(content["planned"]),
        looks=tuple(_look(k) for k in _list(content["looks"])),
    )


def _row(data: object) -> Row:
    variant, day, wins, tries = _list(data, 4)
    return Row(
        variant=_text(variant),
        day=None if day is None else date.fromisoformat(_text(day)),
        wins=_number(wins),
        tries=_maybe(tries),
    )


def _look(data: object) -> Look:
    day, size = _list(data, 2)
    return Look(day=date.fromisoformat(_text(day)), size=_number(size))


def _list(data: object, length: int | None = None) -> list[object]:
    if not isinstance(data, list) or (length is not None and len(data) != length):
        raise ValueError(f"{data!r} is no list of that length.")
    return data


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text.")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r} is no number.")
    return float(value)


def _maybe(value: object) -> float | None:
    return None if value is None else _number(value)
