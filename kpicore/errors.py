"""Errors that a person can do something about.

::

    KpiCoreError
    ├── ImportFailedError (ValueError)      a file cannot be used
    │   └── FileTooLargeError               a file, or what it unpacks to, is over a limit
    ├── DataNotFoundError (LookupError)     an account, KPI or period that is not there
    ├── NotEnoughDataError (ValueError)     too little history for what was asked
    ├── NotComputableError (ValueError)     a KPI or roll-up that these data cannot give
    ├── GoalError (ValueError)              a goal that makes no sense
    ├── ScenarioError (ValueError)          a scenario that makes no sense for these data
    ├── ExperimentError (ValueError)        an experiment that makes no sense
    ├── StoreError (RuntimeError)           the database cannot be used
    │   ├── DatabaseError                   the database itself cannot be used
    │   ├── NotAllowedError                 the member's role does not allow it
    │   └── ConflictError                   someone else changed it in the meantime
    └── SettingsError (ValueError)          a setting with a wrong value

Every error carries a `Message`: what was found, what was expected and what to do.
``str(error)`` is the English sentence, for logs; people read it through `kpicore.language`. A
caller's mistake in code is a plain `ValueError` or `TypeError`.
"""

from __future__ import annotations

from kpicore.messages import Message


class KpiCoreError(Exception):
    """Base of all errors that a person can act on.

    Parameters
    ----------
    message : Message
        What was found, what was expected, what to do.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        from kpicore.language import english  # noqa: PLC0415 - wording needs catalogues, raising does not

        return english().say(self.message)


class ImportFailedError(KpiCoreError, ValueError):
    """A file that cannot be used at all."""


class FileTooLargeError(ImportFailedError):
    """A file, or what it unpacks to, is over a limit."""


class DataNotFoundError(KpiCoreError, LookupError):
    """An account, KPI or period that the workspace does not hold."""


class NotEnoughDataError(KpiCoreError, ValueError):
    """Too little history for what was asked."""


class NotComputableError(KpiCoreError, ValueError):
    """A KPI or roll-up that these data cannot give, such as reach added over days."""


class GoalError(KpiCoreError, ValueError):
    """A goal that makes no sense: a deadline in the past, a target that is no number."""


class ScenarioError(KpiCoreError, ValueError):
    """A scenario that makes no sense: days outside the forecast, a negative budget."""


class ExperimentError(KpiCoreError, ValueError):
    """An experiment that makes no sense: one variant, a plan without an end."""


class StoreError(KpiCoreError, RuntimeError):
    """The database cannot be opened, read or written."""


class DatabaseError(StoreError):
    """The database itself cannot be used; its message may tell where it is."""


class NotAllowedError(StoreError):
    """The member's role does not allow this."""


class ConflictError(StoreError):
    """Someone else changed the same thing in the meantime."""


class SettingsError(KpiCoreError, ValueError):
    """A setting with a wrong value."""
