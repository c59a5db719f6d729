"""Who signed in is known by issuer and subject; an address counts only when it is verified."""

from __future__ import annotations

import json
import logging

import pytest

from kpicore.store import subject_key
from pages.parts import journal
from pages.parts.people import Identity, may_make_workspaces, read_identity

CLAIMS: dict[str, object] = {
    "is_logged_in": True,
    "iss": "https://id.test",
    "sub": "Mina",
    "iat": 1_790_000_000,
    "email": "Mina@Agency.test",
    "email_verified": True,
    "name": "Mina",
}


def test_a_sign_in_tells_who_it_is() -> None:
    assert read_identity(CLAIMS) == Identity(
        member=subject_key("https://id.test", "Mina"),
        email="mina@agency.test",
        shown="mina@agency.test",
        issued_at=1_790_000_000,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"is_logged_in": False},
        {"is_logged_in": "true"},
        {"iss": ""},
        {"sub": None},
        {"iat": None},
        {"iat": True},
    ],
    ids=str,
)
def test_a_sign_in_without_a_claim_that_all_have_is_nobody(changes: dict[str, object]) -> None:
    assert read_identity(CLAIMS | changes) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "false"},
        {"email_verified": 1.5},
        {"email": "no address"},
        {"email": None},
        {"email": "mina@agency.test, eve@x.org"},
    ],
    ids=str,
)
def test_an_address_that_is_not_vouched_for_is_none(changes: dict[str, object]) -> None:
    found = read_identity(CLAIMS | changes)
    assert found is not None
    assert found.email == ""
    assert not may_make_workspaces(found, "@agency.test, mina@agency.test")


@pytest.mark.parametrize(
    ("strategists", "allowed"),
    [
        ("", False),
        ("mina@agency.test", True),
        ("jun@x.org, @AGENCY.test", True),
        ("@other.test", False),
        ("@y.test", False),
        ("agency.test@x.org", False),
    ],
)
def test_only_named_strategists_make_workspaces(strategists: str, allowed: bool) -> None:
    found = read_identity(CLAIMS)
    assert found is not None
    assert may_make_workspaces(found, strategists) is allowed


def test_a_log_line_keeps_the_kind_of_an_error_and_none_of_its_words() -> None:
    make = journal._without_persons(logging.LogRecord)
    try:
        raise KeyError("mina@agency.test")
    except KeyError as error:
        info = (type(error), error, error.__traceback__)
    entry = make("streamlit", logging.ERROR, __file__, 1, "Broke for %s", ("Mina",), info)
    told = json.loads(entry.getMessage())
    assert (told["event"], told["error"]) == ("Broke for %s", "KeyError")
    assert "ina" not in json.dumps(told["event"])
    assert "agency" not in entry.getMessage()
    assert entry.exc_info is None
    assert told["where"][0].endswith(
        "test_a_log_line_keeps_the_kind_of_an_error_and_none_of_its_words"
    )


def test_a_log_line_holds_known_fields_only() -> None:
    kept = journal._only_fields(None, "", {"event": "page", "page": "goals", "email": "a@x.org"})
    assert kept == {"event": "page", "page": "goals"}
