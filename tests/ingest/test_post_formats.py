"""Words by which platforms and people call the format of a post."""

from __future__ import annotations

import pytest

from kpicore.ingest.post_rows import post_format


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("릴스", "reel"),
        ("캐러셀", "carousel"),
        ("쇼츠", "short"),
        ("사진", "image"),
        ("동영상", "video"),
        ("短视频", "short"),
        ("图片", "image"),
        ("Reels", "reel"),
        ("IG carousel", "carousel"),
        (" Selfie ", "selfie"),
    ],
)
def test_a_word_means_its_format(word: str, expected: str) -> None:
    assert post_format(word) == expected
