"""The pages of a version's life in Django admin: who may open them, what they say, and what they refuse."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from careerpaths import publishing
from careerpaths.admin import RulesetVersionAdmin
from careerpaths.checking import reference_cases as reference
from careerpaths.impact import asking
from careerpaths.models import RulesetLogEntry, RulesetVersion
from careerpaths.rulesets.writing import write_yaml
from careerpaths.scoring.parsing import parse
from conftest import Alone
from harness.documents import document

pytestmark = pytest.mark.django_db

LIST = "/admin/careerpaths/rulesetversion/"
VIEW, EDIT, PUBLISH = "Ruleset viewers", "Ruleset editors", "Ruleset publishers"
LOOK = {VIEW, EDIT, PUBLISH}

OPEN_TO = {
    "changelist": LOOK,
    "change": LOOK,
    "history": LOOK,
    "log": LOOK,
    "compare": LOOK,
    "export": LOOK,
    "import": {EDIT},
    "open_draft": {EDIT},
    "publish": {PUBLISH},
    "approve": {PUBLISH},
    "roll_back": {PUBLISH},
    "retire": {PUBLISH},
    "delete_draft": {EDIT},
    "unschedule": {PUBLISH},
    "impact": LOOK,
    "impact_progress": LOOK,
    "impact_cancel": {EDIT, PUBLISH},
    "edit": LOOK,
    "edit_section": LOOK,
    "edit_item": LOOK,
    "edit_add": {EDIT},
    "edit_remove": {EDIT},
    "edit_move": {EDIT},
    "checks": LOOK,
    "preview": LOOK,
    "reference": {EDIT},
    "reference_new": {EDIT},
    "reference_remove": {EDIT},
    "add": set(),
    "delete": set(),
}
"""Which groups may open each page."""

WITHOUT_VERSION = {"changelist", "log", "import", "add"}
POSTED = {"open_draft", "unschedule", "impact_cancel", "edit_move", "reference_remove"}
PLACES = {"edit_section": ["weights"], "edit_add": ["adjustments"]}
ITEM = ["questions", "opt_peers"]
CASE = ["typical_lead"]
DECISIONS = {"publish", "approve", "roll_back", "retire", "delete_draft", *POSTED, "import"}


def member(*groups: str, name: str = "grace") -> User:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def signed_in(*groups: str, name: str = "grace") -> Client:
    client = Client()
    client.force_login(member(*groups, name=name))
    return client


def address(name: str, version: RulesetVersion) -> str:
    args = [] if name in WITHOUT_VERSION else [version.pk, *PLACES.get(name, [])]
    args += ITEM if name in {"edit_item", "edit_remove", "edit_move"} else []
    args += CASE if name in {"reference", "reference_remove"} else []
    return reverse(f"admin:careerpaths_rulesetversion_{name}", args=args)


@pytest.fixture
def draft(live_ruleset: RulesetVersion) -> RulesetVersion:
    """A draft that was opened from the live version, with one weight moved to another."""
    draft = publishing.open_draft(live_ruleset, note="A try.")
    changed = parse({**document(), "version": draft.version}).document()
    for criterion, step in zip(changed["criteria"], (-0.04, 0.04), strict=False):
        criterion["weights"]["lead"] = round(criterion["weights"]["lead"] + step, 2)
    return publishing.save_draft(draft, changed, by=User.objects.create_user("ada"))


@pytest.fixture
def editor() -> Client:
    return signed_in(EDIT, name="edith")


@pytest.fixture
def publisher() -> Client:
    return signed_in(PUBLISH, name="paul")


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def decided(client: Client, where: str, **typed: str) -> Any:
    """Open the page of a decision and send its form, with what it was shown for."""
    form = client.get(where).context["form"]
    data = {"digest": form["digest"].value(), "live": form["live"].value() or "", **typed}
    return client.post(where, data)


# Who may open what


def test_every_page_of_a_version_is_in_the_table() -> None:
    names = {pattern.name for pattern in RulesetVersionAdmin(RulesetVersion, site).get_urls() if pattern.name}
    assert {name.removeprefix("careerpaths_rulesetversion_") for name in names} == set(OPEN_TO)


@pytest.mark.parametrize("group", [VIEW, EDIT, PUBLISH, ""])
def test_a_page_opens_to_its_groups_alone(group: str, draft: RulesetVersion, alone: Alone) -> None:
    client = signed_in(group)

    for name, groups in OPEN_TO.items():
        with alone(name):
            answer = client.post(address(name, draft)) if name in POSTED else client.get(address(name, draft))

            if group in groups:
                assert answer.status_code in {200, 302}
                assert not answer.headers.get("Location", "").startswith("/admin/login")
            else:
                assert answer.status_code == 403


def test_nobody_opens_a_page_without_signing_in(draft: RulesetVersion, alone: Alone) -> None:
    for name in OPEN_TO:
        with alone(name):
            answer = Client().get(address(name, draft))

            assert answer.status_code == 302
            assert answer["Location"].startswith("/admin/login/")


def test_looking_changes_nothing(draft: RulesetVersion, admin_client: Client, alone: Alone) -> None:
    before = list(RulesetVersion.objects.order_by("pk").values()), RulesetLogEntry.objects.count()

    for name in DECISIONS:
        with alone(name):
            answer = admin_client.get(address(name, draft), {"note": "Ready.", "when": "now"})

            assert answer.status_code == (405 if name in POSTED else 200)
            assert before == (list(RulesetVersion.objects.order_by("pk").values()), RulesetLogEntry.objects.count())


def test_a_version_that_is_not_there_is_not_found(admin_client: Client, alone: Alone) -> None:
    for name in set(OPEN_TO) - WITHOUT_VERSION - {"add", "delete", "history"}:
        with alone(name):
            where = address(name, RulesetVersion(pk=987654))

            answer = admin_client.post(where) if name in POSTED else admin_client.get(where)

            assert answer.status_code == 404


# List and home


def test_the_list_says_state_who_when_digest_and_note(draft: RulesetVersion, publisher: Client) -> None:
    page = text(publisher.get(LIST))

    for part in (draft.version, "draft", "live", draft.digest[:12], "A try."):
        assert part in page


def test_the_home_page_of_a_draft_shows_the_way_to_live(draft: RulesetVersion, admin_client: Client) -> None:
    page = text(admin_client.get(address("change", draft)))

    steps = ["Edit its sections", "Compare it with the live version", "See its impact", "Publish it"]
    assert sorted(steps, key=page.index) == steps
    assert "2 places differ." in page
    assert "weight for the goal lead: 0.34 → 0.30" in page


def test_the_home_page_of_a_draft_needs_few_queries(
    draft: RulesetVersion, admin_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        admin_client.get(address("change", draft))


@pytest.mark.parametrize(("group", "offered"), [(VIEW, []), (EDIT, ["open-draft"]), (PUBLISH, ["retire"])])
def test_a_home_page_offers_what_this_person_may(group: str, offered: list[str], live_ruleset: RulesetVersion) -> None:
    page = text(signed_in(group).get(address("change", live_ruleset)))

    assert [word for word in ("open-draft", "retire") if f"/{word}/" in page] == offered


def test_the_home_page_of_a_published_version_leads_to_its_content(
    live_ruleset: RulesetVersion, publisher: Client
) -> None:
    content = address("edit", live_ruleset)
    assert f'href="{content}"' in text(publisher.get(address("change", live_ruleset)))
    assert f"Content of version {live_ruleset.version}" in text(publisher.get(content))


def test_a_draft_is_opened_from_any_version(draft: RulesetVersion, editor: Client) -> None:
    answer = editor.post(address("open_draft", draft))

    opened = RulesetVersion.objects.get(version="1.0.2")
    assert answer["Location"] == address("change", opened)
    assert opened.based_on == draft
    assert opened.created_by == User.objects.get(username="edith")


# Comparison


def test_a_comparison_says_every_place_before_and_after(draft: RulesetVersion, publisher: Client) -> None:
    page = text(publisher.get(address("compare", draft)))

    assert "2 places differ between 1.0 (live) and 1.0.1." in page
    assert "criteria.people.weights.lead" in page
    assert "<del>0.34</del>" in page
    assert "<ins>0.30</ins>" in page


def test_a_version_is_compared_with_any_other(draft: RulesetVersion, publisher: Client) -> None:
    other = publishing.open_draft(draft)

    page = text(publisher.get(address("compare", draft), {"with": other.pk}))

    assert "Nothing differs between 1.0.2 and 1.0.1." in page


def test_an_odd_choice_falls_back_to_live(draft: RulesetVersion, publisher: Client, alone: Alone) -> None:
    for asked in ["", "x", "-1", "²", "9" * 40]:
        with alone(asked):
            assert "between 1.0 (live)" in text(publisher.get(address("compare", draft), {"with": asked}))


# Publishing


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


def test_a_draft_that_was_edited_since_its_page_was_opened_is_not_published(
    draft: RulesetVersion, publisher: Client
) -> None:
    form = publisher.get(address("publish", draft)).context["form"]
    publishing.save_draft(draft, {**draft.document, "title": "Another title"})

    typed = {"digest": form["digest"].value(), "live": form["live"].value(), "note": "Mine.", "when": "now"}
    answer = publisher.post(address("publish", draft), typed)

    assert answer.status_code == 422
    assert "This draft was changed since you opened it." in text(answer)
    assert "Mine." in text(answer)


def test_of_two_people_who_publish_at_once_the_second_gets_a_sentence(draft: RulesetVersion, publisher: Client) -> None:
    other = publishing.open_draft(draft)
    form = publisher.get(address("publish", other)).context["form"]
    publishing.publish(draft, note="First.")

    typed = {"digest": form["digest"].value(), "live": form["live"].value(), "note": "Second.", "when": "now"}
    answer = publisher.post(address("publish", other), typed)

    assert "Another version became live in the meantime." in text(answer)
    assert RulesetVersion.objects.live() == draft


def test_reference_cases_that_fail_are_said_and_stop_it(
    draft: RulesetVersion, publisher: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "failures", lambda ruleset: ["Case 3: a PhD must come first."])

    answer = decided(publisher, address("publish", draft), note="Ready.", when="now")

    assert answer.status_code == 422
    assert "Case 3: a PhD must come first." in text(answer)
    assert RulesetVersion.objects.live() != draft


def test_publishing_is_planned_with_the_zone_in_sight(draft: RulesetVersion, publisher: Client) -> None:
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


def test_a_plan_that_will_be_refused_says_so(draft: RulesetVersion, publisher: Client) -> None:
    publishing.schedule(draft, at=timezone.now() + timedelta(days=2), note="Soon.")
    publishing.save_draft(draft, {**draft.document, "title": "Another title"})

    page = text(publisher.get(address("change", draft)))

    assert "It will be refused." in page
    assert "The draft was changed since this was planned." in page


def test_a_second_person_approves_and_who_edited_last_cannot(
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


def test_a_version_comes_back_and_another_is_retired(
    draft: RulesetVersion, live_ruleset: RulesetVersion, publisher: Client
) -> None:
    publishing.publish(draft, note="Try it.")

    decided(publisher, address("roll_back", live_ruleset), note="It ranked worse.")
    assert RulesetVersion.objects.live() == live_ruleset

    decided(publisher, address("retire", live_ruleset), note="The post was withdrawn.")
    assert not RulesetVersion.objects.filter(state="live").exists()


def test_a_decision_that_does_not_fit_the_state_is_a_sentence(
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


# The log


def test_the_log_is_searched_by_reason_path_and_person(draft: RulesetVersion, publisher: Client, alone: Alone) -> None:
    for asked in ["try", "people.weights", "ada", "1.0.1 weights"]:
        with alone(asked):
            page = publisher.get(address("log", draft), {"q": asked})

            assert [said.entry.version for said in page.context["entries"]] == [draft]


def test_the_log_says_when_nothing_was_found(draft: RulesetVersion, publisher: Client) -> None:
    assert "Nothing was found." in text(publisher.get(address("log", draft), {"q": "zebra"}))


def test_the_log_is_filtered_and_paged(draft: RulesetVersion, publisher: Client) -> None:
    for n in range(25):
        publishing.save_draft(draft, {**draft.document, "title": f"Title {n}"})
    where = address("log", draft)

    page = publisher.get(where, {"version": draft.version, "action": "saved", "p": "2"})

    assert len(page.context["entries"]) == 6
    assert "Page 2 of 2" in text(page)
    assert publisher.get(where, {"p": "x"}).status_code == 200


def test_the_history_of_a_version_is_its_part_of_the_log(draft: RulesetVersion, publisher: Client) -> None:
    assert publisher.get(address("history", draft))["Location"].endswith(f"/log/?version={draft.version}")


def test_what_an_admin_typed_is_no_markup(draft: RulesetVersion, publisher: Client) -> None:
    publishing.save_draft(draft, {**draft.document, "title": "<script>alert(1)</script>"}, note="<b>bold</b>")

    for name in ("change", "compare", "publish", "log", "changelist"):
        page = text(publisher.get(address(name, draft)))
        assert "<script>alert" not in page
        assert "<b>bold" not in page


# Files


def given(client: Client, text: str, **typed: Any) -> Any:
    return client.post(address("import", RulesetVersion()), {"text": text, **typed})


def test_what_was_exported_is_imported_with_the_same_content(draft: RulesetVersion, editor: Client) -> None:
    exported = editor.get(address("export", draft)).content

    given(editor, exported.decode(), note="From a file.", new_label="on")

    imported = RulesetVersion.objects.get(version="1.0.2")
    assert {**imported.document, "version": draft.version} == draft.document
    assert imported.log.get().action == "imported"
    again = editor.get(address("export", imported)).content
    assert again.split(b"\n", 5)[5] == exported.split(b"\n", 5)[5]


def test_a_label_that_is_taken_is_refused_and_the_text_is_kept(draft: RulesetVersion, editor: Client) -> None:
    exported = editor.get(address("export", draft)).content.decode()

    answer = given(editor, exported)

    assert answer.status_code == 422
    assert "There is a version 1.0.1 of why_do_a_phd already." in text(answer)
    assert answer.context["form"]["text"].value() == exported


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: f"colour: blue\n{text}", "<code>colour</code> This key is not known here."),
        (lambda text: text.replace("lead: 0.34", "lead: -1"), "criteria.people.weights.lead"),
        (lambda text: "a: &x 1\nb: *x\n", "References are not used here"),
        (lambda text: "a: !!python/object 1\n", "Tags are not used here"),
        (lambda text: f"{text}\nname: twice\n", "stands here twice"),
        (lambda text: "- 1\n", "The file must be a mapping"),
        (lambda text: "", "Choose a file, or paste its text."),
        (lambda text: "#" * 700_001, "The text is too large"),
    ],
    ids=["unknown key", "a weight of -1", "an alias", "a tag", "a key twice", "a list", "nothing", "too much"],
)
def test_a_text_that_cannot_be_used_is_refused_with_path_and_sentence(
    change: Any, sentence: str, live_ruleset: RulesetVersion, editor: Client
) -> None:
    typed = change(write_yaml({**live_ruleset.document, "version": "7.0"}, ""))

    answer = given(editor, typed)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert answer.context["form"]["text"].value() == typed
    assert RulesetVersion.objects.count() == 1


def test_a_file_is_imported_and_what_a_refused_one_held_is_shown(live_ruleset: RulesetVersion, editor: Client) -> None:
    bad = editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", b"colour: blue\n")})
    assert bad.status_code == 422
    assert bad.context["form"]["text"].value() == "colour: blue\n"

    odd = editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", b"\xff\xfe\0")})
    assert "The file is no text in UTF-8." in text(odd)

    good = write_yaml({**live_ruleset.document, "version": "7.0"}, "").encode()
    editor.post(address("import", live_ruleset), {"file": SimpleUploadedFile("rules.yaml", good)})
    assert RulesetVersion.objects.get(version="7.0").created_by == User.objects.get(username="edith")


# What is zero is said in words


def test_a_draft_that_changes_nothing_says_so(live_ruleset: RulesetVersion, publisher: Client) -> None:
    same = publishing.open_draft(live_ruleset)

    home = text(publisher.get(address("change", same)))
    assert "Nothing was changed since it was opened from version 1.0." in home
    assert "Nothing differs." in home
    decision = text(publisher.get(address("publish", same)))
    assert "Nothing differs from 1.0, which is live now and will be retired." in decision
    assert "Everything in it has an effect." in decision


def test_an_impact_on_nobody_is_said_instead_of_tables_of_zeros(draft: RulesetVersion, publisher: Client) -> None:
    asking.ask(draft)

    page = text(publisher.get(address("impact", draft)))
    assert "No comparisons are stored yet, so only the demo cases show what would change." in page
    assert "impact-figures" not in page
    decision = text(publisher.get(address("publish", draft)))
    assert "No stored comparison has options to rank under both versions." in decision
