"""What changed in a batch as a message that is ready to be sent: text, HTML, and both as e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from html import escape
from types import MappingProxyType
from typing import Final

from kpicore.batch.changes import StatusChange, change_sentence
from kpicore.batch.model import BatchSummary, GoalLine
from kpicore.goals.attention import NEEDS_ATTENTION
from kpicore.goals.model import Status
from kpicore.language import Translator
from kpicore.messages import Message, msg, msgs

_MOST_ROWS: Final = 50
"""Rows of a list: a message is skimmed; the summary has them all."""
_BOUNDARY: Final = "goalpost-digest"
_FONT: Final = "font-family:system-ui,'Segoe UI','Noto Sans CJK SC',sans-serif"
_MARKS: Final[Mapping[bool, tuple[str, str]]] = MappingProxyType(
    {
        True: ("#9a3412", "\N{BLACK DOWN-POINTING TRIANGLE}"),
        False: ("#166534", "\N{BLACK UP-POINTING TRIANGLE}"),
    }
)
"""Colour and sign of what got worse and of what did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A list under a heading; `rows` are a bold line and a plain one below it."""

    heading: str
    rows: tuple[tuple[str, str, bool | None], ...]
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A message about a batch.

    Attributes
    ----------
    subject : str
        One line.
    text, html : str
        The same in both forms; the HTML needs no pictures and no network.
    """

    subject: str
    text: str
    html: str

    def email(self) -> bytes:
        """Return it as a draft that mail programs open, without sender and receiver."""
        # The boundary is chosen here, not drawn: the same batch gives the same bytes. The newer
        # classes of the library lose blanks where they break a long Korean subject.
        message = MIMEMultipart("alternative", boundary=_BOUNDARY)
        subject = Header(self.subject, "utf-8")
        message["Subject"] = subject  # type: ignore[assignment]  # the stubs know text only
        message["X-Unsent"] = "1"
        message.attach(MIMEText(self.text, "plain", "utf-8"))
        message.attach(MIMEText(self.html, "html", "utf-8"))
        return message.as_bytes(policy=compat32.clone(linesep="\r\n"))


def digest_of(summary: BatchSummary, changes: Sequence[StatusChange], t: Translator) -> Digest:
    """Put together what changed, what needs attention, and what could not be done.

    Parameters
    ----------
    summary : BatchSummary
        Of the batch.
    changes : sequence of StatusChange
        Against the batch before.
    t : Translator
        Language of the sentences.

    Returns
    -------
    Digest
        Without changes it says so.
    """
    troubled = _troubled(summary)
    subject = t.say(_subject(summary, changes, len(troubled)))
    sections = [
        s
        for s in (
            _section(
                t,
                msg("What changed"),
                [(t.say(change_sentence(c)), c.aim, _direction(c)) for c in changes],
            ),
            _section(
                t,
                msg("Needs attention"),
                [(f"{name}: {goal.aim}", goal.standing, None) for name, goal in troubled],
            ),
            _section(
                t,
                msg("Could not be done"),
                [(o.name, o.error, None) for o in summary.failed],
            ),
        )
        if s.rows
    ]
    return Digest(subject=subject, text=_text(subject, sections), html=_html(subject, sections, t))


def _subject(summary: BatchSummary, changes: Sequence[StatusChange], troubled: int) -> Message:
    count = msgs("{count} goal changed", "{count} goals changed", len(changes))
    attention = msgs("{count} needs attention", "{count} need attention", troubled)
    if summary.as_of is None:
        return msg("Goalpost: {changed}, {attention}", changed=count, attention=attention)
    return msg(
        "Goalpost, {day}: {changed}, {attention}",
        day=summary.as_of,
        changed=count,
        attention=attention,
    )


def _direction(change: StatusChange) -> bool | None:
    """Return True for down, False for up, None for neither."""
    return change.worse if change.worse or change.better else None


def _troubled(summary: BatchSummary) -> list[tuple[str, GoalLine]]:
    """Return goals that will rather be missed, those that can still be turned first."""
    found = [
        (outcome.name, goal)
        for outcome in summary.outcomes
        for goal in outcome.goals
        if goal.status in NEEDS_ATTENTION
    ]
    return sorted(
        found,
        key=lambda f: (f[1].status is Status.OUT_OF_REACH, f[1].goal.deadline, f[0].casefold()),
    )


def _section(
    t: Translator, heading: Message, rows: Sequence[tuple[str, str, bool | None]]
) -> _Section:
    over = len(rows) - _MOST_ROWS
    more = ""
    if over > 0:
        more = t.say(
            msgs("{count} more stands in the summary.", "{count} more stand in the summary.", over)
        )
    return _Section(heading=t.say(heading), rows=tuple(rows[:_MOST_ROWS]), more=more)


def _text(subject: str, sections: Sequence[_Section]) -> str:
    lines = [subject, ""]
    for section in sections:
        lines += [section.heading, "-" * len(section.heading)]
        for first, second, _ in section.rows:
            lines += [f"* {first}", *([f"  {second}"] if second else [])]
        lines += [section.more, ""] if section.more else [""]
    return "\n".join(lines)


def _html(subject: str, sections: Sequence[_Section], t: Translator) -> str:
    parts = [
        "<!doctype html>",
        f'<html lang="{t.locale.replace("_", "-")}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(subject)}</title></head>",
        f'<body style="{_FONT};color:#1f2937;max-width:44rem;margin:0 auto;'
        'padding:1.5rem 1rem;line-height:1.5">',
        f'<h1 style="font-size:1.25rem">{escape(subject)}</h1>',
    ]
    for section in sections:
        parts.append(f'<h2 style="font-size:1rem">{escape(section.heading)}</h2>')
        parts.append('<ul style="list-style:none;padding:0;margin:0">')
        for first, second, worse in section.rows:
            colour, mark = _MARKS[worse] if worse is not None else ("inherit", "")
            parts.append(
                '<li style="margin:0 0 0.75rem">'
                f'<strong style="color:{colour}">{mark} {escape(first)}</strong>'
                f"<br>{escape(second)}</li>"
            )
        parts.append("</ul>")
        if section.more:
            parts.append(f"<p>{escape(section.more)}</p>")
    return "\n".join([*parts, "</body></html>", ""])
