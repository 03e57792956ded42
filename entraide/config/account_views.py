"""The page of the second factor, for who has a code and nothing else."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView


class CodeView(AuthenticateView):
    """Ask the six-digit code; allauth's own page takes an answer without code for a passkey, which is not open here."""

    def _build_forms(self) -> Any:
        posted = self.request.POST if self.request.method == "POST" else None
        self.auth_form = self.get_form_class()(user=self.stage.login.user, data=posted)
        self.webauthn_form = None
        return self.auth_form


authenticate = CodeView.as_view()
