"""Reviews: open ones with their decisions so far, closed ones as they were closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import delete, select

from kpicore.errors import ConflictError, StoreError
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.reviews.model import (
    Decision,
    Finding,
    Question,
    Review,
    ReviewKind,
    ReviewNote,
    ReviewPeriod,
)
from kpicore.store.access import Access, new_id
from kpicore.store.records import Json
from kpicore.store.roles import Action
from kpicore.store.sentences import sentence_json, sentence_of
from kpicore.store.tables import ReviewRow
from kpicore.units import Unit

_T = TypeVar("_T")


class ReviewMethods(Access):
    """What a workspace does with reviews."""

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews, open and closed, by the last of their days."""
        query = select(ReviewRow).order_by(ReviewRow.last, ReviewRow.first, ReviewRow.review_id)
        with self._reading() as session:
            return tuple(review_of(row) for row in session.scalars(query))

    def save_review(self, review: Review) -> Review:
        """Keep a review: a new one when it has no id yet. Closing it is saving it with its day.

        Parameters
        ----------
        review : Review
            As it shall be.

        Returns
        -------
        Review
            With its id and its new version.

        Raises
        ------
        ConflictError
            If somebody else changed, closed or deleted it since it was read, or began one of the
            same days and accounts.
        StoreError
            If the review is closed: what was decided is not rewritten.
        """
        with self._writing(Action.EDIT) as session:
            rows = session.scalars(select(ReviewRow)).all()
            row = next((r for r in rows if r.review_id == review.review_id), None)
            if not review.review_id:
                if any(_same(review_of(other), review) for other in rows):
                    raise _conflict()
                row = ReviewRow(review_id=new_id(), version=0, started_on=review.started_on)
                session.add(row)
            elif row is None or row.version != review.version:
                raise _conflict()
            elif row.closed_on is not None:
                raise StoreError(msg("This review is closed and can only be read."))
            row.kind = review.period.kind.value
            row.first, row.last = review.period.days.first, review.period.days.last
            row.closed_on = review.closed_on
            row.content = content_of(review)
            row.version += 1
            session.flush()
            return review_of(row)

    def delete_review(self, review_id: str) -> None:
        """Delete a review, open or closed; one that is gone already is no fault."""
        with self._writing(Action.EDIT) as session:
            session.execute(delete(ReviewRow).where(ReviewRow.review_id == review_id))


def _same(one: Review, other: Review) -> bool:
    return one.period == other.period and set(one.account_ids) == set(other.account_ids)


def _conflict() -> ConflictError:
    return ConflictError(
        msg("Somebody else changed this review in the meantime; load the page again.")
    )


def content_of(review: Review) -> dict[str, Json]:
    """Return what a review holds beside its days, as plain JSON."""
    return {
        "account_ids": list(review.account_ids),
        "account_names": list(review.account_names),
        "findings": [_finding_json(f) for f in review.findings],
        "notes": [
            {
                "day": n.day.isoformat(),
                "text": n.text,
                "author": n.author,
                "question": n.question.value if n.question else None,
            }
            for n in review.notes
        ],
        "decisions": [
            {
                "text": d.text,
                "owner": d.owner,
                "due": d.due.isoformat() if d.due else None,
                "goal_id": d.goal_id,
            }
            for d in review.decisions
        ],
    }


def _finding_json(finding: Finding) -> dict[str, Json]:
    return {
        "question": finding.question.value,
        "sentence": sentence_json(finding.sentence),
        "value": finding.value,
        "unit": finding.unit.value,
        "goal_id": finding.goal_id,
    }


def review_of(row: ReviewRow) -> Review:
    """Return the review that a row keeps.

    Raises
    ------
    ValueError, KeyError, TypeError
        If the row was changed by other hands and holds no review.
    """
    content: Mapping[str, object] = row.content
    return Review(
        review_id=row.review_id,
        period=ReviewPeriod(kind=ReviewKind(row.kind), days=Period(row.first, row.last)),
        account_ids=tuple(_of(str, a) for a in _list(content["account_ids"])),
        account_names=tuple(_of(str, a) for a in _list(content["account_names"])),
        started_on=row.started_on,
        closed_on=row.closed_on,
        findings=tuple(_finding(data) for data in _list(content["findings"])),
        notes=tuple(_note(data) for data in _list(content["notes"])),
        decisions=tuple(_decision(data) for data in _list(content["decisions"])),
        version=row.version,
    )


def _finding(data: object) -> Finding:
    whole = _of(dict, data)
    value = whole["value"]
    return Finding(
        question=Question(whole["question"]),
        sentence=sentence_of(whole["sentence"]),
        value=None if value is None else float(_of((int, float), value)),
        unit=Unit(whole["unit"]),
        goal_id=_of(str, whole["goal_id"]),
    )


def _note(data: object) -> ReviewNote:
    whole = _of(dict, data)
    question = whole["question"]
    return ReviewNote(
        day=date.fromisoformat(_of(str, whole["day"])),
        text=_of(str, whole["text"]),
        author=_of(str, whole["author"]),
        question=None if question is None else Question(question),
    )


def _decision(data: object) -> Decision:
    whole = _of(dict, data)
    due = whole["due"]
    return Decision(
        text=_of(str, whole["text"]),
        owner=_of(str, whole["owner"]),
        due=None if due is None else date.fromisoformat(_of(str, due)),
        goal_id=_of(str, whole["goal_id"]),
    )


def _list(data: object) -> Sequence[object]:
    return _of(list, data)


def _of(kind: type[_T] | tuple[type[_T], ...], value: object) -> _T:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{kind} expected, got {type(value).__name__}")
    return value
