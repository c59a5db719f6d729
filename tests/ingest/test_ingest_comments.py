"""Files of comments: lists as tools write them, a plain column, and counts that are no words."""

from __future__ import annotations

import pandas as pd
import pytest

from kpicore.ingest import ReadOptions, SourceFile, read_files
from kpicore.ingest.reports import FileReport
from kpicore.language import english


def read(
    name: str, text: str, options: ReadOptions | None = None
) -> tuple[FileReport, pd.DataFrame]:
    result = read_files([SourceFile(name=name, data=text.encode())], options)
    return result.files[0], result.history.frames["comments"].sort_values("text")


YOUTUBE = (
    "cid,text,time,author,votes,reply\n"
    "Ug1,Where can I buy it?,2 weeks ago,Ann,3,False\n"
    "Ug1.r1,In the shop,1 week ago,Mina,0,True\n"
)
API = (
    "commentId,videoId,textDisplay,authorDisplayName,publishedAt,likeCount,parentId\n"
    "A1,v12345,Lovely,Ann,2026-01-02T10:00:00Z,3,\n"
    "A2,v12345,Thank you,Mina,2026-01-02T11:30:00Z,0,A1\n"
)
CHINESE = (
    "用户名,评论内容,评论时间,点赞数,作品链接\n"
    "小明,太好看了,2026-01-02 10:00:00,3,https://www.douyin.com/video/7123456789\n"
)
EXPORTED = (
    "Name,Date,Likes,isReply,Comment\n"
    "Ann,2026-01-02,3,No,Where?\nMina,2026-01-03,0,Yes,In the shop\nBob,2026-01-04,0,No,Nice\n"
)


@pytest.mark.parametrize(
    ("name", "text", "words", "posts", "replies"),
    [
        ("a.csv", YOUTUBE, ["In the shop", "Where can I buy it?"], ["", ""], ["Ug1", ""]),
        ("b.csv", API, ["Lovely", "Thank you"], ["v12345"] * 2, ["", "A1"]),
        ("c.csv", CHINESE, ["太好看了"], ["7123456789"], [""]),
        (
            "댓글.csv",
            "댓글\n예뻐요\n어디서, 얼마예요?\n",
            ["어디서, 얼마예요?", "예뻐요"],
            [""] * 2,
            [""] * 2,
        ),
        (
            "d.csv",
            "Date,Comment\n2026-01-01,Nice\n2026-01-02,Bad\n",
            ["Bad", "Nice"],
            [""] * 2,
            [""] * 2,
        ),
    ],
    ids=["youtube", "api", "chinese", "plain column", "dated column"],
)
def test_lists_of_comments_are_read(
    name: str, text: str, words: list[str], posts: list[str], replies: list[str]
) -> None:
    report, found = read(name, text)
    assert report.error is None
    assert [t.kind.value for t in report.tables] == ["comments"]
    assert found["text"].tolist() == words
    assert found["post_id"].tolist() == posts
    assert found["reply_to"].tolist() == replies


def test_a_reply_without_its_parent_belongs_to_the_comment_above() -> None:
    _, found = read("e.csv", EXPORTED)
    ids = dict(zip(found["text"], found["comment_id"], strict=True))
    parents = dict(zip(found["text"], found["reply_to"], strict=True))
    assert parents == {"Where?": "", "In the shop": ids["Where?"], "Nice": ""}


def test_who_wrote_a_comment_is_not_kept() -> None:
    report, found = read("e.csv", EXPORTED)
    assert "Ann" not in found.to_csv()
    assert "who wrote them is not kept" in english()(report.faults[-1].message)


def test_equal_comments_of_a_plain_column_are_all_kept_and_the_file_twice_changes_nothing() -> None:
    file = SourceFile(name="f.csv", data=b"Comment\nNice\nNice\nOh\n")
    once = read_files([file]).history
    assert len(once.frames["comments"]) == 3
    assert len(once.merged(read_files([file]).history).frames["comments"]) == 3


def test_days_that_cannot_be_read_leave_the_words() -> None:
    report, found = read("a.csv", YOUTUBE)
    assert found["written_at"].isna().all()
    assert any("kept without one" in english()(f.message) for f in report.faults)


def test_counts_of_comments_stay_days() -> None:
    rows = "".join(f"2026-01-{d:02d},{d % 3},{d}\n" for d in range(1, 12))
    for header in ("Date,Comments,Likes", "날짜,댓글,좋아요"):
        report, found = read("comments.csv", f"{header}\n{rows}")
        assert report.error is None
        assert [t.kind.value for t in report.tables] == ["daily"]
        assert found.empty


def test_a_column_of_numbers_is_refused_with_the_reason() -> None:
    report, _ = read("g.csv", "Comment\n3\n4\n5\n")
    assert report.error is not None
    assert "holds numbers, not words" in english()(report.error)


def test_the_platform_that_is_told_owns_the_comments() -> None:
    result = read_files(
        [SourceFile(name="a.csv", data=API.encode())],
        ReadOptions(platform="youtube", account="Mina"),
    )
    assert [(a.platform, a.name) for a in result.history.accounts] == [("youtube", "Mina")]
