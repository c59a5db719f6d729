"""What each lever does to one series of a KPI: factors and additions, in every draw.

Each function takes its own sort of lever and the site on which it acts; `registry` pairs them.
"""

from __future__ import annotations

from dataclasses import replace
from math import log1p

import numpy as np
import pandas as pd

from kpicore.goals.outlook import Draws
from kpicore.insights.posting_effect import (
    PRIOR,
    PostingEffect,
    doubling,
    elasticity_of,
    posting_effect,
)
from kpicore.messages import Message, msg, msgs
from kpicore.scenarios.formats import mix_factor
from kpicore.scenarios.model import (
    FormatMix,
    GrowthOverride,
    PaidReach,
    Pause,
    PostingFrequency,
    Push,
    ViralHit,
)
from kpicore.scenarios.parts import Role
from kpicore.scenarios.pushes import PUSH_NAMES, past_lift
from kpicore.scenarios.sites import NOTHING, Effect, Floats, Site, days_after
from kpicore.units import Change

Z_80 = 1.2816
"""Standard deviations between the middle and the ends of an 80 % interval."""
LIFT_DOUBT = 0.5
"""A typed lift holds within this share of itself in 8 of 10 futures."""
VIRAL_DOUBT = 2.0
"""A typed viral hit holds within this factor in 8 of 10 futures."""
HALF_LIFE_DAYS = 3.0
"""Days in which a viral post collects half of what is still to come."""
DAYS_PER_MONTH = 365.25 / 12
BROUGHT = frozenset({Role.DELIVERED, Role.ANSWERED, Role.GAINED})
"""What comes from posts being seen."""


def _spread(factor: Floats, share: Floats) -> Floats:
    """Lay a factor per draw over the steps on which it holds."""
    laid: Floats = 1 + np.outer(factor - 1, share)
    return laid


def posting(lever: PostingFrequency, site: Site) -> Effect:
    """Post at another rate: posts by its ratio, what they bring by the account's elasticity."""
    part, now = site.part, site.ground.posts_per_week
    share = site.covered(lever.first, lever.last) * (1 - site.paused)
    if part.role is Role.POSTED:
        return Effect(factor=_spread(np.full(part.size, lever.posts_per_week / now), share))
    if part.role not in BROUGHT:
        return NOTHING
    elasticity, notes = _elasticity(lever.per_doubling, site)
    factor = np.exp(elasticity * (log1p(lever.posts_per_week) - log1p(now)))
    return Effect(factor=_spread(factor, share), notes=notes)


def pause(lever: Pause, site: Site) -> Effect:
    """Post nothing: no posts, and of the counts what stays without new ones."""
    part = site.part
    share = site.covered(lever.first, lever.last)
    if part.role is Role.POSTED or (part.per_post and part.role in BROUGHT):
        return Effect(factor=_spread(np.zeros(part.size), share))
    if part.role not in BROUGHT:
        return NOTHING
    if lever.remaining is not None:
        return Effect(factor=_spread(np.full(part.size, lever.remaining), share))
    now = site.ground.posts_per_week
    elasticity, notes = _elasticity(None, site)
    return Effect(factor=_spread(np.exp(-elasticity * log1p(now)), share), notes=notes)


def _elasticity(per_doubling: float | None, site: Site) -> tuple[Floats, tuple[Message, ...]]:
    """Draw how counts follow posts: one stream for all levers that change the number of posts."""
    now, size = site.ground.posts_per_week, site.part.size
    if per_doubling is not None:
        return np.full(size, elasticity_of(per_doubling, now)), ()
    posts, counts = site.ground.posts, site.daily_counts()
    effect = PRIOR if posts is None or counts is None else posting_effect(posts, counts)
    # How counts follow posts is one thing, whichever lever changes the posts.
    normal = replace(site, ordinal=0).normals("posting")
    drawn: Floats = effect.elasticity + effect.error * normal
    return drawn, (_posting_note(effect, now),)


def _posting_note(effect: PostingEffect, now: float) -> Message:
    ends = [effect.elasticity + z * effect.error for z in (-Z_80, 0.0, Z_80)]
    low, middle, high = (Change(doubling(end, now)) for end in ends)
    if not effect.weeks:
        return msg(
            "Your own weeks do not tell yet what more posts bring; assumed is {middle} for twice "
            "as many posts, {low} to {high} in 8 of 10 futures.",
            low=low,
            middle=middle,
            high=high,
        )
    return msg(
        "In {weeks} of your own weeks, twice as many posts went along with {middle} ({low} to "
        "{high} in 8 of 10 futures). This is an association: such weeks may differ in other ways "
        "too.",
        weeks=effect.weeks,
        low=low,
        middle=middle,
        high=high,
    )


