"""Whether a file could be used, and one clear sentence where it could not."""

from __future__ import annotations

from collections.abc import Sequence

from kpicore.ingest.mapping import MappingProposal
from kpicore.ingest.options import TableKind
from kpicore.ingest.outcomes import FileOutcome
from kpicore.ingest.pieces import Piece
from kpicore.ingest.reports import Fault, Severity
from kpicore.ingest.sheets import Sheet, blocks, is_blank
from kpicore.messages import Message, msg


def judge(
    outcome: FileOutcome,
    pieces: Sequence[Piece],
    proposals: Sequence[MappingProposal],
    sheets: Sequence[Sheet],
) -> None:
    """Decide whether a file could be used, and say why not.

    Parameters
    ----------
    outcome : FileOutcome
        Receives the error, and refused tables beside usable ones as faults.
    pieces : sequence of Piece
        All tables, refused ones included.
    proposals : sequence of MappingProposal
        For tables that nobody could name.
    sheets : sequence of Sheet
        What was read.
    """
    refused = [p for p in pieces if p.refused is not None]
    if outcome.pieces:
        for piece in refused:
            if piece.refused is not None and not any(
                f.message == piece.refused for f in outcome.faults
            ):
                outcome.faults.append(Fault(severity=Severity.ERROR, message=piece.refused))
        if all(p.rows_read == 0 for p in outcome.pieces) and any(
            p.kind in (TableKind.DAILY, TableKind.POSTS) for p in outcome.pieces
        ):
            outcome.error = msg(
                "The file {file} holds a header but no rows. Choose a period with data where you "
                "export, and download it again.",
                file=outcome.file,
            )
        elif not any(p.rows for p in outcome.pieces) and any(
            p.kind in (TableKind.DAILY, TableKind.POSTS) for p in outcome.pieces
        ):
            outcome.error = msg(
                "No row of the file {file} could be used; see the remarks on its rows. Upload the "
                "file as the platform gave it.",
                file=outcome.file,
            )
        return
    if refused:
        outcome.error = refused[0].refused
        outcome.platform, outcome.layout = refused[0].platform, refused[0].layout
    elif proposals:
        outcome.error = msg(
            "The columns of {file} are not known ({columns}). Say what they are in the mapping "
            "step, or use the template.",
            file=outcome.file,
            columns=tuple(c.header for c in proposals[0].columns)[:6],
        )
    else:
        outcome.error = _no_table(outcome.file, sheets)


def _no_table(file: str, sheets: Sequence[Sheet]) -> Message:
    rows = sum(len(b.rows) for s in sheets for b in blocks(s))
    if rows == 0:
        return msg(
            "The file {file} is empty. Expected is a CSV or Excel file with a header row and "
            "data; download it again.",
            file=file,
        )
    if rows == 1 and any(len([c for c in r if c.strip()]) > 1 for s in sheets for r in s.rows):
        return msg(
            "The file {file} holds a header but no rows. Choose a period with data where you "
            "export, and download it again.",
            file=file,
        )
    first = next((c for s in sheets for r in s.rows if not is_blank(r) for c in r if c.strip()), "")
    return msg(
        "The file {file} holds no table with dates and numbers; it begins with “{text}”. Expected "
        "is a header row and a row per day or post.",
        file=file,
        text=first[:60],
    )
