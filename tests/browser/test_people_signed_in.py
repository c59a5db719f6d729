"""Two agencies' people on one host: the attack list, each line a case; nobody reaches the other's.

Ana and Bea sign in with a real Chromium at a provider of our own. The attacks then use what such a
browser holds - its cookies - over a bare websocket, where nothing but the server says no.
"""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pandas as pd
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.WidgetStates_pb2 import WidgetState

from kpicore.history import Account, History
from kpicore.store import Role, Workspace
from tests.bench.websocket_client import Client, open_client
from tests.browser.hosted import UPLOAD_MB, Hosted, hosted
from tests.browser.running import PATIENCE_MS, settled

pytestmark = [pytest.mark.browser, pytest.mark.long]

SECRETS = {"ana": "Bakery Morgenrot", "bea": "Garage Nachtblau"}
"""Name of the only account of each; must never come out for the other one."""
NOW = datetime.now(UTC)
FAR = NOW + timedelta(days=30)


@dataclass
class World:
    """What the attacks work with."""

    hosted: Hosted
    contexts: dict[str, BrowserContext]
    jars: dict[str, dict[str, str]]
    workspaces: dict[str, Workspace]

    @property
    def port(self) -> int:
        return int(self.hosted.server.url.rsplit(":", 1)[1])

    def cookies(self, who: str) -> dict[str, str]:
        return dict(self.jars[who])

    def hear(self, who: str | None, attack: Attack, **options: object) -> bytes:
        """Return all that the server sends to somebody who does something."""

        async def heard() -> bytes:
            cookies = self.cookies(who) if who else {}
            client = await open_client(
                self.port,
                host="localhost",
                cookies=cookies,
                **options,  # type: ignore[arg-type]
            )
            client.listen = True
            await attack(client)
            await client.close()
            return bytes(client.heard)

        return apart(heard())


Attack = Callable[[Client], Coroutine[None, None, None]]


