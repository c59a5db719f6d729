"""Goals as blocks: how likely each is, its way to the target, and all of them together."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.bars import AXIS_PIXELS, BAR_PIXELS, bars_chart
from kpicore.charts.forecast_summary import goal_summary
from kpicore.charts.goal import goal_chart
from kpicore.charts.goal_plan import PROBABILITY, plan_frame, plan_summary, plan_table
from kpicore.charts.outlook_frames import (
    goal_frame,
    known_band,
    reading_label,
    reading_quantity,
    with_pace,
)
from kpicore.charts.specification import Filled
from kpicore.charts.tables import ChartTable, TableColumn, fan_table
from kpicore.goals import (
    STATUS_WORDS,
    VERDICT_WORDS,
    GoalCheck,
    KpiOutlook,
    PlanOdds,
    progress_sentence,
    settlement_sentence,
)
from kpicore.goals.wording import (
    aim_sentence,
    formula_sentence,
    measure_sentence,
    reason_sentence,
    review_sentence,
)
from kpicore.kpis import CATALOGUE, kpi
from kpicore.language import Translator
from kpicore.messages import Message, msg
from kpicore.periods import ONE_DAY, Period
from kpicore.reports.blocks import (
    STATUS_TONES,
    VERDICT_TONES,
    Chart,
    Origin,
    Shape,
    Table,
    Tone,
    Verdict,
    Words,
)
from kpicore.reports.kpi_blocks import events_frame
from kpicore.reports.material import Material, ReportGoal
from kpicore.reports.sources import data_origin, forecast_origin, formula_from
from kpicore.reviews import standing_sentence
from kpicore.units import Amount

WEEKS_BACK = 26
"""Half a year of past before a goal's way."""


def verdict_of(found: ReportGoal, material: Material, *, whole: bool = False) -> Verdict:
    """Return how likely a goal is, or how it ended.

    Parameters
    ----------
    found : ReportGoal
        The goal.
    material : Material
        What the report is made of.
    whole : bool, default False
        Whether the text of the goal follows, instead of what it takes from here.

    Returns
    -------
    Verdict
        Where nothing can be said, with the reason.
    """
    standing, outlook, goal = found.standing, found.outlook, found.goal
    check = standing.check
    if outlook is None:
        days = Period(goal.baseline.period.first, goal.deadline)
        return Verdict(
            word=msg("Not known"),
            sentence=standing_sentence(standing),
            origin=Origin(words=formula_from(goal.kpi, material), period=days),
        )
    sentence = aim_sentence(goal, outlook)
    if check is None:
        return _ended(found, outlook, sentence, material)
    word, tone = VERDICT_WORDS[check.verdict].label, VERDICT_TONES[check.verdict]
    details = _text_of(check, outlook) if whole else ()
    if standing.progress is not None and not whole:
        word = STATUS_WORDS[standing.progress.status].label
        tone = STATUS_TONES[standing.progress.status]
        details = (progress_sentence(goal, check, standing.progress, outlook),)
    return Verdict(
        word=word,
        sentence=sentence,
        origin=forecast_origin(outlook, material, until=check.window),
        probability=check.probability,
        tone=tone,
        details=details,
    )


def _text_of(check: GoalCheck, outlook: KpiOutlook) -> tuple[Words, ...]:
    """Return the text of a goal without the numbers that stand in its table."""
    sentences = (
        formula_sentence(outlook),
        measure_sentence(check, outlook),
        reason_sentence(check.goal),
        review_sentence(check.goal),
    )
    return tuple(sentence for sentence in sentences if sentence is not None)


def _ended(
    found: ReportGoal, outlook: KpiOutlook, sentence: Message, material: Material
) -> Verdict:
    goal, settlement = found.goal, found.standing.settlement
    status = found.standing.status
    details = () if settlement is None else (settlement_sentence(goal, settlement, outlook),)
    return Verdict(
        word=msg("Not known") if status is None else STATUS_WORDS[status].label,
        sentence=sentence,
        origin=Origin(
            words=formula_from(goal.kpi, material),
            period=Period(goal.baseline.period.first, goal.deadline),
        ),
        tone=Tone.NEUTRAL if status is None else STATUS_TONES[status],
        details=details,
    )


