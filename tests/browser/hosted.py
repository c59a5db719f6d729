"""The app as an agency hosts it: sign-in by a provider of our own, on this machine only."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from kpicore.store import Store, subject_key
from tests.browser.running import Server, free_port, serve

PERSONS = (
    {"sub": "ana", "email": "ana@agency.test", "email_verified": True},
    {"sub": "bea", "email": "bea@agency.test", "email_verified": True},
    {"sub": "cleo", "email": "cleo@client.test", "email_verified": True},
    # Claims the address of somebody else, and the provider does not vouch for it.
    {"sub": "eve", "email": "guest@client.test", "email_verified": False},
)
UPLOAD_MB = 1
"""Less than what the server itself lets through, so that only our own code can refuse."""
_START_SECONDS = 60


@dataclass(frozen=True)
class Hosted:
    """A running app with sign-in.

    Attributes
    ----------
    server : Server
        Of the app.
    store : Store
        Its database, for what a test looks up or takes away.
    issuer : str
        Address of the provider.
    """

    server: Server
    store: Store
    issuer: str

    def member(self, subject: str) -> str:
        """Return the member's key of one of `PERSONS`."""
        return subject_key(self.issuer, subject)


@contextmanager
def hosted(folder: Path) -> Iterator[Hosted]:
    """Run provider and app until the block ends.

    Parameters
    ----------
    folder : Path
        Where the database and the secrets go.

    Yields
    ------
    Hosted
        Both of them healthy.
    """
    issuer, port = f"http://localhost:{free_port()}", free_port()
    claims = [part for p in PERSONS for part in ("--user-claims", json.dumps(p))]
    provider = subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"),
            *("--port", issuer.rsplit(":", 1)[1], "--host", "localhost", *claims),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f"""KPICORE_STRATEGISTS = "@agency.test"
KPICORE_MAX_UPLOAD_MB = {UPLOAD_MB}
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{"s" * 40}"
client_id = "goalpost"
client_secret = "secret"
server_metadata_url = "{issuer}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    try:
        told = json.loads(_answer(f"{issuer}/.well-known/openid-configuration"))
        store = Store.open(data_folder=folder)
        options = ("--secrets.files", str(secrets))
        # Attackers send states of widgets that were never drawn for them.
        options += ("--runner.enforceSerializableSessionState", "false")
        with serve(folder, *options, port=port) as server:
            yield Hosted(server, store, told["issuer"])
        store.close()
    finally:
        provider.terminate()
        provider.wait(timeout=30)


def _answer(url: str) -> bytes:
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                found: bytes = answer.read()
                return found
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
