"""The record of past goals in sentences."""

from kpicore.charts.record_board import record_range, record_sentences
from kpicore.forecasting import ScoredForecast, score_forecasts
from kpicore.language import translator

say = translator("en").say


def forecasts(probability: float, reached: int, missed: int) -> list[ScoredForecast]:
    return [
        ScoredForecast(
            probability=probability, reached=n < reached, low=90.0, high=110.0, outcome=100.0
        )
        for n in range(reached + missed)
    ]


def test_goals_called_about_as_likely_are_counted_together() -> None:
    scores = score_forecasts([*forecasts(0.7, 10, 4), *forecasts(0.2, 0, 1)])
    told = [say(sentence) for sentence in record_sentences(scores)]
    assert told == [
        "Of 1 goal called about 20% likely, 0 came true.",
        "Of 14 goals called about 70% likely, 10 came true.",
    ]


def test_a_short_record_says_that_it_proves_little() -> None:
    told = [say(sentence) for sentence in record_sentences(score_forecasts(forecasts(0.5, 1, 1)))]
    assert told[-1].startswith("So few goals prove little")


def test_without_goals_that_ended_nothing_is_claimed() -> None:
    scores = score_forecasts([])
    (only,) = record_sentences(scores)
    assert say(only).startswith("No goal has reached its deadline yet.")
    assert record_range(scores) is None
