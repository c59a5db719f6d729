"""Who is here, and which workspace is theirs.

The person who sits at the machine owns the saved workspace. That takes all of: the peer is
loopback, every host name that the browser speaks of is local, no header of a proxy, and no sign-in
configured. Anybody else gets a private workspace in memory that ends with the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from pages.parts.configuration import sign_in_configured

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

PROXY_HEADERS = frozenset(
    {
        "forwarded",
        "via",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-original-host",
        "x-original-forwarded-for",
        "x-envoy-external-address",
        "true-client-ip",
        "cf-connecting-ip",
        "cf-ray",
        "fastly-client-ip",
        "fly-client-ip",
    }
)
"""Headers that proxies and tunnels add, besides everything that begins with ``x-forwarded``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What tells whether a request comes from the person at the machine.

    Attributes
    ----------
    peer_is_loopback : bool
        The connection itself comes from this machine.
    host_is_local : bool
        Host and, where the browser sends it, Origin name this machine. A proxy on the same machine
        is a loopback peer and may rewrite Host, but the browser's Origin still tells where it is.
    forwarded : bool
        A proxy or tunnel left its header.
    sign_in : bool
        The app is configured for sign-in, so that it serves more than one person.
    """

    peer_is_loopback: bool
    host_is_local: bool
    forwarded: bool
    sign_in: bool

    @property
    def at_the_machine(self) -> bool:
        """Whether all signs agree that this is the owner at the machine."""
        return (
            self.peer_is_loopback and self.host_is_local and not self.forwarded and not self.sign_in
        )


def read_signs(peer: str | None, headers: Mapping[str, str], *, sign_in: bool) -> Signs:
    """Read the signs from what a request brought.

    Parameters
    ----------
    peer : str or None
        Address of the other end; None where it is not known, which counts as not loopback.
    headers : Mapping[str, str]
        Headers of the connection, in any case.
    sign_in : bool
        Whether sign-in is configured.

    Returns
    -------
    Signs
        All four.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    hosts = [_host_name(lower.get("host", ""))]
    if "origin" in lower:
        hosts.append(_host_name(lower["origin"]))
    return Signs(
        peer_is_loopback=_is_loopback(peer),
        host_is_local=all(host in LOCAL_NAMES for host in hosts),
        forwarded=any(n in PROXY_HEADERS or n.startswith("x-forwarded") for n in lower),
        sign_in=sign_in,
    )


def signs_of_request() -> Signs:
    """Return the signs of the session that runs now."""
    headers = dict(st.context.headers)
    # Streamlit gives None for a loopback peer and also where there is no connection at all; a
    # connection always has a Host header.
    peer = st.context.ip_address or ("127.0.0.1" if headers else None)
    return read_signs(peer, headers, sign_in=sign_in_configured())


def _host_name(value: str) -> str:
    try:
        return (urlsplit(value if "//" in value else f"//{value}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_loopback(peer: str | None) -> bool:
    if not peer:
        return False
    try:
        address = ip_address(peer.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)