def apart(work: Coroutine[None, None, bytes]) -> bytes:
    """Run in a thread of its own: Playwright's loop has this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def history(name: str) -> History:
    days = pd.date_range(end=pd.Timestamp(NOW.date()) - pd.Timedelta(days=1), periods=60)
    daily = pd.DataFrame(
        {"account_id": f"youtube:{name}", "date": days, "metric": "views", "value": 1000.0}
    )
    account = Account(account_id=f"youtube:{name}", name=name, platform="youtube")
    return History.build([account], daily=daily)


def sign_in(context: BrowserContext, world: Hosted, who: str) -> Page:
    page = context.new_page()
    page.goto(world.server.url)
    page.get_by_role("button", name="Sign in").first.click()
    page.locator("input[name=sub]").fill(who)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{world.server.url}/**")
    expect(page.get_by_text("Sign out")).to_be_visible()
    return page


@pytest.fixture(scope="module")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    expect.set_options(timeout=PATIENCE_MS)
    with hosted(tmp_path_factory.mktemp("hosted")) as running:
        contexts, jars, workspaces = {}, {}, {}
        for who, secret in SECRETS.items():
            key = running.member(who)
            made = running.store.create_workspace(
                f"Client of {secret}", owner=key, email=f"{who}@agency.test"
            )
            workspaces[who] = running.store.workspace(made, member=key)
            workspaces[who].add_import(
                history(secret), file=f"{secret}.csv", sha256=who, imported_at=NOW
            )
        for who in (*SECRETS, "cleo"):
            contexts[who] = browser.new_context(locale="en-US", timezone_id="UTC")
            contexts[who].set_default_timeout(PATIENCE_MS)
            sign_in(contexts[who], running, who)
            found = contexts[who].cookies(running.server.url)
            jars[who] = {str(c["name"]): str(c["value"]) for c in found}
        yield World(running, contexts, jars, workspaces)
        for context in contexts.values():
            context.close()


READ = ("overview", "upload", "kpis", "goals", "people")
"""Pages that name the account, or write; the others read in the same way."""


async def every_page(client: Client) -> None:
    for page in READ:
        await client.open_page(page)


def test_each_sees_their_own(world: World) -> None:
    for who, secret in SECRETS.items():
        page = world.contexts[who].pages[0]
        page.goto(f"{world.hosted.server.url}/upload")
        expect(page.get_by_text(secret).first).to_be_visible()
        settled(page)
        other = next(s for s in SECRETS.values() if s != secret)
        assert other not in page.content()


def ids(world: World) -> list[str]:
    ana = world.workspaces["ana"]
    return [ana.workspace_id, ana.imports()[0].import_id, f"youtube:{SECRETS['ana']}"]


def test_ids_in_the_address_open_nothing(world: World) -> None:
    """The secret itself may be echoed by nobody: it is looked for in what the server sends."""
    page = world.contexts["bea"].pages[0]
    for name in ("workspace", "workspace_id", "account", "goal", "link", "import", "id"):
        page.goto(f"{world.hosted.server.url}/upload?{name}={world.workspaces['ana'].workspace_id}")
        expect(page.get_by_text(SECRETS["bea"]).first).to_be_visible()
        settled(page)
        assert SECRETS["ana"] not in page.content()


def test_ids_in_websocket_messages_open_nothing(world: World) -> None:
    async def attack(client: Client) -> None:
        await every_page(client)
        # Every picker there is, and one that is not drawn for her: with each of Ana's ids.
        # Any value presses a button, and she would sign herself out.
        shown = {k: w for k, w in client.widgets.items() if k != "sidebar.out"}
        pickers = [w for k, w in shown.items() if k.startswith("head.")]
        pickers.append("$$ID-0000000000000000000000000000000000000000-head.workspace")
        for found in ids(world)[:2]:
            for page in ("upload", "people"):
                await client.open_page(page, choose=dict.fromkeys(pickers, found))

    heard = world.hear("bea", attack)
    assert SECRETS["bea"].encode() in heard
    assert SECRETS["ana"].encode() not in heard


def test_what_ana_left_in_caches_does_not_come_out_for_bea(world: World) -> None:
    warm = world.hear("ana", every_page)
    assert SECRETS["ana"].encode() in warm
    assert SECRETS["bea"].encode() not in warm
    heard = world.hear("bea", every_page)
    assert SECRETS["bea"].encode() in heard
    assert SECRETS["ana"].encode() not in heard


def test_nobodys_data_come_out_for_somebody_without_sign_in(world: World) -> None:
    heard = world.hear(None, every_page)
    assert b"Only you see this workspace" in heard
    for secret in SECRETS.values():
        assert secret.encode() not in heard


@pytest.mark.parametrize("spoil", ["last letter", "another name", "no origin token"])
def test_a_forged_cookie_signs_nobody_in(world: World, spoil: str) -> None:
    cookies = world.cookies("ana")
    name = next(n for n in cookies if n.startswith("_streamlit_user"))
    match spoil:
        case "last letter":
            value = cookies[name].strip('"')
            cookies[name] = value[:-1] + ("0" if value[-1] != "0" else "1")
        case "another name":
            cookies[name] = world.cookies("bea")["_streamlit_xsrf"]
        case _:
            del cookies["_streamlit_xsrf"]

    async def heard() -> bytes:
        client = await open_client(world.port, host="localhost", cookies=cookies)
        client.listen = True
        await every_page(client)
        await client.close()
        return bytes(client.heard)

    assert SECRETS["ana"].encode() not in apart(heard())


def test_anothers_session_cannot_be_taken_over(world: World) -> None:
    async def both() -> bytes:
        ana = await open_client(world.port, host="localhost", cookies=world.cookies("ana"))
        await ana.open_page("upload")
        assert ana.session_id
        bea = await open_client(
            world.port,
            host="localhost",
            cookies=world.cookies("bea"),
            session_id=ana.session_id,
        )
        bea.listen = True
        await every_page(bea)
        await bea.close()
        await ana.close()
        again = await open_client(
            world.port,
            host="localhost",
            cookies=world.cookies("bea"),
            session_id=ana.session_id,
        )
        again.listen = True
        await every_page(again)
        await again.close()
        return bytes(bea.heard + again.heard)

    assert SECRETS["ana"].encode() not in apart(both())


def answer_to(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, b""


def test_files_and_uploads_of_another_session_are_refused(world: World) -> None:
    session: list[str] = []

    async def look(client: Client) -> None:
        await client.open_page("upload")
        session.append(client.session_id)

    world.hear("ana", look)
    base = world.hosted.server.url
    for method, path in (
        ("PUT", f"/_stcore/upload_file/{session[0]}/1"),
        ("DELETE", f"/_stcore/upload_file/{session[0]}/1"),
        ("GET", "/media/" + sha256(b"ana").hexdigest() + ".zip"),
        ("GET", "/media/../secrets.toml"),
        ("GET", "/app/static/../goalpost.db"),
    ):
        request = urllib.request.Request(base + path, data=b"x" if method == "PUT" else None)
        request.get_method = lambda method=method: method  # type: ignore[misc]
        status, body = answer_to(request)
        # An unknown address may be answered with the empty shell of the app.
        assert status in {400, 403, 404, 405} or b"<!doctype html>" in body[:200].lower(), path


def fetched(world: World, path: str) -> bytes:
    status, body = answer_to(urllib.request.Request(world.hosted.server.url + path))
    return body if status == 200 else b""


def test_a_download_is_named_by_nothing_that_another_can_guess_or_hear(world: World) -> None:
    """A file's address is open to whoever has it; so nobody else may ever get hold of one."""
    shown: dict[str, str] = {}
    urls: list[str] = []

    async def take(client: Client) -> None:
        await every_page(client)
        # An id is good for the run that drew it only.
        assert not await client.download_url(client.downloads["upload.download"])
        await client.open_page("upload")
        shown.update(client.downloads)
        urls.append(await client.download_url(client.downloads["upload.download"]))
        assert fetched(world, urls[0]).startswith(b"PK")

    world.hear("ana", take)
    # Random, so made anew in each run, and never of what it holds.
    assert all(len(one) == 32 and one not in ids(world) for one in shown.values())

    async def guess(client: Client) -> None:
        await every_page(client)
        for found in (*ids(world), "0" * 32, sha256(b"ana").hexdigest()[:32]):
            assert not await client.download_url(found)

    heard = world.hear("bea", guess)
    for told in (*shown.values(), *urls, urls[0].rsplit("/", 1)[-1].split(".")[0]):
        assert told.encode() not in heard
    # What the address is made of is the whole content: near it there is nothing.
    name, ending = urls[0].rsplit("/", 1)[-1].split(".")
    assert not fetched(world, f"/media/{name[:-1]}{'0' if name[-1] != '0' else '1'}.{ending}")