def way_of(found: ReportGoal, material: Material) -> Chart | None:
    """Return the way of a goal's figure to its target; None where there is no forecast."""
    outlook, goal, check = found.outlook, found.goal, found.standing.check
    if outlook is None or check is None:
        return None
    frame = goal_frame(goal, outlook, weeks_back=WEEKS_BACK)
    if frame.empty:
        return None
    quantity = reading_quantity(outlook, goal.measure)
    first = frame["date"].min().date()
    events = events_frame(material, first, goal.deadline)
    pace = None if found.pace is None else known_band(found.pace, outlook)

    def draw(t: Translator) -> Filled:
        return goal_chart(
            frame,
            quantity=quantity,
            t=t,
            today=outlook.last_day + ONE_DAY,
            target=goal.target,
            deadline=goal.deadline,
            pace=pace,
            events=events,
        )

    return Chart(
        title=msg("The way to the target: {kpi}", kpi=quantity.label),
        summary=goal_summary(
            frame, quantity=quantity, target=goal.target, probability=check.probability
        ),
        origin=forecast_origin(outlook, material, until=Period(first, goal.deadline)),
        draw=draw,
        numbers=lambda _t: fan_table(
            frame if pace is None else with_pace(frame, pace), quantity=quantity
        ),
        lines=("value", "median", "low_80", "high_80", *(() if pace is None else ("pace",))),
        height=220,
    )


def goals_table(material: Material) -> Table | None:
    """Return all goals in rows; None without any."""
    if not material.goals:
        return None

    def numbers(t: Translator) -> ChartTable:
        frame = pd.DataFrame([_row(found, t) for found in material.goals])
        return ChartTable(
            frame=frame,
            columns={
                "goal": TableColumn(label=msg("Goal")),
                "baseline": TableColumn(label=msg("Baseline"), words="baseline words"),
                "target": TableColumn(label=msg("Target"), words="target words"),
                "deadline": TableColumn(label=msg("Deadline")),
                "probability": TableColumn(label=msg("Probability"), probability=True),
                "status": TableColumn(label=msg("Status")),
            },
        )

    first = min(g.goal.baseline.period.first for g in material.goals)
    last = max(g.goal.deadline for g in material.goals)
    files = data_origin(material).words
    return Table(
        title=msg("How the goals stand"),
        origin=Origin(words=files, period=Period(first, last)),
        numbers=numbers,
        wide=("goal",),
    )


def _row(found: ReportGoal, t: Translator) -> dict[str, object]:
    goal, standing = found.goal, found.standing
    definition = kpi(goal.kpi)
    label = definition.label
    if found.outlook is not None:
        label = reading_label(found.outlook, goal.measure)
    unit, currency = definition.unit, standing.currency
    check = standing.check
    return {
        "goal": t(label),
        "baseline": goal.baseline.value,
        "baseline words": t.amount(goal.baseline.value, unit, currency=currency),
        "target": goal.target,
        "target words": t.amount(goal.target, unit, currency=currency),
        "deadline": pd.Timestamp(goal.deadline),
        "probability": float("nan") if check is None else check.probability,
        "status": t(
            msg("Not known") if standing.status is None else STATUS_WORDS[standing.status].label
        ),
        "unit": unit.value,
        "currency": currency,
    }


def plan_chart(material: Material, odds: PlanOdds) -> Chart:
    """Return how likely each running goal is, and all of them together.

    Parameters
    ----------
    material : Material
        With at least two running goals.
    odds : PlanOdds
        Of these goals in this order.

    Returns
    -------
    Chart
        A bar per goal, the last one for all.
    """
    goals = [found.goal for found in material.running]
    first = min(goal.created_on for goal in goals)
    last = max(goal.deadline for goal in goals)
    return Chart(
        title=msg("How likely the goals are, one by one and together"),
        summary=plan_summary(odds),
        origin=Origin(
            words=msg("futures that the goals share, from {files}", files=_files(material)),
            period=Period(min(first, last), last),
        ),
        draw=lambda t: bars_chart(
            plan_frame(goals, odds, t), quantity=PROBABILITY, t=t, probability=True
        ),
        numbers=lambda t: plan_table(plan_frame(goals, odds, t)),
        shape=Shape.BARS,
        lines=("value",),
        height=BAR_PIXELS * (len(goals) + 1) + AXIS_PIXELS,
    )


def _files(material: Material) -> Words:
    return data_origin(material).words


def goal_title(found: ReportGoal) -> Message:
    """Name a goal by its figure, target and deadline."""
    goal = found.goal
    unit = CATALOGUE[goal.kpi].unit
    return msg(
        "{kpi}: {target} by {deadline}",
        kpi=CATALOGUE[goal.kpi].label,
        target=Amount(goal.target, unit, found.standing.currency),
        deadline=goal.deadline,
    )
