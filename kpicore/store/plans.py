"""Goals with all their earlier targets, and every forecast that was shown for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

from sqlalchemy import delete, func, select

from kpicore.errors import DataNotFoundError
from kpicore.goals.model import Baseline, Goal, Measure, Revision, StoredForecast
from kpicore.kpis.definition import Stage, Statistic
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.store.access import Access, as_utc, new_id
from kpicore.store.contents import Conflict, unchanged
from kpicore.store.roles import Action
from kpicore.store.scope import ScopedSession
from kpicore.store.tables import ForecastRow, GoalRevisionRow, GoalRow

_CONFLICT = Conflict(
    deleted=msg("Somebody else deleted this goal in the meantime; save it as a new one."),
    changed=msg("Somebody else changed this goal in the meantime; load the page again."),
)


class PlanMethods(Access):
    """What a workspace does with goals."""

    def goals(self, *, closed: bool | None = False) -> tuple[Goal, ...]:
        """Return goals in the order in which they were made.

        Parameters
        ----------
        closed : bool or None
            Whether to return the closed ones instead of the running ones; None for all.

        Returns
        -------
        tuple of Goal
            With their revisions.
        """
        with self._reading() as session:
            rows = session.scalars(select(GoalRow).order_by(GoalRow.position)).all()
            # All at once: hundreds of goals would ask hundreds of times.
            earlier: dict[str, list[GoalRevisionRow]] = {}
            for revision in session.scalars(
                select(GoalRevisionRow).order_by(GoalRevisionRow.number)
            ):
                earlier.setdefault(revision.goal_id, []).append(revision)
            return tuple(
                _goal(row, earlier.get(row.goal_id, ()))
                for row in rows
                if closed is None or closed == (row.closed_on is not None)
            )

    def goal(self, goal_id: str) -> Goal:
        """Return one goal, running or closed.

        Parameters
        ----------
        goal_id : str
            The goal.

        Returns
        -------
        Goal
            With its revisions.

        Raises
        ------
        DataNotFoundError
            If it is not there any more.
        """
        with self._reading() as session:
            return goal_of(session, _find(session, goal_id))

    def save_goal(self, goal: Goal) -> Goal:
        """Keep a goal: a new one when it has no id yet.

        Parameters
        ----------
        goal : Goal
            As it shall be. Target and deadline of a kept goal are changed by `revise_goal` only.

        Returns
        -------
        Goal
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        ValueError
            If target or deadline of a kept goal differ.
        """
        with self._writing(Action.EDIT) as session:
            if goal.goal_id:
                row = _unchanged(session, goal)
                if (row.target, row.deadline) != (goal.target, goal.deadline):
                    raise ValueError("A target or deadline is changed by revise_goal, with reason.")
            else:
                position = session.scalar(select(func.max(GoalRow.position))) or 0
                row = GoalRow(goal_id=new_id(), version=0, position=position + 1, closed_on=None)
                row.target, row.deadline = goal.target, goal.deadline
                session.add(row)
            _fill(row, goal)
            row.version += 1
            session.flush()
            return goal_of(session, row)

    def revise_goal(
        self,
        goal: Goal,
        *,
        target: float,
        deadline: date,
        reason: str,
        revised_on: date,
    ) -> Goal:
        """Set another target or deadline; the old ones are kept with the reason.

        Parameters
        ----------
        goal : Goal
            As it was read.
        target : float
            New target, in the KPI's unit.
        deadline : date
            New deadline.
        reason : str
            Why, in the user's words.
        revised_on : date
            Today.

        Returns
        -------
        Goal
            With one more revision.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        with self._writing(Action.EDIT) as session:
            row = _unchanged(session, goal)
            session.add(
                GoalRevisionRow(
                    goal_id=row.goal_id,
                    number=len(_revisions(session, row.goal_id)) + 1,
                    target=row.target,
                    deadline=row.deadline,
                    revised_on=revised_on,
                    reason=reason,
                )
            )
            row.target, row.deadline = target, deadline
            row.version += 1
            session.flush()
            return goal_of(session, row)

    def close_goal(self, goal: Goal, *, closed_on: date) -> Goal:
        """Lay a goal to the closed ones.

        Parameters
        ----------
        goal : Goal
            As it was read.
        closed_on : date
            Today.

        Returns
        -------
        Goal
            With its new version.

        Raises
        ------
        ConflictError
            If somebody else changed or deleted it since it was read.
        """
        return self._set_closed(goal, closed_on)

    def reopen_goal(self, goal: Goal) -> Goal:
        """Take a goal back from the closed ones; raises as `close_goal`."""
        return self._set_closed(goal, None)

    def _set_closed(self, goal: Goal, closed_on: date | None) -> Goal:
        with self._writing(Action.EDIT) as session:
            row = _unchanged(session, goal)
            row.closed_on = closed_on
            row.version += 1
            session.flush()
            return goal_of(session, row)

    def delete_goal(self, goal_id: str) -> None:
        """Delete a goal with its revisions and forecasts; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(delete(ForecastRow).where(ForecastRow.goal_id == goal_id))
            session.execute(delete(GoalRevisionRow).where(GoalRevisionRow.goal_id == goal_id))
            session.execute(delete(GoalRow).where(GoalRow.goal_id == goal_id))

    def record_forecast(self, forecast: StoredForecast) -> None:
        """Keep what was said of a goal; what was said at one moment is never overwritten.

        Parameters
        ----------
        forecast : StoredForecast
            Of a goal of this workspace; `made_at` without zone is taken for UTC.

        Raises
        ------
        DataNotFoundError
            If the goal is not there any more.
        """
        with self._writing(Action.EDIT) as session:
            _find(session, forecast.goal_id)
            made_at = as_utc(forecast.made_at)
            same = select(ForecastRow).where(
                ForecastRow.goal_id == forecast.goal_id, ForecastRow.made_at == made_at
            )
            if session.scalar(same) is None:
                session.add(
                    ForecastRow(
                        goal_id=forecast.goal_id,
                        made_at=made_at,
                        target=forecast.target,
                        probability=forecast.probability,
                        expected=forecast.expected,
                        low=forecast.low,
                        high=forecast.high,
                    )
                )

    def forecasts(self, goal_id: str | None = None) -> tuple[StoredForecast, ...]:
        """Return what was said, oldest first.

        Parameters
        ----------
        goal_id : str, optional
            Of one goal; of all when not given.

        Returns
        -------
        tuple of StoredForecast
            Moments in UTC, without zone.
        """
        query = select(ForecastRow).order_by(ForecastRow.made_at, ForecastRow.goal_id)
        if goal_id is not None:
            query = query.where(ForecastRow.goal_id == goal_id)
        with self._reading() as session:
            return tuple(
                StoredForecast(
                    goal_id=row.goal_id,
                    made_at=row.made_at,
                    target=row.target,
                    probability=row.probability,
                    expected=row.expected,
                    low=row.low,
                    high=row.high,
                )
                for row in session.scalars(query)
            )


def _find(session: ScopedSession, goal_id: str) -> GoalRow:
    row = session.scalar(select(GoalRow).where(GoalRow.goal_id == goal_id))
    if row is None:
        raise DataNotFoundError(msg("This goal is not there any more."))
    return row


def _unchanged(session: ScopedSession, goal: Goal) -> GoalRow:
    return unchanged(session, GoalRow, goal.goal_id, version=goal.version, conflict=_CONFLICT)


def _fill(row: GoalRow, goal: Goal) -> None:
    if not (isfinite(goal.target) and isfinite(goal.baseline.value)):
        raise ValueError(f"Target {goal.target} and baseline {goal.baseline.value} must be finite.")
    row.kpi = goal.kpi
    row.statistic = goal.statistic.value
    row.account_ids = list(goal.account_ids)
    row.measure = goal.measure.value
    row.baseline_value = goal.baseline.value
    row.baseline_first, row.baseline_last = goal.baseline.period.first, goal.baseline.period.last
    row.created_on = goal.created_on
    row.stage = goal.stage.value if goal.stage else None
    row.reason = goal.reason
    row.owner = goal.owner
    row.next_review = goal.next_review
    row.probability_at_start = goal.probability_at_start


def _revisions(session: ScopedSession, goal_id: str) -> Sequence[GoalRevisionRow]:
    query = select(GoalRevisionRow).where(GoalRevisionRow.goal_id == goal_id)
    return session.scalars(query.order_by(GoalRevisionRow.number)).all()


def goal_of(session: ScopedSession, row: GoalRow) -> Goal:
    """Return the goal that a row keeps."""
    return _goal(row, _revisions(session, row.goal_id))


def _goal(row: GoalRow, earlier: Sequence[GoalRevisionRow]) -> Goal:
    return Goal(
        goal_id=row.goal_id,
        kpi=row.kpi,
        statistic=Statistic(row.statistic),
        account_ids=tuple(row.account_ids),
        measure=Measure(row.measure),
        baseline=Baseline(
            value=row.baseline_value, period=Period(row.baseline_first, row.baseline_last)
        ),
        target=row.target,
        deadline=row.deadline,
        created_on=row.created_on,
        stage=Stage(row.stage) if row.stage else None,
        reason=row.reason,
        owner=row.owner,
        next_review=row.next_review,
        probability_at_start=row.probability_at_start,
        revisions=tuple(
            Revision(target=r.target, deadline=r.deadline, revised_on=r.revised_on, reason=r.reason)
            for r in earlier
        ),
        version=row.version,
    )
