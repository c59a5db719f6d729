"""The fields of each sort of lever: what is typed becomes a lever, checked before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from types import MappingProxyType

import streamlit as st

from kpicore.errors import ScenarioError
from kpicore.kpis import CATALOGUE
from kpicore.kpis.labels import format_label
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.periods import Period
from kpicore.scenarios import (
    LEVERS,
    FormatMix,
    Ground,
    GrowthOverride,
    Horizon,
    Lever,
    LeverCode,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    PushKind,
    ViralHit,
    check_ground,
    check_lever,
)
from pages.parts.words import small_print

_PUSH_LABELS: Mapping[PushKind, Message] = MappingProxyType(
    {
        PushKind.CAMPAIGN: msg("Campaign"),
        PushKind.COLLABORATION: msg("Collaboration"),
    }
)
_BUDGET, _CONTACTS = "budget", "contacts"
_PAID_LABELS: Mapping[str, Message] = MappingProxyType(
    {_BUDGET: msg("Budget"), _CONTACTS: msg("Contacts")}
)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the fields need to know.

    Attributes
    ----------
    t : Translator
        Of the reader.
    ground : Ground
        Of the accounts.
    horizon : Horizon
        Days that are looked at.
    kpis : tuple of str
        Keys of the KPIs of the chosen goals.
    key : str
        Beginning of the widgets' keys.
    """

    t: Translator
    ground: Ground
    horizon: Horizon
    kpis: tuple[str, ...]
    key: str


def lever_fields(scope: Scope) -> Lever | None:
    """Draw the picker of the sort and the fields of that sort.

    Parameters
    ----------
    scope : Scope
        What the fields need to know.

    Returns
    -------
    Lever or None
        As typed, not yet checked; None while something is missing.
    """
    t = scope.t
    code = st.selectbox(
        t(msg("Lever")),
        list(LEVERS),
        format_func=lambda c: t(LEVERS[LeverCode(c)].label),
        key=f"{scope.key}.sort",
    )
    small_print(t, LEVERS[LeverCode(code)].meaning)
    return _FIELDS[LeverCode(code)](scope)


def checked(lever: Lever, scope: Scope) -> Lever:
    """Return a lever that makes sense here.

    Raises
    ------
    ScenarioError
        With what is expected instead.
    """
    check_lever(lever, scope.horizon)
    check_ground(lever, scope.ground)
    return lever


def _days(scope: Scope, first: date, last: date) -> Period | None:
    chosen = st.date_input(
        scope.t(msg("Days")),
        (first, last),
        key=f"{scope.key}.days",
        help=scope.t(msg("First and last day on which it acts.")),
    )
    match chosen:
        case (date() as start, date() as end):
            return Period(start, end)
    small_print(scope.t, msg("Choose the first and the last day."))
    return None


def _percent(scope: Scope, label: Message, name: str, value: float | None) -> float | None:
    typed = st.number_input(
        scope.t(label), value=value, step=5.0, format="%.0f", key=f"{scope.key}.{name}"
    )
    return None if typed is None else float(typed) / 100


def _open_ended(scope: Scope, days: Period) -> tuple[date | None, date | None]:
    """Leave ends open that the reader left where they were: they move on with the data."""
    horizon = scope.horizon
    first = None if days.first == horizon.first else days.first
    return first, None if days.last == horizon.last else days.last


def _posting(scope: Scope) -> Lever | None:
    t = scope.t
    try:
        now = scope.ground.posts_per_week
    except ScenarioError as refused:
        small_print(t, refused.message)
        now = 1.0
    else:
        small_print(t, msg("Now: {posts} posts per week.", posts=round(now, 1)))
    posts = st.number_input(
        t(msg("Posts per week")), value=float(ceil(now + 1)), step=0.5, key=f"{scope.key}.posts"
    )
    change = _percent(scope, msg("Twice as many posts bring (%)"), "doubling", None)
    small_print(t, msg("Leave it empty to read it from your own weeks."))
    days = _days(scope, scope.horizon.first, scope.horizon.last)
    if days is None:
        return None
    first, last = _open_ended(scope, days)
    return PostingFrequency(posts_per_week=posts, per_doubling=change, first=first, last=last)


