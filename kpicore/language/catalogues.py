"""Collect the sentences of the code and compare them with the catalogues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from kpicore.language.choice import LANGUAGES
from kpicore.language.translator import CATALOGUES

PROJECT = Path(__file__).parents[2]
KEYWORDS = {"msg": None, "msgs": (1, 2)}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def collect() -> Catalog:
    """Return every message of the code, without translations.

    Returns
    -------
    Catalog
        Templates marked with `msg` and `msgs`.
    """
    catalogue = Catalog(project="goalpost", charset="utf-8")
    for folder in ("kpicore", "pages", "streamlit_app.py"):
        root = PROJECT / folder
        if not root.exists():
            continue
        found = (
            extract_from_dir(
                str(root),
                method_map=[("**.py", "python")],
                keywords=KEYWORDS,
                comment_tags=("Translators:",),
            )
            if root.is_dir()
            else extract_from_dir(
                str(PROJECT),
                method_map=[("streamlit_app.py", "python")],
                keywords=KEYWORDS,
                directory_filter=lambda _: False,
            )
        )
        for filename, _, text, comments, _ in found:
            place = f"{folder}/{filename}" if root.is_dir() else folder
            catalogue.add(text, locations=[(place, 0)], auto_comments=comments)
    return catalogue


def load(code: str) -> Catalog:
    """Return the catalogue of a language; empty when it has none yet.

    Parameters
    ----------
    code : str
        A key of `LANGUAGES`.

    Returns
    -------
    Catalog
        With its translations.
    """
    path = _path(code)
    if not path.exists():
        return Catalog(locale=LANGUAGES[code].locale, project="goalpost", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=LANGUAGES[code].locale)


def update_catalogues() -> None:
    """Bring new messages into each catalogue and drop those that the code no longer has."""
    template = collect()
    for code in LANGUAGES:
        if code == "en":
            continue
        catalogue = load(code)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.fuzzy = False
        catalogue.header_comment = f"# Goalpost in {LANGUAGES[code].own_name}."
        _path(code).parent.mkdir(parents=True, exist_ok=True)
        with _path(code).open("wb") as target:
            write_po(
                target,
                catalogue,
                width=100,
                sort_output=True,
                omit_header=False,
                include_lineno=False,
                ignore_obsolete=True,
            )


def missing_entries() -> dict[str, list[str]]:
    """List what each catalogue lacks.

    Returns
    -------
    dict
        Language code to the English texts that have no translation, a fuzzy one, or one with
        other placeholders than the English text.
    """
    template = collect()
    missing: dict[str, list[str]] = {}
    for code in LANGUAGES:
        if code == "en":
            continue
        catalogue = load(code)
        missing[code] = []
        for message in template:
            if not message.id:
                continue
            entry = catalogue.get(message.id)
            if entry is None or entry.fuzzy or not _complete(message.id, entry.string):
                text = message.id if isinstance(message.id, str) else message.id[0]
                missing[code].append(text)
    return missing


def _complete(source: str | Sequence[str], target: str | Sequence[str] | None) -> bool:
    sources = (source,) if isinstance(source, str) else tuple(source)
    targets = (target,) if isinstance(target, str) else tuple(target or ())
    if not targets or not all(targets):
        return False
    wanted = set(PLACEHOLDER.findall(" ".join(sources)))
    return set(PLACEHOLDER.findall(" ".join(targets))) == wanted


def _path(code: str) -> Path:
    return CATALOGUES / code / "LC_MESSAGES" / "goalpost.po"
