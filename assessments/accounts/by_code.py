"""Accounts: how e-mail is sent, and what happens when it cannot be."""

import logging
from functools import partial
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careerpaths.operations.once import afterwards

log = logging.getLogger(__name__)


class CodeBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """The backend of sessions opened with an e-mail code. It accepts no passwords; those are only for Django admin."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        return None


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """If an e-mail cannot be sent, the page says so, and nothing typed is lost.

    It says the same for addresses with and without an account, since both are sent something.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy("Too many codes were asked for. Try again in a few minutes."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        afterwards(partial(self._send, template_prefix, email, context))

    def _send(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, {**context, "site": "Career Paths"})
        except (OSError, SMTPException) as error:
            log.error("an e-mail could not be sent: %s", type(error).__name__)
            text = _("We could not send the e-mail. Nothing is lost: try again in some minutes.")
            messages.error(self.request, text)

    def send_account_already_exists_mail(self, email: str) -> None:
        """The library's own version would look up a password page, and there is none."""
        self.send_mail("account/email/account_already_exists", email, {})

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No messages: the pages say what happened."""
