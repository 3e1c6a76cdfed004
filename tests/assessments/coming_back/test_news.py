"""What "My comparisons" shows: the options, and what others have added since the owner last looked."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from assessments.advising import desk
from assessments.models import Assessment
from assessments.questionnaire.progress import Progress
from assessments.sharing import comments, links, second_opinions
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, keep, store

CASE = {
    "person": {"goal_role": "research_lead"},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {}},
        {"id": "b", "name": "", "path": "rc_nonprofit", "answers": {}},
    ],
}
MINE, HOME = reverse("assessments:mine"), reverse("assessments:home")
GO_ON = "Continue where you were"


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]))


def test_the_list_names_the_options(assessment: Assessment) -> None:
    assessment.options.create(uid="c", name="Taken back", path="phd", position=2, deleted_at=assessment.created_at)
    said = words(browser_of(assessment).get(MINE).text)
    assert "PhD with Lee, " in said
    assert "Taken back" not in said


def test_a_comment_is_new_until_its_owner_has_read_it(assessment: Assessment) -> None:
    link, _ = links.make(assessment, label="Dana", days=30, may_comment=True)
    owner = browser_of(assessment)
    comments.say(assessment, name="", text="Is it so close?", option=None, by=link)
    assert "1 comment 1 new" in words(owner.get(MINE).text)
    owner.head(address(assessment, "comments"))
    assert " New " in words(owner.get(address(assessment, "comments")).text)
    assert " New " not in words(owner.get(address(assessment, "comments")).text)
    said = words(owner.get(MINE).text)
    assert "1 comment" in said
    assert "1 new" not in said


def test_a_second_opinion_is_announced_when_it_is_finished_and_new_until_it_is_read(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, _ = links.make(assessment, label="Dana", days=30, may_answer=True)
    opinion, owner = second_opinions.begin_opinion(link), browser_of(assessment)
    assert "Second opinion: Dana Not started" in words(owner.get(MINE).text)
    keep(opinion, None, {"goal_role": "research_lead"})
    assert " answered" in words(owner.get(MINE).text)
    monkeypatch.setattr(Progress, "minutes_left", 0)
    assert "Second opinion: Dana Finished, new to you" in words(owner.get(MINE).text)
    owner.get(address(assessment, "opinion", opinion.uid))
    assert "Second opinion: Dana Finished " in words(owner.get(MINE).text)
    Assessment.objects.get(pk=opinion.pk).save()
    assert "Finished, new to you" in words(owner.get(MINE).text)


def test_the_start_page_offers_to_continue_a_comparison_to_people_who_have_one(assessment: Assessment) -> None:
    assert GO_ON not in Client().get(HOME).text
    owner = browser_of(assessment)
    assert f'href="{address(assessment, "continue")}">{GO_ON}' in owner.get(HOME).text
    assert words(owner.get(MINE).text).count(GO_ON) == 1
    owner.post(address(assessment, "delete"))
    assert GO_ON not in owner.get(HOME).text


def test_the_result_leads_to_the_private_link(assessment: Assessment) -> None:
    assert address(assessment, "link") in browser_of(assessment).get(address(assessment, "result")).text


def test_the_desk_is_in_the_header_for_people_who_use_one(assessment: Assessment) -> None:
    lee, kim = (User.objects.create(username=name, email=f"{name}@example.org") for name in ("lee", "kim"))
    advisor, other = Client(), Client()
    advisor.force_login(lee, backend="django.contrib.auth.backends.ModelBackend")
    other.force_login(kim, backend="django.contrib.auth.backends.ModelBackend")
    link = f'<a href="{reverse("assessments:desk")}">Advisor desk</a></li>'
    assert link not in advisor.get(HOME).text
    desk.invite(lee, label="Fellows", days=30)
    for page in (HOME, reverse("careerpaths:method"), MINE):
        assert link in advisor.get(page).text.split("</header>")[0]
        assert link not in other.get(page).text.split("</header>")[0]
        assert link not in Client().get(page).text.split("</header>")[0]


def test_a_request_refused_before_the_visitor_is_known_has_a_header_too(assessment: Assessment) -> None:
    advisor = Client()
    advisor.force_login(User.objects.create(username="lee"), backend="django.contrib.auth.backends.ModelBackend")
    assert advisor.get(HOME, {"next": "\x00"}).status_code == 400


def test_taking_back_a_second_opinion_does_not_claim_that_a_comparison_was_deleted(assessment: Assessment) -> None:
    link, _ = links.make(assessment, label="Dana", days=30, may_answer=True)
    opinion = second_opinions.begin_opinion(link)
    page = browser_of(opinion).post(address(opinion, "delete"), follow=True).text
    assert "Your second opinion was taken back." in page
    assert "Your comparison was deleted" not in page
