"""The same jobs from a terminal: ``python -m kpicore read|kpis|forecast|goal|report ... FILE``."""

from kpicore.cli.app import main

__all__ = ["main"]
