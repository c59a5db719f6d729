"""What insights say of staying, live sessions and the funnel: one sentence each."""

from __future__ import annotations

import pandas as pd

from kpicore.insights.funnel import FEWEST_PAST, Funnel
from kpicore.insights.live import FEWEST_SESSIONS, LIVE_MEASURES, LiveSessions
from kpicore.insights.retention import DropOff
from kpicore.messages import Message, msg, msgs
from kpicore.metrics import METRICS
from kpicore.units import Amount, Change, Unit


def drop_sentence(drop: DropOff) -> Message:
    """Say where viewers leave and how many see the end."""
    return msgs(
        "{length}: most leave between {first}% and {last}% of the video, {lost} of those who "
        "began; {left} see the end ({count} video).",
        "{length}: most leave between {first}% and {last}% of the video, {lost} of those who "
        "began; {left} see the end ({count} videos).",
        drop.videos,
        length=drop.word,
        first=round(100 * drop.first),
        last=round(100 * drop.last),
        lost=Amount(drop.lost, Unit.SHARE),
        left=Amount(drop.left, Unit.SHARE),
    )


def live_sentence(live: LiveSessions) -> Message:
    """Say whether live sessions get better, and how the latest one did."""
    if live.standing.empty:
        return msg(
            "There are too few live sessions to tell: {sessions} are known, {needed} are needed.",
            sessions=len(live.sessions),
            needed=FEWEST_SESSIONS,
        )
    moving = live.standing[live.standing["found"]]
    if not moving.empty:
        return live_trend_sentence(moving.iloc[0])
    row = live.standing.iloc[0]
    label, unit = LIVE_MEASURES[str(row["key"])]
    return msg(
        "No evidence that your live sessions change: “{measure}” of the latest one was {latest}, "
        "your median is {median} ({sessions} sessions).",
        measure=label,
        latest=Amount(float(row["latest"]), unit),
        median=Amount(float(row["median"]), unit),
        sessions=int(row["sessions"]),
    )


def live_trend_sentence(row: pd.Series) -> Message:
    """Say how one measure of live sessions moves from session to session."""
    return msg(
        "{measure}: {trend} from one live session to the next ({low} to {high}, {sessions} "
        "sessions).",
        measure=LIVE_MEASURES[str(row["key"])][0],
        trend=Change(float(row["trend"])),
        low=Change(float(row["low"])),
        high=Change(float(row["high"])),
        sessions=int(row["sessions"]),
    )


def latest_sentence(row: pd.Series) -> Message:
    """Say how the latest live session did against the account's own median."""
    label, unit = LIVE_MEASURES[str(row["key"])]
    return msg(
        "{measure}: {latest} in the latest session, {change} on your median of {median}.",
        measure=label,
        latest=Amount(float(row["latest"]), unit),
        change=Change(float(row["change"])),
        median=Amount(float(row["median"]), unit),
    )


def step_word(row: pd.Series) -> Message:
    """Return the name of a step of the funnel."""
    return msg(
        "{upper} → {lower}",
        upper=METRICS[str(row["upper"])].label,
        lower=METRICS[str(row["lower"])].label,
    )


def funnel_sentence(found: Funnel) -> Message:
    """Say which step leaks most against the account's own past, or that none does."""
    steps = found.steps
    if steps.empty:
        return msg("Your exports do not tell two stages of the way from being seen to acting.")
    leak = found.leak
    if leak is not None:
        return msg(
            "{step} leaks most: {rate} went on, {change} against your own past of {past} (usual is "
            "{low} to {high}).",
            step=step_word(leak),
            rate=Amount(float(leak["rate"]), Unit.SHARE),
            change=Change(float(leak["change"])),
            past=Amount(float(leak["past"]), Unit.SHARE),
            low=Amount(float(leak["low"]), Unit.SHARE),
            high=Amount(float(leak["high"]), Unit.SHARE),
        )
    compared = steps[steps["past"].notna()]
    if compared.empty:
        return msg(
            "There is too little past to say where more is lost than usual: {needed} earlier spans "
            "of {days} days are needed.",
            needed=FEWEST_PAST,
            days=found.period.days,
        )
    lowest = compared.iloc[int(compared["change"].to_numpy().argmin())]
    if float(lowest["change"]) >= 0:
        return msg("No step leaks more than usual: every rate is at or above its own past.")
    return msg(
        "No step leaks more than usual: the furthest below its past is {step} with {change}, which "
        "is within chance.",
        step=step_word(lowest),
        change=Change(float(lowest["change"])),
    )


def step_sentence(row: pd.Series) -> Message:
    """Say how one step of the funnel stands against the account's own past."""
    step, rate = step_word(row), Amount(float(row["rate"]), Unit.SHARE)
    if pd.isna(row["past"]):
        return msg("{step}: {rate} went on; too little past to compare with.", step=step, rate=rate)
    change = Change(float(row["change"]))
    if not row["found"]:
        return msg(
            "{step}: {rate} went on, {change} against its own past, as usual.",
            step=step,
            rate=rate,
            change=change,
        )
    if float(row["change"]) < 0:
        return msg(
            "{step}: {rate} went on, {change} against its own past: fewer than usual.",
            step=step,
            rate=rate,
            change=change,
        )
    return msg(
        "{step}: {rate} went on, {change} against its own past: more than usual.",
        step=step,
        rate=rate,
        change=change,
    )
