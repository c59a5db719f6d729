"""Charts that were drawn before: the same content in the same language is drawn once.

Building a chart takes a hundred times longer than looking one up, and readers come back to the same
page again and again. A chart is known by the whole content of what it was made from, never by a
sample of it, so that nobody can be given a chart of other numbers than their own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from io import BytesIO
from pickle import HIGHEST_PROTOCOL, Pickler
from threading import Lock
from types import MappingProxyType
from typing import Any, ParamSpec

import altair as alt

from kpicore.language import Translator

P = ParamSpec("P")

KEPT_CHARTS = 320
"""Charts kept at once; the one asked for longest ago leaves first. One takes about 0.1 MB."""

_lock = Lock()
_charts: OrderedDict[bytes, alt.LayerChart] = OrderedDict()


class _Content(Pickler):
    """Writes arguments down to be hashed; what it writes is never read."""

    # Any: as the standard library types them.
    def persistent_id(self, obj: Any) -> Any:
        return ("language", obj.code) if isinstance(obj, Translator) else None

    def reducer_override(self, obj: Any) -> Any:
        return (dict, (dict(obj),)) if isinstance(obj, MappingProxyType) else NotImplemented


def remembered(draw: Callable[P, alt.LayerChart]) -> Callable[P, alt.LayerChart]:
    """Let a function of plain content give the chart that it has drawn of it before.

    Parameters
    ----------
    draw : callable
        Makes a chart of frames, messages, plain values and a translator, and of nothing else.

    Returns
    -------
    callable
        The same; its charts are shared and must not be changed.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> alt.LayerChart:
        key = _key(f"{draw.__module__}.{draw.__qualname__}", args, kwargs)
        with _lock:
            if key in _charts:
                _charts.move_to_end(key)
                return _charts[key]
        made = draw(*args, **kwargs)
        with _lock:
            _charts[key] = made
            while len(_charts) > KEPT_CHARTS:
                _charts.popitem(last=False)
        return made

    return drawn


def _key(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> bytes:
    sink = BytesIO()
    _Content(sink, HIGHEST_PROTOCOL).dump((name, args, sorted(kwargs.items())))
    return sha256(sink.getvalue()).digest()
