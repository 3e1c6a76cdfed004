"""Nobody can open what belongs to others: an outsider tries every address of the cases."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, reverse

from assessments import urls
from assessments.access import COOKIE, key_digest
from assessments.advising import desk
from assessments.demo import make_demo_cases
from assessments.models import Answer, AnswerChange, Assessment, AssessmentKey, Consent, Option, ShareLink
from assessments.sharing import links, second_opinions
from conftest import Alone

PUBLIC = {
    *("home", "example", "privacy", "accessibility", "robots", "manifest", "security"),
    *("start", "mine", "import", "delete-all", "transfer", "forget"),
}
BY_TOKEN = {
    *("return", "arrive", "invitation", "opinion-begin"),
    *("shared", "shared-plan", "shared-unlock", "shared-comment", "shared-copy"),
}
SIGNED_IN = {"claim", "desk", "desk-beside", "desk-close", "desk-case", "desk-plan", "desk-note", "desk-comment"}
CHANGING = {
    *("add-typical", "copy-option", "delete-option", "restore-option", "details", "save", "what-if-ranking"),
    *("share-revoke", "comment", "opinion-take", "sure", "release", "today-copy"),
}
"""Addresses that only accept POST."""

FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def assessment(live_ruleset: object) -> Assessment:
    """A demo case that belongs to the browser with the key "mine"."""
    make_demo_cases()
    demo = Assessment.objects.order_by("pk")[0]
    demo.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    return demo


def browser(key: str = "") -> Client:
    client = Client()
    if key:
        client.cookies[COOKIE] = key
    return client


OF_ADVISORS = {"compared"}
"""Addresses that only a second opinion has."""
ANSWERING = {
    *("tasks", "question", "save", "check", "result", "what-if", "what-if-ranking", "plan", "details", "other-role"),
    *("delete", "compared"),
}
"""Addresses that open for a second opinion, as long as its link is open."""

PERSONAL = [pattern for pattern in urls.urlpatterns if pattern.name not in PUBLIC | BY_TOKEN | SIGNED_IN | OF_ADVISORS]
OF_CASES = [pattern for pattern in urls.urlpatterns if pattern.name not in PUBLIC | BY_TOKEN | SIGNED_IN]


def address(pattern: URLPattern, assessment: Assessment) -> str:
    values: dict[str, Any] = {"uid": assessment.uid, "oid": assessment.options.all()[0].uid, "question": "opt_peers"}
    values["moment"] = "after"
    values["form"] = "json"
    values["page"] = "plan"
    if "link" in pattern.pattern.converters:
        values["link"] = links.make(assessment, label="Dana", days=30)[0].uid
    if "comment" in pattern.pattern.converters:
        values["comment"] = assessment.comments.create(text="Hello").pk
    if "consent" in pattern.pattern.converters:
        values["consent"] = consent_to(assessment).uid
    if "opinion" in pattern.pattern.converters:
        values["opinion"] = opinion_on(assessment).uid
    if "entry" in pattern.pattern.converters:
        values["entry"] = assessment.decisions.create(choice="A year off").pk
    names = pattern.pattern.converters
    return reverse(f"assessments:{pattern.name}", kwargs={name: values[name] for name in names})


def account(name: str) -> Client:
    """A browser where somebody is signed in."""
    user, _ = User.objects.get_or_create(username=name, email=f"{name}@example.org")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def consent_to(assessment: Assessment) -> Consent:
    """What the advisor "lee" may see: everything that can be granted."""
    lee, _ = User.objects.get_or_create(username="lee", email="lee@example.org")
    invitation, _ = desk.invite(lee, label="Fellows", days=30)
    grants = dict.fromkeys(("shows_names", "shows_sensitive", "may_comment"), True)
    return desk.agree(invitation, assessment, mentee_name="Sam", **grants)


def advisor_of(assessment: Assessment) -> Client:
    """An advisor with consent: they see the desk, but never the comparison's own addresses."""
    consent_to(assessment)
    return account("lee")


def test_an_address_opens_for_its_owner_and_nobody_else(assessment: Assessment, alone: Alone) -> None:
    for pattern in PERSONAL:
        with alone(pattern.name):
            advisor = advisor_of(assessment)
            where = address(pattern, assessment)
            verb = "post" if pattern.name in CHANGING else "get"
            data = {"add-typical": {"path": "phd"}, "comment": {"do": "hide"}}.get(str(pattern.name), {})
            before = [
                Assessment.objects.count(),
                Option.objects.filter(deleted_at=None).count(),
                Answer.objects.count(),
            ]
            for stranger in (browser(), browser("another"), account("stranger"), advisor):
                refused = getattr(stranger, verb)(where, data)
                unknown = getattr(stranger, verb)(where.replace(assessment.uid, "nowhere"), data)
                assert (refused.status_code, unknown.status_code) == (404, 404)
                assert FORM_TOKEN.sub("", refused.text.replace(assessment.uid, "nowhere")) == FORM_TOKEN.sub(
                    "", unknown.text
                )
            assert before == [
                Assessment.objects.count(),
                Option.objects.filter(deleted_at=None).count(),
                Answer.objects.count(),
            ]
            assert getattr(browser("mine"), verb)(where, data).status_code in {200, 302}


