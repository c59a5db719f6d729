"""Settings: read from three places, checked, and explained in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kpicore.errors import SettingsError
from kpicore.goals.thresholds import DEFAULT_THRESHOLDS
from kpicore.ingest.options import MEGABYTE, Limits
from kpicore.language.choice import LANGUAGES
from kpicore.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_anything_the_defaults_hold() -> None:
    settings = Settings.load()
    assert settings.database_url == ""
    assert settings.data_folder.name == "goalpost"
    assert settings.verdict_safe == 0.8


def test_secrets_count_more_than_environment_and_environment_more_than_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("KPICORE_WORKERS=3\nKPICORE_MAX_SHEETS=30\nOTHER=x\n")
    assert Settings.load().workers == 3
    monkeypatch.setenv("KPICORE_WORKERS", "4")
    assert Settings.load().workers == 4
    secrets = {"KPICORE_WORKERS": 5, "auth": {"client_id": "x"}, "OTHER_KEY": "y"}
    loaded = Settings.load(secrets=secrets)
    assert (loaded.workers, loaded.max_sheets) == (5, 30)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WORKERS", "many", "KPICORE_WORKERS is many; expected is a whole number from 1 to 256"),
        ("WORKERS", "0", "KPICORE_WORKERS is 0; expected is a whole number from 1 to 256"),
        ("MAX_CELLS", "7.5", "KPICORE_MAX_CELLS is 7.5; expected is a whole number from 1,000 on"),
        ("VERDICT_SAFE", "80", "KPICORE_VERDICT_SAFE is 80; expected is a number between 0 and 1"),
        ("VERDICT_SAFE", "nan", "KPICORE_VERDICT_SAFE is nan; expected is a number between 0 and"),
        ("LANGUAGE", "fr", "KPICORE_LANGUAGE is fr; expected is one of '', en, ko, zh"),
        ("HOLIDAYS", "korea", "KPICORE_HOLIDAYS is korea; expected is a country code"),
        ("VERDICT_STRETCH", "0.6", "verdict_stretch < verdict_realistic < verdict_safe"),
        ("STATUS_AHEAD", "0.3", "status_at_risk < status_on_pace < status_ahead"),
        ("DATABASE_URL", "mysql://x", "is ***; expected is an address such as postgresql://user"),
        ("DATABSE_URL", "x", "no setting KPICORE_DATABSE_URL; the closest is KPICORE_DATABASE_URL"),
    ],
)
def test_a_wrong_value_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=re.escape(sentence)) as caught:
        Settings.load()
    assert "\n" not in str(caught.value)


def test_a_password_is_never_repeated() -> None:
    secret = "postgresql://goalpost:hunter2@db/goalpost"
    assert "hunter2" not in repr(Settings.load(secrets={"KPICORE_DATABASE_URL": secret}))
    with pytest.raises(
        SettingsError, match=r"KPICORE_DATABASE_URL is \*\*\*; expected is an address"
    ):
        Settings.load(secrets={"KPICORE_DATABASE_URL": [secret]})


def test_every_option_is_documented() -> None:
    documented = Settings.__doc__ or ""
    for name in Settings.model_fields:
        assert name in documented, name


def test_defaults_agree_with_the_modules_that_they_steer() -> None:
    settings, limits, thresholds = Settings.load(), Limits(), DEFAULT_THRESHOLDS
    assert settings.max_unpacked_mb * MEGABYTE == limits.unpacked_bytes
    assert settings.worker_memory_mb * MEGABYTE == limits.worker_bytes
    assert (settings.max_cells, settings.max_sheets) == (limits.cells, limits.sheets)
    assert (settings.max_nesting, settings.worker_seconds) == (limits.depth, limits.worker_seconds)
    assert (settings.verdict_safe, settings.verdict_realistic, settings.verdict_stretch) == (
        thresholds.safe,
        thresholds.realistic,
        thresholds.stretch,
    )
    assert (settings.early_share, settings.early_certain) == (
        thresholds.early_share,
        thresholds.early_certain,
    )
    assert set(LANGUAGES) | {""} == set(Settings.model_fields["language"].annotation.__args__)
