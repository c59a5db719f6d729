"""Scenarios: named sets of levers, kept as they were made."""

from __future__ import annotations

from kpicore.messages import msg
from kpicore.scenarios.content import lever_from_plain, lever_to_plain
from kpicore.scenarios.model import Scenario
from kpicore.store.access import Access
from kpicore.store.contents import Conflict, ContentKind
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.tables import ScenarioRow


def _content(scenario: Scenario) -> dict[str, Json]:
    return {
        "account_ids": list(scenario.account_ids),
        "levers": [dict(lever_to_plain(lever)) for lever in scenario.levers],
    }


def _scenario(row: ScenarioRow) -> Scenario:
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


SCENARIOS = ContentKind(
    row=ScenarioRow,
    identity=lambda scenario: scenario.scenario_id,
    content=_content,
    thing=_scenario,
    conflict=Conflict(
        deleted=msg("Somebody else deleted this scenario in the meantime; save it as a new one."),
        changed=msg("Somebody else changed this scenario in the meantime; load the page again."),
    ),
)
"""How scenarios are kept."""


class ScenarioMethods(Access):
    """What a workspace does with scenarios; see `ContentKind` for what they raise."""

    def scenarios(self) -> tuple[Scenario, ...]:
        """Return all scenarios in the order in which they were made."""
        with self._reading() as session:
            return SCENARIOS.all(session)

    def save_scenario(self, scenario: Scenario) -> Scenario:
        """Keep a scenario and return it with its id and version; a copy without id is another."""
        with self._writing(Action.EDIT) as session:
            return SCENARIOS.save(session, scenario)

    def delete_scenario(self, scenario_id: str) -> None:
        """Delete a scenario; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            SCENARIOS.delete(session, scenario_id)
