"""Scenarios: named sets of levers, kept as they were made."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from kpicore.errors import ConflictError
from kpicore.messages import msg
from kpicore.scenarios.content import lever_from_plain, lever_to_plain
from kpicore.scenarios.model import Scenario
from kpicore.store.access import Access, new_id
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import ScenarioRow


class ScenarioMethods(Access):
    """What a workspace does with scenarios."""

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return all scenarios in the order in which they were made."""
        query = select(ScenarioRow).order_by(ScenarioRow.position, ScenarioRow.scenario_id)
        with self._reading() as session:
            return tuple(scenario_of(row) for row in session.scalars(query))

    def save_scenario(self, scenario: Scenario) -> Scenario:
        """Keep a scenario: a new one when it has no id yet, so that a copy without id is another.

        Parameters
        ----------
        scenario : Scenario
            As it shall be.

        Returns
        -------
        Scenario
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        with self._writing(Action.EDIT) as session:
            if scenario.scenario_id:
                row = _unchanged(session, scenario)
            else:
                last = session.scalar(select(func.max(ScenarioRow.position))) or 0
                row = ScenarioRow(scenario_id=new_id(), version=0, position=last + 1)
                session.add(row)
            row.name, row.content = scenario.name, _content(scenario)
            row.version += 1
            session.flush()
            return scenario_of(row)

    def delete_scenario(self, scenario_id: str) -> None:
        """Delete a scenario; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(delete(ScenarioRow).where(ScenarioRow.scenario_id == scenario_id))


def _unchanged(session: ScopedSession, scenario: Scenario) -> ScenarioRow:
    row = session.scalar(select(ScenarioRow).where(ScenarioRow.scenario_id == scenario.scenario_id))
    if row is None:
        raise ConflictError(
            msg("Somebody else deleted this scenario in the meantime; save it as a new one.")
        )
    if row.version != scenario.version:
        raise ConflictError(
            msg("Somebody else changed this scenario in the meantime; load the page again.")
        )
    return row


def _content(scenario: Scenario) -> dict[str, Json]:
    return {
        "account_ids": list(scenario.account_ids),
        "levers": [dict(lever_to_plain(lever)) for lever in scenario.levers],
    }


def scenario_of(row: ScenarioRow) -> Scenario:
    """Return the scenario that a row keeps.

    Raises
    ------
    ValueError, KeyError
        If its content is none: a workspace file may hold anything.
    """
    accounts, levers = row.content["account_ids"], row.content["levers"]
    if not isinstance(accounts, list) or not isinstance(levers, list):
        raise ValueError("A scenario has a list of accounts and a list of levers.")
    if not all(isinstance(account, str) for account in accounts):
        raise ValueError("The accounts of a scenario are texts.")
    return Scenario(
        scenario_id=row.scenario_id,
        name=row.name,
        account_ids=tuple(str(account) for account in accounts),
        levers=tuple(lever_from_plain(lever) for lever in levers),
        version=row.version,
    )


def move_scenarios(session: ScopedSession, account_id: str, into: str) -> None:
    """Let scenarios on one account be on another: the two were found to be the same."""
    for row in session.scalars(select(ScenarioRow)):
        accounts = scenario_of(row).account_ids
        if account_id in accounts:
            moved = dict.fromkeys(into if i == account_id else i for i in accounts)
            row.content = row.content | {"account_ids": list(moved)}
            row.version += 1