def opinion_on(assessment: Assessment) -> Assessment:
    """A second opinion by the browser with the key "advisor", through a link that shows everything."""
    link, _ = links.make(assessment, label="Dana", days=30, may_answer=True, shows_names=True, shows_sensitive=True)
    opinion = second_opinions.begin_opinion(link)
    opinion.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("advisor"))
    return opinion


def test_an_advisor_can_open_the_question_pages_of_a_second_opinion_while_its_link_is_open(
    assessment: Assessment, alone: Alone
) -> None:
    opinion = opinion_on(assessment)
    unknown = browser("mine").get(reverse("assessments:tasks", args=["nowhere"]))

    def tried(verb: str, where: str, key: str) -> tuple[int, bool]:
        answer = getattr(browser(key), verb)(where)
        return answer.status_code, answer.content == unknown.content

    for pattern in OF_CASES:
        with alone(pattern.name):
            asked = ("post" if pattern.name in CHANGING else "get", address(pattern, opinion))
            opened = tried(*asked, "advisor")
            assert opened[0] in {200, 302} if pattern.name in ANSWERING else opened == (404, True)
            assert [tried(*asked, key) for key in ("mine", "", "another")] == [(404, True)] * 3
            ShareLink.objects.filter(opinions=opinion).update(revoked_at=opinion.created_at)
            assert tried(*asked, "advisor") == (404, True)


def test_someone_giving_a_second_opinion_cannot_open_the_comparison_itself(
    assessment: Assessment, alone: Alone
) -> None:
    for pattern in PERSONAL:
        with alone(pattern.name):
            opinion_on(assessment)
            verb = "post" if pattern.name in CHANGING else "get"
            assert getattr(browser("advisor"), verb)(address(pattern, assessment)).status_code == 404


def test_a_personal_page_is_not_cached_indexed_or_passed_on(assessment: Assessment, alone: Alone) -> None:
    for pattern in PERSONAL:
        with alone(pattern.name):
            verb = "post" if pattern.name in CHANGING else "get"
            answer = getattr(browser("mine"), verb)(address(pattern, assessment), {"path": "phd", "do": "hide"})
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Robots-Tag"] == "noindex, nofollow"
            assert answer["Referrer-Policy"] == "no-referrer"


def test_following_a_link_never_changes_anything(assessment: Assessment, alone: Alone) -> None:
    for pattern in (pattern for pattern in urls.urlpatterns if pattern.name in CHANGING):
        with alone(pattern.name):
            assert browser("mine").get(address(pattern, assessment)).status_code == 405


def test_an_option_from_another_case_is_not_found_under_mine(assessment: Assessment) -> None:
    other = Assessment.objects.exclude(pk=assessment.pk)[0].options.create(path="phd", uid="elsewhere")
    where = reverse("assessments:delete-option", args=[assessment.uid, other.uid])
    assert browser("mine").post(where).status_code == 404
    other.refresh_from_db()
    assert other.deleted_at is None


def test_only_fingerprints_of_keys_are_stored(live_ruleset: object, client: Client) -> None:
    client.post(reverse("assessments:start"))
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    uid = Assessment.objects.get().uid
    page = client.post(reverse("assessments:link", args=[uid])).content.decode()
    token = page.split("/return/")[1].split("/")[0]
    stored = str(list(AssessmentKey.objects.values_list("digest", flat=True)))
    assert cookie.value not in stored
    assert token not in stored
    assert key_digest(token) in stored
    assert token not in client.get(reverse("assessments:link", args=[uid])).content.decode()


def test_only_the_newest_private_link_opens_and_only_at_the_press_of_its_button(
    live_ruleset: object, client: Client
) -> None:
    client.post(reverse("assessments:start"))
    uid = Assessment.objects.get().uid
    pages = [client.post(reverse("assessments:link", args=[uid])).content.decode() for _ in range(2)]
    old, new = (reverse("assessments:return", args=[page.split("/return/")[1].split("/")[0]]) for page in pages)
    phone, tasks = browser(), reverse("assessments:tasks", args=[uid])
    assert phone.get(old).status_code == 404
    assert phone.get(new).status_code == 200
    assert phone.get(tasks).status_code == 404
    assert phone.post(new).status_code == 302
    assert phone.get(tasks).status_code == 200


def test_deleting_leaves_nothing_behind_and_removes_nothing_else(assessment: Assessment) -> None:
    mine = browser("mine")
    peers = reverse("assessments:question", args=[assessment.uid, "opt_peers"])
    mine.post(peers, {f"answer-{assessment.options.all()[0].uid}": "weak"})
    others = Assessment.objects.exclude(pk=assessment.pk)
    kept = (others.count(), Option.objects.filter(assessment__in=others).count())
    pk = assessment.pk
    assert mine.get(reverse("assessments:delete", args=[assessment.uid])).status_code == 200
    assert Assessment.objects.filter(pk=pk).exists()
    mine.post(reverse("assessments:delete", args=[assessment.uid]))
    for model in (Option, Answer, AnswerChange, AssessmentKey):
        assert not model._default_manager.filter(assessment_id=pk).exists()
    assert not Assessment.objects.filter(pk=pk).exists()
    assert kept == (others.count(), Option.objects.filter(assessment__in=others).count())
