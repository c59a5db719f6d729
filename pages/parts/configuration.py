"""The options of this deployment, read once per process."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from kpicore.goals.thresholds import GoalThresholds, thresholds_of
from kpicore.ingest.options import Limits, limits_of
from kpicore.settings import Settings


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Return the options of this deployment.

    Raises
    ------
    SettingsError
        If an option has a wrong value.
    """
    return Settings.load(secrets=_secrets())


@st.cache_resource(show_spinner=False)
def thresholds() -> GoalThresholds:
    """Return the limits by which this deployment judges goals."""
    return thresholds_of(settings())


def limits() -> Limits:
    """Return how much an uploaded file may hold in this deployment."""
    return limits_of(settings())


@st.cache_resource(show_spinner=False, ttl="60s")
def sign_in_configured() -> bool:
    """Return whether the deployment's secrets configure Streamlit's own sign-in.

    Asked in every run; where there are no secrets Streamlit looks for their files each time.
    """
    return "auth" in _secrets()


def _secrets() -> Mapping[str, object]:
    # Asking for secrets where no file holds any is an error to Streamlit; here it is the rule.
    try:
        return st.secrets.to_dict()
    except StreamlitSecretNotFoundError:
        return {}
