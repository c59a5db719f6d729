"""What pip-audit tells is a finding only where it names one."""

from tests.hardening.advisories import Advisories, read


def test_a_named_vulnerability_is_found_and_a_package_passed_over_is_told() -> None:
    told: list[dict[str, object]] = [
        {"name": "a", "version": "1.0", "vulns": [{"id": "CVE-1"}, {"id": "CVE-2"}]},
        {"name": "b", "version": "2.0", "vulns": []},
        {"name": "c", "skip_reason": "Dependency not found: c (3.0)"},
    ]
    assert read(told) == Advisories(
        asked=2,
        found=("a 1.0: CVE-1", "a 1.0: CVE-2"),
        reason="1 of 3 packages: Dependency not found",
    )


def test_without_findings_nothing_is_told() -> None:
    assert read([{"name": "b", "version": "2.0", "vulns": []}]) == Advisories(asked=1)
