"""Platforms and accounts side by side."""

import streamlit as st

from kpicore.charts.channel_board import channels_headline
from kpicore.kpis import platform_shares
from kpicore.messages import msg
from pages.parts import channel_loaders, channel_views, empty, entry
from pages.parts.guard import page_errors
from pages.parts.words import headline, small_print

QUESTION = msg("Which channel brings what?")

here = entry.enter("channels")
t = here.t

with page_errors(t):
    if not here.has_data:
        empty.no_data(here, QUESTION)
        st.stop()
    top = st.container()
    period = channel_views.period_of(here)
    by_platform = channel_views.view(here)
    small_print(
        t,
        msg(
            "All accounts of the workspace, {first} – {last}.",
            first=period.first,
            last=period.last,
        ),
    )
    shares = channel_loaders.shares(here, period)
    if by_platform:
        shares = platform_shares(shares)
    bars = channel_views.bars(shares, here, by_platform=by_platform)
    with top:
        headline(t, QUESTION, channels_headline(len(here.accounts), bars))
        empty.made_up(here)
    channel_views.contributions(here, bars)
    values = channel_loaders.channels(here, period, by_platform=by_platform)
    channel_views.side_by_side(here, values, by_platform=by_platform)
    channel_views.spending(here)
