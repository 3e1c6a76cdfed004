"""A different form creates another thing, and old forms are forgotten."""

import pytest
from django.test import Client
from django.utils import timezone

from assessments import expiry
from assessments.questionnaire import options
from careerpaths.models import SentForm
from careerpaths.operations import once
from harness.stored import address
from harness.whole_site import Victim
from tests.sent_twice.presses import MAKES, make, owner, sent_from

OPTIONS = "a/<str:uid>/options/"


@pytest.mark.django_db
def test_the_page_mentions_the_second_press(victim: Victim) -> None:
    client, target, sent = make(victim, OPTIONS)
    client.post(target, sent)
    answer = client.post(target, sent, follow=True)
    assert "This form was sent twice. It was saved once." in answer.text


@pytest.mark.django_db
def test_a_changed_or_reloaded_form_creates_another_thing(victim: Victim) -> None:
    client, target, sent = make(victim, OPTIONS)
    client.post(target, sent)
    client.post(target, sent | {"name": "Offer C"})
    client.post(target, sent_from(client, target, target) | MAKES[OPTIONS].typed)
    assert victim.assessment.options.filter(name__startswith="Offer").count() == 3


@pytest.mark.django_db
def test_a_key_is_worthless_in_another_browser(victim: Victim) -> None:
    client, _, _ = make(victim, OPTIONS)
    sent = sent_from(client, "/mine/", "/start/")
    mine = client.post("/start/", sent)
    stranger = Client()
    stranger.get("/mine/")
    theirs = stranger.post("/start/", sent)
    assert theirs["Location"] != mine["Location"]
    assert stranger.get(mine["Location"]).status_code == 404


@pytest.mark.django_db
def test_a_refused_form_is_not_remembered(victim: Victim) -> None:
    client, target, sent = make(victim, "a/<str:uid>/options/<str:oid>/copy/")
    for n in range(7):
        options.add_option(victim.assessment, name=f"O{n}", path="phd")
    for _ in range(2):
        assert "up to eight options" in client.post(target, sent, follow=True).text
    assert victim.assessment.options.present().count() == 8
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_an_old_form_gives_nothing_back_to_a_browser_that_was_told_to_forget(victim: Victim) -> None:
    client, target, sent = make(victim, "start/")
    begun = client.post(target, sent)["Location"]
    client.post("/mine/forget/")
    client.post(target, sent)
    assert client.get(begun).status_code == 404


@pytest.mark.django_db
def test_neither_keys_nor_tokens_are_stored_and_old_forms_are_forgotten(victim: Victim) -> None:
    client, target, sent = make(victim, "s/<str:token>/comment/")
    client.post(target, sent)
    stored = str(SentForm.objects.values().get())
    assert sent[once.FIELD] not in stored
    assert victim.tokens["may_comment"] not in stored
    SentForm.objects.update(sent_at=timezone.now() - once.FORMS_KEPT_FOR)
    expiry.expire()
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_delete_and_undo_pressed_twice_do_what_they_say(victim: Victim) -> None:
    client, option = owner(victim), victim.assessment.options.get()
    for name in ("delete-option", "restore-option"):
        for _ in range(2):
            assert client.post(address(victim.assessment, name, option.uid)).status_code == 302
        option.refresh_from_db()
        assert (option.deleted_at is not None) == (name == "delete-option")
