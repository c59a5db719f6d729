"""Yardsticks: the account's own past first, then published figures, then competitors."""

from kpicore.benchmarks.competitors import (
    FIGURE_LABELS,
    FIGURES,
    PublicFigures,
    compare_competitors,
    competitor_gaps,
    figures_table,
    own_figures,
    read_competitors,
    read_competitors_text,
    share_of_voice,
)
from kpicore.benchmarks.matching import (
    BenchmarkMatch,
    benchmark_matches,
    industries,
    matches,
    tier_edges,
    why_no_match,
)
from kpicore.benchmarks.own_past import OwnPast, own_past
from kpicore.benchmarks.published import (
    PUBLISHED,
    Counted,
    PublishedFigure,
    counted_in,
    read_published,
)

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
