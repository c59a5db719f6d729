"""A sheet for what no platform exports: its header is known, in three languages, by the reader."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Literal

import xlsxwriter

TEMPLATE_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "Date",
            "Direct messages received",
            "Direct messages answered",
            "Response time (minutes)",
            "Comments",
            "Comment replies",
            "UGC posts",
            "Hashtag mentions",
            "Link clicks",
            "Conversions",
            "Revenue",
            "Followers",
            "Live sessions",
            "Live views",
            "Unique live viewers",
            "Peak live viewers",
            "Live time (seconds)",
            "Average live watch time (seconds)",
            "Live likes",
            "Live comments",
            "Live shares",
            "New followers from live",
        ),
        "ko": (
            "날짜",
            "받은 DM",
            "답한 DM",
            "응답 시간(분)",
            "댓글",
            "댓글 답변",
            "사용자 제작 게시물",
            "해시태그 언급",
            "링크 클릭",
            "전환",
            "수익",
            "팔로워",
            "라이브 횟수",
            "라이브 조회수",
            "라이브 순 시청자",
            "라이브 최고 동시 시청자",
            "라이브 시간(초)",
            "라이브 평균 시청 시간(초)",
            "라이브 좋아요",
            "라이브 댓글",
            "라이브 공유",
            "라이브 신규 팔로워",
        ),
        "zh": (
            "日期",
            "收到的私信",
            "回复的私信",
            "回复时间(分钟)",
            "评论",
            "评论回复",
            "用户生成内容",
            "话题提及",
            "链接点击",
            "转化",
            "收入",
            "粉丝数",
            "直播场次",
            "直播观看次数",
            "直播观看人数",
            "直播最高在线人数",
            "直播时长(秒)",
            "直播平均观看时长(秒)",
            "直播点赞",
            "直播评论",
            "直播分享",
            "直播新增粉丝",
        ),
    }
)
"""Language code to the header of the template; the first column is the day."""

TEMPLATE_DAYS = 31


def template_bytes(kind: Literal["csv", "xlsx"], first: date, language: str = "en") -> bytes:
    """Write the template: a header and a month of days to be filled in.

    Parameters
    ----------
    kind : {"csv", "xlsx"}
        File format; csv is UTF-8 with a mark, so that Excel reads it right.
    first : date
        First day.
    language : str, default "en"
        A key of `TEMPLATE_COLUMNS`.

    Returns
    -------
    bytes
        The file. Cells that stay empty are missing, not 0.
    """
    header = TEMPLATE_COLUMNS[language]
    days = [(first + timedelta(days=i)).isoformat() for i in range(TEMPLATE_DAYS)]
    if kind == "csv":
        text = StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([day, *[""] * (len(header) - 1)] for day in days)
        return text.getvalue().encode("utf-8-sig")
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("Goalpost")
        bold = book.add_format({"bold": True, "text_wrap": True})
        sheet.write_row(0, 0, header, bold)
        sheet.write_column(1, 0, days)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(header) - 1, 16)
    return target.getvalue()
