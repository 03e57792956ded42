"""The suite: `tests.harness` makes forgetting loud, `tests.factories` makes rows, every other folder mirrors a part of the project."""
