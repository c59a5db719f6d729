"""Who may open the workspace: members, invitations, links, and what they did."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from kpicore.kpis import CATALOGUE
from kpicore.messages import Message, msg, msgs
from kpicore.store import PERSON_HERE, Action, AuditEntry, Membership, Role, Verb
from pages.parts import configuration, gate, state
from pages.parts.guard import page_errors
from pages.parts.session import Here
from pages.parts.words import paragraph, section, small_print
from pages.parts.workspaces import Standing

ROLE_WORDS: Mapping[Role, Message] = MappingProxyType(
    {
        Role.OWNER: msg("Owner: everything, people too"),
        Role.EDITOR: msg("Editor: data, goals and settings"),
        Role.COMMENTER: msg("Commenter: reads, and writes notes"),
        Role.VIEWER: msg("Viewer: reads"),
    }
)

_RIGHTS: Mapping[Role, Message] = MappingProxyType(
    {
        Role.OWNER: msg("You own this workspace."),
        Role.EDITOR: msg("You may read this workspace and change everything but its people."),
        Role.COMMENTER: msg("You may read this workspace and write notes."),
        Role.VIEWER: msg("You may read this workspace."),
    }
)

_THINGS: Mapping[str, Message] = MappingProxyType(
    {
        "imports": msg("import"),
        "accounts": msg("account"),
        "goals": msg("goal"),
        "mappings": msg("saved mapping"),
        "events": msg("event"),
        "notes": msg("note"),
        "scenarios": msg("scenario"),
        "reviews": msg("review"),
        "experiments": msg("experiment"),
        "members": msg("member"),
        "invitations": msg("invitation"),
        "view_links": msg("link"),
        "workspaces": msg("name of the workspace"),
        "preferences": msg("shared setting"),
    }
)

_NAMELESS = frozenset({"preferences", "reviews"})
"""Things whose names are codes."""

DAYS = (1, 7, 30, 90, 365)
"""Days after which links and invitations end, to choose from."""
_USUAL_DAYS = 30
_TOKEN = "people.token"
_SHOWN_ENTRIES = 100


def owns(here: Here) -> bool:
    """Return whether the reader decides who may see the workspace, and it outlives the visit."""
    return here.saved and here.may(Action.MANAGE)


def sentence(here: Here) -> Message:
    """Return who may see the workspace, in one sentence."""
    if not here.saved:
        return msg("Only you see this workspace, and it ends when you close the page.")
    if not owns(here):
        info = here.opened.info
        return _RIGHTS[Role.VIEWER if info is None else info.role]
    people, open_links = here.workspace.members(), here.workspace.links()
    if len(people) == 1 and not open_links:
        return msg("Only you see this workspace.")
    return msg(
        "{people} and {links} open this workspace.",
        people=msgs("{count} person", "{count} people", len(people)),
        links=msgs("{count} link", "{count} links", len(open_links)),
    )


def own_part(here: Here) -> None:
    """Say by what right the reader is here, and where that is decided."""
    t = here.t
    match here.opened.standing:
        case Standing.HERE:
            small_print(
                t,
                msg(
                    "You sit at the machine that keeps the data. Others can be invited once "
                    "sign-in is configured; the README says how."
                ),
            )
        case Standing.LINK:
            small_print(t, msg("You came by a link. Its owner may withdraw it at any time."))
        case Standing.VISITOR:
            pass  # What there is to say, and to press, stands above every page of a visitor.
        case Standing.MEMBER:
            identity = here.opened.identity
            if identity is not None and identity.email:
                small_print(t, msg("You are signed in as {email}.", email=identity.email))


def members(here: Here) -> None:
    """Draw the members with their roles, and the invitations, open ones first."""
    t = here.t
    section(t, msg("Members"))
    for place, member in enumerate(here.workspace.members()):
        _member(here, member, place)
    for invitation in here.workspace.invitations():
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"people.{invitation.email}"
        ):
            paragraph(
                t,
                msg(
                    "{email} is invited until {day}. {role}",
                    email=invitation.email,
                    day=invitation.expires_at.date(),
                    role=ROLE_WORDS[invitation.role],
                ),
            )
            if st.button(
                t(msg("Withdraw")),
                key=f"people.withdraw.{invitation.invitation_id}",
                type="tertiary",
            ):
                with page_errors(t):
                    here.workspace.withdraw_invitation(invitation.invitation_id)
                st.rerun()
    if configuration.sign_in_configured():
        _invite(here)


def _member(here: Here, member: Membership, place: int) -> None:
    t = here.t
    with st.container(horizontal=True, vertical_alignment="center", key=f"people.member.{place}"):
        st.text(_called(here, member.member, member.email), width="stretch")
        key = f"people.role.{place}.{member.role.value}"
        chosen = st.selectbox(
            t(msg("Role")),
            list(ROLE_WORDS),
            index=list(ROLE_WORDS).index(member.role),
            format_func=lambda role: t(ROLE_WORDS[role]),
            key=key,
            label_visibility="collapsed",
            width=280,
            disabled=member.member == PERSON_HERE,
        )
        # What comes back is what was sent, be it an option or not.
        if isinstance(chosen, Role) and chosen is not member.role:
            with page_errors(t):
                here.workspace.set_member(member.member, chosen)
            st.rerun()
        own = member.member == here.workspace.member
        # Drawn for oneself as well, so that the roles stand below each other.
        removed = st.button(
            t(msg("Remove")), key=f"people.remove.{place}", type="tertiary", disabled=own
        )
        if removed and not own:
            with page_errors(t):
                here.workspace.remove_member(member.member)
            st.rerun()


def _called(here: Here, member: str, email: str) -> str:
    if member == PERSON_HERE:
        return here.t(msg("You, at this machine"))
    if email:
        return email
    # Neither an address nor a name: the key of a sign-in, or what came by a link.
    return here.t(msg("Somebody without an address"))


def _invite(here: Here) -> None:
    t = here.t
    with st.form("people.invite", clear_on_submit=True, border=True):
        paragraph(t, msg("Invite somebody by their e-mail address"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            email = st.text_input(t(msg("E-mail address")), key="people.email", max_chars=254)
            role = st.selectbox(
                t(msg("Role")),
                list(reversed(list(ROLE_WORDS))),
                format_func=lambda role: t(ROLE_WORDS[role]),
                key="people.role",
            )
            sent = st.form_submit_button(t(msg("Invite")), icon=":material/person_add:")
        small_print(
            t,
            msg(
                "No e-mail is sent: tell them the address of this app. It opens once they sign in "
                "with that address, within {days} days.",
                days=_USUAL_DAYS,
            ),
        )
    if sent and isinstance(role, Role):
        with page_errors(t):
            here.workspace.invite(email, role, expires_at=_in_days(_USUAL_DAYS))
        st.rerun()


def links(here: Here) -> None:
    """Draw the view-only links, and what makes another one."""
    t = here.t
    section(t, msg("Links for reading"))
    small_print(
        t,
        msg(
            "Whoever has such a link reads this workspace without signing in, until it ends or you "
            "withdraw it. Nobody can change or take along anything with it."
        ),
    )
    for link in here.workspace.links():
        with st.container(horizontal=True, vertical_alignment="center"):
            paragraph(
                t,
                msg(
                    "{label}: ends on {day}",
                    label=link.label or t(msg("Without a name")),
                    day=link.expires_at.date(),
                ),
            )
            if st.button(t(msg("Withdraw")), key=f"people.revoke.{link.link_id}", type="tertiary"):
                with page_errors(t):
                    here.workspace.revoke_link(link.link_id)
                st.rerun()
    with (
        st.form("people.link", clear_on_submit=True, border=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        label = st.text_input(t(msg("For whom it is")), key="people.label", max_chars=80)
        days = st.selectbox(
            t(msg("Ends after")),
            DAYS,
            index=DAYS.index(_USUAL_DAYS),
            format_func=lambda d: t(msgs("{count} day", "{count} days", d)),
            key="people.days",
        )
        made = st.form_submit_button(t(msg("Make a link")), icon=":material/add_link:")
    if made:
        with page_errors(t):
            token = here.workspace.make_link(label, expires_at=_in_days(days))
        state.put(_TOKEN, token)
        st.rerun()
    _show_new_link(here)


def _show_new_link(here: Here) -> None:
    token = state.text(_TOKEN)
    if not token:
        return
    paragraph(here.t, msg("Copy the link now; it is not kept and cannot be shown again."))
    parts = urlsplit(st.context.url or "")
    path = parts.path.removesuffix("people").rstrip("/")
    st.code(
        f"{parts.scheme}://{parts.netloc}{path}/?{gate.LINK_PARAMETER}={token}",
        language=None,
        wrap_lines=True,
    )
    if st.button(here.t(msg("I have copied it")), key="people.copied"):
        state.forget(_TOKEN)
        st.rerun()


def _in_days(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def audit(here: Here) -> None:
    """Draw who changed what, on demand."""
    t = here.t
    box = st.expander(
        t(msg("Who changed what")),
        icon=":material/history:",
        key="people.audit",
        on_change="rerun",
    )
    if not box.open:
        return
    entries = here.workspace.audit(most=_SHOWN_ENTRIES)
    with box:
        st.dataframe(
            pd.DataFrame(
                {
                    t(msg("When")): [t.moment(entry.at) for entry in entries],
                    t(msg("Who")): [_called(here, e.member, e.who) for e in entries],
                    t(msg("What")): [_told(here, entry) for entry in entries],
                }
            ),
            hide_index=True,
            key="people.changes",
            alt=t(msg("Changes, latest first")),
        )


def _told(here: Here, entry: AuditEntry) -> str:
    t = here.t
    parts = []
    for verb in Verb:
        things = tuple(_thing(c.table, c.name) for c in entry.changes if c.verb is verb)
        if things:
            parts.append(t(_done(verb, things)))
    if entry.more:
        parts.append(t(msgs("{count} more", "{count} more", entry.more)))
    return " · ".join(parts)


def _done(verb: Verb, things: tuple[Message, ...]) -> Message:
    match verb:
        case Verb.ADDED:
            return msg("added {things}", things=things)
        case Verb.CHANGED:
            return msg("changed {things}", things=things)
        case Verb.REMOVED:
            return msg("removed {things}", things=things)
        case Verb.RESTORED:
            return msg("put a workspace file in the place of everything")


def _thing(table: str, name: str) -> Message:
    what = _THINGS.get(table, msg("something else"))
    if table == "goals" and name in CATALOGUE:
        return msg("{thing} ({name})", thing=what, name=CATALOGUE[name].label)
    if name and table not in _NAMELESS:
        return msg("{thing} ({name})", thing=what, name=name)
    return what
