"""What every test goes through: the harness, and the fixtures that factories offer."""

pytest_plugins = [
    "tests.harness.faults",
    "tests.harness.patches",
    "tests.harness.order",
    "tests.harness.instants",
    "tests.harness.templates",
    "tests.harness.network",
    "tests.harness.database",
    "tests.harness.surroundings",
    "tests.harness.markup",
    "tests.harness.writes",
    "tests.factories.actors",
    "tests.factories.rules",
]
