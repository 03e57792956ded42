"""Components that tell: notices, states, deadlines, progress, emptiness, faults."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.forms import BaseForm
from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from entraide.ui import clock
from entraide.ui.components.fields import field_faults
from entraide.ui.components.icons import icon
from entraide.ui.components.texts import days_left_sentence
from entraide.ui.values import Problem, Status, Tone


register = Library()

TONE_ICONS = {
    Tone.NEUTRAL: "circle-dot",
    Tone.PROGRESS: "hourglass",
    Tone.AWAITING: "bell",
    Tone.SUCCESS: "circle-check",
    Tone.WARNING: "triangle-alert",
    Tone.DANGER: "circle-x",
}
NOTICES = {
    "info": ("info", "À savoir"),
    "success": ("circle-check", "C’est fait"),
    "warning": ("triangle-alert", "Attention"),
    "danger": ("circle-x", "Impossible"),
    "awaiting": ("bell", "À vous"),
}
NEAR_DAYS = 14  # a deadline at this distance or less is shown as near


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "", word: str = "") -> SafeString:
    """`{% notice "success" title="Demande envoyée" %}Vous recevrez…{% endnotice %}`: kind info, success, warning, danger, awaiting.

    `word` replaces the kind's own word (À savoir, C’est fait, Attention, Impossible, À vous).
    """
    icon_name, own_word = NOTICES[kind]
    return render_to_string(
        "ui/components/notice.html",
        {"content": content, "kind": kind, "title": title, "word": word or own_word, "icon": icon_name, "alert": kind == "danger"},
    )


@register.simple_tag
def status(state: Status | str, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """`{% status claim_status %}` with a `Status(label, tone, icon)`, or `{% status "Payée" "success" %}`: a word with its icon.

    tone: neutral, progress, awaiting (the reader must act), success, warning, danger.
    """
    shown = state if isinstance(state, Status) else Status(state, Tone(tone), icon_name)
    drawn = icon(shown.icon or TONE_ICONS[Tone(shown.tone)])
    return format_html('<span class="e-status e-status--{}">{}<span>{}</span></span>', shown.tone, drawn, shown.label)


@register.simple_block_tag
def card(content: str, title: str = "", kind: str = "", url: str = "", level: int = 2, icon_name: str = "") -> SafeString:
    """`{% card "Centre de loisirs" url=claim_url %}…{% endcard %}`: a surface; kind "", "awaiting" (apricot), "quiet".

    With `url` the title is a link that covers the card; `level` is the heading's level.
    """
    heading = format_html('<h{0} class="e-card__title">{1}{2}</h{0}>', level, icon(icon_name) if icon_name else "", _titled(title, url))
    marks = "".join(f" e-card--{mark}" for mark in (kind, "link" if url else "") if mark)
    return format_html('<section class="e-card{}">{}<div class="e-flow">{}</div></section>', marks, heading if title else "", content)


def _titled(title: str, url: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, title) if url else format_html("<span>{}</span>", title)


@register.simple_block_tag
def cards(content: str) -> SafeString:
    """`{% cards %}{% card … %}…{% endcards %}`: cards on a grid, one column on phones."""
    return format_html('<div class="e-cards">{}</div>', content)


def form_problems(form: BaseForm) -> list[Problem]:
    """List a form's faults in the order of its fields, those of the whole form first."""
    found = [Problem(message) for message in form.non_field_errors()]
    for bound in form:
        target = f"#{bound.id_for_label or bound.auto_id}"
        label = str(bound.label)
        joined = f"{label} " if label.endswith("?") else f"{label.rstrip(' :')} : "
        starts = str.upper if joined.rstrip().endswith("?") else str.lower
        found += [Problem(joined + starts(fault[:1]) + fault[1:], target) for fault in field_faults(bound)]
    return found


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(source: BaseForm | Iterable[Problem], title: str = "Il y a un point à corriger") -> dict[str, Any]:
    """`{% error_summary form %}`, or a list of `Problem(message, "#id_field")`: nothing when there is no fault."""
    problems = form_problems(source) if isinstance(source, BaseForm) else list(source)
    if len(problems) > 1 and title == "Il y a un point à corriger":
        title = f"Il y a {len(problems)} points à corriger"
    return {"problems": problems, "title": title}


@register.simple_block_tag
def empty_state(content: str, title: str, icon_name: str = "inbox") -> SafeString:
    """`{% empty_state "Aucune demande" "file-text" %}Ce qui sera ici, et comment commencer.{% endempty_state %}`"""
    return render_to_string("ui/components/empty_state.html", {"content": content, "title": title, "icon_name": icon_name})


@register.inclusion_tag("ui/components/progress.html")
def progress(label: str, done: int, whole: int, noun: str = "étape,étapes") -> dict[str, Any]:
    """`{% progress "Import de la liste" 120 1460 "ligne,lignes" %}`: a bar that also says what is done and what remains."""
    return {"label": label, "done": done, "whole": whole, "span": max(whole, 1), "left": max(whole - done, 0), "noun": noun}


def deadline_tone(last_day: date, today: date) -> str:
    """Name how near a last day is: past, today, near or far."""
    left = (last_day - today).days
    if left < 0:
        return "past"
    return "near" if left <= NEAR_DAYS else "far"


@register.simple_tag
def deadline(last_day: date, subject: str = "vous", today: date | None = None) -> SafeString:
    """`{% deadline claim.last_day %}`: "Il vous reste 12 jours (jusqu’au 3 avril inclus)", marked when near or past.

    `subject=""` speaks of the file: "Il reste…". Inside a sentence use the filter.
    """
    day = today or clock.today()
    tone = deadline_tone(last_day, day)
    drawn = icon({"past": "circle-x", "near": "calendar-clock", "far": "calendar"}[tone])
    sentence = days_left_sentence(last_day, day, subject)
    sentence = sentence[0].upper() + sentence[1:]
    return format_html('<span class="e-deadline e-deadline--{}">{}<span>{}</span></span>', tone, drawn, sentence)


@register.inclusion_tag("ui/components/messages.html")
def message_list(messages: Sequence[Any]) -> dict[str, Any]:
    """`{% message_list messages %}`: Django's messages as notices; `base.html` already shows them."""
    kinds = {"error": "danger", "debug": "info"}
    return {"messages": [{"text": m, "kind": kinds.get(m.level_tag, m.level_tag or "info")} for m in messages]}
