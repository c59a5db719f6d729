"""Doubts about daily tables: rows that are no days of one account, values of more than a day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kpicore.ingest.month_names import all_month_words, weekday_words, word
from kpicore.ingest.pieces import Piece
from kpicore.ingest.sheets import fold
from kpicore.ingest.tables import Table
from kpicore.messages import Message, msg
from kpicore.metrics import METRICS, MetricKind

FILLED_SHARE = 0.8
"""A column of texts that names what the rows are is filled; notes stand on few days."""

FEWEST_RISING = 14
"""So many days that only ever rise are no accident."""

TOTAL_PARTS = ("total", "cumul", "lifetime", "gesamt", "acumul", "누적", "累计", "累計", "累積")
"""Parts of headers that say so."""

LEVEL_PER_STEP = 10
"""A running total is that many times the usual daily gain, or more."""

PERSON_WORDS = frozenset(
    fold(w)
    for w in ("Username", "User name", "User ID", "User", "Commenter", "Author", "Screen name")
)
"""Headers of columns that tell persons, such as those who wrote the comments of a list."""

NOTE_WORDS = frozenset(
    fold(w)
    for w in [
        *("Note", "Notes", "Remark", "Remarks", "Memo", "Event", "Events", "What happened"),
        *("Notiz", "Notizen", "Bemerkung", "Bemerkungen", "Anmerkung", "Ereignis", "Wochentag"),
        *("Nota", "Notas", "Observações", "Observaciones", "Remarque", "Remarques"),
        *("메모", "비고", "이벤트", "备注", "事件", "活动", "メモ", "備考", "曜日", "요일", "星期"),
        *("Weekday", "Day of week", "Day", "Month", "Week"),
    ]
)
"""Headers of texts that go with a day and do not part it."""

PAID_WORDS = (
    *("campaign name", "ad set name", "ad group", "ad name", "ad group name", "campaign id"),
    *("amount spent", "cost per result", "kampagnenname", "name der kampagne", "캠페인 이름"),
    *("지출 금액", "广告系列名称", "广告组", "花费金额", "キャンペーン名", "消化金額"),
    *("nome da campanha", "valor usado", "nombre de la campaña", "importe gastado"),
    *("nom de la campagne", "montant dépensé", "ausgegebener betrag"),
)
"""Beginnings of headers that only paid campaigns have."""


def paid_column(table: Table) -> str | None:
    """Return the header that shows a table of paid campaigns, or None."""
    return next(
        (h for h in table.unknown_headers() if fold(h).startswith(PAID_WORDS)),
        None,
    )


def dividing_column(table: Table) -> tuple[str, str] | None:
    """Find an unknown column that names what each row is about.

    Parameters
    ----------
    table : Table
        Of days, taken by its words.

    Returns
    -------
    tuple of str and str, or None
        Its header and one of its texts; None when the rows may well be days.
    """
    for position, header in enumerate(table.header):
        if position in table.roles or not header.strip() or fold(header) in NOTE_WORDS:
            continue
        texts = table.texts(position).str.strip()
        filled = texts[texts != ""]
        if not len(filled) or len(filled) < FILLED_SHARE * len(texts):
            continue
        if fold(header) in PERSON_WORDS and filled.nunique() > 1:
            return header, str(filled.iloc[0])[:60]
        # Amounts with a unit begin with figures, names with letters.
        named = filled.str.match(r"[@#\"'(]?[^\W\d_]{2,}") | filled.str.match(r"https?:")
        if float(named.mean()) < FILLED_SHARE or filled.nunique() < 2:
            continue
        if all(_of_calendar(str(t)) for t in filled.unique()[:60]):
            continue
        return header, str(filled.iloc[0])[:60]
    return None


def doubled_column(table: Table) -> str | None:
    """Return a header that stands over several columns of different cells, of which one is read."""
    names = [fold(header) for header in table.header]
    for position in table.roles:
        others = [i for i, name in enumerate(names) if name == names[position] and i != position]
        if any(not table.texts(i).equals(table.texts(position)) for i in others):
            return table.header[position]
    return None


def refuse_doubled(table: Table, shown: str) -> Message | None:
    """Say that nothing tells which of several columns of one name is meant, or None."""
    column = doubled_column(table)
    if column is None:
        return None
    return msg(
        "Several columns of {file} are called {column} and hold different values, so nothing tells "
        "which is meant. Say in the mapping step what each of them is.",
        file=shown,
        column=column,
    )


def _of_calendar(text: str) -> bool:
    parts = [word(p) for p in text.replace(",", " ").split() if not any(c.isdigit() for c in p)]
    known = weekday_words() | all_month_words()
    return bool(parts) and all(p in known for p in parts)


def refuse_parts(table: Table, shown: str) -> Message | None:
    """Say why the rows of a table cannot be the days of one account, or None."""
    paid = paid_column(table)
    if paid is not None:
        return msg(
            "The file {file} tells paid campaigns (its column {column}), not the account's own "
            "numbers. Export the numbers of the account or of its posts instead.",
            file=shown,
            column=paid,
        )
    divided = dividing_column(table)
    if divided is not None:
        return msg(
            "Each row has its own text in the column {column} (such as {text}), so the rows may "
            "be posts, persons or parts of days, not days. Say in the mapping step what the "
            "columns are.",
            column=divided[0],
            text=divided[1],
        )
    return None


def step_in_days(days: npt.NDArray[np.datetime64]) -> int | None:
    """Return how many days lie between rows that are weeks, months or longer; None for days.

    Parameters
    ----------
    days : array of datetime64[D]
        In order, each once.

    Returns
    -------
    int or None
        The usual step.
    """
    steps = np.diff(days).astype("timedelta64[D]").astype(int)
    if len(steps) < 2:
        return None
    least, most = int(steps.min()), int(steps.max())
    weeks = least == most and least % 7 == 0
    calendar = any(low <= least and most <= high for low, high in ((28, 31), (89, 92), (365, 366)))
    return int(np.median(steps)) if weeks or calendar else None


def told_until(values: dict[str, npt.NDArray[np.float64]], piece: Piece) -> int:
    """Return how many rows there are up to the last one with any value.

    Parameters
    ----------
    values : dict of str to array
        Metric to values, in the order of days; NaN where missing; not empty.
    piece : Piece
        Receives how many rows below, whose days were filled in ahead, are left out.

    Returns
    -------
    int
        Rows to keep.
    """
    rows = len(next(iter(values.values())))
    told = np.zeros(rows, dtype=bool)
    for array in values.values():
        told |= ~np.isnan(array)
    end = int(np.flatnonzero(told)[-1]) + 1 if told.any() else 0
    piece.drop(msg("no value in the row"), rows - end)
    return end


def drop_coarse(
    days: npt.NDArray[np.datetime64],
    values: dict[str, npt.NDArray[np.float64]],
    piece: Piece,
) -> dict[str, npt.NDArray[np.float64]]:
    """Leave out counts of weeks and months, which are no day's counts; levels may stay.

    Parameters
    ----------
    days : array of datetime64[D]
        In order, each once.
    values : dict of str to array
        Metric to values.
    piece : Piece
        Receives the remark, or the refusal.

    Returns
    -------
    dict of str to array
        What may stay.
    """
    step = step_in_days(days)
    if step is None:
        return values
    levels = {m: v for m, v in values.items() if METRICS[m].kind is MetricKind.STOCK}
    if len(levels) == len(values):
        return values
    said = msg(
        "The rows lie {step} days apart, so each tells a week, a month or longer, and its counts "
        "are no day's counts; they were not read. Expected is one row per day; export by day.",
        step=step,
    )
    if levels:
        piece.warn(said)
    else:
        piece.refused = said
    return levels


def doubt_rising(piece: Piece, table: Table) -> None:
    """Doubt counts that only ever rise: they may be a total that runs on.

    Parameters
    ----------
    piece : Piece
        Its days; a column whose header says "total" loses them, others keep them with a remark.
    table : Table
        Of which `piece` was read.
    """
    daily = piece.frames.get("daily")
    if daily is None or not len(daily):
        return
    for metric in sorted(m for m in piece.totals if METRICS[m].kind is MetricKind.FLOW):
        rows = daily[daily["metric"] == metric].sort_values("date")
        values = rows["value"].to_numpy(dtype=np.float64)
        if len(values) < FEWEST_RISING or not _runs_on(values):
            continue
        # A long table has one column for the values of all metrics.
        at = next((i for i, r in table.roles.items() if r.role in (metric, "value")), 0)
        header = table.header[at]
        first, last = float(values[0]), float(values[-1])
        if any(w in fold(header) for w in TOTAL_PARTS):
            piece.frames["daily"] = daily = daily[daily["metric"] != metric]
            piece.totals.pop(metric)
            piece.warn(
                msg(
                    "The values only ever rise, from {first} to {last}: a total that runs on, not "
                    "what each day gained. The column was not read.",
                    first=first,
                    last=last,
                ),
                column=header,
            )
            continue
        piece.warn(
            msg(
                "The values only ever rise, from {first} to {last}, so they may be a total that "
                "runs on, not what each day gained. If so, leave the column out in the mapping "
                "step.",
                first=first,
                last=last,
            ),
            column=header,
        )


def _runs_on(values: npt.NDArray[np.float64]) -> bool:
    gains = np.diff(values)
    rises = float(gains.min()) >= 0 and np.count_nonzero(gains) >= len(gains) / 2
    return bool(rises) and float(values[0]) > LEVEL_PER_STEP * float(gains.mean())
