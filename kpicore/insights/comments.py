"""What comments say: how many, how many ask, how many were answered, which words, which tone.

Replies are not counted as comments; a comment is answered where any reply stands below it. Long
exports are not judged whole: a fixed, even part of the comments tells the tone as surely as all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isnan

import numpy as np
import pandas as pd

from kpicore.history import History
from kpicore.insights.sentiment import Mood, Script, mood, score_of, script_of, word_list
from kpicore.insights.title_words import word_columns
from kpicore.kpis.columns import Flags

LONG_WIDTH = 100
"""Letters from which a comment is long; Korean and Chinese letters count two."""

MOST_JUDGED = 2000
"""Comments whose tone is judged: the share of a tone is then known to two points of a hundred."""

MOST_READ = 20_000
"""Newest comments whose words are counted."""

MOST_WORDS, EXAMPLES, MOST_POSTS = 15, 3, 8

RECENT_DAYS = 28
FEWEST_RECENT = 20
"""Judged comments of the last four weeks, and before, without which the tone is not compared."""

TONE_CHANCE = 0.05

_WIDE = r"[\u1100-\u11ff\u3041-\u30ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3]"
_EMOJI = re.compile(r"[\u2600-\u27bf\u2b50\u2b55\U0001f300-\U0001f9ff\U0001fa70-\U0001faff]")
_SKIN = re.compile(r"[\U0001f3fb-\U0001f3ff]")
_ASKS = r"[?？؟]"

_TALK = (
    "please too over see mine very really just like know would could there here some these been "
    "were more much well did does don got let make made still even only also every ever after "
    "before back good great nice thank thanks wow omg lol yes yeah want need think say said "
    "진짜 완전 그냥 이거 저도 제가 근데 혹시 이런 그런 이게 많이 "
    "真的 这么 一下 感觉 觉得 知道 现在 时候 有点 不要 这样 那么"
)
TALK = frozenset(_TALK.split())
"""Words that people write whatever they write about."""

WORD_COLUMNS = ("word", "comments")
POST_COLUMNS = ("post_id", "title", "comments", "questions", "answered")
MONTH_COLUMNS = ("month", "comments", "pleased", "neutral", "displeased")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """How the judged comments sound.

    Attributes
    ----------
    looked_at, judged : int
        Comments that were read for their tone, and that could be judged.
    pleased, displeased : int
        Of the judged ones; the others are neutral.
    recent_judged, recent_displeased : int
        The same of the last four weeks.
    p_value : float
        Of the last four weeks being like the time before; NaN with too few.
    good, bad : tuple of str
        Examples, the plainest first.
    """

    looked_at: int
    judged: int
    pleased: int
    displeased: int
    recent_judged: int
    recent_displeased: int
    p_value: float
    good: tuple[str, ...]
    bad: tuple[str, ...]

    @property
    def judged_share(self) -> float:
        """Share of the comments read that could be judged; NaN without any."""
        return self.judged / self.looked_at if self.looked_at else float("nan")

    @property
    def changed(self) -> bool:
        """Whether the last four weeks sound different by more than chance."""
        return not isnan(self.p_value) and self.p_value < TONE_CHANCE


@dataclass(frozen=True, kw_only=True)
class Comments:
    """What the comments of one account say.

    Attributes
    ----------
    count, replies, posts : int
        Comments, replies below them, and posts that have any.
    per_post : float
        Median of comments over the posts that have any; NaN where the file does not tell posts.
    answered : float
        Share of comments with a reply; NaN where the file tells no replies at all.
    questions, questions_answered : float
        Share of comments that ask, and of those with a reply; NaN as above.
    hours_to_answer : float
        Median from a comment to its first reply; NaN where unknown.
    long : float
        Share of long comments.
    words, emoji : DataFrame
        `WORD_COLUMNS`, the commonest first.
    by_post : DataFrame
        `POST_COLUMNS`, the most commented first.
    by_month : DataFrame
        `MONTH_COLUMNS`; tones are shares of the judged ones, NaN where none could be.
    tone : Tone
        How they sound.
    """

    count: int
    replies: int
    posts: int
    per_post: float
    answered: float
    questions: float
    questions_answered: float
    hours_to_answer: float
    long: float
    words: pd.DataFrame
    emoji: pd.DataFrame
    by_post: pd.DataFrame
    by_month: pd.DataFrame
    tone: Tone


def comments_of(history: History, account_id: str) -> Comments | None:
    """Return what the comments of an account say.

    Parameters
    ----------
    history : History
        The data.
    account_id : str
        The account.

    Returns
    -------
    Comments or None
        None where the exports hold no comments.
    """
    frame = history.frames["comments"]
    own = frame[(frame["account_id"] == account_id) & (frame["text"].str.strip() != "")]
    is_reply = (own["reply_to"] != "").to_numpy()
    asked = own[~is_reply].sort_values("written_at", kind="stable").reset_index(drop=True)
    if asked.empty:
        return None
    replies = own[is_reply]
    asks = questions(asked["text"])
    first_reply = replies.groupby("reply_to")["written_at"].min()
    answered = asked["comment_id"].isin(first_reply.index).to_numpy()
    told = bool(answered.any())
    width = asked["text"].str.len() + asked["text"].str.count(_WIDE)
    per_post = asked.loc[asked["post_id"] != "", "post_id"].value_counts()
    judged = _judged(asked)
    return Comments(
        count=len(asked),
        replies=len(replies),
        posts=len(per_post),
        per_post=float(per_post.median()) if len(per_post) else float("nan"),
        answered=float(answered.mean()) if told else float("nan"),
        questions=float(asks.mean()),
        questions_answered=float(answered[asks].mean()) if told and asks.any() else float("nan"),
        hours_to_answer=_hours(asked, first_reply),
        long=float((width >= LONG_WIDTH).mean()),
        words=_words(asked["text"].tail(MOST_READ)),
        emoji=_emoji(asked["text"].tail(MOST_READ).tolist()),
        by_post=_by_post(history, asked, asks, answered if told else None),
        by_month=_by_month(asked, judged),
        tone=_tone(judged, asked["written_at"].max()),
    )


def questions(texts: pd.Series) -> Flags:
    """Return which texts ask something: by the sign, or by words that only questions have."""
    asks = texts.str.contains(_ASKS, regex=True)
    for language in (Script.KOREAN, Script.CHINESE):
        asks |= texts.str.contains(word_list(language.value).question.pattern, regex=True)
    return np.asarray(asks.to_numpy(dtype=np.bool_))


def _hours(asked: pd.DataFrame, first_reply: pd.Series) -> float:
    if first_reply.empty:
        return float("nan")
    waited = asked["comment_id"].map(first_reply) - asked["written_at"]
    known = waited[waited >= pd.Timedelta(0)]
    return float(known.dt.total_seconds().median()) / 3600.0 if len(known) else float("nan")


def _words(texts: pd.Series) -> pd.DataFrame:
    has, names = word_columns(texts)
    counts = np.asarray(has.sum(axis=0)).ravel().astype(np.int64)
    frame = pd.DataFrame({"word": names, "comments": counts})
    of_matter = ~frame["word"].map(lambda name: TALK.issuperset(str(name).split())).astype(bool)
    ordered = frame[of_matter].sort_values("comments", ascending=False, kind="stable")
    return ordered.head(MOST_WORDS).reset_index(drop=True)


def _emoji(texts: list[str]) -> pd.DataFrame:
    found: dict[str, int] = {}
    for text in texts:
        if text.isascii():
            continue
        for sign in set(_EMOJI.findall(_SKIN.sub("", text))):
            found[sign] = found.get(sign, 0) + 1
    told = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS]
    return pd.DataFrame(told, columns=list(WORD_COLUMNS))


def _by_post(
    history: History, asked: pd.DataFrame, asks: Flags, answered: Flags | None
) -> pd.DataFrame:
    told = asked.assign(
        questions=asks, answered=float("nan") if answered is None else answered.astype(float)
    )
    told = told[told["post_id"] != ""]
    grouped = told.groupby("post_id", sort=False).agg(
        comments=("text", "size"), questions=("questions", "sum"), answered=("answered", "mean")
    )
    first = grouped.sort_values("comments", ascending=False, kind="stable").head(MOST_POSTS)
    posts = history.posts
    titles = posts[posts["post_id"].isin(first.index)].drop_duplicates("post_id")
    named = first.join(titles.set_index("post_id")["title"]).reset_index()
    named["title"] = named["title"].fillna("").astype(str)
    return named[list(POST_COLUMNS)]


def _judged(asked: pd.DataFrame) -> pd.DataFrame:
    """Return an even part of the comments with their tone."""
    count = min(len(asked), MOST_JUDGED)
    chosen = np.unique(np.linspace(0, len(asked) - 1, count).round().astype(np.int64))
    part = asked.iloc[chosen]
    # What is written twice is judged once.
    moods = {text: mood(text) for text in part["text"].unique().tolist()}
    return pd.DataFrame(
        {
            "text": part["text"],
            "written_at": part["written_at"],
            "mood": [moods[text] for text in part["text"].tolist()],
        }
    )


def _tone(judged: pd.DataFrame, last: pd.Timestamp) -> Tone:
    known = judged[judged["mood"] != Mood.UNJUDGED]
    bad = (known["mood"] == Mood.DISPLEASED).to_numpy()
    recent = (known["written_at"] > last - pd.Timedelta(days=RECENT_DAYS)).to_numpy()
    p_value = float("nan")
    if recent.sum() >= FEWEST_RECENT and (~recent).sum() >= FEWEST_RECENT:
        # Slow to import, and most pages of insights need none of it.
        from scipy import stats  # noqa: PLC0415

        table = np.array([[(b & r).sum() for b in (bad, ~bad)] for r in (recent, ~recent)])
        p_value = float(stats.fisher_exact(table).pvalue)
    return Tone(
        looked_at=len(judged),
        judged=len(known),
        pleased=int((known["mood"] == Mood.PLEASED).sum()),
        displeased=int(bad.sum()),
        recent_judged=int(recent.sum()),
        recent_displeased=int((bad & recent).sum()),
        p_value=p_value,
        good=_examples(known, Mood.PLEASED),
        bad=_examples(known, Mood.DISPLEASED),
    )


def _examples(known: pd.DataFrame, wanted: Mood) -> tuple[str, ...]:
    """Return the plainest texts of a tone; of each script one before a second one."""
    texts = known.loc[known["mood"] == wanted, "text"].drop_duplicates().tolist()[-60:]
    ordered = sorted(texts, key=lambda text: -abs(score_of(text) or 0.0))
    taken: dict[Script, int] = {}
    ranked = []
    for text in ordered:
        script = script_of(text)
        ranked.append((taken.get(script, 0), text))
        taken[script] = taken.get(script, 0) + 1
    return tuple(text for _, text in sorted(ranked, key=lambda pair: pair[0])[:EXAMPLES])


def _by_month(asked: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    dated = asked[asked["written_at"].notna()]
    counts = dated.groupby(_months(dated["written_at"])).size()
    known = judged[(judged["mood"] != Mood.UNJUDGED) & judged["written_at"].notna()]
    month = _months(known["written_at"])
    shares = {
        tone.value: (known["mood"] == tone).groupby(month).mean().reindex(counts.index)
        for tone in (Mood.PLEASED, Mood.NEUTRAL, Mood.DISPLEASED)
    }
    frame = pd.DataFrame({"month": counts.index, "comments": counts.to_numpy()})
    return frame.assign(**{name: values.to_numpy(dtype=float) for name, values in shares.items()})


def _months(moments: pd.Series) -> pd.Series:
    """Return the first day of each moment's month."""
    return pd.Series(
        moments.to_numpy(dtype="datetime64[M]").astype("datetime64[us]"), index=moments.index
    )