def test_a_download_drawn_before_is_not_made_after_the_right_is_gone(world: World) -> None:
    ana = world.workspaces["ana"]
    cleo = world.hosted.member("cleo")
    ana.set_member(cleo, Role.OWNER)

    async def attack(client: Client) -> None:
        await client.open_page("upload")
        held = client.downloads["upload.download"]
        assert await client.download_url(held)
        ana.remove_member(cleo)
        assert not await client.download_url(held)

    world.hear("cleo", attack)


@pytest.mark.parametrize(
    "token",
    ["", "x", "%", "'OR 1=1--", "hash", "id", "expired", "revoked", "a" * 5000],
    ids=["none", "wrong", "wildcard", "sql", "hash", "id", "expired", "revoked", "long"],
)
def test_a_link_that_is_none_opens_nothing(world: World, token: str) -> None:
    ana = world.workspaces["ana"]
    good = ana.make_link("good", expires_at=FAR)
    link = next(one for one in ana.links() if one.label == "good")
    made = {
        "hash": sha256(good.encode()).hexdigest(),
        "id": link.link_id,
        "expired": ana.make_link("old", expires_at=NOW - timedelta(seconds=1)),
        "revoked": good,
    }
    if token == "revoked":
        ana.revoke_link(link.link_id)
    heard = world.hear(None, every_page, query=f"link={made.get(token, token)}")
    ana.revoke_link(link.link_id)
    assert SECRETS["ana"].encode() not in heard
    assert b"This link opens nothing" in heard


def fingerprint(workspace: Workspace) -> object:
    return (
        workspace.export_workspace(),
        workspace.members(),
        workspace.invitations(),
        workspace.links(),
        workspace.audit(),
        workspace.name,
    )


async def press_everything(client: Client) -> None:
    """Press every button of every page, drawn as disabled or not."""
    await every_page(client)
    keys = [k for k in client.widgets if not k.startswith(("sidebar.out", "sidebar.leave"))]
    for page in ("upload", "people", "goals", "overview"):
        await client.open_page(page)
        for key in keys:
            if key.split(".")[0] in {page, "visit", "empty", "gate"}:
                await client.open_page(page, press=key)


def test_a_viewer_by_link_reads_and_changes_nothing(world: World) -> None:
    ana = world.workspaces["ana"]
    token = ana.make_link("reader", expires_at=FAR)
    before = fingerprint(ana)
    heard = world.hear(None, press_everything, query=f"link={token}")
    assert SECRETS["ana"].encode() in heard
    # Who else is a member is none of a reader's business.
    assert b"ana@agency.test" not in heard
    assert fingerprint(ana) == before


