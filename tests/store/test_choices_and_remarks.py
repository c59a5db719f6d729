"""Preferences, mappings, events and notes come back as they were saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpicore.errors import ConflictError
from kpicore.ingest.options import ColumnChoice, DateOrder, NamedMapping, TableKind
from kpicore.kpis.definition import Stage
from kpicore.store import Note, Preferences, Role, Store, StoredEvent, Workspace

CHOSEN = Preferences(
    language="ko",
    account_ids=("tiktok/mina", "youtube/mina"),
    stage=Stage.COMMUNITY,
    core_kpis=("views", "followers"),
    first_weekday=6,
)
EVENT = StoredEvent(
    name="콜라보",
    first=date(2026, 1, 5),
    last=date(2026, 1, 7),
    kind="collaboration",
    lift=0.4,
    account_id="tiktok/mina",
)
NOTE = Note(day=date(2026, 1, 5), text="Many ask for the glaze", tags=("glaze", "shop"))


def test_preferences_come_back(workspace: Workspace) -> None:
    assert workspace.preferences() == Preferences()
    workspace.save_preferences(CHOSEN)
    assert workspace.preferences() == CHOSEN
    workspace.save_preferences(replace(CHOSEN, language=None, stage=None))
    assert workspace.preferences() == replace(CHOSEN, language=None, stage=None)


def test_stage_is_shared_and_language_is_ones_own(store: Store) -> None:
    owned = store.workspace(store.create_workspace("Pots", owner="Mina@x.org"), member="mina@x.org")
    owned.set_member("jun@x.org", Role.EDITOR)
    other = store.workspace(owned.workspace_id, member="jun@x.org")
    owned.save_preferences(CHOSEN)
    assert other.preferences() == replace(CHOSEN, language=None, account_ids=())
    other.save_preferences(replace(other.preferences(), language="zh", first_weekday=0))
    assert owned.preferences() == replace(CHOSEN, first_weekday=0)


@pytest.mark.parametrize("weekday", [-1, 7])
def test_a_week_begins_on_one_of_seven_days(weekday: int) -> None:
    with pytest.raises(ValueError, match="first_weekday counts 0-6"):
        Preferences(first_weekday=weekday)


def test_mappings_come_back_and_are_replaced_by_name(workspace: Workspace) -> None:
    mapping = NamedMapping(
        name="Agency sheet",
        fingerprint="f1",
        platform="custom",
        kind=TableKind.DAILY,
        columns=(ColumnChoice(header="날짜", role="date"), ColumnChoice(header="h", role="views")),
        date_order=DateOrder.DMY,
    )
    workspace.save_mapping(mapping)
    changed = replace(mapping, fingerprint="f2", date_order=None)
    workspace.save_mapping(changed)
    assert workspace.mappings() == (changed,)
    workspace.delete_mapping("Agency sheet")
    assert workspace.mappings() == ()


def test_events_come_back_by_day_and_conflicts_are_told(workspace: Workspace) -> None:
    late = workspace.save_event(replace(EVENT, first=date(2026, 1, 6), lift=None))
    early = workspace.save_event(replace(EVENT, account_id=None))
    assert workspace.events() == (early, late)
    version = workspace.data_version
    edited = workspace.save_event(replace(late, name="Fair"))
    # Forecasts are made with events: what caches hold of them is out of date.
    assert workspace.data_version > version
    assert (edited.version, edited.name) == (2, "Fair")
    with pytest.raises(ConflictError, match="changed this in the meantime"):
        workspace.save_event(replace(late, name="lost"))
    workspace.delete_event(early.event_id)
    assert workspace.events() == (edited,)


def test_an_impossible_event_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        replace(EVENT, last=date(2026, 1, 1))
    with pytest.raises(ValueError, match="must be above -1"):
        replace(EVENT, lift=-1.0)


def test_notes_come_back_with_their_author(workspace: Workspace) -> None:
    kept = workspace.save_note(NOTE)
    assert kept == replace(NOTE, note_id=kept.note_id, author=workspace.member, version=1)
    signed = workspace.save_note(replace(NOTE, author="Sales", day=date(2026, 1, 1)))
    assert workspace.notes() == (signed, kept)
    edited = workspace.save_note(replace(kept, text="corrected"))
    with pytest.raises(ConflictError, match="changed this in the meantime"):
        workspace.save_note(replace(kept, text="lost"))
    workspace.delete_note(signed.note_id)
    assert workspace.notes() == (edited,)
