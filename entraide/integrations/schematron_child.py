"""Run schematrons over invoices: `python -m entraide.integrations.schematron_child` reads what is asked as JSON, answers as JSON.

In a process of its own: the library brings a runtime of its own, which is kept out of the server's.
"""

import json
import sys
from typing import Any
from xml.etree import ElementTree

import saxonche


SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def main() -> None:
    """Answer, by invoice then by stylesheet, how many rules fired, which assertions fail, and the whole report."""
    asked = json.load(sys.stdin)
    with saxonche.PySaxonProcessor(license=False) as saxon:
        compiled = [saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=path) for path in asked["stylesheets"]]
        answers = []
        for invoice in asked["invoices"]:
            node = saxon.parse_xml(xml_text=invoice)
            answers.append([told(rules.transform_to_string(xdm_node=node)) for rules in compiled])
    json.dump(answers, sys.stdout)


def told(svrl: str) -> dict[str, Any]:
    """Read a report."""
    report = ElementTree.fromstring(svrl)
    failed = [
        (each.get("id") or each.get("location"), " ".join("".join(each.itertext()).split())) for each in report.iter(f"{SVRL}failed-assert")
    ]
    return {"fired": len(report.findall(f"{SVRL}fired-rule")), "failed": failed, "svrl": svrl}


if __name__ == "__main__":
    main()
