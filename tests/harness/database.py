"""Around the flush that ends a transactional test, the append-only triggers are taken away and put back."""

from typing import Any

import pytest
from django.test import TransactionTestCase

from entraide.orm import installation
from tests.harness.patches import replace


def pytest_configure(config: pytest.Config) -> None:
    """Wrap the flush of every transactional test."""

    def teardown(self: TransactionTestCase) -> Any:
        installation.remove()
        try:
            return original(self)
        finally:
            installation.install()

    original = replace(TransactionTestCase, "_fixture_teardown", teardown)