def _push(scope: Scope) -> Lever | None:
    t = scope.t
    kind = st.segmented_control(
        t(msg("What it is")),
        list(_PUSH_LABELS),
        default=PushKind.CAMPAIGN,
        format_func=lambda k: t(_PUSH_LABELS[PushKind(k)]),
        required=True,
        key=f"{scope.key}.kind",
    )
    lift = _percent(scope, msg("Expected lift (%)"), "lift", 30.0)
    small_print(t, msg("Leave it empty to take the lift of your past events of this kind."))
    days = _days(scope, scope.horizon.first, scope.horizon.last)
    if days is None:
        return None
    return Push(
        kind=PushKind(kind or PushKind.CAMPAIGN), lift=lift, first=days.first, last=days.last
    )


def _paid(scope: Scope) -> Lever | None:
    t = scope.t
    way = st.segmented_control(
        t(msg("Known is")),
        list(_PAID_LABELS),
        default=_BUDGET,
        format_func=lambda w: t(_PAID_LABELS[w]),
        required=True,
        key=f"{scope.key}.way",
    )
    spend = cost = contacts = None
    if way == _CONTACTS:
        contacts = st.number_input(
            t(msg("Contacts")), value=10_000.0, step=1000.0, format="%.0f", key=f"{scope.key}.count"
        )
    else:
        spend = st.number_input(
            t(msg("Budget")), value=200.0, step=50.0, format="%.2f", key=f"{scope.key}.spend"
        )
        cost = st.number_input(
            t(msg("Cost per thousand")), value=5.0, step=0.5, format="%.2f", key=f"{scope.key}.cost"
        )
    days = _days(scope, scope.horizon.first, scope.horizon.last)
    if days is None:
        return None
    return PaidReach(
        spend=spend,
        cost_per_thousand=cost,
        contacts=contacts,
        first=days.first,
        last=days.last,
    )


def _pause(scope: Scope) -> Lever | None:
    days = _days(scope, scope.horizon.first, scope.horizon.first)
    remaining = _percent(scope, msg("What remains without posts (%)"), "remaining", None)
    small_print(scope.t, msg("Leave it empty to read it from your own weeks."))
    return None if days is None else Pause(remaining=remaining, first=days.first, last=days.last)


def _formats(scope: Scope) -> Lever | None:
    t = scope.t
    if not scope.ground.formats:
        small_print(t, msg("Your exports do not tell the formats of the posts."))
        return None
    name = st.selectbox(
        t(msg("Format")),
        scope.ground.formats,
        format_func=lambda f: t(format_label(f)),
        key=f"{scope.key}.format",
    )
    share = _percent(scope, msg("New share of the posts (%)"), "share", 60.0)
    days = _days(scope, scope.horizon.first, scope.horizon.last)
    if days is None or share is None:
        return None
    first, last = _open_ended(scope, days)
    return FormatMix(format=name, share=share, first=first, last=last)


def _viral(scope: Scope) -> Lever | None:
    t = scope.t
    views = st.number_input(
        t(msg("Views beyond an ordinary post")),
        value=_best_post(scope.ground),
        step=1000.0,
        format="%.0f",
        key=f"{scope.key}.views",
        help=t(msg("At first the views of your best post of the last year.")),
    )
    day = st.date_input(t(msg("Day")), scope.horizon.first, key=f"{scope.key}.day")
    return ViralHit(views=views, day=day) if isinstance(day, date) else None


def _best_post(ground: Ground) -> float:
    views = ground.post_table.get("views")
    if views is None or not views.notna().any():
        return 10_000.0
    return float(f"{float(views.max()):.2g}")


def _growth(scope: Scope) -> Lever | None:
    t = scope.t
    kpi = st.selectbox(
        t(msg("KPI")),
        scope.kpis,
        format_func=lambda k: t(CATALOGUE[k].label),
        key=f"{scope.key}.kpi",
    )
    growth = _percent(scope, msg("Growth per month (%)"), "growth", 5.0)
    return None if growth is None else GrowthOverride(kpi=kpi, monthly_growth=growth)


_FIELDS: Mapping[LeverCode, Callable[[Scope], Lever | None]] = MappingProxyType(
    {
        LeverCode.POSTING: _posting,
        LeverCode.PUSH: _push,
        LeverCode.PAID: _paid,
        LeverCode.PAUSE: _pause,
        LeverCode.FORMATS: _formats,
        LeverCode.VIRAL: _viral,
        LeverCode.GROWTH: _growth,
    }
)
