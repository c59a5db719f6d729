"""What a file is, by its first bytes: names and extensions lie."""

from __future__ import annotations

from kpicore.errors import ImportFailedError
from kpicore.messages import Message, msg

_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
)
_SOUNDS_AND_FILMS = (b"ID3", b"OggS", b"\x1aE\xdf\xa3", b"RIFF", b"fLaC")


def refuse_foreign(data: bytes, name: str) -> None:
    """Refuse files that are no tables at all, with the reason.

    Parameters
    ----------
    data : bytes
        Content.
    name : str
        File name, for the sentence.

    Raises
    ------
    ImportFailedError
        For empty files, pictures, films, PDF, JSON, web pages and programs.
    """
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise ImportFailedError(
            msg(
                "The file {file} is empty. Expected is a CSV or Excel file with a header row and "
                "data; download it again.",
                file=name,
            )
        )
    what = _foreign(data)
    if what is not None:
        raise ImportFailedError(
            msg(
                "The file {file} is {what}, not a table. Expected is a CSV or Excel file; choose "
                "that format where you download the data.",
                file=name,
                what=what,
            )
        )


def _foreign(data: bytes) -> Message | None:
    if (
        data.startswith(_PICTURES)
        or data[8:12] == b"WEBP"
        or data[4:12] in (b"ftypheic", b"ftypavif")
    ):
        return msg("a picture")
    if data.startswith(_SOUNDS_AND_FILMS) or data[4:8] == b"ftyp":
        return msg("a film or sound")
    if data.startswith(b"%PDF"):
        return msg("a PDF document")
    if data.startswith((b"\x7fELF", b"MZ\x90", b"\xca\xfe\xba\xbe", b"Rar!", b"7z\xbc\xaf")):
        return msg("a program or an archive of another kind")
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith((b"{", b'[{"', b"[\n", b"[{", b"[\r")):
        return msg("a JSON file")
    return None
