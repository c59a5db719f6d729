"""Only the person at the machine is its owner: all four signs, each with its own attack."""

import pytest

from pages.parts.people import read_signs

AT_HOME = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("127.0.0.1", AT_HOME),
        ("::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}),
        ("127.0.0.1", {"host": "127.0.0.1:8501"}),
        ("::ffff:127.0.0.1", {"Host": "LOCALHOST"}),
    ],
    ids=["name", "version 6", "no origin", "mapped address, upper case"],
)
def test_the_person_at_the_machine_is_known(peer: str, headers: dict[str, str]) -> None:
    assert read_signs(peer, headers, sign_in=False).at_the_machine


@pytest.mark.parametrize(
    ("peer", "headers", "sign_in"),
    [
        ("192.168.1.20", AT_HOME, False),
        ("not an address", AT_HOME, False),
        (None, AT_HOME, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"Host": "kpi.example.com"}, False),
        ("127.0.0.1", {"Host": "localhost.example.com"}, False),
        ("127.0.0.1", {"Host": "localhost:8501", "Origin": "https://kpi.example.com"}, False),
        ("127.0.0.1", {"Host": "localhost:8501", "Origin": "null"}, False),
        ("127.0.0.1", {"Host": "[broken"}, False),
        ("127.0.0.1", AT_HOME | {"X-Forwarded-For": "203.0.113.9"}, False),
        ("127.0.0.1", AT_HOME | {"x-forwarded-proto": "https"}, False),
        ("127.0.0.1", AT_HOME | {"Forwarded": "for=203.0.113.9"}, False),
        ("127.0.0.1", AT_HOME | {"X-Real-IP": "203.0.113.9"}, False),
        ("127.0.0.1", AT_HOME | {"Via": "1.1 proxy"}, False),
        ("127.0.0.1", AT_HOME | {"CF-Connecting-IP": "203.0.113.9"}, False),
        ("127.0.0.1", AT_HOME, True),
    ],
    ids=[
        "from the network",
        "unreadable peer",
        "no peer",
        "no host",
        "public host",
        "host that begins like localhost",
        "proxy that rewrites the host, told by the origin",
        "sandboxed origin",
        "broken host",
        "forwarded for",
        "forwarded protocol",
        "forwarded",
        "real address",
        "via",
        "tunnel",
        "sign-in configured",
    ],
)
def test_everybody_else_is_a_visitor(
    peer: str | None, headers: dict[str, str], sign_in: bool
) -> None:
    assert not read_signs(peer, headers, sign_in=sign_in).at_the_machine
