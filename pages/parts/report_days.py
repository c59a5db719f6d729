"""Which days a report speaks of: the reader's period, or a week or month that is reviewed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.reviews import offered_periods, period_word
from kpicore.reviews.model import ReviewKind, ReviewPeriod
from pages.parts import review_subject
from pages.parts.session import Here


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Which days a report speaks of.

    Attributes
    ----------
    period : Period
        The days.
    review : ReviewPeriod or None
        The week or month that is reviewed; None where none is.
    """

    period: Period
    review: ReviewPeriod | None = None


def choose(here: Here, kind: ReviewKind | None) -> Days:
    """Return the days of a report; draws a picker where a week or month is reviewed.

    Parameters
    ----------
    here : Here
        Looking at the accounts of the report.
    kind : ReviewKind or None
        What is reviewed; None for the period chosen above the page.

    Returns
    -------
    Days
        The days.
    """
    if kind is None:
        return Days(period=here.period)
    t, last_day = here.t, here.today - ONE_DAY
    periods = offered_periods(
        kind,
        first_day=review_subject.first_day(here, last_day),
        last_day=last_day,
        first_weekday=here.preferences.first_weekday,
    )
    by_day = {p.days.first.isoformat(): p for p in periods}
    chosen = st.selectbox(
        t(msg("Days")),
        list(by_day),
        format_func=lambda day: t(period_word(by_day[day])),
        key=key_of(here, kind),
    )
    return Days(period=by_day[chosen].days, review=by_day[chosen])


def key_of(here: Here, kind: ReviewKind) -> str:
    """Return the key of the picker of days; its value is the first of them, in ISO format."""
    return f"reports.days.{kind}.{'.'.join(here.account_ids)}"
