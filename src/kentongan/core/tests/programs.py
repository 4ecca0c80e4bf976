"""Programs beside Python that some tests need. `make test` installs them and lets no test pass by without them."""

import os
import shutil

import pytest

ALL_MUST_RUN = "TESTS_MUST_ALL_RUN"  # set by tools/test


def needs(*programs: str) -> pytest.MarkDecorator:
    """Leave a test out where a program is missing, saying which; under `make test` it runs, and fails."""
    missing = [name for name in programs if shutil.which(name) is None]
    reason = f"not on this machine: {', '.join(missing)}"
    return pytest.mark.skipif(bool(missing) and not os.environ.get(ALL_MUST_RUN), reason=reason)
