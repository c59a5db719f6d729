"""Channels on the screen: who contributes what, all side by side, and what results cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from kpicore.charts.bars import bars_chart
from kpicore.charts.channel_board import (
    SHARE_LABELS,
    costs_sentence,
    costs_table,
    share_bars,
    share_sentence,
    shares_table,
    side_table,
)
from kpicore.charts.quantity import Quantity
from kpicore.errors import ImportFailedError
from kpicore.kpis import CATALOGUE, KpiValue, Spend, cost_of, ordered_kpis
from kpicore.messages import msg
from kpicore.periods import Period
from kpicore.units import Unit
from pages.parts import pickers, state
from pages.parts.chart import chart_with_table, show_table
from pages.parts.guard import page_errors
from pages.parts.platforms import platform_name
from pages.parts.session import Here
from pages.parts.sidebar import account_label
from pages.parts.words import section, small_print

_VIEW, _SHARE = "channels.view", "channels.share"
_VERSION = "channels.spend.version"
_SPEND = ("account_id", "first", "last", "amount", "currency")
BY_PLATFORM = "platform"


def names(here: Here, *, by_platform: bool) -> Mapping[str, str]:
    """Return the name of every channel of the workspace, by its key."""
    if by_platform:
        return {a.platform: platform_name(a.platform) for a in here.accounts}
    called = [a.name for a in here.accounts]
    if len(set(called)) == len(called):
        return {a.account_id: a.name for a in here.accounts}
    if len(set(called)) == 1 and len({a.platform for a in here.accounts}) == len(called):
        # One creator under one name everywhere: the platform tells the accounts apart.
        return {a.account_id: platform_name(a.platform) for a in here.accounts}
    return {a.account_id: account_label(here.t, a) for a in here.accounts}


def view(here: Here) -> bool:
    """Draw the choice between accounts and platforms; return whether platforms are meant."""
    t = here.t
    options = {"account": msg("Accounts"), BY_PLATFORM: msg("Platforms")}
    chosen = st.segmented_control(
        t(msg("Side by side")),
        list(options),
        default="account",
        format_func=lambda code: t(options[code]),
        key=_VIEW,
        required=True,
        persist_state="session",
    )
    return chosen == BY_PLATFORM


def bars(shares: pd.DataFrame, here: Here, *, by_platform: bool) -> dict[str, pd.DataFrame]:
    """Return the contributions to growth, engagement and output as bars, by KPI."""
    column = "platform" if by_platform else "account_id"
    words = names(here, by_platform=by_platform)
    return {key: share_bars(shares, column, key, words) for key in SHARE_LABELS}


def contributions(here: Here, found: Mapping[str, pd.DataFrame]) -> None:
    """Draw what each channel contributes to growth, engagement or output."""
    t = here.t
    section(t, msg("Who brings what"))
    key = st.segmented_control(
        t(msg("Share of")),
        list(SHARE_LABELS),
        default=next(iter(SHARE_LABELS)),
        format_func=lambda k: t(SHARE_LABELS[k]),
        key=_SHARE,
        required=True,
        persist_state="session",
    )
    chosen = str(key)
    frame = found[chosen]
    if frame.empty:
        small_print(t, share_sentence(frame, chosen))
        return
    definition, drawn = CATALOGUE[chosen], frame
    quantity = Quantity(label=definition.label, unit=definition.unit)
    if frame["share"].notna().all():
        share = msg("Share of {kpi}", kpi=definition.label)
        quantity = Quantity(label=share, unit=Unit.SHARE)
        drawn = frame.assign(value=frame["share"])
    chart_with_table(
        t,
        bars_chart(drawn, quantity=quantity, t=t),
        summary=share_sentence(frame, chosen),
        table=shares_table(frame, chosen),
        key=f"channels.{chosen}",
    )


def side_by_side(
    here: Here, values: Mapping[str, Sequence[KpiValue]], *, by_platform: bool
) -> None:
    """Draw every KPI as a row and every channel as a column."""
    t = here.t
    section(t, msg("Side by side"))
    small_print(
        t,
        msg(
            "Platforms count views and interactions differently: read along a column rather than "
            "across. Different people (reach, viewers) are never added."
        ),
    )
    table = side_table(
        values, names(here, by_platform=by_platform), ordered_kpis(pickers.focus(here)), t
    )
    show_table(t, table, key="channels.side")


def spending(here: Here) -> None:
    """Draw what results cost, and the table of money spent."""
    t = here.t
    section(t, msg("Cost per result"))
    kept = here.workspace.spends()
    words = names(here, by_platform=False)
    costs = cost_of(here.history(tuple(words)), kept, today=here.calendar_day)
    if costs.empty:
        small_print(t, msg("Enter what you spent, to see what a result cost."))
    else:
        small_print(t, costs_sentence(costs, words))
        small_print(
            t,
            msg(
                "Counted are all results of those days, bought or not; exports do not tell them "
                "apart."
            ),
        )
        show_table(t, costs_table(costs, words, t), key="channels.costs")
    _entry(here, kept, words)


def _entry(here: Here, kept: tuple[Spend, ...], words: Mapping[str, str]) -> None:
    t = here.t
    box = st.expander(
        t(msg("Enter money spent")),
        icon=":material/edit:",
        key="channels.spend.entry",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        edited = st.data_editor(
            _frame(kept),
            # A saved table is a new table, so that no edit is applied twice or lost.
            key=f"channels.spend.{state.number(_VERSION)}",
            num_rows="dynamic",
            hide_index=True,
            alt=t(msg("Enter money spent")),
            disabled=not here.may_edit,
            column_config={
                "account_id": st.column_config.SelectboxColumn(
                    t(msg("Account")),
                    options=list(words),
                    format_func=lambda i: words.get(str(i), str(i)),
                    required=True,
                ),
                "first": st.column_config.DateColumn(t(msg("From")), required=True),
                "last": st.column_config.DateColumn(t(msg("To")), required=True),
                "amount": st.column_config.NumberColumn(
                    t(msg("Spent")), required=True, min_value=0
                ),
                "currency": st.column_config.TextColumn(
                    t(msg("Currency")), required=True, validate="^[A-Z]{3}$", default="USD"
                ),
            },
        )
        if st.button(
            t(msg("Save spending")),
            type="primary",
            key="channels.spend.save",
            disabled=not here.may_edit,
        ):
            with page_errors(t, stop=False):
                wanted = _spends(edited)
                if wanted != kept:
                    here.workspace.save_spends(wanted, before=kept)
                    state.count_up(_VERSION)
                    st.rerun()
                # The table hands over a row only when all that it needs is filled in.
                small_print(
                    t,
                    msg("Nothing has changed. A row needs an account, two days and an amount."),
                )


def _frame(kept: Sequence[Spend]) -> pd.DataFrame:
    frame = pd.DataFrame([[getattr(s, c) for c in _SPEND] for s in kept], columns=list(_SPEND))
    for day in ("first", "last"):
        frame[day] = pd.to_datetime(frame[day])
    return frame.astype({"account_id": "str", "amount": "float64", "currency": "str"})


def _spends(edited: pd.DataFrame) -> tuple[Spend, ...]:
    try:
        return tuple(
            Spend(
                account_id=str(row["account_id"]),
                first=_day(row["first"]),
                last=_day(row["last"]),
                amount=float(row["amount"]),
                currency=str(row["currency"]),
            )
            for row in edited.to_dict("records")
        )
    except (TypeError, ValueError) as fault:
        raise ImportFailedError(
            msg(
                "Each row needs an account, a first and a last day in this order, an amount that "
                "is not negative, and a currency such as EUR."
            )
        ) from fault


def _day(value: object) -> date:
    moment = pd.Timestamp(str(value))
    if pd.isna(moment):
        raise ValueError("A day is missing.")
    return moment.date()


def period_of(here: Here) -> Period:
    """Return the days looked at, anchored at the newest data of any account."""
    return here.period_of(tuple(a.account_id for a in here.accounts))
