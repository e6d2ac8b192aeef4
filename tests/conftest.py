"""How the tests run: quick by hand, thorough in CI; `--update` takes new things into the frozen tables."""

import os
from collections import Counter
from pathlib import Path

from hypothesis import settings

settings.register_profile("dev", max_examples=30, stateful_step_count=20, deadline=None)
settings.register_profile("ci", max_examples=120, stateful_step_count=50, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser):
    parser.addoption("--golden", metavar="DIR", help="another folder with golden records of the same form")
    parser.addoption("--update", action="store_true", help="add new kinds and settings to the frozen defaults")


def pytest_configure(config):
    chosen = config.getoption("--golden")
    config.golden_folder = Path(chosen).resolve() if chosen else Path(__file__).parent / "golden"


def pytest_terminal_summary(terminalreporter):
    """The last line: how many golden records agree, and how many were left out with a reason."""
    tally = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "golden" and report.when == "call":
                    tally.update(value[2])
    if tally:
        terminalreporter.write_line(
            f"golden records: {tally['equal']:,} equal, {tally['stricter']:,} nonsense refused, "
            f"{tally['left out']:,} left out (tests/golden/exceptions.py says why)"
        )
