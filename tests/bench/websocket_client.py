"""A browser-like session without a browser: Streamlit's own messages over a websocket."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE_S = 120.0
LARGEST_MESSAGE = 64 * 1024 * 1024


@dataclass
class Client:
    """One session.

    Attributes
    ----------
    socket : ClientConnection
        Open.
    pages : dict of str to str
        Address of each page to its hash, as the server's navigation told.
    widgets : dict of str to str
        Key of each button that was drawn to its id.
    fields : dict of str to tuple of str, str
        Key of every widget that was drawn to its kind and its id.
    downloads : dict of str to str
        Key of each download that is made on demand to the id under which it is asked for.
    errors : list of str
        What was drawn as an error or a bug.
    received : int
        Bytes.
    query : str
        What follows the question mark in the address.
    heard : bytearray
        All that was received, as it came; kept only where asked for with `listen`.
    session_id : str
        As the server told it.
    """

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    widgets: dict[str, str] = field(default_factory=dict)
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    downloads: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    query: str = ""
    heard: bytearray = field(default_factory=bytearray)
    session_id: str = ""
    listen: bool = False
    _page: str = ""
    _arrived: bool = False
    _timers: list[asyncio.Task[None]] = field(default_factory=list)

    async def open_page(
        self,
        page: str,
        *,
        press: str | None = None,
        choose: Mapping[str, str] | None = None,
        states: Sequence[WidgetState] = (),
    ) -> float:
        """Ask for a page and wait until it is drawn.

        Parameters
        ----------
        page : str
            Its address; empty for the first one.
        press : str, optional
            Key of a button of the page that is pressed.
        choose : Mapping[str, str], optional
            Ids of pickers, and what is chosen in them.
        states : sequence of WidgetState
            Whatever else the browser says of its widgets.

        Returns
        -------
        float
            Seconds from asking to the end of the run.
        """
        self._page = page
        self._stop_timers()
        self._arrived = False
        asked = time.perf_counter()
        await self._ask(press=press, choose=choose, states=states)
        await self._until_drawn()
        return time.perf_counter() - asked

    async def look(self, seconds: float) -> None:
        """Look at the page for a while; parts of it may be drawn anew meanwhile."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            try:
                await self._receive(left)
            except TimeoutError:
                return

    async def close(self) -> None:
        """Close the tab."""
        self._stop_timers()
        await self.socket.close()

    async def upload_url(self, name: str) -> tuple[str, str]:
        """Ask where a file is put; return the file's id and the path.

        Parameters
        ----------
        name : str
            Of the file.

        Returns
        -------
        tuple of str, str
            The id that the uploader's state names, and the path below the server's address.
        """
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session_id
        await self.socket.send(message.SerializeToString())
        while True:
            answer = await self._receive(PATIENCE_S)
            if answer.WhichOneof("type") == "file_urls_response":
                (found,) = answer.file_urls_response.file_urls
                return found.file_id, found.upload_url

    async def download_url(self, file_id: str) -> str:
        """Ask for a download to be made; return its path, empty where that is refused.

        Parameters
        ----------
        file_id : str
            One of `downloads`, or one that was guessed.

        Returns
        -------
        str
            The path below the server's address.
        """
        message = BackMsg()
        message.backend_operation_request.request_id = file_id
        message.backend_operation_request.session_id = self.session_id
        message.backend_operation_request.deferred_file.file_id = file_id
        await self.socket.send(message.SerializeToString())
        while True:
            answer = await self._receive(PATIENCE_S)
            if answer.WhichOneof("type") == "backend_operation_response":
                return answer.backend_operation_response.deferred_file.url

    def _stop_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()

    async def _ask(
        self,
        *,
        press: str | None = None,
        choose: Mapping[str, str] | None = None,
        states: Sequence[WidgetState] = (),
        fragment: str = "",
    ) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.pages.get(self._page, "")
        message.rerun_script.context_info.timezone = "UTC"
        message.rerun_script.context_info.locale = "en-US"
        if press is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = self.widgets[press], True
        for widget, value in (choose or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = widget, value
        message.rerun_script.widget_states.widgets.extend(states)
        if fragment:
            message.rerun_script.fragment_id = fragment
            message.rerun_script.is_auto_rerun = True
        await self.socket.send(message.SerializeToString())

    async def _until_drawn(self) -> None:
        while True:
            message = await self._receive(PATIENCE_S)
            if (
                self._arrived
                and message.WhichOneof("type") == "script_finished"
                and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            ):
                return

    async def _receive(self, patience: float) -> ForwardMsg:
        data = await asyncio.wait_for(self.socket.recv(), patience)
        assert isinstance(data, bytes)
        self.received += len(data)
        if self.listen:
            self.heard += data
        message = ForwardMsg()
        message.ParseFromString(data)
        self._note(message)
        return message

    def _note(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "navigation":
                for page in message.navigation.app_pages:
                    self.pages[page.url_pathname] = page.page_script_hash
            case "new_session":
                if not message.metadata.run.fragment_ids:
                    # A whole run replaces the parts that asked to be drawn again, as in a browser.
                    self._stop_timers()
                    asked = self.pages.get(self._page)
                    drawn = message.new_session.page_script_hash
                    self._arrived = self._arrived or asked in (None, drawn)
                self.session_id = message.new_session.initialize.session_id or self.session_id
            case "auto_rerun" if self._arrived:
                # Parts of the page before are left alone: it told of them before it was left.
                wish = message.auto_rerun
                self._timers.append(
                    asyncio.create_task(self._draw_again(wish.interval, wish.fragment_id))
                )
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._note_element(message)
            case "page_not_found":
                self.errors.append(f"no page {message.page_not_found.page_name}")

    def _note_element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        drawn = getattr(element, element.WhichOneof("type") or "", None)
        if found := getattr(drawn, "id", ""):
            self.fields[found.rsplit("-", 1)[-1]] = (str(element.WhichOneof("type")), found)
        match element.WhichOneof("type"):
            case "exception":
                self.errors.append(element.exception.message or element.exception.type)
            case "alert" if element.alert.format == element.alert.ERROR:
                self.errors.append(element.alert.body)
            case "button" | "selectbox" | "download_button" as kind:
                widget = getattr(element, kind).id
                self.widgets[widget.rsplit("-", 1)[-1]] = widget
                if kind == "download_button" and element.download_button.deferred_file_id:
                    self.downloads[widget.rsplit("-", 1)[-1]] = (
                        element.download_button.deferred_file_id
                    )

    async def _draw_again(self, seconds: float, fragment: str) -> None:
        # The browser asks again for parts that are drawn anew every so often.
        while True:
            await asyncio.sleep(seconds)
            await self._ask(fragment=fragment)


async def open_client(
    port: int,
    *,
    host: str,
    cookies: Mapping[str, str] = MappingProxyType({}),
    query: str = "",
    session_id: str | None = None,
) -> Client:
    """Open a tab.

    Parameters
    ----------
    port : int
        Of a server on this machine.
    host : str
        Name under which it is asked.
    cookies : Mapping[str, str]
        Of a browser, for one that is signed in.
    query : str
        What follows the question mark in the address.
    session_id : str, optional
        Session that the tab says it had.

    Returns
    -------
    Client
        With its first page drawn.
    """
    protocols = ["streamlit", cookies.get("_streamlit_xsrf", "none")]
    if session_id is not None:
        protocols.append(session_id)
    socket = await connect(
        f"ws://{host}:{port}/_stcore/stream",
        host="127.0.0.1",
        port=port,
        origin=f"http://{host}:{port}",
        subprotocols=[Subprotocol(part) for part in protocols],
        additional_headers={"Cookie": "; ".join(f"{n}={v}" for n, v in cookies.items())},
        max_size=LARGEST_MESSAGE,
        compression=None,
        proxy=None,
    )
    client = Client(socket, query=query)
    await client.open_page("")
    return client
