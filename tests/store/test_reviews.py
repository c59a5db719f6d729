"""Reviews come back as they were closed, in any language, and are not rewritten."""

from __future__ import annotations

import json
import math
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from kpicore.errors import ConflictError, ImportFailedError, NotAllowedError, StoreError
from kpicore.language import translator
from kpicore.messages import Message, msg, msgs
from kpicore.periods import Period
from kpicore.reviews import (
    Decision,
    Finding,
    Question,
    Review,
    ReviewKind,
    ReviewNote,
    ReviewPeriod,
)
from kpicore.store import Note, Role, Store, Workspace
from kpicore.store.sentences import sentence_json, sentence_of
from kpicore.units import Amount, Change, Probability, Unit

MONDAY = date(2026, 6, 22)
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
SENTENCE = msgs(
    "{risky} of {count} goal is at risk or out of reach.",
    "{risky} of {count} goals are at risk or out of reach.",
    3,
    risky=1,
)
ALL_KINDS = msg(
    "{name} {whole} {real} {day} {amount} {money} {change} {odds} {inner} {several}",
    name="도자기 {not a field}",
    whole=3,
    real=1.5,
    day=MONDAY,
    amount=Amount(12400.0, Unit.COUNT, signed=True),
    money=Amount(3.2, Unit.MONEY, "USD"),
    change=Change(-0.2),
    odds=Probability(0.7),
    inner=SENTENCE,
    several=("a", msg("Views"), Amount(0.1, Unit.SHARE)),
)
OPEN = Review(
    period=ReviewPeriod(kind=ReviewKind.WEEKLY, days=Period(MONDAY, date(2026, 6, 28))),
    account_ids=("tiktok/mina",),
    account_names=("Mina 도자기",),
    started_on=date(2026, 6, 29),
    decisions=(Decision(text="More videos", owner="Jun", due=date(2026, 7, 10), goal_id="g"),),
)
CLOSED = replace(
    OPEN,
    closed_on=date(2026, 6, 29),
    findings=(
        Finding(question=Question.GOALS, sentence=SENTENCE, value=1.0),
        Finding(question=Question.CHANGE, sentence=ALL_KINDS, value=None, unit=Unit.SHARE),
    ),
    notes=(
        ReviewNote(day=MONDAY, text="<b>Many ask</b>", author="Sales", question=Question.FORMATS),
        ReviewNote(day=MONDAY, text="x", author="y"),
    ),
)


def test_a_sentence_comes_back_and_is_worded_in_any_language() -> None:
    plain = json.loads(json.dumps(sentence_json(ALL_KINDS)))
    for language in ("en", "ko", "zh"):
        say = translator(language).say
        assert say(sentence_of(plain)) == say(ALL_KINDS)
    assert sentence_of(plain).values["inner"] == Message(
        SENTENCE.text, {"risky": 1}, SENTENCE.plural, 3
    )


def test_a_missing_number_stays_a_dash() -> None:
    kept = sentence_json(msg("{value}", value=Amount(math.nan)))
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert translator("en").say(sentence_of(kept)) == "–"


