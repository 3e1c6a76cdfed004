"""People's own words on every page and in every file reorder nothing around them and can be told apart."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from assessments.access import COOKIE, key_digest, make_return_link
from assessments.advising import desk
from assessments.exports import as_calendar, as_csv, as_json, as_markdown, as_pdf
from assessments.exports.bundle import Bundle
from assessments.models import AssessmentKey, Comment, Consent, Decision, Invitation, Option, ShareLink
from assessments.questionnaire import options
from assessments.wording.names import CLOSE, OPEN, isolated, told_apart
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of
from harness.whole_site import ROUTES, Victim, make_victim

NAME = "جامعة 2027"  # ends in digits, which could swap places with a number that follows
HEBREW = re.compile(r"[\u0590-\u06ff]+")


@pytest.fixture
def owner(live_ruleset: RulesetVersion) -> tuple[Client, Victim]:
    """Somebody who writes everything from right to left, signed in as their own advisor and as an editor."""
    victim = make_victim(live_ruleset)
    a = victim.assessment
    a.options.create(name=NAME, path="phd", position=1)
    a.title = NAME
    a.save()
    Option.objects.update(name=NAME)
    a.leaning = a.options.all()[0]
    a.save()
    a.answers.create(question="initial_leaning", state="given", value="option_ref")
    Comment.objects.update(name=NAME, text=NAME, reply=NAME, option=a.options.all()[0])
    Decision.objects.update(choice=NAME, why=NAME, outcome=NAME)
    Consent.objects.update(mentee_name=NAME, shows_names=True, may_comment=True)
    Invitation.objects.update(label=NAME)
    ShareLink.objects.update(label=NAME, shows_names=True, may_comment=True, shows_sensitive=True)
    User.objects.filter(username="lee").update(is_superuser=True, is_staff=True)
    a.keys.create(kind=AssessmentKey.Kind.BROWSER, digest=key_digest("mine"))
    client = Client()
    client.force_login(User.objects.get(username="lee"), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies[COOKIE] = "mine"
    return client, victim


class Words(HTMLParser):
    """The words of a page and of its attributes, except those in a field or with their own direction."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._own: list[str] = []  # open elements inside one that has its own direction
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._own or given.get("dir") == "auto" or tag == "textarea":
            if tag not in {"input", "br"}:
                self._own.append(tag)
        elif tag != "input":
            self.found += [value or "" for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        if self._own and self._own[-1] == tag:
            self._own.pop()

    def handle_data(self, data: str) -> None:
        if not self._own:
            self.found.append(data)


def loose(html: str) -> list[str]:
    """The names on a page that could reorder the text next to them."""
    text = "\n".join(Words(html).found)
    return HEBREW.findall(re.sub(f"{OPEN}[^{CLOSE}]*{CLOSE}", "", text))


def test_a_right_to_left_name_reorders_nothing_on_any_page(owner: tuple[Client, Victim]) -> None:
    client, victim = owner
    _, invitation = desk.invite(User.objects.get(username="lee"), label=NAME, days=30)
    tokens = {"i": invitation, "return": make_return_link(victim.assessment)}
    pages, shown, faulty = 0, 0, {}
    for route in ROUTES:
        cache.clear()  # the rate limits are tested elsewhere
        token = tokens.get(route.pattern.split("/")[0], victim.tokens["may_answer"])
        answer = client.get(victim.path(route, token))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            pages += 1
            shown += NAME in answer.text
            found = [] if route.pattern.startswith("admin/auth/") else loose(answer.text)  # Django's own pages
            if found:
                faulty[route.pattern] = found
    assert faulty == {}
    assert pages > 80
    assert shown > 25, "the name must appear on the pages"


@pytest.mark.parametrize("name", ["PhD at X", "", "清华大学", "Łódź 2027", "(½) – «x»"])
def test_a_name_that_reorders_nothing_gets_no_mark(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize("name", [NAME, "אוניברסיטה", "MIT, جامعة", "٣"])
def test_a_right_to_left_name_is_isolated(name: str) -> None:
    assert isolated(name) == f"{OPEN}{name}{CLOSE}"


def test_options_with_the_same_name_get_letters_and_others_keep_their_names() -> None:
    assert told_apart(["PhD", "Job", "phd"]) == ["PhD (A)", "Job", "phd (C)"]
    assert told_apart(["PhD", "Job"]) == ["PhD", "Job"]


@pytest.fixture
def twins(live_ruleset: RulesetVersion) -> tuple[Client, Victim]:
    """Somebody with two options of the same name."""
    victim = make_victim(live_ruleset)
    victim.assessment.options.create(name="Twin", path="phd", position=1)
    Option.objects.update(name="Twin")
    return browser_of(victim.assessment), victim


@pytest.mark.parametrize("place", ["result", "options", "check", "what-if", "journal", "comments"])
def test_two_options_with_the_same_name_can_be_told_apart(twins: tuple[Client, Victim], place: str) -> None:
    client, victim = twins
    Comment.objects.update(option=victim.assessment.options.all()[0])
    text = client.get(address(victim.assessment, place)).text
    assert "Twin (A)" in text
    assert not re.search(r"\bTwin\b(?! \()", text)


def test_two_options_with_the_same_name_can_be_told_apart_in_every_file(twins: tuple[Client, Victim]) -> None:
    kept = Bundle(twins[1].assessment)
    assert kept.page.headline.count("Twin (") > 0
    for file in (as_markdown.write_markdown(kept).decode(), as_csv.write_csv(kept).decode(), as_pdf.html(kept)):
        assert "Twin (A)" in file
        assert "Twin (B)" in file


def test_typical_options_and_copies_are_numbered(twins: tuple[Client, Victim]) -> None:
    a = twins[1].assessment
    typical = [options.add_typical(a, "phd").name for _ in range(3)]
    assert typical == ["A typical PhD", "A typical PhD 2", "A typical PhD 3"]
    copies = [options.copied_option(a.options.all()[0]).name for _ in range(2)]
    assert copies == ["Copy of Twin", "Copy of Twin 2"]
    a.options.filter(name="A typical PhD 2").update(name="x" * 120)
    assert options.copied_option(a.options.get(name="x" * 120)).name.startswith("Copy of xxx")


def test_a_right_to_left_name_is_marked_only_where_it_helps(owner: tuple[Client, Victim]) -> None:
    """Sentences in Markdown need the marks, but programs read cells and the case format."""
    kept = Bundle(owner[1].assessment)
    assert f"{OPEN}{NAME}{CLOSE} (A)" in as_markdown.write_markdown(kept).decode()
    for plain in (as_csv.write_csv(kept), as_calendar.write_calendar(kept)):
        assert OPEN not in plain.decode()
    assert all(OPEN not in option["name"] for option in as_json.export_document(kept)["options"])
