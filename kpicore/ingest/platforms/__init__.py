"""One module per platform; `REGISTRY` holds them all.

To add a platform: a word table in ``words/``, a module here with its name and the steps that a
header and its rows do not tell, and a line in `REGISTRY`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kpicore.ingest.facts import FileFacts
from kpicore.ingest.layouts import Layout, Platform
from kpicore.ingest.pieces import Piece
from kpicore.ingest.platforms import (
    aggregators,
    bilibili,
    douyin,
    ga4,
    generic,
    kuaishou,
    linkedin,
    meta,
    named_only,
    naver,
    tiktok,
    toutiao,
    twitch,
    wechat,
    x,
    xiaohongshu,
    youtube,
    zhihu,
)
from kpicore.ingest.platforms.interface import PlatformReader
from kpicore.ingest.tables import Table

REGISTRY: Mapping[str, PlatformReader] = MappingProxyType(
    {
        reader.platform.key: reader
        for reader in (
            tiktok.READER,
            youtube.READER,
            linkedin.READER,
            meta.READER,
            x.READER,
            ga4.READER,
            xiaohongshu.READER,
            douyin.READER,
            wechat.READER,
            bilibili.READER,
            toutiao.READER,
            zhihu.READER,
            kuaishou.READER,
            naver.READER,
            twitch.READER,
            aggregators.READER,
            *named_only.READERS,
        )
    }
)
"""Platform key to its reader."""

PLATFORMS: Mapping[str, Platform] = MappingProxyType(
    {key: reader.platform for key, reader in REGISTRY.items()}
)
"""Platform key to its names and layouts."""

LAYOUTS: Mapping[tuple[str, str], Layout] = MappingProxyType(
    {(p.key, layout.key): layout for p in PLATFORMS.values() for layout in p.layouts}
)
"""(platform, layout) to the layout."""

GENERIC: PlatformReader = generic.READER
"""Tables that no platform wrote; tried when no layout fits."""

HOOKS: Mapping[str, Callable[[Table, FileFacts], Piece]] = MappingProxyType(
    {name: step for reader in (*REGISTRY.values(), GENERIC) for name, step in reader.steps.items()}
)
"""Name of a layout's own step to the function."""
