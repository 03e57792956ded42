"""Preparing a change of structure, one question a page: the answers travel in the address, and nothing is kept before the last page."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entraide.apps.accounts.policies import for_roles
from entraide.apps.beneficiaries.queries.structure import services_of
from entraide.apps.lifecycle.operations.structure import draft_structure_act
from entraide.apps.lifecycle.policies import STRUCTURE_KEEPERS
from entraide.apps.members.queries import MemberView, bodies_found, bodies_on
from entraide.apps.members.queries.perimeters import keys_of, predecessors_of
from entraide.core.refusals import Refusal
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.values import MERGERS, Body, BodyKind, EventKind
from entraide.portals.staff.forms.structures import BodyForm, DayForm, KindForm, Prepared, SearchForm, ServiceForm
from entraide.portals.staff.presentation.structures import KINDS, title_of
from entraide.ui import clock
from entraide.ui.components.texts import date_fr
from entraide.ui.refusals import say
from entraide.ui.values import Problem, Status, Task, Tone


FOUND = 12
# What a question shows of what only some of them have.
EMPTY_STEP: dict[str, Any] = {
    "lead": "",
    "chosen": (),
    "next": "",
    "results": (),
    "offers_title": "Organismes trouvés",
    "searched": False,
    "already": (),
    "form_title": "",
    "is_closed": False,
    "submit": "Continuer",
}
QUESTIONS = {
    EventKind.MERGER: ("Quels organismes fusionnent ?", "Qu’existe-t-il après la fusion ?"),
    EventKind.NEW_COMMUNE: ("Quelles communes se réunissent ?", "Quelle est la commune nouvelle ?"),
    EventKind.SPLIT: ("Quel organisme se sépare ?", "Quels organismes existent après la scission ?"),
    EventKind.RE_ESTABLISHMENT: ("De quel organisme se séparent-ils ?", "Quels organismes existent après le rétablissement ?"),
    EventKind.EXTENSION: ("Quelles communes rejoignent un EPCI ?", "Quel EPCI rejoignent-elles ?"),
    EventKind.WITHDRAWAL: ("Quelles communes quittent un EPCI ?", "Quel EPCI quittent-elles ?"),
    EventKind.SERVICE_TRANSFER: ("De quel organisme part le service ?", "Quel organisme reçoit le service ?"),
    EventKind.RENAMING: ("Quel organisme change de nom ?", "Comment s’appelle-t-il désormais ?"),
}


CHOOSE = Status("Choisir", Tone.PROGRESS, "check")
REMOVE = Status("Retirer", Tone.NEUTRAL, "x")


@for_roles(*STRUCTURE_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest) -> HttpResponse:
    """Ask what happens."""
    said = Prepared.read(request.GET)
    form = KindForm(request.POST or None, initial={"kind": said.kind})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["kind"]
        # Other answers hold for the same kind only.
        kept = said if chosen == said.kind else Prepared(day=said.day, source=said.source)
        return _on("structure_day", kept.query(kind=chosen))
    return _asked(request, said, form, question="", back=reverse("staff:structures"))


@for_roles(*STRUCTURE_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """Ask when, and by which text."""
    said = Prepared.read(request.GET)
    if not said.kind:
        return _on("structure_new", said.query())
    form = DayForm(request.POST or None, initial={"on": said.on if said.day else None, "source": said.source})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        return _on("structure_before", said.query(day=typed["on"].isoformat(), source=typed["source"]))
    question = "Quand, et selon quel texte ?"
    return _asked(request, said, form, question=question, back=_to("structure_new", said.query()))


@for_roles(*STRUCTURE_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def before(request: HttpRequest) -> HttpResponse:
    """Ask which bodies change: found by a name or a number, added one by one."""
    said = Prepared.read(request.GET)
    if not (said.kind and said.day):
        return _on("structure_day", said.query())
    form = SearchForm(request.POST or None)
    found = _search(form, said, only_epci=False) if request.method == "POST" and form.is_valid() else None
    next_name = "structure_after" if said.takes_one else "structure_before"
    results = [
        _offer(body, _to(next_name, said.query(before=(body.siren,) if said.takes_one else (*said.before, body.siren))))
        for body in found or ()
        if body.siren not in said.before
    ]
    if len(results) == 1 and len(found or ()) == 1:
        return redirect(results[0].url)
    known = _known(said.before, said)
    chosen = [
        _offer(known[siren], _to("structure_before", said.query(before=tuple(one for one in said.before if one != siren))), REMOVE)
        for siren in said.before
        if siren in known
    ]
    enough = len(chosen) >= (2 if said.kind in MERGERS else 1)
    context = {
        "chosen": chosen,
        "results": results,
        "searched": found is not None,
        "already": [body.name for body in found or () if body.siren in said.before],
        "next": _to("structure_after", said.query()) if enough else "",
        "lead": "" if said.takes_one or chosen else "Cherchez-les l’un après l’autre.",
        "form_title": "Ajouter un autre organisme" if chosen and not said.takes_one else "",
    }
    question = QUESTIONS[EventKind(said.kind)][0]
    return _asked(request, said, form, question=question, back=_to("structure_day", said.query()), **context)


@for_roles(*STRUCTURE_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest) -> HttpResponse:
    """Ask what stands afterwards; for a transfer, which service first."""
    said = Prepared.read(request.GET)
    if not (said.kind and said.day and said.before):
        return _on("structure_before", said.query())
    if said.kind == EventKind.SERVICE_TRANSFER and not said.service:
        return _service(request, said)
    if said.kind in {EventKind.EXTENSION, EventKind.WITHDRAWAL, EventKind.SERVICE_TRANSFER}:
        return _existing(request, said)
    return _standing(request, said)


def _service(request: HttpRequest, said: Prepared) -> HttpResponse:
    """Ask which service goes."""
    key = keys_of(said.before).get(said.before[0])
    services = services_of(key, on=said.on) if key else []
    form = ServiceForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        return _on("structure_after", said.query(service=form.cleaned_data["service"]))
    lead = "" if any(name for name, _ in services) else "Aucun agent de cet organisme n’a de service connu ce jour-là."
    back = _to("structure_before", said.query())
    return _asked(request, said, form, question="Quel service part ?", back=back, lead=lead, is_closed=bool(lead))


def _existing(request: HttpRequest, said: Prepared) -> HttpResponse:
    """Ask which body of the register receives or is left."""
    form = SearchForm(request.POST or None)
    only_epci = said.kind != EventKind.SERVICE_TRANSFER
    found = _search(form, said, only_epci=only_epci) if request.method == "POST" and form.is_valid() else None
    results = [_offer(body, _to("structure_check", said.query(after=(_body(body),)))) for body in found or ()]
    if len(results) == 1:
        return redirect(results[0].url)
    question, back = QUESTIONS[EventKind(said.kind)][1], _to("structure_before", said.query())
    return _asked(request, said, form, question=question, back=back, results=results, searched=found is not None)


def _standing(request: HttpRequest, said: Prepared) -> HttpResponse:
    """Ask which bodies stand: those that go on, those that stood before, new ones."""
    known = _known(said.before, said)
    is_renaming = said.kind == EventKind.RENAMING
    first = known.get(said.before[0])
    form = BodyForm(request.POST or None, initial=_initial(first, is_renaming=is_renaming))
    if request.method == "POST" and form.is_valid():
        body = form.body()
        standing = (*(one for one in said.after if one.siren != body.siren), body) if said.gives_many else (body,)
        return _on("structure_after" if said.gives_many else "structure_check", said.query(after=standing))
    standing = said.after if said.gives_many else ()
    chosen = [_standing_offer(body, REMOVE, "structure_after", said, [one for one in standing if one is not body]) for body in standing]
    suggested = [] if is_renaming else _suggested(said, known)
    next_name = "structure_after" if said.gives_many else "structure_check"
    held = {body.siren for body in standing}
    offers = [_standing_offer(body, CHOOSE, next_name, said, (*standing, body)) for body in suggested if body.siren not in held]
    context = {
        "chosen": chosen,
        "results": offers,
        "offers_title": "Continuer ou exister de nouveau" if said.gives_many else "L’un d’eux continue d’exister",
        "form_title": "" if is_renaming else "Un nouvel organisme",
        "next": _to("structure_check", said.query()) if len(chosen) > 1 else "",
        "submit": "Continuer" if not said.gives_many else "Ajouter cet organisme",
    }
    question = QUESTIONS[EventKind(said.kind)][1]
    return _asked(request, said, form, question=question, back=_to("structure_before", said.query()), **context)


def _initial(body: MemberView | None, *, is_renaming: bool) -> dict[str, str]:
    if body is None:
        return {}
    return {"kind": body.kind} | ({"siren": body.siren, "name": body.name, "code": body.code} if is_renaming else {})


def _standing_offer(body: Body, status: Status, name: str, said: Prepared, after: Iterable[Body]) -> Task:
    return Task(body.name, status, _to(name, said.query(after=tuple(after))), _detail(body.siren, body.code))


def _suggested(said: Prepared, known: dict[str, MemberView]) -> list[Body]:
    """Give the bodies of before, which may go on, and those that they took over whole, as they were called last, by name."""
    going_on = [_body(view) for view in known.values()]
    source = known.get(said.before[0])
    if source is None or not said.gives_many:
        return going_on
    ended: dict[date, set[UUID]] = {}
    for key, since in predecessors_of(source.id, on=said.on):
        ended.setdefault(since - timedelta(days=1), set()).add(key)
    views = [view for eve, keys in ended.items() for view in bodies_on(eve, member_ids=keys)]
    return [*going_on, *sorted(map(_body, views), key=lambda body: body.name)]


@for_roles(*STRUCTURE_KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show all the answers; a POST keeps them as an act that waits."""
    said = Prepared.read(request.GET)
    if not (said.kind and said.day and said.before and said.after):
        return _on("structure_after", said.query())
    faults: list[Problem] = []
    if request.method == "POST":
        try:
            key = draft_structure_act(event=said.event(), actor=request.actor, at=clock.now(), on=clock.today())
        except ImpossibleEvent as impossible:
            faults = [Problem(say(finding)) for finding in impossible.findings]
        except Refusal as refused:
            faults = [Problem(say(refused))]
        else:
            messages.success(request, "Le changement est préparé. Rien n’est encore appliqué : voici ce qu’il ferait.")
            return redirect("staff:structure", key)
    known = _known(said.before, said)
    names = {siren: view.name for siren, view in known.items()}
    context = {
        "said": said,
        "title": title_of(said.event(), names),
        "kind": KINDS[EventKind(said.kind)][0],
        "before": [f"{names.get(siren) or 'Inconnu'} ({siren})" for siren in said.before],
        "after": [f"{body.name} ({_detail(body.siren, body.code)})" for body in said.after],
        "faults": faults,
        "links": {
            step: _to(f"structure_{step}", (said.query() if step != "after" else said.query(after=(), service="")))
            for step in ("new", "day", "before", "after")
        },
        "back": _to("structure_after" if said.gives_many else "structure_before", said.query()),
    }
    return render(request, "staff/structure_check.html", context, status=422 if faults else 200)


