"""The five questions of a review, and the sentence at its top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kpicore.goals import Adjustment
from kpicore.kpis import KpiValue, kpi
from kpicore.messages import Message, MessageValue, msg
from kpicore.periods import Period
from kpicore.reviews.formats import FEWEST_POSTS, FormatTable
from kpicore.reviews.model import Finding, Question, ReviewKind, ReviewPeriod
from kpicore.reviews.standing import GoalStanding, count_at_risk, risk_sentence
from kpicore.units import Amount, Change, Unit

QUESTION_WORDS: Mapping[Question, Message] = MappingProxyType(
    {
        Question.FORMATS: msg("Which formats earned the most interaction?"),
        Question.FOLLOWERS: msg("Did followers jump or drop, and why?"),
        Question.CONVERSION: msg("Is conversion where the goal wants it?"),
        Question.GOALS: msg("Which goals are at risk?"),
        Question.CHANGE: msg("What shall change?"),
    }
)
"""Question to its words, in the order in which they are asked."""

KIND_WORDS: Mapping[ReviewKind, Message] = MappingProxyType(
    {ReviewKind.WEEKLY: msg("Weekly"), ReviewKind.MONTHLY: msg("Monthly")}
)

WORTH_MORE = 0.2
"""From so much more interaction on, a format is worth a suggestion."""
MOST_SUGGESTED = 4


def review_sentence(
    value: KpiValue, known: Period, standings: Sequence[GoalStanding] = ()
) -> Message:
    """Say in one sentence how the period went.

    Parameters
    ----------
    value : KpiValue
        The KPI that matters most, over the known days of the period.
    known : Period
        Those days.
    standings : sequence of GoalStanding
        Goals; without any, none is mentioned.

    Returns
    -------
    Message
        Made of the reader's own numbers.
    """
    values: dict[str, MessageValue] = {
        "kpi": kpi(value.key).label,
        "first": known.first,
        "last": known.last,
    }
    if value.value is None:
        figures = msg("{first} to {last}: {kpi} cannot be told from these data.", **values)
    elif value.change is None or value.previous_period is None:
        values["value"] = Amount(value.value, value.unit, value.currency)
        figures = msg("{first} to {last}: {kpi} {value}.", **values)
    else:
        values["value"] = Amount(value.value, value.unit, value.currency)
        values["change"] = Change(value.change)
        figures = msg(
            "{first} to {last}: {kpi} {value}, {change} on the {days} days before.",
            days=value.previous_period.days,
            **values,
        )
    if not standings or not count_at_risk(standings):
        return figures
    return msg("{figures} {goals}", figures=figures, goals=risk_sentence(standings))


def suggestions(
    formats: FormatTable,
    standings: Sequence[GoalStanding],
    adjusted: Mapping[str, Sequence[Adjustment]],
) -> tuple[Finding, ...]:
    """Offer what the numbers speak for; what is decided stays with the reader.

    Parameters
    ----------
    formats : FormatTable
        What the formats earned.
    standings : sequence of GoalStanding
        Goals, those that need attention first.
    adjusted : Mapping of str to sequence of Adjustment
        Offers for goals by id.

    Returns
    -------
    tuple of Finding
        At most `MOST_SUGGESTED`; one that says so where nothing speaks for a change.
    """
    found = _more_of_the_best(formats)
    for standing in standings:
        for offer in adjusted.get(standing.goal.goal_id, ()):
            found.append(
                Finding(
                    question=Question.CHANGE,
                    sentence=msg(
                        "{kpi}: {offer}",
                        kpi=kpi(standing.goal.kpi).label,
                        offer=offer.sentence,
                    ),
                    value=offer.probability,
                    unit=Unit.SHARE,
                    goal_id=standing.goal.goal_id,
                )
            )
    if not found:
        sentence = msg("Nothing in these numbers speaks for a change by itself.")
        return (Finding(question=Question.CHANGE, sentence=sentence, value=0.0),)
    return tuple(found[:MOST_SUGGESTED])


def _more_of_the_best(formats: FormatTable) -> list[Finding]:
    ranked = [s for s in formats.standings if s.posts >= FEWEST_POSTS]
    if len(ranked) < 2 or ranked[1].median <= 0:
        return []
    best, second = ranked[:2]
    lead = best.median / second.median - 1
    if lead < WORTH_MORE or best.posts >= second.posts * 2:
        return []
    sentence = msg(
        "{best} earned {lead} more than {second}, and were {posts} of {all} posts: more of them is "
        "worth a try.",
        best=best.word,
        lead=Amount(lead, Unit.SHARE),
        second=second.word,
        posts=best.posts,
        all=sum(s.posts for s in formats.standings),
    )
    return [Finding(question=Question.CHANGE, sentence=sentence, value=lead, unit=Unit.SHARE)]


def period_word(period: ReviewPeriod) -> Message:
    """Name the days of a review."""
    if period.kind is ReviewKind.MONTHLY:
        return msg("Month {first} – {last}", first=period.days.first, last=period.days.last)
    return msg("Week {first} – {last}", first=period.days.first, last=period.days.last)
