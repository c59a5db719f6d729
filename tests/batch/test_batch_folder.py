"""A folder of clients from exports to results: what is done, kept, done again, and followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from batch_builders import LAST, SwappedCrew, make_folder, write_days

from kpicore.batch import (
    BatchError,
    BatchPlan,
    BatchRun,
    FolderClient,
    OutFolder,
    Step,
    clients_in_folder,
    run_batch,
)
from kpicore.goals import (
    Measure,
    Status,
    TargetInput,
    check_goal,
    forecast_reach,
    make_outlook,
    new_goal,
)
from kpicore.ingest import SourceFile, read_files

PLAN = BatchPlan(kpis=("views",))


def open_goals(out: OutFolder) -> dict[str, tuple[object, ...]]:
    return {c: tuple(f.goal for f in found if not f.settled) for c, found in out.goals().items()}


def batch(
    folder: Path, out: Path, *, plan: BatchPlan = PLAN, **options: object
) -> tuple[BatchRun, SwappedCrew, list[Step]]:
    """Run a batch in this process; return what it gave, who was given what, and its steps."""
    crew, steps, place = SwappedCrew(), [], OutFolder(out)
    clients = clients_in_folder(folder, leave_out=out, goals=open_goals(place))
    run = run_batch(clients, plan, out=place, crew=crew, progress=steps.append, **options)
    return run, crew, steps


def test_each_sub_folder_and_each_file_is_a_client(tmp_path: Path) -> None:
    make_folder(tmp_path, 1)
    write_days(tmp_path / "bo.csv", seed=5)
    write_days(tmp_path / "cy" / "tiktok" / "daily.csv", seed=6)
    write_days(tmp_path / "cy" / "youtube.csv", seed=7)
    write_days(tmp_path / "out" / "old.csv", seed=8)
    for name in (".DS_Store", "~$bo.xlsx", "cy/.hidden", "cy/.git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = clients_in_folder(tmp_path, leave_out=tmp_path / "out")
    assert [(c.client_id, c.name) for c in found] == [
        ("ada0", "ada0"),
        ("bo.csv", "bo"),
        ("cy", "cy"),
    ]
    assert [name for name, _ in found[2].files] == ["tiktok/daily.csv", "youtube.csv"]


def test_a_folder_without_clients_is_told(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="is empty"):
        clients_in_folder(tmp_path)
    with pytest.raises(BatchError, match="is no folder that can be read"):
        clients_in_folder(tmp_path / "none")


def test_a_batch_says_what_the_single_commands_say(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 1)
    run, _, _ = batch(folder, tmp_path / "out")
    (line,) = run.summary.outcomes[0].followed
    history = read_files([SourceFile.at(folder / "ada0" / "daily.csv")]).history
    today, deadline = LAST + timedelta(days=1), date(2026, 3, 31)
    outlook = make_outlook(
        history,
        "views",
        account_ids=(history.accounts[0].account_id,),
        until=forecast_reach(today, [deadline]),
        today=today,
    )
    goal = new_goal(outlook, TargetInput(change=0.2), measure=Measure.MEAN, deadline=deadline)
    check = check_goal(goal, outlook)
    assert line.goal is not None
    assert line.accounts == ("ada0",)
    assert (line.goal.goal.target, line.goal.goal.deadline) == (goal.target, deadline)
    assert (line.goal.probability, line.expected) == (check.probability, check.expected)
    assert (line.low, line.high, line.window) == (check.low, check.high, check.window)
    views = [f for f in run.summary.outcomes[0].figures if f.kpi == "views"]
    assert views[0].value == pytest.approx(goal.baseline.value * 28)


def test_what_cannot_be_used_stops_nobody_else(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 1)
    (folder / "letter.csv").write_text("Dear all\n")
    (folder / "nothing").mkdir()
    write_days(folder / "young" / "daily.csv", seed=1, days=9)
    run, _, steps = batch(folder, tmp_path / "out")
    failed = {o.name: o.error for o in run.summary.failed}
    assert set(failed) == {"letter", "nothing"}
    assert "holds no table" in failed["letter"]
    assert "holds no files" in failed["nothing"]
    young = next(o for o in run.summary.outcomes if o.name == "young")
    assert "28 are needed" in young.followed[0].reason
    assert (len(steps), steps[-1].done, steps[-1].clients) == (4, 4, 4)
    again, crew, _ = batch(folder, tmp_path / "out")
    assert crew.given == [("letter.csv",), ("nothing",)], "only what failed is tried again"
    assert again.summary == run.summary


def test_what_is_done_is_kept_until_its_content_or_the_plan_changes(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 2), tmp_path / "out"
    first, crew, _ = batch(folder, out)
    assert sorted(sum(crew.given, ())) == ["ada0", "ada1"]
    second, crew, steps = batch(folder, out)
    assert crew.given == []
    assert (second.kept, second.summary, [s.kept for s in steps]) == (2, first.summary, [True] * 2)
    write_days(folder / "ada1" / "daily.csv", seed=1, last=LAST + timedelta(days=7))
    assert batch(folder, out)[1].given == [("ada1",)]
    assert len(batch(folder, out, plan=replace(PLAN, seed=1))[1].given) == 2
    assert len(batch(folder, out, plan=replace(PLAN, seed=1), afresh=True)[1].given) == 2


def test_a_batch_that_was_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 3), tmp_path / "out"

    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    crew, place = SwappedCrew(slots=1), OutFolder(out)
    with pytest.raises(KeyboardInterrupt):
        run_batch(clients_in_folder(folder), PLAN, out=place, crew=crew, progress=stop)
    with (out / "manifest.jsonl").open("ab") as torn:
        torn.write(b'{"key":"half a li')
    assert place.summary() is None, "results stand only for whole batches"
    run, crew, _ = batch(folder, out)
    assert (run.kept, crew.given) == (2, [("ada2",)])
    whole, _, _ = batch(folder, tmp_path / "other")
    assert run.summary == whole.summary
    for name in ("summary.csv", "kpis.csv", "summary.json", "goals.json", "digest.eml"):
        assert (out / name).read_bytes() == (tmp_path / "other" / name).read_bytes(), name


def test_goals_are_followed_from_batch_to_batch_until_they_are_settled(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 1), tmp_path / "out"
    plan = replace(PLAN, deadline=date(2026, 1, 31))
    start = batch(folder, out, plan=plan)[0].summary.outcomes[0].goals[0]
    assert start.goal.created_on == LAST + timedelta(days=1)

    def later(days: int) -> BatchRun:
        write_days(folder / "ada0" / "daily.csv", seed=0, last=LAST + timedelta(days=days))
        return batch(folder, out, plan=plan)[0]

    middle = later(20)
    (line,) = middle.summary.outcomes[0].goals
    assert line.goal == start.goal, "the goal stays as it was set"
    assert (middle.changes[0].before, middle.changes[0].after) == (start.status, line.status)
    end = later(40)
    (line,) = end.summary.outcomes[0].goals
    assert line.goal == start.goal
    assert line.status in {Status.REACHED, Status.MISSED}
    assert line.outcome is not None
    assert end.changes[0].after is line.status
    assert later(40).changes == ()
    with_next = batch(folder, out, plan=replace(plan, deadline=date(2026, 4, 30)))[0]
    (line,) = with_next.summary.outcomes[0].goals
    assert line.goal.goal_id != start.goal.goal_id, "a settled goal makes room for the next"


def test_a_client_that_fails_keeps_what_was_last_known_of_it(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 1), tmp_path / "out"
    before = batch(folder, out)[0].summary.outcomes[0]
    (folder / "ada0" / "daily.csv").write_text("Dear all\n")
    after = batch(folder, out)[0].summary.outcomes[0]
    assert after.failed
    assert after.followed == before.followed
    assert OutFolder(out).goals()["ada0"][0].goal == before.goals[0].goal


def test_files_travel_as_bytes_where_workers_do_not_see_them(tmp_path: Path) -> None:
    (client,) = clients_in_folder(make_folder(tmp_path, 1))
    here, away = client.task(with_bytes=False).files[0], client.task(with_bytes=True).files[0]
    assert here.data is None
    assert (away.path, away.data) == (None, here.read())
    assert away.written_on == here.written_on
    gone = FolderClient(client_id="a", name="a", files=(("b.csv", tmp_path / "b.csv"),))
    run = run_batch([gone], PLAN, out=OutFolder(tmp_path / "out"), crew=SwappedCrew())
    assert "cannot be opened" in run.summary.outcomes[0].error


def test_results_of_another_program_are_not_overwritten_by_guess(tmp_path: Path) -> None:
    folder, out = make_folder(tmp_path / "in", 1), tmp_path / "out"
    out.mkdir()
    (out / "summary.json").write_text('{"mine": true}')
    with pytest.raises(BatchError, match=r"summary\.json was not written by this version"):
        batch(folder, out)
    (tmp_path / "file").write_text("")
    with pytest.raises(BatchError, match="cannot be made"):
        OutFolder(tmp_path / "file")


@pytest.mark.parametrize("language", ["ko", "zh"])
def test_sentences_are_in_the_language_asked_for(tmp_path: Path, language: str) -> None:
    folder = make_folder(tmp_path / "in", 1)
    english = batch(folder, tmp_path / "en")[0].summary.outcomes[0].goals[0]
    other = batch(folder, tmp_path / language, plan=replace(PLAN, language=language))[0]
    assert other.summary.outcomes[0].goals[0].aim != english.aim
