"""Comments: how they sound month by month, the posts talked about most, words and emoji."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import altair as alt
import pandas as pd

from kpicore.charts.axes import text_tooltip
from kpicore.charts.remembered import remembered
from kpicore.charts.tables import ChartTable, TableColumn
from kpicore.charts.theme import GAIN, LOSS, MEASURED, SMALL_HEIGHT, finished
from kpicore.insights import Comments
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs
from kpicore.units import Unit

TONES: Mapping[str, tuple[Message, str]] = MappingProxyType(
    {
        "displeased": (msg("Displeased"), LOSS),
        "neutral": (msg("Neither"), MEASURED),
        "pleased": (msg("Pleased"), GAIN),
    }
)
"""Tone to its word and colour, from left to right."""

LONGEST_NAME = 22
"""Letters of a title beside its bar; a number may follow."""


@remembered
def tone_chart(by_month: pd.DataFrame, *, t: Translator) -> alt.LayerChart:
    """Draw how the judged comments of each month sound.

    Parameters
    ----------
    by_month : DataFrame
        `kpicore.insights.MONTH_COLUMNS`, with at least one month that could be judged.
    t : Translator
        Of the reader.

    Returns
    -------
    LayerChart
        Layer ``tones``.
    """
    known = by_month[by_month["pleased"].notna()]
    drawn = pd.concat(
        [
            pd.DataFrame(
                {
                    "month": [_month_word(m, t) for m in known["month"].tolist()],
                    "tone": t(word),
                    "place": place,
                    "share": known[name].to_numpy(),
                    "share_text": [t.amount(v, Unit.SHARE) for v in known[name].tolist()],
                    "comments_text": [t.amount(float(n)) for n in known["comments"].tolist()],
                }
            )
            for place, (name, (word, _)) in enumerate(TONES.items())
        ],
        ignore_index=True,
    )
    months = [_month_word(m, t) for m in known["month"].tolist()]
    names = [t(word) for word, _ in TONES.values()]
    bars = (
        alt.Chart()
        .mark_bar()
        .encode(
            x=alt.X(
                "month:O",
                sort=months,
                axis=alt.Axis(title=None, domain=False, ticks=False, labelAngle=0),
            ),
            y=alt.Y(
                "share:Q",
                stack="zero",
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(
                    title=t(msg("Judged comments (%)")),
                    format=",.0~%",
                    tickCount=5,
                    domain=False,
                    ticks=False,
                ),
            ),
            color=alt.Color(
                "tone:N",
                scale=alt.Scale(domain=names, range=[colour for _, colour in TONES.values()]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            order=alt.Order("place:Q"),
            tooltip=[
                text_tooltip("month", msg("Month"), t),
                text_tooltip("tone", msg("Tone"), t),
                text_tooltip("share_text", msg("Share"), t),
                text_tooltip("comments_text", msg("Comments"), t),
            ],
        )
    )
    return finished([bars.properties(name="tones")], t.code, data=drawn, height=SMALL_HEIGHT)


def _month_word(month: pd.Timestamp, t: Translator) -> str:
    return t(msg("{year}-{month}", year=f"{month.year}", month=f"{month.month:02d}"))


def tone_table(by_month: pd.DataFrame, t: Translator) -> ChartTable:
    """Return comments and their tone by month; newest first."""
    told = by_month.assign(month=[_month_word(m, t) for m in by_month["month"].tolist()])
    columns = {
        "month": TableColumn(label=msg("Month")),
        "comments": TableColumn(label=msg("Comments"), unit=Unit.COUNT),
        **{n: TableColumn(label=w, unit=Unit.SHARE) for n, (w, _) in reversed(list(TONES.items()))},
    }
    return ChartTable(frame=told.iloc[::-1].reset_index(drop=True), columns=columns)


def post_bars(found: Comments, t: Translator) -> pd.DataFrame:
    """Return the posts talked about most as `kpicore.charts.bars.BAR_COLUMNS`."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for title, post_id in zip(found.by_post["title"], found.by_post["post_id"], strict=True):
        line = " ".join(str(title).split()) or t(msg("Post {id}", id=str(post_id)[-8:]))
        short = line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"
        # Posts of one title are bars of their own.
        seen[short] += 1
        names.append(short if seen[short] == 1 else f"{short} ({seen[short]})")
    return pd.DataFrame(
        {
            "part": names,
            "value": found.by_post["comments"].astype(float),
            "mark": found.by_post["questions"].astype(float),
            "own": False,
        }
    )


def post_table(found: Comments) -> ChartTable:
    """Return the posts talked about most."""
    columns = {
        "title": TableColumn(label=msg("Post")),
        "comments": TableColumn(label=msg("Comments"), unit=Unit.COUNT),
        "questions": TableColumn(label=msg("Questions"), unit=Unit.COUNT),
        "answered": TableColumn(label=msg("Answered"), unit=Unit.SHARE),
    }
    return ChartTable(frame=found.by_post, columns=columns)


def word_bars(words: pd.DataFrame) -> pd.DataFrame:
    """Return words or emoji as `kpicore.charts.bars.BAR_COLUMNS`."""
    return pd.DataFrame(
        {
            "part": words["word"],
            "value": words["comments"].astype(float),
            "mark": float("nan"),
            "own": False,
        }
    )


def word_table(words: pd.DataFrame, label: Message) -> ChartTable:
    """Return words or emoji with the number of comments that hold them."""
    columns = {
        "word": TableColumn(label=label),
        "comments": TableColumn(label=msg("Comments"), unit=Unit.COUNT),
    }
    return ChartTable(frame=words, columns=columns)


def words_summary(words: pd.DataFrame) -> Message:
    """Say the commonest word or emoji."""
    first = words.iloc[0]
    return msgs(
        "“{word}” stands in {count} comment, more than any other.",
        "“{word}” stands in {count} comments, more than any other.",
        int(first["comments"]),
        word=str(first["word"]),
    )
