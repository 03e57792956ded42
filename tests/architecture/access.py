"""The access table: every address × every role × own or other. An address without a row fails.

How to add an address, one line each:

    "staff:claims": only(Role.CLAIMS_OFFICER),                         a page for one role: 200 to it, 403 to the others, sign-in to nobody
    "staff:grant": only(Role.CLAIMS_OFFICER, get=405, post=True, target="claim"),              a button: POST only
    "beneficiary:bank": only(Role.BENEFICIARY, post=True),             a form: GET and POST
    "beneficiary:claim": only(Role.BENEFICIARY, target="claim"),       own claim 200, another's 404 (`foreign=403` where that is right)
    "public:legal": everyone(),                                        no sign-in needed; `signed_in()` for any role

`target` names an entry of TARGETS, which gives the address its arguments for "own" and for "other": add one where none fits, and
make its rows with factories through `world.once((kind, visitor, relation), make)`. `answers={Role.X: 302}` is for the roles
whose GET answers otherwise, with its `why`. POSTs are sent empty and rolled back: who gets in sees a form, a page or a refusal,
never 403, 404 nor 405.
"""

from collections.abc import Mapping
from typing import Any

from entraide.apps.accounts.roles import Role
from entraide.core.workflow.claims import ClaimState
from tests.architecture.visits import ANONYMOUS, OTHER, Row, Target, Visitor, World
from tests.factories.accounts import AccountFactory
from tests.factories.claims import ClaimDocumentFactory, ClaimFactory


def only(*roles: Role, **kwargs: Any) -> Row:
    """Open an address to these roles."""
    return Row(frozenset(roles), **kwargs)


def signed_in(**kwargs: Any) -> Row:
    """Open an address to whoever is signed in."""
    return Row(frozenset(Role), **kwargs)


def everyone(**kwargs: Any) -> Row:
    """Open an address to everyone, signed in or not."""
    return Row(frozenset(Role), is_public=True, **kwargs)


def signed_in_goes(status: int) -> dict[Visitor, int]:
    """Say what whoever is signed in gets."""
    return dict.fromkeys(Role, status)


def _account(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    own = visitor is not ANONYMOUS and relation != OTHER
    account = world.person(visitor).account if own else world.once("account", AccountFactory)
    return {"account_id": account.pk}


def _beneficiary(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
    return {"beneficiary_id": world.beneficiary(visitor, relation).pk}


def _claim_in(state: ClaimState, **more: Any) -> Target:
    def claim(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
        beneficiary, member = world.beneficiary(visitor, relation), world.member_of(relation)
        made = world.once(
            ("claim", state, beneficiary.pk), lambda: ClaimFactory(beneficiary=beneficiary, member=member, state=state, **more)
        )
        return {"claim_id": made.pk}

    return claim


def _paper_of(state: ClaimState, paper_state: str) -> Target:
    def paper(world: World, visitor: Visitor, relation: str) -> dict[str, Any]:
        claim_id = _claim_in(state)(world, visitor, relation)["claim_id"]
        made = world.once(("paper", claim_id), lambda: ClaimDocumentFactory(claim_id=claim_id, state=paper_state, **CORRECTION))
        return {"claim_id": claim_id, "paper_id": made.pk}

    return paper


CORRECTION = {"correction_reason": "illegible"}


TARGETS: Mapping[str, Target] = {
    "account": _account,
    "beneficiary": _beneficiary,
    "claim": _claim_in(ClaimState.SUBMITTED),
    "paper": _paper_of(ClaimState.AWAITING_CORRECTION, "to_correct"),
}

ACCOUNT = {
    "account_login": everyone(post=True, answers=signed_in_goes(302)),
    "account_logout": everyone(post=True, answers={ANONYMOUS: 302}),
    "account_reauthenticate": signed_in(post=True),
    "account_inactive": everyone(post=True),
    "account_change_password": signed_in(post=True),
    "account_reset_password": everyone(post=True),
    "account_reset_password_done": everyone(),
    "account_reset_password_from_key_done": everyone(),
}

PUBLIC = {
    "public:home": everyone(answers=signed_in_goes(302), why="whoever is signed in goes on to the home of their role"),
    "public:activation_code": everyone(post=True, answers=signed_in_goes(302)),
    "public:activation_confirm": everyone(get=302, post=True, why="without a code, back to the first page"),
    "public:activation_address": everyone(get=302, post=True, why="without a code, back to the first page"),
    "public:activation_done": everyone(get=302, why="without a code, back to the first page"),
    "public:switch_hat": signed_in(get=405, post=True),
    "public:accessibility": everyone(),
    "public:legal": everyone(),
    "public:health": everyone(),
    "public:robots": everyone(),
    "public:sent_messages": everyone(get=404, why="exists in the demonstration alone"),
    "ui:gallery": everyone(),
}

BENEFICIARY = {
    "beneficiary:home": only(Role.BENEFICIARY),
    "beneficiary:entitlements": only(Role.BENEFICIARY),
    "beneficiary:benefit": only(Role.BENEFICIARY, target="benefit", get=404, why="no benefit is published in this world"),
    "beneficiary:claims": only(Role.BENEFICIARY),
    "beneficiary:start": only(Role.BENEFICIARY, get=405, post=True),
    "beneficiary:claim": only(Role.BENEFICIARY, target="claim"),
    "beneficiary:why": only(Role.BENEFICIARY, target="claim", get=404, why="the claim is not decided"),
    "beneficiary:withdraw": only(Role.BENEFICIARY, get=405, post=True, target="claim"),
    "beneficiary:questions": only(Role.BENEFICIARY, get=302, post=True, target="claim", why="filed: back to the claim"),
    "beneficiary:papers": only(Role.BENEFICIARY, get=302, post=True, target="claim", why="filed: back to the claim"),
    "beneficiary:check": only(Role.BENEFICIARY, get=302, post=True, target="claim", why="filed: back to the claim"),
    "beneficiary:paper": only(Role.BENEFICIARY, target="paper"),
    "beneficiary:remove_paper": only(Role.BENEFICIARY, get=405, post=True, target="paper"),
    "beneficiary:correct_paper": only(Role.BENEFICIARY, post=True, target="paper"),
    "beneficiary:household": only(Role.BENEFICIARY),
    "beneficiary:add_dependant": only(Role.BENEFICIARY, post=True),
    "beneficiary:bank": only(Role.BENEFICIARY, post=True),
    "beneficiary:messages": only(Role.BENEFICIARY),
    "beneficiary:mark_read": only(Role.BENEFICIARY, get=405, post=True),
}

CORRESPONDENT: dict[str, Row] = {}

DELEGATE: dict[str, Row] = {}

STAFF = {
    "staff:accounts": only(Role.ADMINISTRATOR),
    "staff:account_new": only(Role.ADMINISTRATOR, post=True),
    "staff:account": only(Role.ADMINISTRATOR, target="account"),
    "staff:account_give_role": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:account_end_role": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:account_send_link": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:account_reset_second_factor": only(Role.ADMINISTRATOR, get=405, post=True, target="account"),
    "staff:audit": only(Role.ADMINISTRATOR),
}

ROWS: Mapping[str, Row] = ACCOUNT | PUBLIC | BENEFICIARY | CORRESPONDENT | DELEGATE | STAFF
