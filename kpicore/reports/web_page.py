"""A report as one web page that stands alone: interactive charts, nothing fetched, safe to open.

Every text is escaped by the template. The page's policy allows exactly the script that it carries,
by its hash, and no connection to anywhere; charts read their formulas without evaluating code.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kpicore.charts.specification import specification
from kpicore.language import LANGUAGES
from kpicore.messages import msg
from kpicore.reports.blocks import Chart
from kpicore.reports.edition import Edition
from kpicore.reports.pictures import page_config
from kpicore.reports.worded import Plain, worded

TEMPLATES = Path(__file__).parent / "templates"

POLICY = (
    "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
"""What the page may do: run its own script, draw, and nothing else."""

STARTER = """
const charts = JSON.parse(document.getElementById("charts").textContent);
for (const [id, spec] of Object.entries(charts)) {
  vegaEmbed(document.getElementById(id), spec, {
    mode: "vega-lite", renderer: "svg", actions: false, ast: true, loader: {}
  });
}
"""
"""Draws each chart in its place; ``ast`` reads formulas without ``eval``."""


def write(edition: Edition) -> bytes:
    """Write a report as a web page.

    Parameters
    ----------
    edition : Edition
        The report in its language.

    Returns
    -------
    bytes
        One file that needs no network.
    """
    charts: dict[str, dict[str, Any]] = {}  # Any: specifications are JSON
    blocks: list[dict[str, Plain]] = []
    for block, said in worded(edition):
        if isinstance(block, Chart):
            said["id"] = f"chart-{len(charts) + 1}"
            charts[str(said["id"])] = _specification(edition, block)
        blocks.append(said)
    script = _script() if charts else ""
    page = _environment().get_template("report.html.jinja").render(
        r={**_cover(edition), "blocks": blocks, "script": Markup(script),
           "charts": Markup(_json(charts)), "policy": _policy(script)}
    )  # fmt: skip
    return page.encode()


def _cover(edition: Edition) -> dict[str, object]:
    report, brand = edition.report, edition.report.branding
    name = edition.say(brand.name)
    return {
        "lang": LANGUAGES[edition.language].html,
        "running": edition.running,
        "title": edition.title,
        "kind": "" if edition.kind == edition.title else edition.kind,
        "name": "" if name == edition.title else name,
        "client": name,
        "headline": edition.say(report.headline),
        "days": edition.days,
        "accounts": edition.accounts,
        "warnings": edition.warnings,
        "made": edition.made,
        "colour": Markup(brand.colour),
        "ink": Markup(brand.ink),
        "logo": "" if brand.logo is None else b64encode(brand.logo.png).decode(),
        "css": Markup(_style()),
        "numbers_word": edition.say(msg("The numbers")),
    }


def _specification(edition: Edition, block: Chart) -> dict[str, Any]:  # Any: as above
    spec = specification(block.draw(edition.t))
    return {
        **spec,
        "height": block.height,
        "background": None,
        "config": {**spec.get("config", {}), **page_config()},
    }


def _json(value: object) -> str:
    """Write JSON that cannot end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _policy(script: str) -> str:
    if not script:
        return POLICY.format(script="'none'")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return POLICY.format(script=f"'sha256-{digest}'")


@cache
def _script() -> str:
    # Inside a script only its own end can do harm.
    bundle = vl_convert.javascript_bundle(STARTER)
    return re.sub(r"</(?=script)", r"<\\/", bundle, flags=re.IGNORECASE)


@cache
def _style() -> str:
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    # Every text is escaped whatever the template's name; `select_autoescape` would leave it out.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
