"""Run schematrons over invoices: `python -m entraide.integrations.schematron_child` reads what is asked as JSON, answers as JSON.

In a process of its own: the library brings a runtime of its own, which is kept out of the server's.
"""

import json
import sys
from typing import Any
from xml.etree import ElementTree

import saxonche


SVRL = "{http://purl.oclc.org/dsdl/svrl}"
SAYING = (f"{SVRL}failed-assert", f"{SVRL}successful-report")
# What bears no flag is a failure.
LIGHT = ("warning", "info", "information")
UNREADABLE = "illisible"


def main() -> None:
    """Answer, by invoice then by stylesheet, how many rules fired, what fails, what is only to be looked at, and the whole report."""
    asked = json.load(sys.stdin)
    with saxonche.PySaxonProcessor(license=False) as saxon:
        compiled = [saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=path) for path in asked["stylesheets"]]
        answers = []
        for invoice in asked["invoices"]:
            answers.append(checked(saxon, invoice, compiled))
    json.dump(answers, sys.stdout)


def checked(saxon: Any, invoice: str, compiled: list[Any]) -> list[dict[str, Any]]:
    """Check one invoice; one that cannot be read fails by itself, whatever the others are."""
    try:
        node = saxon.parse_xml(xml_text=invoice)
        return [told(rules.transform_to_string(xdm_node=node)) for rules in compiled]
    except saxonche.PySaxonApiError as fault:
        return [{"fired": 0, "failed": [(UNREADABLE, " ".join(str(fault).split()))], "warned": [], "svrl": ""} for _ in compiled]


def told(svrl: str) -> dict[str, Any]:
    """Read a report: an assertion that does not hold and a report that does both say what is wrong, or only what to look at."""
    report = ElementTree.fromstring(svrl)
    found: dict[str, list[tuple[str, str]]] = {"failed": [], "warned": []}
    for each in report.iter():
        if each.tag in SAYING:
            said = each.get("id") or each.get("location") or "", " ".join("".join(each.itertext()).split())
            found["warned" if each.get("flag") in LIGHT else "failed"].append(said)
    return {"fired": len(report.findall(f"{SVRL}fired-rule")), "svrl": svrl, **found}


if __name__ == "__main__":
    main()
