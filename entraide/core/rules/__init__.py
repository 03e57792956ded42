"""The rules of benefits: a closed language, its readings, and the decision of a claim."""

from entraide.core.rules.deciding.decide import decide, refusals
from entraide.core.rules.deciding.outcome import Outcome, Reason
from entraide.core.rules.language.answers import Bill, Status, Used
from entraide.core.rules.language.choices import Confidence, DeadlineStart, PaidBy, Period, ReadsOn, Scope, Subject
from entraide.core.rules.language.deadlines import ceiling_span, first_event_day, last_day, parameter_day, revision_for
from entraide.core.rules.language.definition import Ceiling, Condition, Deadline, DocumentRequirement, Revision, encode_revision
from entraide.core.rules.language.facts import FACTS, STATUSES, FactSpec
from entraide.core.rules.language.known import NOT_ASKED, WITHHELD, Absent, Facts, FactValue, Kind, Known, Native, Proof
from entraide.core.rules.language.parameters import ParameterBook, ParameterSpec
from entraide.core.rules.language.trace import Published, TraceNode, from_json, to_json
from entraide.core.rules.reading.documents import decode_benefit, decode_revision, encode_benefit
from entraide.core.rules.telling.sentences import noun_of, sentence, show, show_node
from entraide.core.rules.writing.faults import say_fault
from entraide.core.rules.writing.marks import Faults, Mark
from entraide.core.rules.writing.shared_values import decode_parameters


__all__ = [
    "FACTS",
    "NOT_ASKED",
    "STATUSES",
    "WITHHELD",
    "Absent",
    "Bill",
    "Ceiling",
    "Condition",
    "Confidence",
    "Deadline",
    "DeadlineStart",
    "DocumentRequirement",
    "FactSpec",
    "FactValue",
    "Facts",
    "Faults",
    "Kind",
    "Known",
    "Mark",
    "Native",
    "Outcome",
    "PaidBy",
    "ParameterBook",
    "ParameterSpec",
    "Period",
    "Proof",
    "Published",
    "ReadsOn",
    "Reason",
    "Revision",
    "Scope",
    "Status",
    "Subject",
    "TraceNode",
    "Used",
    "ceiling_span",
    "decide",
    "decode_benefit",
    "decode_parameters",
    "decode_revision",
    "encode_benefit",
    "encode_revision",
    "first_event_day",
    "from_json",
    "last_day",
    "noun_of",
    "parameter_day",
    "refusals",
    "revision_for",
    "say_fault",
    "sentence",
    "show",
    "show_node",
    "to_json",
]
