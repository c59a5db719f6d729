"""Goalpost's core: reading exports, KPIs, forecasts and goals, without any user interface."""

__version__ = "0.1.0"
