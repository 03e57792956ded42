"""Run a schematron over a file, in a process of its own: `python -m tests.integrations.schematron STYLESHEET FILE` prints what fails."""

import sys
from xml.etree import ElementTree

import saxonche


SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main(stylesheet: str, file: str) -> None:
    """Print how many rules fired, then one line per assertion that fails."""
    with saxonche.PySaxonProcessor(license=False) as processor:
        compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=stylesheet)
        report = ElementTree.fromstring(compiled.transform_to_string(source_file=file))
    print(len(report.findall(f"{SVRL}fired-rule")))
    for failed in report.findall(f"{SVRL}failed-assert"):
        print(failed.get("id"), " ".join("".join(failed.itertext()).split()))


if __name__ == "__main__":
    main(*sys.argv[1:])
