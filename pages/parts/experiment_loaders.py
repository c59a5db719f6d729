"""What the page of experiments asks for more than once: experiments and their verdicts."""

from __future__ import annotations

import streamlit as st

from kpicore.experiments import Analysis, Experiment, analyse
from pages.parts import loaders
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
