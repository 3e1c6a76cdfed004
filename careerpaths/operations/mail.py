"""E-mail by a worker: nobody who asks for a code waits for the mail server."""

import logging
from collections.abc import Sequence
from typing import Any, TypedDict

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.tasks import TaskContext, task

from careerpaths.operations.background import SOMEBODY_WAITS, forget_arguments

OUTGOING_MAIL = "outgoing"  # the mailer that the worker sends through

log = logging.getLogger(__name__)


class NotSent(RuntimeError):
    """An e-mail could not be sent. It only names the kind of error, because its text may contain the address."""


class Letter(TypedDict):
    """A message as the queue stores it."""

    subject: str
    body: str
    from_email: str
    to: list[str]


class ByWorker(BaseEmailBackend):
    """Puts each message into the queue.

    The queue is in the same database, so a message is queued if the transaction is committed, and not if it fails.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            send.enqueue(_letter(message))
        return len(email_messages)


def _letter(message: EmailMessage) -> Letter:
    """What the site sends is plain text to an address. Anything that would get lost on the way is refused."""
    subject, body, sender = str(message.subject), str(message.body), message.from_email
    letter = Letter(subject=subject, body=body, from_email=sender, to=list(message.to))
    if vars(type(message)(**letter)) != vars(message):
        raise TypeError("The queue takes plain text, without attachments, copies or headers.")
    return letter


@task(priority=SOMEBODY_WAITS, takes_context=True)
def send(context: TaskContext[Any, Any], letter: Letter) -> None:
    """Send it. It may contain a sign-in code, so the queue forgets it first, whether or not sending succeeds."""
    forget_arguments(context.task_result.id)
    if fault := _fault_of_sending(letter):
        log.error("an e-mail could not be sent: %s", fault)
        raise NotSent(fault)


def _fault_of_sending(letter: Letter) -> str:
    """The kind of error, or nothing. No exception leaves this function, so none carries the address into the queue."""
    try:
        EmailMessage(**letter).send(using=OUTGOING_MAIL)
    except Exception as fault:
        return type(fault).__name__
    return ""