def push(lever: Push, site: Site) -> Effect:
    """Lift everything that being seen brings on the days of a campaign or collaboration."""
    part = site.part
    if part.role not in BROUGHT:
        return NOTHING
    normal = site.normals(f"push {lever.kind.value}")
    share = site.covered(lever.first, lever.last)
    if lever.lift is not None:
        factor = np.exp(log1p(lever.lift) * (1 + LIFT_DOUBT / Z_80 * normal))
        note = msg(
            "The lift of {lift} is yours; in 8 of 10 futures it comes out between half and one "
            "and a half times that.",
            lift=Change(lever.lift),
        )
        return Effect(factor=_spread(factor, share), notes=(note,))
    counts = site.ground.contacts if part.per_post or part.gains else site.daily_counts()
    days = (lever.last - lever.first).days + 1
    past = past_lift(lever.kind, days, _or_empty(counts), site.ground)
    factor = np.exp(past.mean + past.error * normal)
    low, middle, high = (
        Change(float(np.expm1(past.mean + z * past.error))) for z in (-Z_80, 0.0, Z_80)
    )
    note = msgs(
        "One past {kind} went along with {middle} on the four weeks before; expected are {low} to "
        "{high} in 8 of 10 futures.",
        "{count} past events of this kind ({kind}) went along with {middle} on the four weeks "
        "before; expected are {low} to {high} in 8 of 10 futures.",
        past.events,
        kind=PUSH_NAMES[lever.kind],
        low=low,
        middle=middle,
        high=high,
    )
    return Effect(factor=_spread(factor, share), notes=(note,))


def _or_empty(counts: pd.Series | None) -> pd.Series:
    if counts is not None:
        return counts
    return pd.Series([], index=pd.DatetimeIndex([]), dtype=float)


def paid(lever: PaidReach, site: Site) -> Effect:
    """Add what is bought, evenly over its days; what viewers do follows at a part of one's own."""
    days = (lever.last - lever.first).days + 1
    contacts = site.covered(lever.first, lever.last) * site.part.step_days * lever.bought / days
    note = msg(
        "Paid viewers are taken to react somewhere between not at all and as your own viewers do."
    )
    return _contacts_added(site, np.outer(np.ones(site.part.size), contacts), note)


def viral(lever: ViralHit, site: Site) -> Effect:
    """Add the views of one post that takes off, most of them on its first days."""
    doubt = np.log(VIRAL_DOUBT) / Z_80
    views = lever.views * np.exp(doubt * site.normals("viral"))
    note = msg(
        "A hit brings between half and twice the views that you typed in 8 of 10 futures, half of "
        "them in its first {days} days; its viewers are taken to react somewhere between not at "
        "all and as your own do.",
        days=int(HALF_LIFE_DAYS),
    )
    return _contacts_added(site, np.outer(views, _viral_shape(lever, site)), note)


def _viral_shape(lever: ViralHit, site: Site) -> Floats:
    part = site.part
    if lever.day < site.ground.today:
        return np.zeros(len(part.days))
    first = days_after(part, lever.day)
    last = first + part.step_days
    if part.per_post:  # posts count on the day on which they go out
        return ((first <= 0) & (last > 0)).astype(float)
    keeps = 0.5 ** (1 / HALF_LIFE_DAYS)
    shape: Floats = keeps ** np.maximum(first, 0) - keeps ** np.maximum(last, 0)
    return shape


def _contacts_added(site: Site, contacts: Floats, note: Message) -> Effect:
    part = site.part
    if part.role is Role.DELIVERED:
        return Effect(added=contacts)
    if part.role not in BROUGHT:
        return NOTHING
    own, seen = part.recent_per_day(), site.ground.contacts_per_day
    if own is None or seen is None:
        return NOTHING
    response = site.shares("response")
    return Effect(added=contacts * (response * own / seen)[:, None], notes=(note,))


def formats(lever: FormatMix, site: Site) -> Effect:
    """Post another mix of formats: counts by the ratio of the mean posts."""
    part = site.part
    if part.role not in BROUGHT:
        return NOTHING
    metrics = () if part.role is Role.GAINED else part.metrics
    factor = mix_factor(lever, metrics or ("views",), site.ground, site.rng("formats"), part.size)
    if factor is None:
        return NOTHING
    note = msg(
        "Read from your posts of the last year at equal age. This is an association: the format "
        "may not be the reason why they did better or worse."
    )
    share = site.covered(lever.first, lever.last) * (1 - site.paused)
    return Effect(factor=_spread(factor, share), notes=(note,))


def growth(lever: GrowthOverride, site: Site) -> Effect:
    """Tilt the forecast so that its middle grows at the typed rate; its spread stays."""
    part = site.part
    if lever.kpi != part.kpi or part.below:
        return NOTHING
    steps = np.arange(1, part.draws.shape[1] + 1) * part.step_days
    after = np.maximum(steps - _steps_before(site), 0)
    rate = log1p(lever.monthly_growth) / DAYS_PER_MONTH - own_growth(part.values, part.step_days)
    note = msg("The growth is yours; how far the futures spread is the forecast's.")
    return Effect(tilt=np.exp(rate * after), notes=(note,))


def _steps_before(site: Site) -> int:
    # Per-post series begin before today: their latest posts are too young to count.
    return max(0, (site.ground.today - site.part.days[0].date()).days)


def own_growth(draws: Draws, step_days: int) -> float:
    """Return the growth per day, on logarithms, of the middle of the draws; 0 if not positive."""
    middle = np.median(draws, axis=0)
    used = middle > 0
    if used.sum() < 2:
        return 0.0
    days = np.flatnonzero(used) * step_days
    return float(np.polyfit(days, np.log(middle[used]), 1)[0])
