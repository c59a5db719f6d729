"""Layouts: what the tables of a platform look like, read from one word table per platform.

The word tables under ``words/`` list header words of all known languages, file names and what each
column means. Code is needed only where a layout is more than a header and its rows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from kpicore.ingest.options import DateOrder, TableKind
from kpicore.ingest.sheets import fold
from kpicore.metrics import METRICS

_CURRENCY = re.compile(r"\(([A-Za-z]{3})\)$")
_SCALED = re.compile(r"^(?P<role>[a-z_]+?)(?:\*(?P<scale>[0-9.]+))?(?:@(?P<note>[a-z]+))?$")

ROLES = frozenset(
    {
        *("date", "published", "nth", "hour", "period", "weekday", "timezone"),
        *("post_id", "title", "caption", "url", "format", "duration_seconds", "hashtags"),
        *("account", "account_id", "platform", "channel", "status", "currency"),
        *("comment_text", "comment_id", "reply_to", "is_reply", "author"),
        *("key", "gender", "share", "total", "active", "value", "metric_name", "ignore"),
    }
)
"""What a column can be, other than a metric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRole:
    """What a column is.

    Attributes
    ----------
    role : str
        A metric's canonical name or one of `ROLES`.
    scale : float
        Multiplied to numbers without a percent sign to reach the canonical unit.
    note : str
        ``"ratio"`` where a share may be written 0-1 or 0-100 and the column must tell.
    currency : str
        Currency code in the header, for money.
    """

    role: str
    scale: float = 1.0
    note: str = ""
    currency: str = ""

    @property
    def is_metric(self) -> bool:
        """Whether the column counts something."""
        return self.is_number and self.role != "duration_seconds"

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers."""
        return self.role in METRICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One kind of table of one platform.

    Attributes
    ----------
    key : str
        Stable name, such as ``"studio_overview"``.
    platform : str
        Platform key.
    kind : TableKind
        What its rows are.
    columns : Mapping[str, ColumnRole]
        Folded header word to what it is.
    required : tuple of str
        Roles that must be there; ``a|b`` for either.
    names : tuple of str
        Patterns that file or sheet names of this layout hold.
    by_name : bool
        Whether the header alone says too little: one of `names`, or the platform, must be told.
    order : DateOrder or None
        Order of figures that the platform always writes.
    usual : DateOrder or None
        Order it writes in most countries; taken with a warning.
    clock : str
        Whose ids carry a moment, a key of `kpicore.ingest.clocks.CLOCKS`.
    hook : str
        Name of the platform's own step for this layout.
    dimension : str
        Of audience tables: gender, age, territory, city, hour.
    group : str
        Of audience tables: followers or viewers.
    zeros_before_data : bool
        Whether the platform writes 0 for days before the account had data.
    wide : bool
        Whether it has many more columns than are known, so that their number speaks not against it.
    """

    key: str
    platform: str
    kind: TableKind
    columns: Mapping[str, ColumnRole]
    required: tuple[str, ...]
    names: tuple[str, ...] = ()
    by_name: bool = False
    order: DateOrder | None = None
    usual: DateOrder | None = None
    clock: str = ""
    hook: str = ""
    dimension: str = ""
    group: str = "viewers"
    zeros_before_data: bool = False
    wide: bool = False

    def role_of(self, header: str) -> ColumnRole | None:
        """Return what a header means in this layout, or None.

        Parameters
        ----------
        header : str
            Cell as in the file.

        Returns
        -------
        ColumnRole or None
            With the currency that the header names.
        """
        word = fold(header)
        found = self.columns.get(word)
        if found is not None:
            return found
        bare = _CURRENCY.sub("", word).strip()
        if bare != word and (found := self.columns.get(bare)) is not None:
            code = _CURRENCY.search(word)
            currency = code[1].upper() if code else ""
            if found.role == "revenue":
                return ColumnRole(role="revenue", scale=found.scale, currency=currency)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the title of a one-metric table tells.

    Attributes
    ----------
    role : ColumnRole
        The metric; role "ignore" for a table that is known and not used.
    platform : str
        Platform key that the title names; empty when it names none.
    """

    role: ColumnRole
    platform: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform: its name, the names of its files and its layouts.

    Attributes
    ----------
    key : str
        Platform key.
    name : str
        Name for people.
    tokens : tuple of str
        Words in file names that name the platform.
    file_names : tuple of re.Pattern
        File-name patterns; their groups tell account, start, end (last day), until (day after the
        last), epoch, epoch_ms.
    layouts : tuple of Layout
        Its tables.
    titles : Mapping of str to Title
        Folded title of a one-metric table, of its sheet or of its file, to what it tells.
    """

    key: str
    name: str
    tokens: tuple[str, ...] = ()
    file_names: tuple[re.Pattern[str], ...] = ()
    layouts: tuple[Layout, ...] = field(default=())
    titles: Mapping[str, Title] = field(default_factory=lambda: MappingProxyType({}))


