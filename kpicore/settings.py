"""Every option of Goalpost, with its unit: from the environment, ``.env`` or hosted secrets.

Names in the environment begin with ``KPICORE_``: `database_url` is ``KPICORE_DATABASE_URL``. What
is passed in as secrets counts most, then the environment, then ``.env``, then the defaults here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from kpicore.errors import SettingsError
from kpicore.messages import Message, msg

PREFIX = "KPICORE_"
_SHOWN_CHARACTERS = 60
_BOUNDS = ("gt", "ge", "lt", "le")
_SECRET = frozenset({"database_url"})

_STRATEGISTS = r"^\s*([^\s@,]*@[^\s@,]+\.[^\s@,]+\s*(,\s*[^\s@,]*@[^\s@,]+\.[^\s@,]+\s*)*,?\s*)?$"
"""Addresses, or domains with their @, separated by commas."""

_DATABASE = r"^(postgres(ql)?(\+\w+)?://.+|sqlite://.*)?$"
_DATABASE_EXAMPLE = "postgresql://user:password@host/name"

Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]


class Settings(BaseSettings):
    """All options; read them with `Settings.load`.

    Attributes
    ----------
    database_url : str
        PostgreSQL or SQLite address, ``postgresql://user:password@host/name``; empty keeps a SQLite
        file in `data_folder`.
    data_folder : Path
        Folder of the SQLite file; by default the user's own data folder.
    max_upload_mb : int
        Largest uploaded file, in megabytes (1024 * 1024 bytes).
    max_unpacked_mb : int
        Most that one file may unpack to, in megabytes.
    max_cells : int
        Most cells of one workbook.
    max_sheets : int
        Most sheets of one workbook.
    max_nesting : int
        Most archives inside archives.
    workers : int
        Processes for long work: reading workbooks, fitting forecasts.
    worker_memory_mb : int
        Memory of a process that reads a workbook, in megabytes.
    worker_seconds : int
        Time after which such a process is given up, in seconds.
    verdict_safe, verdict_realistic, verdict_stretch : float
        Lowest probability of each verdict, 0-1; below the last a goal is unlikely.
    status_ahead, status_on_pace, status_at_risk : float
        Lowest probability of each status of a running goal, 0-1; below the last it is out of reach.
    early_share : float
        Share of a goal's time in which its status is "too early to say", 0-1 ...
    early_certain : float
        ... unless the probability is above this, or below 1 minus this.
    maturity_days : int
        Age from which a post counts in per-post KPIs, in days.
    language : str
        Language before anybody has chosen one: en, ko or zh; empty follows the browser.
    first_weekday : int
        First day of the week, 0 for Monday to 6 for Sunday.
    holidays : str
        Country of public holidays in forecasts, ISO 3166 code such as KR; empty for none.
    strategists : str
        Who may make workspaces where sign-in is configured: e-mail addresses, or domains such as
        ``@agency.com``, separated by commas; empty for nobody.
    visitors : bool
        Whether people who are not signed in may use a private workspace that ends with their visit.
    sign_in_hours : int
        Hours after which somebody has to sign in again, whatever their browser remembers.
    retention_days : int
        Days without use after which a saved workspace is deleted; 0 keeps it for ever.
    log : str
        What the log is made of: plain tells everything about a bug, for one's own machine; json is
        one object a line, and leaves out all that may speak of a person, for hosting.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(default="", pattern=_DATABASE, repr=False)
    data_folder: Path = Field(default_factory=lambda: user_data_path("goalpost"))
    max_upload_mb: int = Field(default=200, ge=1, le=4096)
    max_unpacked_mb: int = Field(default=1024, ge=1, le=65536)
    max_cells: int = Field(default=12_000_000, ge=1000)
    max_sheets: int = Field(default=60, ge=1, le=1000)
    max_nesting: int = Field(default=3, ge=0, le=10)
    workers: int = Field(default=2, ge=1, le=256)
    worker_memory_mb: int = Field(default=3072, ge=256)
    worker_seconds: int = Field(default=120, ge=1, le=3600)
    verdict_safe: Share = 0.8
    verdict_realistic: Share = 0.5
    verdict_stretch: Share = 0.2
    status_ahead: Share = 0.8
    status_on_pace: Share = 0.5
    status_at_risk: Share = 0.2
    early_share: float = Field(default=0.2, ge=0, lt=1)
    early_certain: float = Field(default=0.95, gt=0.5, lt=1)
    maturity_days: int = Field(default=7, ge=1, le=365)
    language: Literal["", "en", "ko", "zh"] = ""
    first_weekday: int = Field(default=0, ge=0, le=6)
    holidays: str = Field(default="", pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$")
    strategists: str = Field(default="", pattern=_STRATEGISTS)
    visitors: bool = True
    sign_in_hours: int = Field(default=168, ge=1, le=720)
    retention_days: int = Field(default=0, ge=0, le=3650)
    log: Literal["plain", "json"] = "plain"

    @model_validator(mode="after")
    def _limits_fall(self) -> Settings:
        if not self.verdict_stretch < self.verdict_realistic < self.verdict_safe:
            raise ValueError("verdict_stretch < verdict_realistic < verdict_safe")
        if not self.status_at_risk < self.status_on_pace < self.status_ahead:
            raise ValueError("status_at_risk < status_on_pace < status_ahead")
        return self

    @classmethod
    def load(
        cls, *, secrets: Mapping[str, object] | None = None, env_file: Path | str | None = ".env"
    ) -> Settings:
        """Read all options.

        Parameters
        ----------
        secrets : mapping, optional
            Root keys of the host's secrets; those that begin with ``KPICORE_`` (in any case) are
            options, the others are left alone.
        env_file : Path, str or None, default ".env"
            File with ``KPICORE_NAME=value`` lines; need not exist.

        Returns
        -------
        Settings
            Checked.

        Raises
        ------
        SettingsError
            One sentence: the option, what was found, what was expected. Passwords are not repeated.
        """
        given = {k.upper(): v for k, v in (secrets or {}).items() if k.upper().startswith(PREFIX)}
        _refuse_unknown([*given, *os.environ, *_names_in(env_file)])
        values: dict[str, Any] = {k.removeprefix(PREFIX).lower(): v for k, v in given.items()}
        try:
            return cls(**values | {"_env_file": env_file})
        except ValidationError as fault:
            raise SettingsError(_explain(fault)) from fault


def _names_in(env_file: Path | str | None) -> Iterable[str]:
    return dotenv_values(env_file) if env_file and Path(env_file).is_file() else ()


def _refuse_unknown(names: Iterable[str]) -> None:
    # A misspelt name would otherwise leave the default in force without a word.
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = get_close_matches(name.upper(), known, n=1, cutoff=0.0)
            raise SettingsError(
                msg(
                    "There is no setting {setting}; the closest is {closest}.",
                    setting=name,
                    closest=close[0],
                )
            )


def _explain(fault: ValidationError) -> Message:
    first = fault.errors(include_url=False)[0]
    if not first["loc"]:
        return msg(
            "These settings must rise from left to right: {order}.",
            order=str(first.get("ctx", {}).get("error", "")),
        )
    name = str(first["loc"][0])
    return msg(
        "The setting {setting} is {found}; expected is {expected}.",
        setting=PREFIX + name.upper(),
        found="***" if name in _SECRET else str(first["input"])[:_SHOWN_CHARACTERS] or "''",
        expected=_expected(name),
    )


def _expected(name: str) -> Message:
    """Say what an option takes, read from its own definition."""
    field = Settings.model_fields[name]
    kind = get_args(field.annotation) or (field.annotation,)
    if get_origin(field.annotation) is Literal:
        return msg("one of {choices}", choices=tuple(str(k) or "''" for k in kind))
    if bool in kind:
        return msg("true or false")
    bounds = {b: getattr(m, b) for m in field.metadata for b in _BOUNDS if hasattr(m, b)}
    low, high = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    if int in kind and high is None:
        return msg("a whole number from {low} on", low=low or 0)
    if int in kind:
        return msg("a whole number from {low} to {high}", low=low or 0, high=high or 0)
    if float in kind:
        return msg("a number between {low} and {high}", low=low or 0, high=high or 1)
    if name == "database_url":
        return msg("an address such as {example}", example=_DATABASE_EXAMPLE)
    if name == "holidays":
        return msg("a country code of two capital letters, such as KR")
    if name == "strategists":
        return msg("e-mail addresses, or domains such as @agency.com, separated by commas")
    return msg("a text")


def main() -> int:
    """Check the options of the environment and of ``.env``: ``python -m kpicore.settings``.

    Returns
    -------
    int
        0, or 1 after one line on standard error.
    """
    try:
        Settings.load()
    except SettingsError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
