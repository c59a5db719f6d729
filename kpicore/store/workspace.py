"""One workspace as one member sees it: everything that pages ask of the store."""

from __future__ import annotations

from kpicore.store.accounts import AccountMethods
from kpicore.store.choices import ChoiceMethods
from kpicore.store.experiments import ExperimentMethods
from kpicore.store.importing import ImportMethods
from kpicore.store.members import MemberMethods
from kpicore.store.plans import PlanMethods
from kpicore.store.remarks import RemarkMethods
from kpicore.store.reviews import ReviewMethods
from kpicore.store.scenarios import ScenarioMethods
from kpicore.store.templates import TemplateMethods
from kpicore.store.whole import WholeMethods
from kpicore.store.yardsticks import YardstickMethods


class Workspace(
    ImportMethods,
    AccountMethods,
    PlanMethods,
    ChoiceMethods,
    RemarkMethods,
    ReviewMethods,
    ScenarioMethods,
    ExperimentMethods,
    YardstickMethods,
    MemberMethods,
    TemplateMethods,
    WholeMethods,
):
    """A workspace, opened by `Store.workspace` or `Store.personal_workspace`.

    Reading takes a viewer, notes a commenter, changing an editor, managing an owner; the role is
    read from the database at each call.
    """