@pytest.mark.parametrize(
    "forged",
    [
        {"text": "{x.__class__}", "values": {"x": "a"}},
        {"text": "{x[0]}", "values": {"x": "a"}},
        {"text": "{x!r}", "values": {"x": "a"}},
        {"text": "{x:>99999999}", "values": {"x": "a"}},
        {"text": "{missing}", "values": {}},
        {"text": "{}", "values": {}},
        {"text": "{", "values": {}},
        {"text": 3, "values": {}},
        {"text": "a", "values": [], "plural": None},
        {"text": "a", "values": {}, "plural": "b"},
        {"text": "{x}", "values": {"x": {"unknown": 1}}},
        {"text": "{x}", "values": {"x": True}},
        {"text": "{x}", "values": {"x": {"amount": "1", "unit": "count"}}},
        {"text": "{x}", "values": {"x": {"day": "yesterday"}}},
        "a sentence",
        None,
    ],
)
def test_a_forged_sentence_is_refused(forged: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        sentence_of(forged)


def test_sentences_nested_without_end_are_refused() -> None:
    data: dict[str, object] = {"text": "a", "values": {}}
    for _ in range(20):
        data = {"text": "{x}", "values": {"x": {"sentence": data}}}
    with pytest.raises(ValueError, match="too deep"):
        sentence_of(data)


def test_reviews_come_back_by_their_days(workspace: Workspace) -> None:
    later = replace(
        CLOSED,
        period=ReviewPeriod(
            kind=ReviewKind.MONTHLY, days=Period(date(2026, 6, 1), date(2026, 6, 30))
        ),
    )
    kept = [workspace.save_review(later), workspace.save_review(OPEN)]
    found = workspace.reviews()
    assert found == (kept[1], kept[0])
    assert found[1] == replace(later, review_id=kept[0].review_id, version=1)
    assert (found[0].closed, found[1].closed) == (False, True)
    workspace.delete_review(kept[1].review_id)
    workspace.delete_review(kept[1].review_id)
    assert workspace.reviews() == (kept[0],)


def test_an_open_review_grows_and_a_closed_one_is_not_rewritten(workspace: Workspace) -> None:
    kept = workspace.save_review(OPEN)
    more = replace(kept, decisions=(*kept.decisions, Decision(text="Ask for the glaze")))
    second = workspace.save_review(more)
    assert second.version == 2
    with pytest.raises(ConflictError, match="changed this review in the meantime"):
        workspace.save_review(more)
    closed = workspace.save_review(replace(second, closed_on=date(2026, 7, 1)))
    with pytest.raises(StoreError, match="closed and can only be read"):
        workspace.save_review(replace(closed, decisions=()))
    assert workspace.reviews() == (closed,)


def test_the_same_days_are_reviewed_once(workspace: Workspace) -> None:
    workspace.save_review(OPEN)
    with pytest.raises(ConflictError, match="changed this review in the meantime"):
        workspace.save_review(OPEN)
    workspace.save_review(replace(OPEN, account_ids=("youtube/mina",)))
    with pytest.raises(ConflictError, match="changed this review in the meantime"):
        workspace.save_review(replace(OPEN, review_id="gone", version=1))


def made(store: Store, owner: str) -> Workspace:
    return store.workspace(store.create_workspace(owner, owner=owner), member=owner)


def test_commenters_add_notes_and_decide_nothing() -> None:
    with closing(Store.in_memory()) as store:
        own = store.workspace(
            store.create_workspace("Pots", owner="mina@x.org"), member="mina@x.org"
        )
        own.set_member("sales@x.org", Role.COMMENTER)
        own.set_member("client@x.org", Role.VIEWER)
        sales = store.workspace(own.workspace_id, member="sales@x.org")
        client = store.workspace(own.workspace_id, member="client@x.org")
        kept = own.save_review(OPEN)
        sales.save_note(Note(day=MONDAY, text="Many ask", tags=("formats",)))
        for member in (sales, client):
            assert member.reviews() == (kept,)
            with pytest.raises(NotAllowedError, match="right to edit"):
                member.save_review(replace(kept, closed_on=MONDAY))
            with pytest.raises(NotAllowedError, match="right to edit"):
                member.delete_review(kept.review_id)
        with pytest.raises(NotAllowedError, match="right to edit"):
            client.save_note(Note(day=MONDAY, text="x"))
        other = store.workspace(
            store.create_workspace("Other", owner="eve@x.org"), member="eve@x.org"
        )
        other.delete_review(kept.review_id)
        assert other.reviews() == ()
        assert own.reviews() == (kept,)


def test_reviews_travel_with_the_workspace_file(workspace: Workspace, store: Store) -> None:
    kept = workspace.save_review(CLOSED)
    data = workspace.export_workspace()
    with closing(Store.in_memory()) as elsewhere:
        other = elsewhere.personal_workspace()
        other.restore_workspace(data)
        assert other.reviews() == (kept,)
        forged = _with_reviews(data, '"question":"goals"', '"question":"money"')
        with pytest.raises(ImportFailedError, match="damaged or was changed"):
            other.restore_workspace(forged)
        assert other.reviews() == (kept,)


def _with_reviews(data: bytes, old: str, new: str) -> bytes:
    """Change the reviews of a workspace file, and its checksum with them."""
    from hashlib import sha256  # noqa: PLC0415

    with ZipFile(BytesIO(data)) as archive:
        entries = {i.filename: archive.read(i) for i in archive.infolist()}
    name = "tables/reviews.json"
    changed = entries[name].decode().replace(old, new).encode()
    assert changed != entries[name]
    manifest = json.loads(entries["manifest.json"])
    manifest["entries"][name] = sha256(changed).hexdigest()
    entries |= {name: changed, "manifest.json": json.dumps(manifest).encode()}
    sink = BytesIO()
    with ZipFile(sink, "w") as archive:
        for entry, content in entries.items():
            archive.writestr(entry, content)
    return sink.getvalue()
