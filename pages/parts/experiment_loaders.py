"""What the page of experiments asks for more than once: verdicts, and what one's own posts tell."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kpicore.errors import KpiCoreError
from kpicore.experiments import Analysis, Experiment, analyse, spread_of
from kpicore.insights import Measure
from pages.parts import insight_loaders, loaders
from pages.parts.session import Here

KEPT = 256
"""Verdicts kept over all workspaces; each holds a few rows."""


def of_accounts(here: Here) -> tuple[Experiment, ...]:
    """Return the experiments on the accounts that the reader looks at, or on none of them."""
    chosen = set(here.account_ids)
    return tuple(
        e for e in here.workspace.experiments() if not e.account_ids or chosen & set(e.account_ids)
    )


def analysis(here: Here, experiment: Experiment) -> Analysis:
    """Return what an experiment found."""
    # The whole content is the key: no two experiments that differ share a verdict.
    return _analysis(here.workspace.workspace_id, repr(experiment), _experiment=experiment)


@st.cache_resource(show_spinner=False, max_entries=KEPT, ttl=loaders.KEPT_FOR)
def _analysis(workspace_id: str, content: str, *, _experiment: Experiment) -> Analysis:
    return analyse(_experiment)


def own_spread(here: Here) -> float:
    """Return how far the views of the account's own posts differ, on the scale of logarithms."""
    values = [np.zeros(0)]
    for account_id in here.account_ids:
        try:
            posts = insight_loaders.comparable(here, account_id, Measure.VIEWS)
        except KpiCoreError:
            # An account without posts tells nothing of them; the usual spread is offered then.
            continue
        values.append(np.exp(posts.response))
    return spread_of(max(values, key=len))