def test_a_viewer_who_signed_in_reads_and_changes_nothing(world: World) -> None:
    ana = world.workspaces["ana"]
    ana.invite("cleo@client.test", Role.VIEWER, expires_at=FAR)
    assert SECRETS["ana"].encode() in world.hear("cleo", every_page)
    before = fingerprint(ana)
    heard = world.hear("cleo", press_everything)
    assert b"ana@agency.test" not in heard
    assert fingerprint(ana) == before


def test_a_viewer_cannot_press_what_only_an_owner_is_shown(world: World) -> None:
    """The ids of widgets are no secret: the same page draws them alike for everybody."""
    ana = world.workspaces["ana"]
    drawn: dict[str, str] = {}

    async def learn(client: Client) -> None:
        for page in ("upload", "people", "goals"):
            await client.open_page(page)
        drawn.update(client.widgets)

    world.hear("ana", learn)
    before = fingerprint(ana)

    async def press(client: Client) -> None:
        client.widgets.update(drawn)
        for page in ("upload", "people", "goals"):
            for key in drawn:
                if key.startswith(page):
                    await client.open_page(page, press=key)

    world.hear("cleo", press)
    assert fingerprint(ana) == before


def put(world: World, who: str, path: str, data: bytes) -> int:
    """Put a file where the server said, as a browser does: with its cookies and the token."""
    cookies = world.cookies(who)
    name, boundary = "_streamlit_xsrf", "frontier"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="given.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode() + data
    request = urllib.request.Request(
        world.hosted.server.url + path,
        data=body + f"\r\n--{boundary}--\r\n".encode(),
        method="PUT",
        headers={
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items()),
            "X-Xsrftoken": cookies.get(name, ""),
        },
    )
    return answer_to(request)[0]


async def give(client: Client, world: World, who: str, data: bytes, uploader: str) -> None:
    """Upload a file past the browser's own checks, into a drop zone that is drawn or not."""
    file_id, path = await client.upload_url("given.csv")
    assert put(world, who, path, data) in {200, 204}
    state = WidgetState(id=uploader)
    info = state.file_uploader_state_value.uploaded_file_info.add()
    info.file_id, info.name, info.size = file_id, "given.csv", len(data)
    info.file_urls.file_id, info.file_urls.upload_url = file_id, path
    await client.open_page("upload", states=[state])
    await client.look(3.0)
    await client.open_page("upload", states=[state])


def drop_zone(world: World, who: str) -> str:
    found: list[str] = []

    async def look(client: Client) -> None:
        await client.open_page("upload")
        found.extend(i for k, (_, i) in client.fields.items() if k.startswith("upload.files"))

    world.hear(who, look)
    return found[0]


SMALL_EXPORT = "Date,Followers\n" + "\n".join(f"2026-01-{d:02},{100 + d}" for d in range(1, 29))


def test_a_file_over_the_limit_is_refused_by_the_app_itself(world: World) -> None:
    ana = world.workspaces["ana"]
    before, uploader = fingerprint(ana), drop_zone(world, "ana")
    data = (SMALL_EXPORT + "\n" * (UPLOAD_MB * 1_100_000)).encode()

    async def attack(client: Client) -> None:
        await client.open_page("upload")
        await give(client, world, "ana", data, uploader)

    heard = world.hear("ana", attack)
    assert f"{UPLOAD_MB} MB".encode() in heard
    assert fingerprint(ana) == before


def test_a_viewer_cannot_upload_by_any_message(world: World) -> None:
    ana = world.workspaces["ana"]
    before, uploader = fingerprint(ana), drop_zone(world, "ana")

    async def attack(client: Client) -> None:
        await client.open_page("upload")
        await give(client, world, "cleo", SMALL_EXPORT.encode(), uploader)

    world.hear("cleo", attack)
    assert fingerprint(ana) == before


def test_a_link_that_is_withdrawn_closes_in_open_tabs(world: World) -> None:
    ana = world.workspaces["ana"]
    token = ana.make_link("soon gone", expires_at=FAR)

    async def attack(client: Client) -> None:
        await client.open_page("upload")
        assert SECRETS["ana"].encode() in client.heard
        link = next(one for one in ana.links() if one.label == "soon gone")
        ana.revoke_link(link.link_id)
        client.heard.clear()
        await every_page(client)

    heard = world.hear(None, attack, query=f"link={token}")
    assert SECRETS["ana"].encode() not in heard
    assert b"This link opens nothing" in heard


