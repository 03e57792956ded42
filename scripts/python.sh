#!/bin/sh
# Run a script under the first Python of at least 3.11 found on the PATH; PYTHON=/path/to/python chooses one.
found=""
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
    version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
    found="$found $candidate is $version,"
done
if [ -n "$found" ]; then
    echo "entraide: Python 3.11 or newer is needed, but$found nothing newer is on the PATH: install python3.11 (or name one with PYTHON=/path/to/python)." >&2
else
    echo "entraide: Python 3.11 or newer is needed, and no Python is on the PATH: install python3.11 (or name one with PYTHON=/path/to/python)." >&2
fi
exit 1
