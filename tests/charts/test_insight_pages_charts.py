"""Charts of sudden changes and comments: layers, marks and names that tell posts apart."""

from __future__ import annotations

import pandas as pd

from kpicore.charts.insight_changes import change_marks, changes_chart, unfollows_chart
from kpicore.charts.insight_comments import post_bars, tone_chart, word_bars, words_summary
from kpicore.forecasting import SeriesKind
from kpicore.insights import Comments, change_label, comments_of, expect_days, find_changes
from kpicore.language import english
from tests.insights.planted_days import daily_series, day, with_factor
from tests.insights.test_comments import ACCOUNT, history_of


def layers(chart: object) -> dict[str, object]:
    made = chart.to_dict()  # type: ignore[attr-defined]
    return {layer["name"]: layer for layer in made["layer"]}


def test_odd_days_are_marked_on_their_side() -> None:
    say = english()
    series = with_factor(with_factor(daily_series(), 150, 151, 6.0), 230, 230, 0.1)
    days = expect_days(series, SeriesKind.FLOW)
    found = find_changes(days, "views")
    frame = days.banded(0.2)
    marks = change_marks(frame, found, say)
    at = dict(zip(marks["date"], marks["up"], strict=True))
    assert at[day(230)] is False or not at[day(230)]
    assert any(at.get(day(number)) for number in (150, 151))
    drawn = layers(changes_chart(frame, marks, label=change_label("views"), t=say))
    assert {"band", "measured", "more", "less", "legend", "hover"} <= set(drawn)


def test_without_a_change_nothing_is_marked() -> None:
    say = english()
    frame = expect_days(daily_series(60), SeriesKind.FLOW).banded(0.2)
    marks = change_marks(frame, (), say)
    drawn = layers(changes_chart(frame, marks, label=change_label("views"), t=say))
    assert not {"more", "less"} & set(drawn)


def test_days_that_drove_unfollows_stand_out() -> None:
    days = pd.DataFrame(
        {
            "date": [day(0), day(1)],
            "new_followers": [5.0, float("nan")],
            "lost_followers": [2.0, 90.0],
            "driver": [False, True],
        }
    )
    assert {"gained", "lost", "drivers", "legend"} == set(
        layers(unfollows_chart(days, t=english()))
    )


def found_comments() -> Comments:
    rows = tuple((f"c{i}", f"p{i % 3}", 0.0, "lovely" if i % 2 else "bad", "") for i in range(12))
    found = comments_of(history_of(rows), ACCOUNT)
    assert found is not None
    return found


def test_posts_of_one_title_are_bars_of_their_own() -> None:
    found = found_comments()
    twins = found.by_post.assign(title="Which glaze would you pick for this bowl?")
    same = post_bars(
        Comments(**{f: getattr(found, f) for f in found.__dataclass_fields__} | {"by_post": twins}),
        english(),
    )
    assert same["part"].is_unique
    assert same["part"].tolist()[1:] == [f"{same['part'][0]} (2)", f"{same['part'][0]} (3)"]


def test_tones_of_a_month_add_up_to_the_whole() -> None:
    found = found_comments()
    chart = tone_chart(found.by_month, t=english())
    (data,) = chart.to_dict()["datasets"].values()
    assert sum(row["share"] for row in data) == len(found.by_month)


def test_words_are_told_with_their_number() -> None:
    words = pd.DataFrame({"word": ["kiln"], "comments": [7]})
    assert word_bars(words)["value"].tolist() == [7.0]
    assert english()(words_summary(words)) == ("“kiln” stands in 7 comments, more than any other.")
