"""The life of a ruleset version, from draft to retired."""

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from careerpaths import publishing
from careerpaths.models import RulesetVersion
from careerpaths.publishing import PublishingError
from careerpaths.scoring.faults import RulesetError
from careerpaths.scoring.parsing import parse
from harness.documents import document
from harness.factories import RulesetVersionFactory

pytestmark = pytest.mark.django_db

State = RulesetVersion.State
NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def labelled(version: str) -> dict[str, Any]:
    return {**document(), "version": version}


def unreadable(version: RulesetVersion) -> None:
    """A document that an older release may have stored."""
    RulesetVersion.objects.filter(pk=version.pk).update(document={"format": 1})


# Drafts


def test_a_document_is_stored_as_a_draft() -> None:
    draft = publishing.add_draft(labelled("2.0"), note="A second try.")

    stored = RulesetVersion.objects.drafts().get()
    assert stored == draft
    assert (stored.name, stored.version, stored.note) == ("why_do_a_phd", "2.0", "A second try.")
    assert stored.digest == parse(labelled("2.0")).digest
    assert stored.is_intact()


def test_an_invalid_document_is_not_stored() -> None:
    with pytest.raises(RulesetError):
        publishing.add_draft({**document(), "criteria": []})

    assert not RulesetVersion.objects.exists()


def test_a_taken_label_is_refused_with_a_sentence() -> None:
    publishing.add_draft(labelled("2.0"))

    with pytest.raises(PublishingError, match=r"^There is a version 2\.0 of why_do_a_phd already\. Give the new one"):
        publishing.add_draft(labelled("2.0"))


def test_a_draft_opened_from_a_version_has_its_content_and_a_new_label(live_ruleset: RulesetVersion) -> None:
    draft = publishing.open_draft(live_ruleset, note="Try other weights.")

    assert draft.state == State.DRAFT
    assert draft.based_on == live_ruleset
    assert draft.version == draft.document["version"] == "1.0.1"
    assert draft.document == {**live_ruleset.document, "version": "1.0.1"}


@pytest.mark.parametrize(
    ("version", "others", "label"),
    [
        ("1.0", [], "1.0.1"),
        ("1.0", ["1.0.1"], "1.0.2"),
        ("1.0.1", ["1.0.2"], "1.0.3"),
        ("1.0.9", [], "1.0.10"),
        ("spring", [], "spring.1"),
    ],
)
def test_the_next_label_is_free_and_keeps_the_first_two_numbers(version: str, others: list[str], label: str) -> None:
    for other in others:
        RulesetVersionFactory.create(version=other)

    assert publishing.next_label(RulesetVersionFactory.create(version=version)) == label


def test_a_draft_is_saved_with_a_new_digest() -> None:
    draft = publishing.add_draft(labelled("2.0"))
    before = draft.digest

    publishing.save_draft(draft, {**labelled("2.1"), "title": "Another title"})

    stored = RulesetVersion.objects.drafts().get()
    assert (stored.version, stored.document["title"]) == ("2.1", "Another title")
    assert stored.digest != before
    assert stored.is_intact()


def test_a_draft_is_not_saved_with_an_invalid_document() -> None:
    draft = publishing.add_draft(labelled("2.0"))

    with pytest.raises(RulesetError):
        publishing.save_draft(draft, {**labelled("2.0"), "rules": []})

    assert RulesetVersion.objects.drafts().get().is_intact()


def test_a_draft_cannot_take_the_label_of_another_version(live_ruleset: RulesetVersion) -> None:
    draft = publishing.add_draft(labelled("2.0"))

    with pytest.raises(PublishingError, match=r"There is a version 1\.0"):
        publishing.save_draft(draft, labelled("1.0"))

    assert RulesetVersion.objects.drafts().get().version == "2.0"


def test_a_draft_published_in_the_meantime_is_not_saved() -> None:
    draft = publishing.add_draft(labelled("2.0"))
    publishing.publish(RulesetVersion.objects.get(), note="Ready.")

    with pytest.raises(PublishingError, match="no longer changes"):
        publishing.save_draft(draft, {**labelled("2.0"), "title": "Too late"})

    assert RulesetVersion.objects.live().is_intact()


# Publishing


def test_publishing_makes_the_draft_live_and_retires_the_previous_version(live_ruleset: RulesetVersion) -> None:
    draft = publishing.open_draft(live_ruleset)

    publishing.publish(draft, note=" Mentoring counts for more. ", at=NOON)

    live_ruleset.refresh_from_db()
    live = RulesetVersion.objects.live()
    assert (live, live.published_at, live.retired_at) == (draft, NOON, None)
    assert live.note == "Mentoring counts for more."
    assert (live_ruleset.state, live_ruleset.retired_at) == (State.RETIRED, NOON)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_publishing_needs_a_reason(note: str) -> None:
    draft = publishing.add_draft(labelled("2.0"))

    with pytest.raises(PublishingError, match="Say why"):
        publishing.publish(draft, note=note)

    assert RulesetVersion.objects.drafts().get() == draft


