"""E-mail addresses and tokens: what decides who is let in, compared in exactly one way."""

from __future__ import annotations

import re
from hashlib import sha256
from secrets import token_urlsafe
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from kpicore.errors import StoreError
from kpicore.messages import msg

_SHAPE: Final = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z0-9-]{2,63}")
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_TOKEN_BYTES: Final = 32
_MOST_CHARACTERS: Final = 100


def email_key(email: str) -> str:
    """Return the form in which addresses are compared.

    Only the 26 letters of ASCII are made small: other scripts have letters that become one of them,
    so that somebody else's address would be taken for the invited one.

    Parameters
    ----------
    email : str
        As typed, or as the sign-in tells it.

    Returns
    -------
    str
        In lower case, without spaces around it.

    Raises
    ------
    StoreError
        If it is no address.
    """
    key = email.strip().translate(_LOWER)
    if not _SHAPE.fullmatch(key):
        raise StoreError(
            msg(
                "{text} is no e-mail address; expected is one such as {example}.",
                text=email.strip()[:_MOST_CHARACTERS],
                example="mina@example.com",
            )
        )
    return key


def subject_key(issuer: str, subject: str) -> str:
    """Return the key of a member: whom the sign-in names, whatever address they have just now.

    An address may pass to somebody else; issuer and subject never do.

    Parameters
    ----------
    issuer, subject : str
        Claims ``iss`` and ``sub`` of the sign-in.

    Returns
    -------
    str
        The same length for all, and nothing that tells who it is.
    """
    if not issuer or not subject:
        raise ValueError("A sign-in names its issuer and its subject.")
    return "oidc:" + sha256(f"{len(issuer)}:{issuer}{subject}".encode()).hexdigest()


def new_token() -> str:
    """Return 256 random bits for an address line."""
    return token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return what is kept of a token. It is random, so a plain hash cannot be turned back."""
    return sha256(token.encode()).hexdigest()
