import pytest

from pages.parts.words import plain


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("![](https://evil/x.png)", r"\!\[\]\(https\://evil/x\.png\)"),
        (":red[loud]", r"\:red\[loud\]"),
        ("$x$", r"\$x\$"),
        ("line\nbreak", "line break"),
        ("조회수 +8%", r"조회수 \+8%"),
    ],
)
def test_markdown_is_shown_letter_by_letter(text: str, escaped: str) -> None:
    assert plain(text) == escaped
