"""Keep the catalogues in step with the code: ``python -m kpicore.language update`` or ``check``."""

from __future__ import annotations

import sys

from kpicore.language.catalogues import missing_entries, update_catalogues


def main(arguments: list[str]) -> int:
    """Update the catalogues, or list what they lack.

    Parameters
    ----------
    arguments : list of str
        ``["update"]`` or ``["check"]``.

    Returns
    -------
    int
        Exit status: 1 when entries are missing, 2 for unknown arguments.
    """
    if arguments not in (["update"], ["check"]):
        print("usage: python -m kpicore.language update|check", file=sys.stderr)
        return 2
    if arguments == ["update"]:
        update_catalogues()
    missing = missing_entries()
    for code, texts in missing.items():
        for text in texts:
            print(f"{code}: {text}")
    print({code: len(texts) for code, texts in missing.items()})
    return 1 if any(missing.values()) else 0


sys.exit(main(sys.argv[1:]))
