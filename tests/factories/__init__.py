"""One factory per model, plain by default; `actors` gives people who may sign in."""
