"""Yardsticks: the account's own past first, then published figures, then competitors."""

from kpicore.benchmarks.competitor_tables import (
    figures_table,
    read_competitors,
    read_competitors_text,
)
from kpicore.benchmarks.competitors import (
    FIGURE_LABELS,
    FIGURES,
    PublicFigures,
    compare_competitors,
    competitor_gaps,
    share_of_voice,
)
from kpicore.benchmarks.matching import (
    BenchmarkMatch,
    benchmark_matches,
    industries,
    matches,
    why_no_match,
)
from kpicore.benchmarks.own_figures import own_figures
from kpicore.benchmarks.own_past import OwnPast, own_past
from kpicore.benchmarks.published import PUBLISHED, counted_in, read_published
from kpicore.benchmarks.published_figure import Counted, PublishedFigure
from kpicore.benchmarks.tiers import tier_edges

__all__ = [
    "FIGURES",
    "FIGURE_LABELS",
    "PUBLISHED",
    "BenchmarkMatch",
    "Counted",
    "OwnPast",
    "PublicFigures",
    "PublishedFigure",
    "benchmark_matches",
    "compare_competitors",
    "competitor_gaps",
    "counted_in",
    "figures_table",
    "industries",
    "matches",
    "own_figures",
    "own_past",
    "read_competitors",
    "read_competitors_text",
    "read_published",
    "share_of_voice",
    "tier_edges",
    "why_no_match",
]
