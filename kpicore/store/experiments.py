"""Experiments: planned ones and their results, kept as they were entered."""

from __future__ import annotations

from kpicore.experiments.content import Plain, experiment_from_plain, experiment_to_plain
from kpicore.experiments.model import Experiment
from kpicore.messages import msg
from kpicore.store.access import Access
from kpicore.store.contents import Conflict, ContentKind
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.tables import ExperimentRow


def _content(experiment: Experiment) -> dict[str, Json]:
    return {name: _json(value) for name, value in experiment_to_plain(experiment).items()}


def _json(value: Plain) -> Json:
    return [_json(one) for one in value] if isinstance(value, list) else value


def _experiment(row: ExperimentRow) -> Experiment:
    return experiment_from_plain(
        row.content, experiment_id=row.experiment_id, name=row.name, version=row.version
    )


EXPERIMENTS = ContentKind(
    row=ExperimentRow,
    identity=lambda experiment: experiment.experiment_id,
    content=_content,
    thing=_experiment,
    conflict=Conflict(
        deleted=msg("Somebody else deleted this experiment in the meantime; save it as a new one."),
        changed=msg("Somebody else changed this experiment in the meantime; load the page again."),
    ),
)
"""How experiments are kept."""


class ExperimentMethods(Access):
    """What a workspace does with experiments; see `ContentKind` for what they raise."""

    def experiments(self) -> tuple[Experiment, ...]:
        """Return all experiments in the order in which they were made."""
        with self._reading() as session:
            return EXPERIMENTS.all(session)

    def save_experiment(self, experiment: Experiment) -> Experiment:
        """Keep an experiment and return it with its id and its new version."""
        with self._writing(Action.EDIT) as session:
            return EXPERIMENTS.save(session, experiment)

    def delete_experiment(self, experiment_id: str) -> None:
        """Delete an experiment; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            EXPERIMENTS.delete(session, experiment_id)
