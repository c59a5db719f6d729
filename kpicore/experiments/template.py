"""A sheet for results of experiments: its header is known, in three languages, by the reader."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from types import MappingProxyType

RESULT_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            *("Test", "Variant", "Date", "Impressions", "Clicks", "Views"),
            *("Watched to the end", "Engagements", "Value"),
        ),
        "ko": (
            *("테스트", "시안", "날짜", "노출수", "클릭", "조회수"),
            *("끝까지 본 수", "참여", "값"),
        ),
        "zh": (
            *("测试", "版本", "日期", "曝光量", "点击量", "播放量"),
            *("完播数", "互动量", "数值"),
        ),
    }
)
"""Language code to the header of the template."""


def results_template(language: str = "en") -> bytes:
    """Write the template: a header and a row for each of two variants.

    Parameters
    ----------
    language : str, default "en"
        A key of `RESULT_COLUMNS`.

    Returns
    -------
    bytes
        CSV in UTF-8 with a mark, so that Excel reads it right. Cells that stay empty are missing.
    """
    header = RESULT_COLUMNS[language]
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(["", name, *[""] * (len(header) - 2)] for name in ("A", "B"))
    return text.getvalue().encode("utf-8-sig")
