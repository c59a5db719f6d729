"""Words of titles in any language, and what posts that use them go with.

Words are found without dictionaries. Letters of alphabets make words as they are written, in lower
case; a Korean word is what stands between blanks, without the commonest particle at its end; of
Chinese characters every two neighbours are taken, and pairs that always come together are put
together; of Japanese the runs of katakana and the pairs of kanji. Numbers, short words and words
that carry no theme are left out. Three signs count as words: a question, a number, an emoji.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from kpicore.history import History
from kpicore.insights.adjusted import Fit
from kpicore.insights.effects import FEWEST_IN_GROUP, Effects, no_effects, presence_effects
from kpicore.insights.equal_age import EqualPosts
from kpicore.kpis.columns import Ints
from kpicore.messages import Message, msg

MOST_WORDS = 80
"""The words used most; further ones would cost certainty without being seen."""

MOST_TOGETHER = 3
"""Words that always come together are one thing, called by so many of them."""

COMMON_SHARE = 0.8
"""A word that more of the posts have is no theme."""

_TOKEN = re.compile(
    r"#\S+|https?://\S+"
    r"|[\u4e00-\u9fff]+"
    r"|[\u30a1-\u30fa\u30fc]{2,}"
    r"|[\uac00-\ud7a3]+"
    r"|[^\W\d_\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{3,}"
)
_PARTICLES = re.compile(
    r"(?<=[\uac00-\ud7a3]{2})(?:으로|에서|에게|까지|부터|처럼|은|는|이|가|을|를|에|의|로|도|와|과|만)$"
)
_EMOJI = "[\u2600-\u27bf\U0001f300-\U0001faff]"
_QUESTION = "[?？؟]"
_NUMBER = "[0-9０-９]"

SIGNS: Mapping[str, tuple[str, Message]] = MappingProxyType(
    {
        "?": (_QUESTION, msg("A question")),
        "0": (_NUMBER, msg("A number")),
        "emoji": (_EMOJI, msg("An emoji")),
    }
)
"""Code of a sign to the pattern by which it is found and what it is called."""

_PLAIN = (
    "the and for with you your are was this that from not but have has had how what why when who "
    "which all our its can will get our out about into than then they them his her she him one new "
    "las los una uno por para con del que como más les des une est pour dans avec sur qui pas der "
    "die das und ist mit von den ein eine für auf nicht como não uma com per che non sono della "
    "그리고 하지만 이것 저것 우리 나의 너무 정말 오늘 있는 하는 "
    "我们 你们 他们 这个 那个 什么 怎么 就是 不是 一个 可以 没有 还是 因为 所以 自己"
)
PLAIN_WORDS = frozenset(_PLAIN.split())
"""Words without a theme, of the languages that exports come in most."""


def words(history: History, posts: EqualPosts, *, without: Fit | None = None) -> Effects:
    """Hold posts whose title has a word, or a sign, against those without it.

    Parameters
    ----------
    history : History
        The data.
    posts : EqualPosts
        Of one account; posts without a title are left out.
    without : Fit, optional
        From `kpicore.insights.fit_without` of the same posts, if it is there already.

    Returns
    -------
    Effects
        Keys are the words; those of `SIGNS` are signs.
    """
    titles = history.posts["title"].take(posts.rows).fillna("").reset_index(drop=True)
    told = (titles != "").to_numpy(dtype=np.bool_)
    part, texts = posts.part(told), titles[told].reset_index(drop=True)
    if texts.empty:
        return no_effects(posts, against_others=True)
    has, keys = word_columns(texts)
    signs = sparse.csc_array(
        np.column_stack(
            [texts.str.contains(pattern, regex=True).to_numpy() for pattern, _ in SIGNS.values()]
        ).astype(np.float64)
    )
    return presence_effects(
        part,
        sparse.csc_array(sparse.hstack([signs, has])),
        [*(word for _, word in SIGNS.values()), *keys],
        [*SIGNS, *keys],
        without=without if told.all() else None,
    )


def word_columns(texts: pd.Series | list[str]) -> tuple[sparse.csc_array, list[str]]:
    """Return which texts have which words.

    Parameters
    ----------
    texts : Series or list of str
        Titles, captions or comments, none missing.

    Returns
    -------
    has : csc_array
        A row per text, a column per word: 1 where the text has it.
    words : list of str
        At most `MOST_WORDS`, the one in most texts first; those in fewer than `FEWEST_IN_GROUP`
        texts or more than `COMMON_SHARE` of them are left out.
    """
    rows, names, codes = _tokens(texts)
    pairs = pd.unique(codes * len(texts) + rows)
    pairs.sort()
    code, row = pairs // len(texts), pairs % len(texts)
    counts = np.bincount(code, minlength=len(names))
    usual = (counts >= FEWEST_IN_GROUP) & (counts <= COMMON_SHARE * len(texts))
    order = np.argsort(-counts, kind="stable")
    kept = order[usual[order]][: 2 * MOST_WORDS]
    found = {}
    starts = np.searchsorted(code, np.arange(len(names) + 1))
    for place in kept:
        found[names[place]] = row[starts[place] : starts[place + 1]]
    merged = dict(list(_put_together(found).items())[:MOST_WORDS])
    lengths = [rows_of.size for rows_of in merged.values()]
    columns = np.repeat(np.arange(len(merged)), lengths)
    all_rows = np.concatenate([*merged.values(), np.empty(0, dtype=np.int64)])
    has = sparse.csc_array(
        (np.ones(all_rows.size), (all_rows, columns)), shape=(len(texts), len(merged))
    )
    return has, list(merged)


def _tokens(texts: pd.Series | list[str]) -> tuple[Ints, list[str], Ints]:
    """Return the text that each word stands in, the different words, and which of them it is."""
    # No word goes over a blank, so what stands between blanks is looked into once, however often
    # it is written.
    pieces = pc.utf8_split_whitespace(
        pa.array(pd.Series(texts, dtype="str").tolist(), type=pa.large_string())
    )
    row = np.repeat(np.arange(len(texts)), np.diff(pieces.offsets.to_numpy()))
    encoded = pieces.flatten().dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    words_of = [_words_in(str(piece)) for piece in encoded.dictionary.to_pylist()]
    sizes = np.array([len(found) for found in words_of], dtype=np.int64)
    flat, different = pd.factorize(
        np.array([word for found in words_of for word in found], dtype=object)
    )
    starts = np.cumsum(sizes) - sizes
    repeats = sizes[codes]
    inside = np.arange(int(repeats.sum())) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return (
        np.repeat(row, repeats).astype(np.int64),
        [str(word) for word in different],
        np.asarray(flat[np.repeat(starts[codes], repeats) + inside], dtype=np.int64),
    )


def _words_in(piece: str) -> list[str]:
    """Return the words of what stands between two blanks."""
    return [word for part in _TOKEN.findall(piece.casefold()) for word in _words_of_part(part)]


def _words_of_part(piece: str) -> list[str]:
    """Return the words of a written piece: none of a link or hashtag, pairs of Chinese runs."""
    first = piece[0]
    if first == "#" or piece.startswith(("http://", "https://")):
        return []
    if "\u4e00" <= first <= "\u9fff":
        found = [piece[place : place + 2] for place in range(len(piece) - 1)]
    elif "\uac00" <= first <= "\ud7a3":
        found = [_PARTICLES.sub("", piece)]
    else:
        found = [piece]
    return [word for word in found if word not in PLAIN_WORDS]


def _put_together(found: dict[str, Ints]) -> dict[str, Ints]:
    """Put together what the same texts have: overlapping pairs of characters, up to three words."""
    by_texts: dict[bytes, list[str]] = {}
    for word, rows in found.items():
        by_texts.setdefault(rows.tobytes(), []).append(word)
    joined = {}
    for words_of in by_texts.values():
        longest, others = words_of[0], []
        for word in words_of[1:]:
            pair = "\u4e00" <= word[0] <= "\u9fff"
            if pair and longest.endswith(word[0]):
                longest += word[1:]
            elif pair and longest.startswith(word[-1]):
                longest = word[:-1] + longest
            elif not pair:
                others.append(word)
        joined[" ".join([longest, *others][:MOST_TOGETHER])] = found[words_of[0]]
    return joined
