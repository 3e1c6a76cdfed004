"""Publishing, scheduling, approving and restoring."""

from datetime import timedelta
from itertools import product

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from careerpaths import publishing
from careerpaths.checking import reference_cases as reference
from careerpaths.models import RulesetVersion
from conftest import Alone
from tests.careerpaths.admin.members import PUBLISH, address, decided, text

pytestmark = pytest.mark.django_db


def test_a_draft_is_published_with_a_reason(draft: RulesetVersion, publisher: Client) -> None:
    decided(publisher, address("publish", draft), note="Mentoring counts for less.", when="now")

    live = RulesetVersion.objects.live()
    assert (live, live.note) == (draft, "Mentoring counts for less.")
    assert live.published_by == User.objects.get(username="paul")


def test_publishing_without_a_reason_is_refused_and_nothing_typed_is_lost(
    draft: RulesetVersion, publisher: Client
) -> None:
    answer = decided(publisher, address("publish", draft), note=" ", when="later", day="2026-12-24")

    assert answer.status_code == 422
    page = text(answer)
    assert page.count("Say why in a sentence.") == 2
    assert page.count("Choose a time.") == 2
    assert 'value="2026-12-24"' in page
    assert RulesetVersion.objects.live() != draft


def test_a_draft_edited_after_its_page_was_opened_is_not_published(draft: RulesetVersion, publisher: Client) -> None:
    form = publisher.get(address("publish", draft)).context["form"]
    publishing.save_draft(draft, {**draft.document, "title": "Another title"})

    typed = {"digest": form["digest"].value(), "live": form["live"].value(), "note": "Mine.", "when": "now"}
    answer = publisher.post(address("publish", draft), typed)

    assert answer.status_code == 422
    assert "This draft was changed since you opened it." in text(answer)
    assert "Mine." in text(answer)


def test_when_two_people_publish_at_once_the_second_gets_a_sentence(draft: RulesetVersion, publisher: Client) -> None:
    other = publishing.open_draft(draft)
    form = publisher.get(address("publish", other)).context["form"]
    publishing.publish(draft, note="First.")

    typed = {"digest": form["digest"].value(), "live": form["live"].value(), "note": "Second.", "when": "now"}
    answer = publisher.post(address("publish", other), typed)

    assert "Another version became live in the meantime." in text(answer)
    assert RulesetVersion.objects.live() == draft


def test_failing_reference_cases_are_listed_and_stop_it(
    draft: RulesetVersion, publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "failures", lambda ruleset: ["Case 3: a PhD must come first."])

    answer = decided(publisher, address("publish", draft), note="Ready.", when="now")

    assert answer.status_code == 422
    assert "Case 3: a PhD must come first." in text(answer)
    assert RulesetVersion.objects.live() != draft


def test_publishing_is_scheduled_with_the_time_zone_in_sight(draft: RulesetVersion, publisher: Client) -> None:
    at = timezone.now() + timedelta(days=2)
    typed = {"when": "later", "day": f"{at:%Y-%m-%d}", "time": "09:30", "note": "With the new term."}

    assert "Time zone: UTC" in text(publisher.get(address("publish", draft)))
    decided(publisher, address("publish", draft), **typed)

    draft.refresh_from_db()
    assert f"{draft.scheduled_for:%Y-%m-%d %H:%M}" == f"{at:%Y-%m-%d} 09:30"
    page = text(publisher.get(address("change", draft)))
    assert "09:30 (UTC)" in page
    publisher.post(address("unschedule", draft))
    draft.refresh_from_db()
    assert draft.scheduled_for is None


def test_a_plan_that_is_going_to_be_refused_says_so(draft: RulesetVersion, publisher: Client) -> None:
    publishing.schedule(draft, at=timezone.now() + timedelta(days=2), note="Soon.")
    publishing.save_draft(draft, {**draft.document, "title": "Another title"})

    page = text(publisher.get(address("change", draft)))

    assert "It will be refused." in page
    assert "The draft was changed since this was planned." in page


def test_a_second_person_can_approve_but_the_last_editor_cannot(
    draft: RulesetVersion, publisher: Client, settings: Settings
) -> None:
    settings.APPROVAL = True
    ada = User.objects.get(username="ada")
    ada.is_staff = True
    ada.save()
    ada.groups.set(Group.objects.filter(name=PUBLISH))
    own = Client()
    own.force_login(ada)

    assert "Part of this draft is your own work." in text(decided(own, address("approve", draft)))
    assert "A second person must approve it first." in text(publisher.get(address("publish", draft)))
    decided(publisher, address("approve", draft), note="Read it all.")
    decided(own, address("publish", draft), note="Ready.", when="now")

    assert RulesetVersion.objects.live() == draft


def test_restoring_a_version_retires_the_live_one(
    draft: RulesetVersion, live_ruleset: RulesetVersion, publisher: Client
) -> None:
    publishing.publish(draft, note="Try it.")

    decided(publisher, address("roll_back", live_ruleset), note="It ranked worse.")
    assert RulesetVersion.objects.live() == live_ruleset

    decided(publisher, address("retire", live_ruleset), note="The post was withdrawn.")
    assert not RulesetVersion.objects.filter(state="live").exists()


def test_a_decision_that_does_not_fit_the_state_is_refused_with_a_sentence(
    draft: RulesetVersion, live_ruleset: RulesetVersion, publisher: Client, alone: Alone
) -> None:
    retired = publishing.open_draft(live_ruleset)
    publishing.publish(retired, note="Try.")
    live_ruleset.refresh_from_db()
    publishing.roll_back(live_ruleset, note="Back.")
    fitting = {"approve": draft, "publish": draft, "roll_back": retired, "retire": live_ruleset}

    for name, version in product(fitting, (draft, live_ruleset, retired)):
        with alone(f"{name} {version}"):
            page = publisher.get(address(name, version))

            assert page.status_code == 200
            assert ("<form" in text(page).split('class="desk"')[1]) == (fitting[name] == version)
            if fitting[name] != version:
                assert publisher.post(address(name, version), {"note": "Now.", "when": "now"}).status_code == 422
