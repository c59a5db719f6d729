"""What each kind of report holds: one function per kind, in one registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kpicore.reports.branding import Branding
from kpicore.reports.client_report import client_parts
from kpicore.reports.goal_report import goal_parts, plan_parts
from kpicore.reports.kpi_blocks import account_names
from kpicore.reports.material import Material
from kpicore.reports.method import method_of
from kpicore.reports.parts import Parts
from kpicore.reports.report import Kind, Report
from kpicore.reports.review_report import review_parts

KINDS: Mapping[Kind, Callable[[Material], Parts]] = MappingProxyType(
    {
        Kind.CLIENT: client_parts,
        Kind.PLAN: plan_parts,
        Kind.WEEKLY: review_parts,
        Kind.MONTHLY: review_parts,
        Kind.GOAL: goal_parts,
    }
)
"""Kind to what it says of some material."""

NO_BRANDING = Branding()


def compose(kind: Kind, material: Material, *, branding: Branding = NO_BRANDING) -> Report:
    """Put a report together.

    Parameters
    ----------
    kind : Kind
        What it answers.
    material : Material
        What it is made of.
    branding : Branding
        Whose name, colour and logo it carries.

    Returns
    -------
    Report
        The same material gives the same report.

    Raises
    ------
    ReportError
        If the material lacks what the kind speaks of.
    """
    if kind is Kind.GOAL:
        material = material.of_first_goal()
    parts = KINDS[kind](material)
    return Report(
        kind=kind,
        headline=parts.headline,
        accounts=tuple(account_names(material.accounts).values()),
        period=parts.period,
        made_on=material.made_on,
        blocks=parts.blocks,
        method=method_of(material),
        digest=material.history.fingerprint,
        made_up=any(account.made_up for account in material.accounts),
        branding=branding,
    )
