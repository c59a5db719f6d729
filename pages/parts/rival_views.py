"""The third yardstick on the screen: competitors beside the account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from kpicore.benchmarks import (
    FIGURE_LABELS,
    FIGURES,
    PublicFigures,
    compare_competitors,
    competitor_gaps,
    own_figures,
    share_of_voice,
)
from kpicore.charts.bars import bars_chart
from kpicore.charts.quantity import Quantity
from kpicore.charts.rivals_board import (
    FIGURE_UNITS,
    gaps_table,
    ranking_frame,
    ranking_summary,
    rivals_table,
    voice_frame,
    voice_summary,
    voice_table,
)
from kpicore.messages import msg, msgs
from kpicore.periods import Period
from kpicore.units import Unit
from pages.parts import rival_entry
from pages.parts.chart import chart_with_table, show_table
from pages.parts.session import Here
from pages.parts.words import section, small_print

_FIGURE = "benchmarks.figure"


def draw(here: Here, account_id: str) -> None:
    """Draw competitors of an account: entry, ranking, gaps, share of voice.

    Parameters
    ----------
    here : Here
        Who is here.
    account_id : str
        The account.
    """
    t = here.t
    section(t, msg("Competitors"))
    kept = here.workspace.competitors()
    platform = next(a.platform for a in here.accounts if a.account_id == account_id)
    rivals = tuple(f for f in kept if f.platform == platform)
    if len(rivals) < len(kept):
        elsewhere = len(kept) - len(rivals)
        small_print(
            t,
            msgs(
                "{count} row of another platform is not compared with this account.",
                "{count} rows of other platforms are not compared with this account.",
                elsewhere,
            ),
        )
    if rivals:
        side = compare_competitors([*rivals, *_own(here, account_id, rivals)])
        _ranking(here, side)
        _voice(here, rivals, account_id)
    else:
        small_print(t, msg("Enter two or three profiles that you look up to, or compete with."))
    rival_entry.draw(here, kept, platform)


def _own(here: Here, account_id: str, rivals: Sequence[PublicFigures]) -> tuple[PublicFigures, ...]:
    """Return the account's figures of the period, and those of the day growth is told from."""
    history, period = here.history((account_id,)), here.period
    days = [r.observed_on for r in rivals if r.observed_on < period.last]
    since = min(days, default=period.previous().last)
    spans = (Period(since - timedelta(days=period.days - 1), since), period)
    return tuple(
        own_figures(history, span, account_id=account_id, today=here.calendar_day) for span in spans
    )


def _ranking(here: Here, side: pd.DataFrame) -> None:
    t = here.t
    gaps = competitor_gaps(side)
    told = [f for f in FIGURES if side[f].notna().any()]
    if not told:
        small_print(t, msg("No figure can be told from what was entered yet."))
        return
    if st.session_state.get(_FIGURE) not in told:
        st.session_state[_FIGURE] = next(iter([*gaps["figure"], *told]))
    figure = str(
        st.selectbox(
            t(msg("Compare by")),
            told,
            format_func=lambda f: t(FIGURE_LABELS[f]),
            key=_FIGURE,
            persist_state="session",
        )
    )
    chart_with_table(
        t,
        bars_chart(
            ranking_frame(side, figure),
            quantity=Quantity(label=FIGURE_LABELS[figure], unit=FIGURE_UNITS[figure]),
            t=t,
        ),
        summary=ranking_summary(gaps, figure),
        table=rivals_table(side),
        key=f"benchmarks.ranking.{figure}",
    )
    if not gaps.empty:
        section(t, msg("The gap, figure by figure"))
        small_print(t, msg("Your own account is not part of the others' mean and median."))
        show_table(t, gaps_table(gaps, t), key="benchmarks.gaps")


def _voice(here: Here, rivals: Sequence[PublicFigures], account_id: str) -> None:
    t, period = here.t, here.period
    alike = [r for r in rivals if r.days == period.days]
    section(t, msg("Share of voice"))
    if not alike:
        small_print(
            t,
            msg(
                "Nobody's figures cover {days} days like your period, so there is nothing to "
                "divide.",
                days=period.days,
            ),
        )
        return
    own = own_figures(
        here.history((account_id,)), period, account_id=account_id, today=here.calendar_day
    )
    voice = share_of_voice(compare_competitors([*alike, own]))
    if len(voice) < 2:
        small_print(t, msg("Likes, comments and shares of at least two profiles are needed."))
        return
    quantity = Quantity(label=msg("Share of voice"), unit=Unit.SHARE)
    chart_with_table(
        t,
        bars_chart(voice_frame(voice), quantity=quantity, t=t),
        summary=voice_summary(voice),
        table=voice_table(voice),
        key="benchmarks.voice",
    )
