"""A worker sends each e-mail once or fails visibly, and no code stays in the queue."""

from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from careerpaths.operations.background import fail_what_was_cut_off
from careerpaths.operations.mail import OUTGOING_MAIL
from harness.background import MAILED, QUEUED, only_task, work
from harness.services import free_port
from tests.assessments.coming_back.test_returning import NEW, code_in
from tests.careerpaths.test_settings import setting

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection
ADDRESS = "sam@example.org"
WHO_SENDS = "{name: mailer['BACKEND'].rpartition('.')[0] for name, mailer in settings.MAILERS.items()}"


@pytest.fixture(autouse=True)
def by_worker(settings: Any) -> None:
    settings.TASKS, settings.MAILERS = QUEUED, MAILED


@pytest.fixture
def visitor() -> Client:
    """Somebody who has signed up, and so asked for a code."""
    client = Client()
    assert client.post(NEW, {"email": ADDRESS}).status_code == 302
    return client


def code_that_waits() -> str:
    (letter,) = only_task().args_kwargs["args"]
    assert letter["to"] == [ADDRESS]
    return code_in(EmailMessage(**letter))


def everything_kept() -> str:
    """Everything the queue stores about its only task, in one text."""
    return str(DBTaskResult.objects.values().get())


def test_the_worker_sends_a_code_that_opens_the_account(visitor: Client) -> None:
    assert mail.outbox == []
    work()
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    visitor.post(reverse("account_email_verification_sent"), {"code": code_in(sent)})
    assert "_auth_user_id" in visitor.session


@pytest.mark.usefixtures("visitor")
def test_once_a_code_is_sent_the_queue_contains_neither_it_nor_the_address() -> None:
    code = code_that_waits()
    work()
    assert only_task().status == "SUCCESSFUL"
    assert code not in everything_kept()
    assert ADDRESS not in everything_kept()


@pytest.mark.usefixtures("visitor")
def test_a_mail_server_that_is_down_gives_a_failed_task_and_a_log_line(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    smtp = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
    settings.MAILERS = MAILED | {"outgoing": smtp | {"OPTIONS": {"host": "127.0.0.1", "port": free_port()}}}
    code = code_that_waits()
    work()
    assert only_task().status == "FAILED"
    assert only_task().exception_class_path == "careerpaths.operations.mail.NotSent"
    assert [line.getMessage() for line in caplog.records if line.name == "careerpaths.operations.mail"] == [
        "an e-mail could not be sent: ConnectionRefusedError"
    ]
    assert code not in everything_kept()
    assert ADDRESS not in everything_kept()


@pytest.mark.usefixtures("visitor")
def test_an_error_that_names_the_address_puts_it_neither_in_the_queue_nor_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: object) -> None:
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    work(verbosity=1)
    assert only_task().status == "FAILED"
    assert "SMTPRecipientsRefused" in caplog.text
    assert ADDRESS not in caplog.text
    assert ADDRESS not in everything_kept()


@pytest.mark.usefixtures("visitor")
def test_the_code_in_a_killed_workers_task_is_forgotten_when_the_task_fails() -> None:
    code = code_that_waits()
    only_task().claim("worker-1")
    assert list(fail_what_was_cut_off("worker-1")) == ["careerpaths.operations.mail.send"]
    assert only_task().status == "FAILED"
    assert code not in everything_kept()


def test_an_email_from_a_failed_transaction_is_never_sent() -> None:
    letter = EmailMessage("Subject", "Text", "site@example.org", [ADDRESS])
    with transaction.atomic():
        letter.send()
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    work()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "letter",
    [
        EmailMultiAlternatives("Subject", "Text", "site@example.org", [ADDRESS], alternatives=[("<p>", "text/html")]),
        EmailMessage("Subject", "Text", "site@example.org", [ADDRESS], bcc=["kim@example.org"]),
        EmailMessage("Subject", "Text", "site@example.org", [ADDRESS], headers={"X-Kind": "code"}),
    ],
    ids=["a second text", "a copy", "a header"],
)
def test_an_email_the_queue_cannot_carry_is_refused_rather_than_sent_incomplete(letter: EmailMessage) -> None:
    with pytest.raises(TypeError, match="plain text"):
        letter.send()
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("visitor")
def test_an_administrator_sees_the_task_but_not_its_contents(admin_client: Client) -> None:
    code, task = code_that_waits(), only_task()
    page = admin_client.get(reverse("admin:django_tasks_database_dbtaskresult_change", args=[task.pk]))
    assert "careerpaths.operations.mail.send" in page.text
    assert code not in page.text
    assert ADDRESS not in page.text


def test_one_setting_decides_who_sends() -> None:
    server = {"EMAIL_URL": "smtp+tls://mail.example.org"}
    smtp = "django.core.mail.backends.smtp"
    assert setting(WHO_SENDS, **server) == {"default": smtp}
    by_worker = {"default": "careerpaths.operations.mail", OUTGOING_MAIL: smtp}
    assert setting(WHO_SENDS, TASKS="database", **server) == by_worker
