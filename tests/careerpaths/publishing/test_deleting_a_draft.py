"""A draft can be deleted: a record says what, by whom and why, and nothing that still uses the draft breaks."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from careerpaths import publishing
from careerpaths.impact import reports
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.publishing import PublishingError
from harness.documents import document
from harness.factories import RulesetVersionFactory
from tests.careerpaths.admin.editing.forms import at, page
from tests.careerpaths.admin.members import (
    EDIT,
    OPEN_TO,
    POSTED,
    PUBLISH,
    WITHOUT_VERSION,
    address,
    decided,
    signed_in,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    return publishing.open_draft(live_ruleset, by=User.objects.create_user("ada"))


def report_on(draft: RulesetVersion, live: RulesetVersion, **more: Any) -> ImpactReport:
    return ImpactReport.objects.create(
        draft=draft, draft_digest=draft.digest, live=live, live_digest=live.digest, **more
    )


# --- what is kept and what goes -----------------------------------------------------------------------------------


def test_a_deleted_draft_is_kept_in_the_log_of_its_base_and_its_label_is_free(
    draft: RulesetVersion, live_ruleset: RulesetVersion
) -> None:
    report_on(draft, live_ruleset)

    publishing.delete_draft(draft, by=User.objects.get(username="ada"), note="A dead end.", seen=draft.digest)

    assert RulesetVersion.objects.get() == live_ruleset
    assert not ImpactReport.objects.exists()
    entry = live_ruleset.log.get(action="deleted")
    assert entry.note == f"Draft 1.0.1 (digest {draft.digest[:12]}…): A dead end."
    assert entry.by == User.objects.get(username="ada")
    assert publishing.open_draft(live_ruleset).version == "1.0.1"


def test_a_deleted_draft_of_a_draft_is_kept_in_a_log_that_cannot_be_deleted(
    draft: RulesetVersion, live_ruleset: RulesetVersion
) -> None:
    publishing.delete_draft(publishing.open_draft(draft), note="One.")
    publishing.delete_draft(draft, note="Two.")

    assert [entry.note[-4:] for entry in live_ruleset.log.filter(action="deleted")] == ["Two.", "One."]


def test_a_deleted_import_is_kept_in_the_log_of_the_live_version(live_ruleset: RulesetVersion) -> None:
    publishing.delete_draft(publishing.import_draft({**document(), "version": "9.0"}), note="Wrong file.")

    assert "Draft 9.0" in live_ruleset.log.get(action="deleted").note


# --- what is refused ----------------------------------------------------------------------------------------------


def test_a_draft_cannot_be_deleted_while_versions_opened_from_it_exist(draft: RulesetVersion) -> None:
    publishing.open_draft(draft)
    with pytest.raises(PublishingError, match=r"^Version 1\.0\.2 was opened from this draft"):
        publishing.delete_draft(draft, note="Away.")
    publishing.open_draft(draft)
    with pytest.raises(PublishingError, match=r"^Versions 1\.0\.2, 1\.0\.3 were opened from this draft"):
        publishing.delete_draft(draft, note="Away.")


def test_a_draft_cannot_be_deleted_without_a_published_version_to_log_it() -> None:
    with pytest.raises(PublishingError, match="There is no published version whose audit log can record this"):
        publishing.delete_draft(RulesetVersionFactory.create(), note="Away.")


def test_a_draft_with_a_plan_cannot_be_deleted_until_the_plan_is_cancelled(draft: RulesetVersion) -> None:
    publishing.schedule(draft, at=timezone.now() + timedelta(days=1), note="Soon.")
    with pytest.raises(PublishingError, match="Cancel the plan first"):
        publishing.delete_draft(draft, note="Away.")
    publishing.unschedule(draft)
    publishing.delete_draft(draft, note="Away.")


@pytest.mark.parametrize(
    ("note", "seen", "sentence"),
    [(" ", "", "Say why this draft is deleted."), ("Away.", "0" * 64, "This draft was changed since you opened it.")],
)
def test_deleting_a_draft_needs_a_reason_and_someone_who_saw_its_content(
    draft: RulesetVersion, note: str, seen: str, sentence: str
) -> None:
    with pytest.raises(PublishingError, match=sentence):
        publishing.delete_draft(draft, note=note, seen=seen)
    assert RulesetVersion.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("made", [{"live": True}, {"retired": True}])
def test_a_published_version_is_never_deleted(made: dict[str, bool]) -> None:
    with pytest.raises(PublishingError, match="Only a draft can be deleted"):
        publishing.delete_draft(RulesetVersionFactory.create(**made), note="Away.")


# --- requests that still use the draft ------------------------------------------------------------------------------


def in_hand(draft: RulesetVersion) -> RulesetVersion:
    """The draft as somebody read it before another person deleted it."""
    kept = RulesetVersion.objects.get(pk=draft.pk)
    publishing.delete_draft(draft, note="Away.")
    return kept


@pytest.mark.parametrize(
    "act",
    [
        lambda draft: publishing.save_draft(draft, {**draft.document, "title": "Another"}),
        publishing.open_draft,
        lambda draft: publishing.publish(draft, note="Ready."),
        lambda draft: publishing.schedule(draft, at=timezone.now() + timedelta(days=1), note="Ready."),
        lambda draft: publishing.delete_draft(draft, note="Again."),
    ],
    ids=["save", "open from it", "publish", "plan", "delete"],
)
def test_actions_on_a_deleted_draft_are_refused_with_a_sentence(act: Any, draft: RulesetVersion) -> None:
    kept = in_hand(draft)
    with pytest.raises(PublishingError, match=r"^This draft has been deleted\.$"):
        act(kept)


def test_work_on_the_impact_of_a_deleted_draft_ends_quietly(
    draft: RulesetVersion, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, running = report_on(draft, live_ruleset), report_on(draft, live_ruleset)
    beat = reports._goes_on

    def deleted_meanwhile(report: ImpactReport, done: int) -> bool:
        in_hand(draft)
        return beat(report, done)

    monkeypatch.setattr(reports, "_goes_on", deleted_meanwhile)
    reports.run(running.pk)
    reports.run(waiting.pk)

    assert not ImpactReport.objects.exists()


def test_work_ends_quietly_if_the_draft_is_deleted_before_it_is_read(
    draft: RulesetVersion, live_ruleset: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = report_on(draft, live_ruleset)
    compare = reports._compare

    def deleted_meanwhile(report: ImpactReport) -> None:
        in_hand(draft)
        compare(report)

    monkeypatch.setattr(reports, "_compare", deleted_meanwhile)
    reports.run(report.pk)


def test_a_draft_deleted_while_its_page_is_built_is_not_found(
    draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(*args: Any, **kwargs: Any) -> None:
        RulesetVersion.objects.get(pk=in_hand(draft).pk)

    monkeypatch.setattr("careerpaths.admin.impact.views.shown_page", shown)
    assert signed_in(EDIT).get(address("impact", draft)).status_code == 404


def test_pages_still_open_in_another_tab_are_not_found(draft: RulesetVersion) -> None:
    client = signed_in(EDIT, PUBLISH)
    pages = {name: address(name, draft) for name in sorted(set(OPEN_TO) - WITHOUT_VERSION - {"delete", "history"})}
    in_hand(draft)

    looked = {name: client.get(where).status_code for name, where in pages.items() if name not in POSTED}
    sent = {name: client.post(where).status_code for name, where in pages.items()}

    assert set(looked.values()) == {404}
    assert set(sent.values()) <= {403, 404, 405}  # some do not accept a form


def test_a_page_that_is_still_open_says_what_happened_and_keeps_what_was_typed(draft: RulesetVersion) -> None:
    client, where = signed_in(EDIT), at(draft.pk, "about")
    sheet = page(client, where).put(**{"p0.title": "A title that took long"})
    in_hand(draft)

    answer = client.post(where, sheet.data)

    assert answer.status_code == 404
    assert "If it was a draft, it has been deleted." in text(answer)
    assert "p0.title: A title that took long" in text(answer)
    assert "csrfmiddlewaretoken:" not in text(answer)
    assert "What you entered" not in text(client.get(where))
    assert "Away." in text(client.get(f"{address('log', draft)}?action=deleted"))


def test_progress_that_is_still_shown_loads_the_page_that_says_so(draft: RulesetVersion) -> None:
    kept = in_hand(draft)
    answer = signed_in(EDIT).get(address("impact_progress", kept), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_says_what_is_deleted_and_leads_to_the_list(
    draft: RulesetVersion, live_ruleset: RulesetVersion
) -> None:
    publishing.save_draft(draft, {**draft.document, "title": "Another"}, by=User.objects.get(username="ada"))
    publishing.approve(draft, by=User.objects.create_user("bob"))
    report_on(draft, live_ruleset)
    editor = signed_in(EDIT)

    home = text(editor.get(address("change", draft)))
    asked = text(editor.get(address("delete_draft", draft)))
    answer = decided(editor, address("delete_draft", draft), note="A dead end.")

    assert f'href="{address("delete_draft", draft)}"' in home
    for said in ("Its one change since version 1.0.", "The 3 entries in its audit log.", "Its impact report."):
        assert said in asked
    assert "The approval by bob." in asked
    assert "<strong>Others have worked on it:</strong> ada." in asked
    assert answer["Location"] == reverse("admin:careerpaths_rulesetversion_changelist")
    assert "Draft 1.0.1 was deleted." in text(editor.get(answer["Location"]))
    assert "A dead end." in text(editor.get(address("log", draft), {"q": "1.0.1"}))


@pytest.mark.parametrize("groups", [[EDIT], [EDIT, PUBLISH]])
def test_a_draft_with_a_plan_shows_no_form(draft: RulesetVersion, groups: list[str]) -> None:
    publishing.schedule(draft, at=timezone.now() + timedelta(days=1), note="Soon.")
    client = signed_in(*groups)

    asked = text(client.get(address("delete_draft", draft)))
    assert "Cancel the plan first." in asked
    assert "<form" not in asked.split('class="desk"')[1]

    answer = client.post(address("delete_draft", draft), {"note": "Away."})
    assert answer.status_code == 422
    assert RulesetVersion.objects.filter(pk=draft.pk).exists()


def test_a_published_version_offers_no_deletion(live_ruleset: RulesetVersion) -> None:
    editor = signed_in(EDIT)
    assert "delete-draft" not in text(editor.get(address("change", live_ruleset)))
    assert editor.post(address("delete_draft", live_ruleset), {"note": "Away."}).status_code == 422
    assert RulesetVersion.objects.live() == live_ruleset


def test_a_viewer_cannot_delete(draft: RulesetVersion) -> None:
    assert "delete-draft" not in text(signed_in("Ruleset viewers").get(address("change", draft)))


def test_the_page_says_when_somebody_has_just_taken_the_label_of_a_new_draft(
    draft: RulesetVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careerpaths.publishing.drafts.next_label", lambda version: draft.version)
    answer = signed_in(EDIT).post(address("open_draft", draft), follow=True)
    assert "There is a version 1.0.1 of why_do_a_phd already." in text(answer)