@pytest.mark.parametrize("state", ["live", "retired"])
def test_only_a_draft_can_be_published(state: str) -> None:
    version = RulesetVersionFactory.create(**{state: True})

    with pytest.raises(PublishingError, match="Only a draft"):
        publishing.publish(version, note="Again.")


def test_a_draft_that_the_engine_cannot_read_is_not_published(live_ruleset: RulesetVersion) -> None:
    draft = publishing.open_draft(live_ruleset)
    unreadable(draft)

    with pytest.raises(RulesetError):
        publishing.publish(draft, note="Ready.")

    assert RulesetVersion.objects.live() == live_ruleset


def test_the_stored_draft_is_what_is_published(live_ruleset: RulesetVersion) -> None:
    draft = publishing.open_draft(live_ruleset)
    draft.document = {**draft.document, "title": "Typed, never saved"}

    publishing.publish(draft, note="Ready.")

    assert RulesetVersion.objects.live().document["title"] == live_ruleset.document["title"]


def test_a_draft_is_published_once_even_if_two_people_press_at_the_same_moment() -> None:
    draft = publishing.add_draft(labelled("2.0"))
    same = RulesetVersion.objects.get()
    publishing.publish(same, note="Ready.")

    with pytest.raises(PublishingError, match="Only a draft"):
        publishing.publish(draft, note="Ready too.")

    assert RulesetVersion.objects.live().note == "Ready."


def test_when_another_version_wins_the_race_the_loser_stays_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = publishing.add_draft(labelled("2.0"))

    def lost(*args: object, **kwargs: object) -> None:
        raise IntegrityError("only_one_ruleset_is_live")

    monkeypatch.setattr(RulesetVersion, "save", lost)

    with pytest.raises(PublishingError, match="at the same moment"):
        publishing.publish(draft, note="Ready.")

    assert draft.state == State.DRAFT


# Restoring and retiring


def test_a_retired_version_can_be_restored(live_ruleset: RulesetVersion) -> None:
    publishing.publish(publishing.open_draft(live_ruleset), note="Try it.")
    live_ruleset.refresh_from_db()

    publishing.roll_back(live_ruleset, note="It ranked worse.", at=NOON)

    live = RulesetVersion.objects.live()
    assert (live, live.note, live.published_at, live.retired_at) == (live_ruleset, "It ranked worse.", NOON, None)
    assert RulesetVersion.objects.filter(state=State.RETIRED).get().version == "1.0.1"


@pytest.mark.parametrize("made", [{}, {"live": True}])
def test_only_a_retired_version_can_be_restored(made: dict[str, bool]) -> None:
    with pytest.raises(PublishingError, match="Only a retired version"):
        publishing.roll_back(RulesetVersionFactory.create(**made), note="Back.")


def test_restoring_needs_a_reason() -> None:
    with pytest.raises(PublishingError, match="Say why"):
        publishing.roll_back(RulesetVersionFactory.create(retired=True), note=" ")


def test_the_live_version_can_be_retired_without_a_replacement(live_ruleset: RulesetVersion) -> None:
    publishing.retire(live_ruleset, note="The post was withdrawn.", at=NOON)

    live_ruleset.refresh_from_db()
    assert (live_ruleset.state, live_ruleset.retired_at) == (State.RETIRED, NOON)
    assert live_ruleset.note == "The post was withdrawn."


@pytest.mark.parametrize("made", [{}, {"retired": True}])
def test_only_the_live_version_can_be_retired(made: dict[str, bool]) -> None:
    with pytest.raises(PublishingError, match="Only the live version"):
        publishing.retire(RulesetVersionFactory.create(**made), note="Away.")


def test_every_change_is_logged(live_ruleset: RulesetVersion, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="careerpaths.publishing")

    draft = publishing.open_draft(live_ruleset)
    publishing.save_draft(draft, {**draft.document, "title": "Another title"})
    publishing.publish(draft, note="Mentoring counts for more.")
    live_ruleset.refresh_from_db()
    publishing.roll_back(live_ruleset, note="It ranked worse.")
    publishing.retire(live_ruleset, note="The post was withdrawn.")

    said = [message.split(":")[0] for message in caplog.messages]
    assert said == [
        "ruleset draft added",
        "ruleset draft saved",
        "ruleset published",
        "ruleset rolled back to",
        "ruleset retired",
    ]
    assert "because: It ranked worse." in caplog.messages[3]