def parse_role(text: str) -> ColumnRole:
    """Read ``"watch_seconds*3600"`` or ``"completion_rate@ratio"``.

    Raises
    ------
    ValueError
        If it names neither a role nor a metric.
    """
    match = _SCALED.match(text)
    if match is None or (match["role"] not in ROLES and match["role"] not in METRICS):
        raise ValueError(f"{text!r} is no role and no metric.")
    return ColumnRole(
        role=match["role"], scale=float(match["scale"] or 1), note=match["note"] or ""
    )


@cache
def load_platform(key: str) -> Platform:
    """Read the word table of a platform.

    Parameters
    ----------
    key : str
        Name of the table under ``words/``.

    Returns
    -------
    Platform
        With its layouts.
    """
    text = (files("kpicore.ingest") / "words" / f"{key}.toml").read_text("utf-8")
    raw = tomllib.loads(text)
    shared = _columns(raw.get("columns", {}))
    layouts = tuple(_layout(entry, raw, shared) for entry in raw.get("layout", []))
    return Platform(
        key=raw["platform"],
        name=raw["name"],
        tokens=tuple(raw.get("tokens", ())),
        file_names=tuple(re.compile(p, re.IGNORECASE) for p in raw.get("file_names", ())),
        layouts=layouts,
        titles=MappingProxyType(_titles(raw.get("titles", {}))),
    )


def _columns(raw: Mapping[str, list[str]]) -> dict[str, ColumnRole]:
    return {fold(word): parse_role(role) for role, words in raw.items() for word in words}


def _titles(raw: Mapping[str, list[str]]) -> dict[str, Title]:
    titles = {}
    for text, words in raw.items():
        role, _, platform = text.partition("/")
        for word in words:
            titles[fold(word)] = Title(role=parse_role(role), platform=platform)
    return titles


def _layout(
    entry: Mapping[str, object], raw: Mapping[str, object], shared: Mapping[str, ColumnRole]
) -> Layout:
    def texts(name: str) -> tuple[str, ...]:
        value = entry.get(name, ())
        return tuple(str(v) for v in value) if isinstance(value, list) else ()

    columns = entry.get("columns", {})
    own = _columns(columns) if isinstance(columns, dict) else {}
    base: Mapping[str, ColumnRole] = {} if entry.get("own_columns_only") else shared
    order, usual = entry.get("order"), entry.get("usual")
    return Layout(
        key=str(entry["key"]),
        platform=str(entry.get("platform", raw["platform"])),
        kind=TableKind(str(entry["kind"])),
        columns=MappingProxyType({**base, **own}),
        required=texts("required"),
        names=texts("names"),
        by_name=bool(entry.get("by_name", False)),
        order=DateOrder(str(order)) if order else None,
        usual=DateOrder(str(usual)) if usual else None,
        clock=str(entry.get("clock", "")),
        hook=str(entry.get("hook", "")),
        dimension=str(entry.get("dimension", "")),
        group=str(entry.get("group", "viewers")),
        zeros_before_data=bool(entry.get("zeros_before_data", False)),
        wide=bool(entry.get("wide", False)),
    )
