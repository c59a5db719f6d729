"""Which days are reviewed: the pickers of a review, and the review that is kept of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from kpicore.kpis import KpiValue, Stage, focus_kpis
from kpicore.messages import msg
from kpicore.periods import ONE_DAY, Period
from kpicore.reviews import KIND_WORDS, looks_back_to, offered_periods, period_word
from kpicore.reviews.model import Review, ReviewKind, ReviewPeriod
from pages.parts import loaders
from pages.parts.session import Here

STALE_DAYS = 35
"""Data that ended longer ago than a month are old news; the page says so."""
PERIOD_PIXELS = 320
"""Wide enough for the days of a week in words."""
LONGEST_DAYS = 800
"""How far back reviews are offered, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is reviewed.

    Attributes
    ----------
    period : ReviewPeriod
        The week or month.
    known : Period
        Its days that the data tell.
    kept : Review or None
        The review of these days and accounts, open or closed; None before anything was decided.
    since : date
        First day of what changed since the last review.
    """

    period: ReviewPeriod
    known: Period
    kept: Review | None
    since: date

    @property
    def closed(self) -> bool:
        """Whether it can only be read."""
        return self.kept is not None and self.kept.closed

    def review(self, here: Here) -> Review:
        """Return the kept review, or one that can be kept."""
        if self.kept is not None:
            return self.kept
        names = {a.account_id: a.name for a in here.accounts}
        return Review(
            period=self.period,
            account_ids=here.account_ids,
            account_names=tuple(names[i] for i in here.account_ids),
            started_on=here.calendar_day,
        )


def choose(here: Here) -> Subject:
    """Draw the pickers of a review and return the choice.

    Parameters
    ----------
    here : Here
        Who is here, with data.

    Returns
    -------
    Subject
        What is reviewed.
    """
    t = here.t
    kind = ReviewKind(
        st.segmented_control(
            t(msg("How often")),
            [k.value for k in ReviewKind],
            default=ReviewKind.WEEKLY.value,
            format_func=lambda code: t(KIND_WORDS[ReviewKind(code)]),
            key="review.kind",
            required=True,
            persist_state="session",
        )
        or ReviewKind.WEEKLY
    )
    last_day = here.today - ONE_DAY
    periods = offered_periods(
        kind,
        first_day=first_day(here, last_day),
        last_day=last_day,
        first_weekday=here.preferences.first_weekday,
    )
    by_day = {p.days.first.isoformat(): p for p in periods}
    key = f"review.period.{kind}"
    if st.session_state.get(key) not in by_day:
        st.session_state[key] = next(iter(by_day))
    chosen = by_day[
        st.selectbox(
            t(msg("Days")),
            list(by_day),
            format_func=lambda day: t(period_word(by_day[day])),
            key=key,
            width=PERIOD_PIXELS,
            persist_state="session",
        )
    ]
    return subject_of(here, chosen)


def subject_of(here: Here, period: ReviewPeriod) -> Subject:
    """Return what is kept and known of a period."""
    reviews = here.workspace.reviews()
    wanted = set(here.account_ids)
    kept = next((r for r in reviews if r.period == period and set(r.account_ids) == wanted), None)
    return Subject(
        period=period,
        known=period.known_until(here.today - ONE_DAY) or period.days,
        kept=kept,
        since=looks_back_to(period, reviews, here.account_ids),
    )


def first_day(here: Here, last_day: date) -> date:
    """Return the first day that reviews of the chosen accounts can look at."""
    data = here.history()
    firsts = [f[c].min() for f, c in ((data.daily, "date"), (data.posts, "published_at"))]
    known = [first.date() for first in firsts if first == first]  # noqa: PLR0124 - NaT is not itself
    return max(min(known, default=last_day), last_day - timedelta(days=LONGEST_DAYS))


def leading(here: Here, known: Period) -> KpiValue | None:
    """Return the KPI that matters most, over the days under review.

    Parameters
    ----------
    here : Here
        Who is here.
    known : Period
        The days.

    Returns
    -------
    KpiValue or None
        None where no KPI has a value in these days.
    """
    found = {
        value.key: value
        for value in loaders.kpi_values(
            here.kept_as,
            here.data_version,
            here.account_ids,
            here.workspace,
            period=known,
            today=here.calendar_day,
            options=here.options,
        )
    }
    computable = [key for key, value in found.items() if value.value is not None]
    own = [key for key in here.preferences.core_kpis if key in computable]
    wanted = own or focus_kpis(here.preferences.stage or Stage.BRAND, computable) or computable
    return found[wanted[0]] if wanted else None
