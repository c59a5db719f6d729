"""The card of a goal as an HTML page that stands alone: no script, nothing fetched, one A4."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

import numpy as np
import pandas as pd

from kpicore.charts.goal_card import GoalCard
from kpicore.charts.outlook_frames import known_band
from kpicore.charts.theme import ACCENT, ANNOTATION, BAND_80, BAND_PACE, GOAL, MEASURED
from kpicore.goals.words import amount
from kpicore.language import Translator
from kpicore.messages import msg

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 22, 22
"""Pixels around the drawing, for its words."""

_STYLE = """
@page { size: A4; margin: 16mm }
body { font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans KR", "Noto Sans SC", sans-serif;
  color: #1b1f27; background: #fff; max-width: 720px; margin: 24px auto; padding: 0 16px }
h1 { font-size: 22px; line-height: 1.3; margin: 0 0 4px }
.odds { font-size: 30px; font-weight: 700; color: #2554b8; margin: 0 0 12px }
p { margin: 0 0 6px }
table { border-collapse: collapse; width: 100%; margin: 14px 0; font-size: 13px }
th, td { text-align: left; vertical-align: top; padding: 5px 8px 5px 0;
  border-bottom: 1px solid #dde1e8 }
td.value { font-weight: 600; white-space: nowrap }
td.source, .small { color: #59606b; font-size: 12px }
svg { width: 100%; height: auto }
.legend { color: #59606b; font-size: 12px }
.legend span { margin-right: 14px; white-space: nowrap }
.legend i { display: inline-block; width: 14px; height: 8px; margin-right: 5px }
"""


def card_page(card: GoalCard, t: Translator) -> str:
    """Write a card as a page.

    Parameters
    ----------
    card : GoalCard
        From `kpicore.charts.goal_card.goal_card`.
    t : Translator
        Of the reader.

    Returns
    -------
    str
        A whole HTML document; every text is escaped.
    """
    rows = "".join(
        f"<tr><th scope='row'>{_text(t(f.label))}</th><td class='value'>{_text(t(f.value))}</td>"
        f"<td class='source'>{_text(t(f.source))}</td></tr>"
        for f in card.figures
    )
    heads = (msg("Figure"), msg("Value"), msg("Where it comes from"))
    head = "".join(f"<th scope='col'>{_text(t(h))}</th>" for h in heads)
    made = _text(t(msg("Goalpost, {day}", day=card.made_on)))
    return (
        f"<!doctype html><html lang='{t.code}'><head><meta charset='utf-8'>"
        f"<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{_text(t(card.title))}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{_text(t(card.title))}</h1><p class='odds'>{_text(t(card.odds))}</p>"
        f"{_paragraphs((t(s) for s in card.sentences), '')}"
        f"{_drawing(card, t)}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"{_paragraphs((t(s) for s in card.past), 'small')}"
        f"<p class='small'>{made}</p></body></html>"
    )


def _text(words: str) -> str:
    return escape(words)


def _paragraphs(sentences: Iterable[str], kind: str) -> str:
    return "".join(f"<p class='{kind}'>{_text(sentence)}</p>" for sentence in sentences)


class _Plane:
    """Turns days and values into places on the drawing."""

    def __init__(self, card: GoalCard) -> None:
        frame = card.frame
        columns = [frame[c].to_numpy(dtype=float) for c in ("value", "low_80", "high_80")]
        if card.pace is not None:
            pace = known_band(card.pace, card.words_of)
            columns += [pace[c].to_numpy(dtype=float) for c in ("pace", "low", "high")]
        values = np.concatenate([*columns, [card.target]])
        self.low, self.high = float(np.nanmin(values)), float(np.nanmax(values))
        self.first = frame["date"].min()
        self.last = max(frame["date"].max(), pd.Timestamp(card.deadline))

    def x(self, day: pd.Timestamp) -> float:
        span = max((self.last - self.first).days, 1)
        return float(LEFT + (WIDTH - LEFT - RIGHT) * (day - self.first).days / span)

    def y(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / span

    def points(self, days: pd.Series, values: pd.Series) -> str:
        pairs = zip(days, values, strict=True)
        return " ".join(f"{self.x(d):.1f},{self.y(v):.1f}" for d, v in pairs if v == v)  # noqa: PLR0124 - NaN


def _drawing(card: GoalCard, t: Translator) -> str:
    frame = card.frame
    if frame.empty:
        return ""
    plane = _Plane(card)
    days = frame["date"]
    lines = [
        _band(plane, frame, ("low_80", "high_80"), BAND_80),
        _line(plane.points(days, frame["value"]), MEASURED, 2),
        _line(plane.points(days, frame["median"]), ACCENT, 2),
    ]
    if card.pace is not None:
        pace = known_band(card.pace, card.words_of)
        lines.insert(1, _band(plane, pace, ("low", "high"), BAND_PACE))
        lines.append(_line(plane.points(pace["date"], pace["pace"]), GOAL, 1.5, "6 4"))
    height = plane.y(card.target)
    lines.append(
        f"<line x1='{LEFT}' x2='{WIDTH - RIGHT}' y1='{height:.1f}' y2='{height:.1f}' "
        f"stroke='{GOAL}' stroke-width='2'/>"
    )
    target = t(msg("Target {target}", target=amount(card.words_of, card.target)))
    foot = HEIGHT - 6
    words = (
        _word(LEFT + 2, max(height - 5, 12), target, GOAL, "start"),
        _word(LEFT, foot, t.date(_day(plane.first)), ANNOTATION, "start"),
        _word(WIDTH - RIGHT, foot, t.date(_day(plane.last)), ANNOTATION, "end"),
        _word(WIDTH / 2, foot, t(card.label), ANNOTATION, "middle"),
    )
    alt = _text(t(card.title))
    return (
        f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{alt}'>"
        f"{''.join(lines)}{''.join(words)}</svg>{_legend(card, t)}"
    )


def _legend(card: GoalCard, t: Translator) -> str:
    entries = {msg("Measured"): MEASURED, msg("Middle forecast"): ACCENT}
    entries[msg("8 in 10 futures")] = BAND_80
    if card.pace is not None:
        entries[msg("Pace to the target")] = GOAL
        # On the day a goal is set its band has no width yet.
        if known_band(card.pace, card.words_of)["low"].count() > 1:
            entries[msg("On pace")] = BAND_PACE
    marks = (
        f"<span><i style='background:{colour}'></i>{_text(t(words))}</span>"
        for words, colour in entries.items()
    )
    return f"<p class='legend'>{' '.join(marks)}</p>"


def _day(moment: pd.Timestamp) -> date:
    return moment.date()


def _band(plane: _Plane, frame: pd.DataFrame, ends: tuple[str, str], colour: str) -> str:
    low, high = ends
    told = frame.dropna(subset=[low, high])
    upper = plane.points(told["date"], told[high])
    lower = plane.points(told["date"][::-1], told[low][::-1])
    return f"<polygon points='{upper} {lower}' fill='{colour}'/>"


def _line(points: str, colour: str, width: float, dash: str = "") -> str:
    return (
        f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='{width}' "
        f"stroke-dasharray='{dash}'/>"
    )


def _word(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' fill='{colour}' font-size='12' "
        f"text-anchor='{anchor}'>{_text(words)}</text>"
    )
