"""Experiments: planned ones and their results, kept as they were entered."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, func, select

from kpicore.errors import ConflictError
from kpicore.experiments.content import Plain, experiment_from_plain, experiment_to_plain
from kpicore.experiments.model import Experiment
from kpicore.messages import msg
from kpicore.store.access import Access, new_id
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import ExperimentRow


class ExperimentMethods(Access):
    """What a workspace does with experiments."""

    def experiments(self) -> tuple[Experiment, ...]:
        """Return all experiments in the order in which they were made."""
        query = select(ExperimentRow).order_by(ExperimentRow.position, ExperimentRow.experiment_id)
        with self._reading() as session:
            return tuple(experiment_of(row) for row in session.scalars(query))

    def save_experiment(self, experiment: Experiment) -> Experiment:
        """Keep an experiment: a new one when it has no id yet.

        Parameters
        ----------
        experiment : Experiment
            As it shall be.

        Returns
        -------
        Experiment
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        with self._writing(Action.EDIT) as session:
            if experiment.experiment_id:
                row = _unchanged(session, experiment)
            else:
                last = session.scalar(select(func.max(ExperimentRow.position))) or 0
                row = ExperimentRow(experiment_id=new_id(), version=0, position=last + 1)
                session.add(row)
            row.name, row.content = experiment.name, _content(experiment)
            row.version += 1
            session.flush()
            return experiment_of(row)

    def delete_experiment(self, experiment_id: str) -> None:
        """Delete an experiment; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(
                delete(ExperimentRow).where(ExperimentRow.experiment_id == experiment_id)
            )


def _unchanged(session: ScopedSession, experiment: Experiment) -> ExperimentRow:
    row = session.scalar(
        select(ExperimentRow).where(ExperimentRow.experiment_id == experiment.experiment_id)
    )
    if row is None:
        raise ConflictError(
            msg("Somebody else deleted this experiment in the meantime; save it as a new one.")
        )
    if row.version != experiment.version:
        raise ConflictError(
            msg("Somebody else changed this experiment in the meantime; load the page again.")
        )
    return row


def _content(experiment: Experiment) -> dict[str, Json]:
    return {name: _json(value) for name, value in experiment_to_plain(experiment).items()}


def _json(value: Plain) -> Json:
    return [_json(one) for one in value] if isinstance(value, list) else value


def experiment_of(row: ExperimentRow) -> Experiment:
    """Return the experiment that a row keeps.

    Raises
    ------
    ValueError, KeyError, KpiCoreError
        If its content is none: a workspace file may hold anything.
    """
    return experiment_from_plain(
        row.content, experiment_id=row.experiment_id, name=row.name, version=row.version
    )


def move_experiments(session: ScopedSession, account_id: str, into: str) -> None:
    """Let experiments on one account be on another: the two were found to be the same."""
    for row in session.scalars(select(ExperimentRow)):
        kept = experiment_of(row)
        if account_id in kept.account_ids:
            moved = dict.fromkeys(into if i == account_id else i for i in kept.account_ids)
            row.content = _content(replace(kept, account_ids=tuple(moved)))
            row.version += 1
