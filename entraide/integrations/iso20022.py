"""Bank messages as XML trees: hardened reading, and the official schemas."""

from functools import cache
from pathlib import Path

from lxml import etree

from entraide.core.refusals import Finding


NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
# 100,000 transfers in one message weigh about 65 MB.
MAX_BYTES = 100_000_000
MAX_DEPTH = 40
_MAX_SCHEMA_FINDINGS = 5
_SCHEMAS = Path(__file__).with_name("schemas")
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


class UnreadableMessage(Exception):
    """Stop reading a message; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def read_message(data: bytes) -> etree._Element:
    """Parse a bank message without following anything it names, and return its root.

    :raises UnreadableMessage: if it is empty, too big, too deep, not XML, declares a document type or is not an ISO 20022 message.
    """
    if not data.strip():
        raise UnreadableMessage(Finding("bank.empty_file"))
    if len(data) > MAX_BYTES:
        raise UnreadableMessage(Finding("bank.too_big", "", {"limit": MAX_BYTES // 1_000_000}))
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnreadableMessage(Finding("bank.document_type"))
    root = _parsed(data)
    # A document type written in another encoding than ASCII's shows only once parsed; its entities were not expanded.
    if root.getroottree().docinfo.doctype:
        raise UnreadableMessage(Finding("bank.document_type"))
    if _TOO_DEEP(root.getroottree()):
        raise UnreadableMessage(Finding("bank.too_deep"))
    if message_name(root) is None:
        raise UnreadableMessage(Finding("bank.other_xml"))
    return root


def _parsed(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise UnreadableMessage(Finding("bank.not_xml", f"ligne {line}", {"line": line})) from error


def message_name(root: etree._Element) -> str | None:
    """Return the ISO 20022 name of a message ("camt.053.001.08"), or None when the root is not one."""
    name = etree.QName(root)
    if name.localname != "Document" or name.namespace is None or not name.namespace.startswith(NAMESPACE):
        return None
    return name.namespace.removeprefix(NAMESPACE)


@cache
def schema_of(name: str) -> etree.XMLSchema:
    """Load the official schema of a message.

    :raises OSError: if the project does not ship it.
    """
    return etree.XMLSchema(etree.parse(str(_SCHEMAS / f"{name}.xsd")))


def schema_findings(root: etree._Element, name: str) -> tuple[Finding, ...]:
    """Return the first breaches of the official schema, by line; the values themselves are not repeated."""
    schema = schema_of(name)
    if schema.validate(root):
        return ()
    errors = list(schema.error_log)[:_MAX_SCHEMA_FINDINGS]
    return tuple(
        Finding("bank.schema", f"ligne {error.line}", {"line": error.line, "element": (error.path or "").rpartition("/")[2] or "Document"})
        for error in errors
    )


def children(element: etree._Element, path: str) -> list[etree._Element]:
    """Find the elements along a path of local names ("Acct/Id/IBAN"), in the element's own namespace."""
    return element.findall(_qualified(str(element.tag).partition("}")[0], path))


def text_at(element: etree._Element, *paths: str) -> str:
    """Return the first text found along the paths, stripped, or ""."""
    uri = str(element.tag).partition("}")[0]
    for path in paths:
        text = (element.findtext(_qualified(uri, path)) or "").strip()
        if text:
            return text
    return ""


@cache
def _qualified(uri: str, path: str) -> str:
    return "/".join(f"{uri}}}{name}" for name in path.split("/"))