def test_a_member_who_is_removed_is_out_in_open_tabs(world: World) -> None:
    ana = world.workspaces["ana"]
    cleo = world.hosted.member("cleo")
    ana.set_member(cleo, Role.EDITOR)

    async def attack(client: Client) -> None:
        await client.open_page("upload")
        assert SECRETS["ana"].encode() in client.heard
        ana.remove_member(cleo)
        client.heard.clear()
        await every_page(client)

    heard = world.hear("cleo", attack)
    assert SECRETS["ana"].encode() not in heard
    assert b"No workspace is open to you yet" in heard


def test_an_address_that_is_not_verified_accepts_no_invitation(
    world: World, browser: Browser
) -> None:
    ana = world.workspaces["ana"]
    ana.invite("guest@client.test", Role.EDITOR, expires_at=FAR)
    context = browser.new_context(locale="en-US", timezone_id="UTC")
    page = sign_in(context, world.hosted, "eve")
    expect(page.get_by_text("No workspace is open to you yet.")).to_be_visible()
    expect(page.get_by_text("does not tell a verified e-mail address")).to_be_visible()
    assert SECRETS["ana"] not in page.content()
    assert [i.email for i in ana.invitations()] == ["guest@client.test"]
    context.close()


def test_signing_out_closes_every_tab_and_the_cookie_with_it(world: World) -> None:
    context = world.contexts["bea"]
    other = context.new_page()
    other.goto(f"{world.hosted.server.url}/upload")
    expect(other.get_by_text(SECRETS["bea"]).first).to_be_visible()
    stolen = world.cookies("bea")
    page = context.pages[0]
    page.goto(f"{world.hosted.server.url}/upload")
    page.get_by_role("button", name="Sign out").click()
    # Here or at the provider: wherever the way out ends, the button is gone.
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    other.get_by_role("link", name="Overview").click()
    expect(other.get_by_text("No workspace is open to you yet.")).to_be_visible()
    assert SECRETS["bea"] not in other.content()

    async def heard() -> bytes:
        client = await open_client(world.port, host="localhost", cookies=stolen)
        client.listen = True
        await every_page(client)
        await client.close()
        return bytes(client.heard)

    assert SECRETS["bea"].encode() not in apart(heard())


ANYTHING: dict[str, Callable[[WidgetState], None]] = {
    "button": lambda state: setattr(state, "trigger_value", True),
    "text_input": lambda state: setattr(state, "string_value", "taken over"),
    "text_area": lambda state: setattr(state, "string_value", "taken over"),
    "selectbox": lambda state: setattr(state, "string_value", "owner"),
    "checkbox": lambda state: setattr(state, "bool_value", True),
    "number_input": lambda state: setattr(state, "double_value", 77.0),
    "slider": lambda state: state.double_array_value.data.append(77.0),
    "multiselect": lambda state: state.string_array_value.data.append("views"),
    "button_group": lambda state: state.string_array_value.data.append("sales"),
    "date_input": lambda state: state.string_array_value.data.append("2031/01/01"),
}
"""How a browser says that something was done to each kind of widget."""


def test_a_viewer_cannot_fill_in_what_only_an_owner_is_shown(world: World) -> None:
    """Forms, pickers and fields, all filled in, and each button pressed upon it."""
    ana = world.workspaces["ana"]
    drawn: dict[str, tuple[str, str]] = {}
    pages = ("upload", "people", "goals", "review", "scenarios", "benchmarks", "overview")

    async def learn(client: Client) -> None:
        for page in pages:
            await client.open_page(page)
            await client.look(1.0)
        drawn.update(client.fields)

    world.hear("ana", learn)
    ana.set_member(world.hosted.member("cleo"), Role.VIEWER)
    before = fingerprint(ana)

    async def fill(client: Client) -> None:
        for page in pages:
            filled = []
            for key, (kind, widget) in drawn.items():
                if kind in ANYTHING and not key.startswith(("sidebar.out", "sidebar.leave")):
                    filled.append(WidgetState(id=widget))
                    ANYTHING[kind](filled[-1])
            await client.open_page(page, states=filled)

    assert {"button", "selectbox", "text_input", "file_uploader"} <= {k for k, _ in drawn.values()}
    heard = world.hear("cleo", fill)
    assert SECRETS["ana"].encode() in heard
    assert b"ana@agency.test" not in heard
    assert fingerprint(ana) == before


def test_nothing_broke_meanwhile(world: World) -> None:
    """No attack ends in an accident: what nobody can choose is passed over, and nothing logged."""
    assert world.hosted.server.tracebacks == []
