"""Benchmarks, channels, audience, glossary and the focus: what they say, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kpicore.benchmarks import PublicFigures
from kpicore.benchmarks.published import COLUMNS
from kpicore.history import History
from kpicore.kpis import Spend, Stage
from kpicore.store import Preferences
from pages.parts import workspaces
from tests.pages.kpi_states import SHAPES, account, across_a_break, daily, keep, one_creator
from tests.pages.states import LAST_DAY, PROJECT, settled

PAGES = sorted(p.stem for p in (PROJECT / "pages").glob("[!_]*.py"))
App = Callable[..., AppTest]


def opened(at: AppTest, page: str) -> AppTest:
    at.switch_page(f"pages/{page}.py").run()
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []
    return at


def said(at: AppTest) -> str:
    """Return the headline without the marks that keep it from being Markdown."""
    return str(at.title[0].value).replace("\\", "")


def words(at: AppTest) -> str:
    shown = [*at.markdown, *at.caption, *at.title, *at.warning]
    return "\n".join(element.value.replace("\\", "") for element in shown)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_opens_in_every_shape_of_data(shape: str, app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(SHAPES[shape]())
    for page in PAGES:
        at.switch_page(f"pages/{page}.py").run()
        settled(at)
        assert [e.message for e in at.exception] == [], page
        # A page that must refuse, as a forecast of one day, says why in place of a headline.
        assert [*at.title, *at.error], page


def test_equal_past_spans_put_today_in_the_middle(app_in_state: App) -> None:
    at = opened(app_in_state("one_account"), "benchmarks")
    # Any 28 days hold four Saturdays of 1300 and 24 days of 1000, so that all spans are equal.
    assert said(at) == (
        "Views: 29,200, more than in 50% of your own past spans of the same length."
    )
    # 13 December to 30 June: six whole months, January to June; January has 31 days and five
    # Saturdays: 26 × 1000 + 5 × 1300 (May has as many; the first counts).
    assert "The best of 6 whole months is the one from Jan 1, 2026: 32,500." in words(at)
    assert "The same days last year are not in your data." in words(at)


def test_a_published_figure_is_shown_with_its_source_and_marks(app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(one_creator())
    opened(at, "benchmarks")
    # Each post: 1200 ÷ 20,000 = 6 %, so is the median; tier 10K-50K of TikTok.
    assert "You 6.0%, published 5.21%." in words(at)
    assert "micro 10K-50K" in words(at)
    assert "undated" in words(at)
    # Nobody publishes views per day.
    assert "Views: No published figure with a stated method is known for it." in words(at)


def test_an_own_table_comes_first_and_is_called_so(app_in_state: App) -> None:
    at = app_in_state("no_data")
    row = (
        "TikTok,engagement_rate_by_followers,likes+comments+shares per post / followers,all,ours,"
        "median,3.0,percent,2025-01-01,2025-12-31,Us,Our study,https://example.com,own page"
    )
    keep(one_creator()).save_published_text(f"{','.join(COLUMNS)}\n{row}\n")
    opened(at, "benchmarks")
    assert "You 6.0%, published 3.0%." in words(at)
    assert "Your table" in words(at)


def test_competitors_are_ranked_without_the_account_in_their_average(app_in_state: App) -> None:
    at = app_in_state("no_data")
    rivals = [
        PublicFigures(
            name=name,
            platform="tiktok",
            observed_on=LAST_DAY,
            days=28,
            followers=followers,
            posts=4.0,
            likes=likes,
            comments=0.0,
            shares=0.0,
        )
        for name, followers, likes in (("small", 1000.0, 800.0), ("large", 50_000.0, 8000.0))
    ]
    keep(one_creator()).save_competitors(rivals, before=[])
    opened(at, "benchmarks")
    # (1,000 + 50,000) ÷ 2 = 25,500; 20,000 ÷ 25,500 − 1 = −22 %.
    assert "rank 2 of 3 with 20,000; the others have 25,500 on average, you are -22%" in words(at)
    # In the 28 days are the posts that are 14 and 21 days old: 2 × 1200 = 2400 of 11,200.
    assert "Of all likes, comments and shares of 3 profiles, 21.4% are yours." in words(at)


def test_channels_divide_growth_and_add_nothing_else(app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(SHAPES["three_platforms"]())
    opened(at, "channels")
    # 70 × 28 = 1960 of (10 + 20 + 70) × 28 = 2800.
    assert said(at) == "Net followers: Cleo brings 1,960, 70.0% of the whole."
    side = at.dataframe[0].value
    assert side.loc[side["KPI"] == "Net followers", "Ben"].tolist() == ["560"]
    assert at.dataframe[0].value.columns.tolist() == ["KPI", "Ann", "Ben", "Cleo"]


def test_money_is_divided_by_the_results_of_its_own_days(app_in_state: App) -> None:
    at = app_in_state("no_data")
    spend = Spend(
        account_id="tiktok:cleo",
        first=LAST_DAY - timedelta(days=9),
        last=LAST_DAY,
        amount=70.0,
        currency="EUR",
    )
    keep(SHAPES["three_platforms"]()).save_spends([spend], before=[])
    opened(at, "channels")
    costs = at.dataframe[1].value.set_index("Result")
    # Ten days: 700 followers and 10,000 views for 70 EUR.
    assert costs.loc["Net followers", "Cost"] == "€0.10"
    assert costs.loc["Views", "Cost"] == "€7.00"
    assert costs.loc["Views", "Per"] == "1,000"


def test_the_audience_page_names_the_largest_groups(app_in_state: App) -> None:
    mina = account("Mina")
    told = [("gender", "female", 0.6), ("gender", "male", 0.4), ("territory", "KR", 0.44)]
    told += [("territory", "other", 0.56), ("hour", "0-9", 5.0), ("hour", "2-21", 80.0)]
    now, before = pd.Timestamp(LAST_DAY), pd.Timestamp(LAST_DAY) - pd.Timedelta(days=28)
    rows = [("followers", d, k, v, now) for d, k, v in told]
    rows += [("followers", "gender", "female", 0.55, before)]
    rows += [("followers", "gender", "male", 0.43, before)]
    rows += [("viewers", "territory", "KR", 0.3, now)]
    columns = ["group", "dimension", "key", "value", "observed_at"]
    audience = pd.DataFrame(rows, columns=columns).assign(account_id=mina.account_id)
    at = app_in_state("no_data")
    keep(History.build([mina], daily=daily(mina.account_id, views=9.0), audience=audience))
    opened(at, "audience")
    assert said(at) == "The largest groups of your followers: Women 60.0%, South Korea 44.0%."
    assert "“Women” changed most: +5.0% of the whole." in words(at)
    assert "Most are there on Wednesday at 21:00 (80), fewest on Monday at 9:00 (5)." in words(at)
    assert "“South Korea” differs most: 30.0% of viewers, 44.0% of followers." in words(at)


def test_the_glossary_puts_todays_numbers_into_the_formula(app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(one_creator())
    opened(at, "glossary")
    at.text_input[0].set_value("engagement rate by followers").run()
    assert [e.label for e in at.expander] == ["Engagement rate by followers"]
    at.text_input[0].set_value("no such thing at all").run()
    assert len(at.expander) == 0
    assert "No KPI holds these words" in words(at)


def test_more_than_three_kpis_in_focus_are_too_many(app_in_state: App) -> None:
    at = app_in_state("sample")
    chosen = ["likes", "comments", "shares"]
    at.multiselect(key="overview.focus").set_value(chosen).run()
    assert [m.label for m in at.metric][:3] == ["Likes", "Comments", "Shares"]
    assert len(at.warning) == 0
    at.multiselect(key="overview.focus").set_value([*chosen, "saves"]).run()
    assert "4 KPIs are in focus. With more than 3 the focus is lost" in words(at)
    # A new stage picks its own.
    at.pills[0].set_value(Stage.COMMUNITY.value).run()
    assert len(at.warning) == 0
    kept = workspaces.saved_store().personal_workspace().preferences()
    assert (kept.stage, kept.core_kpis) == (Stage.COMMUNITY, ())


def test_the_focus_orders_the_tables_of_kpis(app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(one_creator()).save_preferences(Preferences(core_kpis=("share_rate", "average_views")))
    opened(at, "kpis")
    assert at.dataframe[0].value["key"].iloc[0] == "share_rate"
    assert at.dataframe[1].value["key"].iloc[0] == "average_views"
    assert said(at).startswith("Share rate")


def test_an_opened_kpi_says_how_it_compares_and_which_posts_moved_it(app_in_state: App) -> None:
    at = app_in_state("no_data")
    keep(one_creator())
    at.query_params["kpi"] = "engagement_rate_by_followers"
    opened(at, "kpis")
    assert "You 6.0%, published 5.21%." in words(at)
    assert "Which posts made it move" in "\n".join(e.value for e in at.subheader)


def test_own_hashtags_give_the_engagement_of_their_posts(app_in_state: App) -> None:
    made = one_creator()
    tags = ["our tag" if number == 0 else "other" for number in range(len(made.posts))]
    marked = made.posts.sort_values("published_at", ascending=False).assign(hashtags=tags)
    at = app_in_state("no_data")
    keep(
        History.build(made.accounts, daily=made.daily, posts=marked, observations=made.observations)
    )
    at.query_params["kpi"] = "hashtag_engagement"
    opened(at, "kpis")
    assert said(at) == "Say which hashtags are your own; then their posts are counted."
    at.text_input(key="kpis.hashtags").set_value("#Our, more").run()
    # One post of the last 28 days carries it: 1000 likes, 150 comments, 50 shares.
    assert said(at).startswith("Hashtag engagement: 1,200")
    kept = workspaces.saved_store().personal_workspace().preferences()
    assert kept.own_hashtags == ("our", "more")


def test_a_day_of_new_counting_is_drawn_and_marks_every_comparison_across_it(
    app_in_state: App,
) -> None:
    at = app_in_state("no_data")
    keep(across_a_break())
    opened(at, "kpis")
    # 18 days of 1000 and 10 of 2000 against 28 of 1000: +36 %, but of another count.
    assert at.dataframe[0].value["change"].tolist() == ["≠ +36%"]
    assert said(at).startswith("Views: 38,000. The platform counted differently before.")
    at.query_params["kpi"] = "views"
    opened(at, "kpis")
    assert "so that a comparison says little" in said(at)
    assert "Instagram counts Views, Impressions differently since Apr 21, 2025" in words(at)
    assert "Graph API changelog" in words(at)
    specification = at.get("vega_lite_chart")[0].proto.spec
    assert '"breaks"' in specification
    opened(at, "overview")
    assert at.metric[0].delta == "+36%"
    assert at.metric[0].proto.delta_description == "on days that were counted differently"
