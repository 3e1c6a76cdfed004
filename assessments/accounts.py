"""Accounts: how e-mail is sent, and what happens when it cannot be."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """An e-mail that cannot be sent is told on the page; nothing that was typed is lost.

    It is told alike for addresses with and without an account, since both are sent something.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, {**context, "site": "Career Paths"})
        except (OSError, SMTPException) as error:
            log.error("an e-mail could not be sent: %s", type(error).__name__)
            text = _("We could not send the e-mail. Nothing is lost: try again in some minutes.")
            messages.error(self.request, text)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages say themselves what happened."""
