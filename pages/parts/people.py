"""Who is here: the person at the machine, somebody who signed in, or a visitor.

The person who sits at the machine owns the saved workspaces. That takes all of: the peer is
loopback, every host name that the browser speaks of is local, no header of a proxy, and no sign-in
configured. Who signed in is known by issuer and subject; their address counts only where the
sign-in says that it is verified, for an address that anybody may claim would open what somebody
else was invited to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

from kpicore.errors import StoreError
from kpicore.store import email_key, subject_key
from pages.parts.configuration import settings, sign_in_configured

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


_HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody who signed in.

    Attributes
    ----------
    member : str
        Key of the member that they are in workspaces.
    email : str
        Their verified address; empty where the sign-in tells none.
    shown : str
        How the screen calls them.
    issued_at : int
        When the sign-in was issued, in seconds since 1970.
    """

    member: str
    email: str
    shown: str
    issued_at: int


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


def identity_of_request(now: float) -> Identity | None:
    """Return who signed in, None for nobody.

    Parameters
    ----------
    now : float
        Seconds since 1970.

    Returns
    -------
    Identity or None
        None, too, where the sign-in is older than this deployment allows: the browser keeps it for
        thirty days, and tabs that are open keep it for ever.
    """
    if not sign_in_configured():
        return None
    found = read_identity(st.user.to_dict())
    if found is None or now - found.issued_at > settings().sign_in_hours * _HOUR_SECONDS:
        return None
    return found


def read_identity(claims: Mapping[str, object]) -> Identity | None:
    """Read who signed in from what the sign-in tells.

    Parameters
    ----------
    claims : Mapping[str, object]
        Of Streamlit's user: the claims of the identity token, and whether they are signed in.

    Returns
    -------
    Identity or None
        None where a claim that every identity token has is missing.
    """
    issuer, subject, issued = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if claims.get("is_logged_in") is not True:
        return None
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
        return None
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return None
    email = _verified_email(claims)
    return Identity(
        member=subject_key(issuer, subject),
        email=email,
        shown=email or str(claims.get("name") or ""),
        issued_at=int(issued),
    )


def may_make_workspaces(identity: Identity, strategists: str) -> bool:
    """Tell whether somebody is one of the strategists whom the deployment names.

    Parameters
    ----------
    identity : Identity
        Who signed in.
    strategists : str
        Addresses, or domains with their @, separated by commas.

    Returns
    -------
    bool
        False without a verified address, and where nobody is named.
    """
    named = {part.strip().lower() for part in strategists.split(",") if part.strip()}
    own = identity.email
    return bool(own) and (own in named or own[own.rindex("@") :] in named)


def _verified_email(claims: Mapping[str, object]) -> str:
    # Some providers write the truth value as text.
    if claims.get("email_verified") not in (True, "true"):
        return ""
    try:
        return email_key(str(claims.get("email") or ""))
    except StoreError:
        return ""


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
