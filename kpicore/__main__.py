"""Start the command line: ``python -m kpicore``."""

from kpicore.cli import main

main()
