"""The Experiments page: a file, a typed table, a plan; notes, events, and who may change what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from streamlit.testing.v1 import AppTest

from kpicore.experiments import Design, Experiment, Look, Row, Stopping, Varied
from kpicore.samples import TRIAL_EFFECTS
from kpicore.store import Workspace
from pages.parts import workspaces

App = Callable[..., AppTest]
DAY = date(2026, 6, 1)
CTR = Experiment(
    name="Covers *in* blue",
    account_ids=("youtube:mina",),
    varied=Varied.THUMBNAIL,
    measure="impression_ctr",
    design=Design.SPLIT,
    variants=("old", "blue"),
    rows=(
        Row(variant="old", day=DAY, wins=500, tries=10_000),
        Row(variant="blue", day=DAY, wins=620, tries=10_000),
    ),
    looks=(Look(day=DAY, size=20_000),),
)
AB_FILE = b"Test,Variant,Impressions,Clicks\nHooks,plain,10000,500\nHooks,question,10000,620\n"


def store_of() -> Workspace:
    return workspaces.saved_store().personal_workspace()


def opened(at: AppTest) -> AppTest:
    at.switch_page("pages/experiments.py").run()
    fine(at)
    return at


def fine(at: AppTest) -> None:
    assert [e.message for e in at.exception] == []
    assert [e.value for e in at.error] == []


def words(at: AppTest) -> str:
    drawn = [*at.title, *at.subheader, *at.markdown, *at.caption]
    return "\n".join(str(e.value) for e in drawn).replace("\\", "")


def press(at: AppTest, key: str) -> AppTest:
    return next(b for b in at.button if (b.key or "").startswith(key)).click().run()


def field(elements: object, name: str) -> object:
    return next(e for e in elements if (e.key or "").endswith(name))  # type: ignore[attr-defined]


def test_a_file_becomes_a_verdict_a_note_and_an_event(app_in_state: App) -> None:
    at = opened(app_in_state("no_data"))
    assert "Only an experiment tells what causes what" in words(at)
    at.file_uploader[0].upload("ab.csv", AB_FILE).run()
    fine(at)
    assert field(at.text_input, ".name").value == "Hooks"
    at = press(at, "experiments.keep")
    fine(at)
    assert (
        at.title[0]
        .value.replace("\\", "")
        .startswith(
            "“question” wins “Hooks”: Click-through rate 6.2% against 5.0% with “plain”, +24% ("
        )
    )
    kept = store_of().experiments()[0]
    assert at.query_params["experiment"] == kept.experiment_id
    assert [look.size for look in kept.looks] == [20_000]
    at = press(at, "experiments.note")
    note = store_of().notes()[0]
    assert note.text.startswith("“question” wins “Hooks”")
    assert note.tags == ("experiment",)
    # Without days there is nothing to mark on charts.
    assert not any(b.key == "experiments.event" for b in at.button)


def test_the_grey_button_says_what_is_missing(app_in_state: App) -> None:
    at = opened(app_in_state("no_data"))
    at.button_group(key="experiments.way").set_value("typed").run()
    assert at.button(key="experiments.keep").disabled
    assert "No row can be read yet: fill in the variant and" in words(at)
    at = opened(app_in_state("no_data"))
    one = b"Variant,Impressions,Clicks\nplain,10000,500\n"
    at.file_uploader[0].upload("one.csv", one).run()
    assert at.button(key="experiments.keep").disabled
    assert "Only “plain” has results; add a row of a second variant" in words(at)


def test_an_experiment_with_days_becomes_an_event_once(app_in_state: App) -> None:
    at = app_in_state("one_account")
    store_of().save_experiment(CTR)
    at = opened(at)
    assert "“blue” wins “Covers *in* blue”" in words(at)
    at = press(at, "experiments.event")
    fine(at)
    event = store_of().events()[0]
    assert (event.name, event.first, event.kind) == (CTR.name, DAY, "experiment")
    assert event.account_id == "youtube:mina"
    assert not any(b.key == "experiments.event" for b in at.button)


def test_a_smaller_question_changes_the_verdict_and_is_no_new_look(app_in_state: App) -> None:
    at = app_in_state("one_account")
    store_of().save_experiment(CTR)
    at = opened(at)
    field([n for n in at.number_input if "experiments.edit" in n.key], ".worth").set_value(50.0)
    at = press(at.run(), "experiments.save")
    fine(at)
    kept = store_of().experiments()[0]
    assert (kept.worth, kept.looks) == (0.5, CTR.looks)
    assert "no difference worth having" in at.title[0].value


def test_a_plan_says_how_many_it_takes_and_is_kept(app_in_state: App) -> None:
    at = opened(app_in_state("one_account"))
    at.button_group(key="experiments.way").set_value("plan").run()
    fine(at)
    assert "It takes 16,286 tries (Impressions), 8,143 of each variant" in words(at)
    field(at.selectbox, ".measure").select("views").run()
    next(s for s in at.selectbox if ".design." in s.key).select("days").run()
    fine(at)
    assert "so that every variant has every weekday equally often" in words(at)
    field(at.text_input, ".variants").input("A").run()
    assert "There are 1 variants" in at.error[0].value
    field(at.text_input, ".variants").input("plain, question, number").run()
    next(t for t in at.text_input if t.key.endswith(".name")).input("Three hooks").run()
    at = press(at, "experiments.keep_plan")
    fine(at)
    kept = store_of().experiments()[0]
    assert kept.variants == ("plain", "question", "number")
    assert (kept.design, kept.stopping, kept.rows) == (Design.DAYS, Stopping.PLANNED, ())
    assert kept.planned is not None
    assert kept.planned % 21 == 0
    assert "“Three hooks” is planned" in words(at)


def test_cards_let_one_look_at_each_and_others_accounts_are_not_shown(app_in_state: App) -> None:
    at = app_in_state("one_account")
    first = store_of().save_experiment(CTR)
    store_of().save_experiment(replace(CTR, name="Second", rows=(), looks=()))
    store_of().save_experiment(replace(CTR, name="Elsewhere", account_ids=("tiktok:else",)))
    at = opened(at)
    assert "“Second” is planned" in words(at)
    assert "Elsewhere" not in words(at)
    at = press(at, f"experiments.look.{first.experiment_id}")
    assert "“blue” wins" in at.title[0].value
    at = press(at, "experiments.delete")
    fine(at)
    assert [e.name for e in store_of().experiments()] == ["Second", "Elsewhere"]


def test_the_sample_shows_a_finding_and_an_honest_nothing(app_in_state: App) -> None:
    at = app_in_state("no_data")
    at = press(at, "empty.sample")
    at = opened(at)
    nothing, better = store_of().experiments()
    assert {better.name: 0.25, nothing.name: 0.0} == dict(TRIAL_EFFECTS)
    assert "“Bowl first” wins “Finished bowl in the first second”" in words(at)
    at = press(at, f"experiments.look.{nothing.experiment_id}")
    assert "no difference worth having" in at.title[0].value


def test_a_viewer_sees_the_verdict_and_changes_nothing(app_in_state: App) -> None:
    at = app_in_state("read_only")
    store_of().save_experiment(CTR)
    at = opened(at)
    assert "“blue” wins" in words(at)
    keys = {str(b.key) for b in at.button}
    assert not keys & {"experiments.note", "experiments.event", "experiments.delete"}
    assert not any(k.startswith(("experiments.save", "experiments.keep")) for k in keys)
