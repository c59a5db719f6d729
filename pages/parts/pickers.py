"""Choices that pages share: a KPI, and how far ahead."""

from __future__ import annotations
