"""The third yardstick on the screen: competitors, entered or uploaded, beside the account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from kpicore.benchmarks import (
    FIGURE_LABELS,
    FIGURES,
    PublicFigures,
    compare_competitors,
    competitor_gaps,
    own_figures,
    read_competitors,
    share_of_voice,
)
from kpicore.benchmarks.competitors import COLUMNS, COUNTS
from kpicore.charts.bars import bars_chart
from kpicore.charts.rivals_board import (
    FIGURE_UNITS,
    gaps_table,
    ranking_frame,
    ranking_summary,
    rivals_table,
    voice_frame,
    voice_summary,
)
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.ingest import ImportOptions, InputFile, read_tables
from kpicore.messages import Message, msg
from kpicore.units import Unit
from pages.parts import state
from pages.parts.chart import chart_with_table, numbers_below
from pages.parts.downloads import table_downloads
from pages.parts.guard import page_errors
from pages.parts.platforms import PLATFORM_NAMES
from pages.parts.session import Here
from pages.parts.words import section, small_print
