"""How the tests run: quick by hand, thorough in CI; `--update` takes new things into the frozen tables."""

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=30, stateful_step_count=20, deadline=None)
settings.register_profile("ci", max_examples=300, stateful_step_count=50, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser):
    parser.addoption("--update", action="store_true", help="add new kinds and settings to the frozen defaults")
