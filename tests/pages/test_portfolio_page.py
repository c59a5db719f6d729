"""The portfolio: every workspace that the reader may read, no other, and what their pages say."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from streamlit.testing.v1 import AppTest

from kpicore.charts.portfolio_board import PortfolioGoal, portfolio_table
from kpicore.goals import Goal
from kpicore.language import translator
from kpicore.messages import msg
from kpicore.store import PERSON_HERE, Role, Workspace
from pages.parts import portfolio_goals, standings, workspaces
from pages.parts.downloads import as_csv
from pages.parts.workspaces import Opened, Standing
from tests.pages.states import NOW, one_account, settled
from tests.pages.test_goal_pages import goal, texts

STRANGER = "somebody else"
FORMULA = '=HYPERLINK("http://x")'


def client(name: str, owner: str = PERSON_HERE, **changes: object) -> Workspace:
    """Make a client's workspace with the channel of 1000 views a day and one goal."""
    store = workspaces.saved_store()
    made = store.workspace(store.create_workspace(name, owner=owner), member=owner)
    history = one_account()
    account = replace(history.accounts[0], name=f"Channel of {name}")
    made.add_import(
        replace(history, accounts=(account,)), file="Totals.csv", sha256=name, imported_at=NOW
    )
    made.save_goal(goal(**changes))
    return made


def portfolio(at: AppTest) -> AppTest:
    at.switch_page("pages/portfolio.py").run()
    settled(at)
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []
    return at


def links(at: AppTest) -> list[str]:
    return [e.proto.query_string for e in at.get("page_link") if e.proto.query_string]


def test_the_goals_of_all_own_workspaces_stand_there_with_what_their_pages_say(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    own = workspaces.saved_store().personal_workspace()
    own.save_goal(goal(target=990.0))
    hard = client("Bakery", target=5000.0)
    client("Garage", owner=STRANGER, target=5000.0)
    at = portfolio(at)
    shown = texts(at)
    assert "1 of 2 goals of 2 clients need attention" in shown
    assert "Garage" not in shown
    # Those that will be missed come first, each with the way into its own workspace.
    assert shown.index("Bakery") < shown.index("My workspace")
    first, second = links(at)
    assert f"workspace={hard.workspace_id}" in first
    assert f"goal={hard.goals()[0].goal_id}" in first
    assert "workspace" not in second

    odds = re.findall(r"(\S+%) likely", shown)
    at.query_params["workspace"] = hard.workspace_id
    at.query_params["goal"] = hard.goals()[0].goal_id
    at.switch_page("pages/goals.py").run()
    opened = texts(settled(at))
    assert "Channel of Bakery" in opened
    assert f"{odds[0]} likely" in opened
    assert "workspace" not in at.query_params


def test_a_link_into_a_workspace_that_is_not_open_leads_to_the_own_one(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("one_account")
    foreign = client("Garage", owner=STRANGER)
    at.query_params["workspace"] = foreign.workspace_id
    at.query_params["goal"] = foreign.goals()[0].goal_id
    at.switch_page("pages/goals.py").run()
    shown = texts(settled(at))
    assert "Garage" not in shown
    assert "Mina cooks" in shown


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_a_member_sees_the_clients_they_are_a_member_of_and_no_other(
    role: Role, app_in_state: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app_in_state("no_data")
    store = workspaces.saved_store()
    mine, other = client("Bakery"), client("Garage")
    gone = client("Atelier")
    for workspace in (mine, gone):
        workspace.set_member("bea", role)
    before = store.workspaces("bea")
    assert len(before) == 2
    gone.remove_member("bea")

    def opened() -> Opened:
        # The list is from before the role was taken away: the database is asked once more.
        return Opened(
            workspace=store.workspace(mine.workspace_id, member="bea"),
            saved=True,
            standing=Standing.MEMBER,
            info=next(i for i in before if i.workspace_id == mine.workspace_id),
            all=before,
        )

    monkeypatch.setattr(workspaces, "of_session", opened)
    shown = texts(portfolio(at))
    assert "of 1 goal of 1 client" in shown
    assert "Channel of Bakery" in shown
    assert "Garage" not in shown
    assert "Atelier" not in shown
    assert other.goals() != ()


def test_who_came_by_a_link_sees_its_workspace_alone(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("no_data")
    shared = client("Bakery")
    client("Garage")
    token = shared.make_link("For the client", expires_at=datetime.now(UTC) + timedelta(days=1))
    at.query_params["link"] = token
    at.switch_page("pages/portfolio.py").run()
    shown = texts(settled(at))
    assert "of 1 goal of 1 client" in shown
    assert "Channel of Bakery" in shown
    assert "Garage" not in shown


def test_filters_narrow(
    app_in_state: Callable[..., AppTest],
) -> None:
    at = app_in_state("no_data")
    client(FORMULA, target=5000.0)
    client("Garage", target=990.0)
    at = portfolio(at)
    chosen = at.multiselect(key="portfolio.client")
    chosen.select(next(o for o in chosen.options if o != "Garage")).run()
    assert len([e for e in at.get("page_link") if e.proto.query_string]) == 1


def test_the_file_of_a_client_called_like_a_formula_holds_none() -> None:
    found = PortfolioGoal(
        client_id="x",
        client=FORMULA,
        accounts=one_account().accounts,
        goal=goal(owner="+1"),
        status=None,
        probability=None,
        aim=msg("Views"),
        standing=None,
        pending=True,
        review_overdue=False,
    )
    t = translator("en")
    written = as_csv(portfolio_table((found,), t).plain(t)).decode("utf-8-sig")
    (_, row) = csv.reader(StringIO(written, newline=""))
    assert (row[0], row[-1]) == ("'" + FORMULA, "'+1")


def test_what_was_said_is_kept_until_the_goal_or_the_data_change(
    app_in_state: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = app_in_state("no_data")
    kept = client("Bakery", target=5000.0)
    portfolio(at)
    asked: list[Goal] = []
    plain = standings.standings

    def counted(here: object, goals: tuple[Goal, ...], *rest: object, **more: object) -> object:
        asked.extend(goals)
        return plain(here, goals, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(portfolio_goals.standings, "standings", counted)
    portfolio(at)
    assert asked == []
    (saved,) = kept.goals()
    kept.revise_goal(
        saved,
        target=990.0,
        deadline=saved.deadline,
        reason="Too high",
        revised_on=saved.created_on,
    )
    shown = texts(portfolio(at))
    assert len(asked) >= 1
    assert "0 of 1 goal of 1 client needs attention" in shown