def _asked(request: HttpRequest, said: Prepared, form: Any, *, question: str, back: str, **context: Any) -> HttpResponse:
    """Draw one question."""
    told = [KINDS[EventKind(said.kind)][0]] if said.kind and question else []
    told += [date_fr(said.on)] if said.day and question else []
    context |= {"submit": "Chercher"} if isinstance(form, SearchForm) else {}
    context |= {"form": form, "question": question, "back": back, "told": " · ".join(told)}
    return render(request, "staff/structure_step.html", EMPTY_STEP | context, status=422 if form.errors else 200)


def _to(name: str, query: str) -> str:
    return f"{reverse(f'staff:{name}')}{query}"


def _on(name: str, query: str) -> HttpResponse:
    return redirect(_to(name, query))


def _search(form: SearchForm, said: Prepared, *, only_epci: bool) -> list[MemberView]:
    found = bodies_found(form.cleaned_data["q"], on=said.on, limit=FOUND)
    return [body for body in found if not only_epci or body.kind == BodyKind.EPCI]


def _known(sirens: Iterable[str], said: Prepared) -> dict[str, MemberView]:
    """Give bodies of the register by SIREN, in their order, as they are that day."""
    sirens = list(sirens)
    views = {view.siren: view for view in bodies_on(said.on, member_ids=set(keys_of(sirens).values()))}
    return {siren: views[siren] for siren in sirens if siren in views}


def _body(view: MemberView) -> Body:
    return Body(view.siren, view.name or view.siren, BodyKind(view.kind), view.code, view.department)


def _offer(view: MemberView, url: str, status: Status = CHOOSE) -> Task:
    return Task(view.name or view.siren, status, url, _detail(view.siren, view.code, view.department))


def _detail(siren: str, code: str, department: str = "") -> str:
    parts = [f"SIREN {siren}", f"code INSEE {code}" if code else "", f"département {department}" if department else ""]
    return ", ".join(part for part in parts if part)
