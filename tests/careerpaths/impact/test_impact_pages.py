"""The impact pages: who may open them, what they show, how the work is followed and stopped."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from assessments.demo import make_demo_cases
from careerpaths import publishing
from careerpaths.admin.impact.flow import HEIGHT, flow
from careerpaths.admin.impact.words import answer_name, of_hundred, people, points_in_words
from careerpaths.impact import asking, reports
from careerpaths.models import ImpactReport, RulesetVersion
from careerpaths.scoring.parsing import parse
from careerpaths.scoring.schema import PATHS
from harness.background import QUEUED
from harness.documents import document
from tests.careerpaths.impact.stored import JOB, PHD, Source, edit, jobs_before_phds, stored

NAME = "admin:careerpaths_rulesetversion_impact"
State = ImpactReport.State


def address(version: RulesetVersion, page: str = "") -> str:
    return reverse(NAME + page, args=[version.pk])


def staff(*permissions: str) -> Client:
    """Somebody who may sign in to the admin and has only these permissions."""
    user = User.objects.create_user(f"with-{'-'.join(permissions) or 'nothing'}", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


# --- permissions ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "see", "do"),
    [
        ((), 403, 403),
        (("view_rulesetversion",), 200, 403),
        (("change_rulesetversion",), 200, 302),
        (("publish_rulesetversion",), 200, 302),
    ],
)
def test_viewing_and_requesting_need_their_permissions(
    source: type[Source], draft: RulesetVersion, permissions: tuple[str, ...], see: int, do: int
) -> None:
    client = staff(*permissions)
    assert client.get(address(draft)).status_code == see
    assert client.get(address(draft, "_progress")).status_code in {see, 302 if see == 200 else see}
    assert client.post(address(draft)).status_code == do
    assert client.post(address(draft, "_cancel")).status_code == do
    assert ImpactReport.objects.exists() == (do == 302)


def test_nobody_else_gets_in(draft: RulesetVersion, client: Client) -> None:
    for page in ("", "_progress"):
        answer = client.get(address(draft, page))
        assert (answer.status_code, "/login/" in answer["Location"]) == (302, True)
    assert client.post(address(draft, "_cancel")).status_code == 302


def test_someone_with_view_permission_has_no_button(source: type[Source], draft: RulesetVersion) -> None:
    assert "Compare now" not in staff("view_rulesetversion").get(address(draft)).content.decode()


def test_looking_changes_nothing(source: type[Source], draft: RulesetVersion, admin_client: Client) -> None:
    admin_client.get(address(draft))
    admin_client.get(address(draft, "_progress"))
    assert admin_client.get(address(draft, "_cancel")).status_code == 405
    assert not ImpactReport.objects.exists()


def test_an_unknown_version_is_not_found(admin_client: Client) -> None:
    assert admin_client.get(reverse(NAME, args=[999])).status_code == 404


# --- what is shown --------------------------------------------------------------------------------------------


def test_the_page_shows_the_changes_as_numbers_a_chart_and_a_table(
    source: type[Source], draft: RulesetVersion, admin_client: Client
) -> None:
    edit(draft, jobs_before_phds)
    source.cases = [*(stored(PHD, JOB) for _ in range(12)), *(stored(PHD) for _ in range(3))]
    page = admin_client.post(address(draft), follow=True).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "people would get a different first option 12" in text
    assert "fewer than 5" in text
    assert "about 15" in text
    assert '<path class="flow-phd"' in page
    assert re.search(r'<td class="num heat-4">12</td>', page)
    assert "64 times" in text


def test_demo_cases_are_shown_with_their_options(draft: RulesetVersion, admin_client: Client) -> None:
    make_demo_cases()
    edit(draft, jobs_before_phds)
    page = admin_client.post(address(draft), follow=True).content.decode()
    assert "PhD with a strong supervisor" in page
    assert "The first option changes." in page


def test_the_page_says_that_a_report_on_a_changed_version_is_out_of_date(
    source: type[Source], draft: RulesetVersion, admin_client: Client
) -> None:
    admin_client.post(address(draft))
    assert "Out of date" not in admin_client.get(address(draft)).content.decode()
    edit(draft, jobs_before_phds)
    assert "Out of date" in admin_client.get(address(draft)).content.decode()


def test_the_page_says_that_no_worker_is_running(
    source: type[Source], draft: RulesetVersion, admin_client: Client
) -> None:
    assert "the newest 5,000" in admin_client.get(address(draft)).content.decode()


def test_the_live_version_is_not_compared(live_ruleset: RulesetVersion, admin_client: Client) -> None:
    page = admin_client.get(address(live_ruleset)).content.decode()
    assert "This is the live version" in page
    assert "Compare now" not in page
    assert "This is the live version" in admin_client.post(address(live_ruleset), follow=True).content.decode()


def test_a_page_with_a_result_makes_few_queries(
    source: type[Source], draft: RulesetVersion, admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    source.cases = [stored(PHD, JOB)] * 6
    admin_client.post(address(draft))
    with django_assert_max_num_queries(15):
        admin_client.get(address(draft))


# --- following and stopping -----------------------------------------------------------------------------------


@pytest.fixture
def waiting(source: type[Source], draft: RulesetVersion, settings: Any) -> RulesetVersion:
    """A draft whose comparison waits for a worker."""
    settings.TASKS = QUEUED
    source.cases = [stored(PHD, JOB)] * 8
    asking.ask_for_report(draft)
    return draft


def test_progress_is_shown_and_refreshed_with_and_without_javascript(
    waiting: RulesetVersion, admin_client: Client
) -> None:
    assert "Waiting for a worker" in admin_client.get(address(waiting)).content.decode()
    ImpactReport.objects.update(state=State.RUNNING, done=3, total=8, heartbeat_at=timezone.now())
    page = admin_client.get(address(waiting)).content.decode()
    assert "3 of 8 stored comparisons are done." in page
    assert f'hx-get="{address(waiting, "_progress")}" hx-trigger="every 1s"' in page
    assert f'<noscript><p><a href="{address(waiting)}">Check progress' in page
    part = admin_client.get(address(waiting, "_progress")).content.decode()
    assert 'max="8" value="3"' in part
    assert "<html" not in part


def test_an_open_page_reloads_when_the_work_is_done(waiting: RulesetVersion, admin_client: Client) -> None:
    reports.run(ImpactReport.objects.get().pk)
    answer = admin_client.get(address(waiting, "_progress"), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert admin_client.get(address(waiting, "_progress"))["Location"] == address(waiting)


def test_a_button_stops_the_work(waiting: RulesetVersion, admin_client: Client) -> None:
    page = admin_client.post(address(waiting, "_cancel"), follow=True).content.decode()
    assert "was cancelled, and nothing of it was kept" in page
    assert ImpactReport.objects.get().state == State.CANCELLED


def test_stopping_is_shown_until_the_worker_notices(waiting: RulesetVersion, admin_client: Client) -> None:
    ImpactReport.objects.update(state=State.RUNNING, heartbeat_at=timezone.now())
    page = admin_client.post(address(waiting, "_cancel"), follow=True).content.decode()
    assert "Stopping" in page
    assert address(waiting, "_cancel") not in page


def test_asking_twice_is_refused_with_a_sentence(waiting: RulesetVersion, admin_client: Client) -> None:
    assert "is under way. Wait for it" in admin_client.post(address(waiting), follow=True).content.decode()
    assert ImpactReport.objects.count() == 1


def test_a_failed_comparison_says_why_and_can_be_started_again(waiting: RulesetVersion, admin_client: Client) -> None:
    publishing.save_draft(waiting, {**waiting.document, "title": "Another"})
    reports.run(ImpactReport.objects.get().pk)
    page = admin_client.get(address(waiting)).content.decode()
    assert "changed before the work began" in page
    assert "Compare now" in page


# --- words and geometry ---------------------------------------------------------------------------------------


def test_counts_are_put_into_words() -> None:
    assert [people(shown) for shown in ({"n": 0}, {"n": 12345}, {"about": 20}, {"under": 5})] == [
        "0",
        "12,345",
        "about 20",
        "fewer than 5",
    ]
    shares = ({"n": 0}, {"n": 5}, {"about": 120}, {"under": 5}, {"n": 999}, {"n": 1000})
    assert [of_hundred(shown, {"n": 1000}) for shown in shares] == [
        "",
        "fewer than 1 of 100",
        "12 of 100",
        "",
        "more than 99 of 100",
        "100 of 100",
    ]
    assert [points_in_words(number) for number in (1.25, -3.04, 0.04, -0.04)] == ["+1.2", "\N{MINUS SIGN}3.0", "0", "0"]


def test_answers_are_named_as_people_saw_them() -> None:
    rules = parse(document())
    assert answer_name(rules, "opt_peers", '"not_sure"') == "Not sure"
    assert answer_name(rules, "opt_mentor_hours", "2.5") == "2.5"
    assert answer_name(rules, "gone", '["a", "b"]') == "a, b"


def test_the_thickness_of_the_bands_shows_how_many_people_and_none_is_lost() -> None:
    picture = flow(
        [
            {"from": "phd", "to": "rc_ra", "people": {"n": 90}},
            {"from": "rc_ra", "to": "phd", "people": {"n": 30}},
            {"from": "rc_ra", "to": "rc_ra", "people": {"under": 5}},
        ],
        [{"n": 0}] * len(PATHS),
        PATHS,
    )
    assert picture is not None
    phd, assistant = picture.before
    assert (phd.path, assistant.path, len(picture.bands)) == ("phd", "rc_ra", 3)
    assert phd.height == pytest.approx(3 * 30 / 31 * assistant.height, rel=0.03)
    assert max(bar.y + bar.height for bar in (*picture.before, *picture.after)) <= HEIGHT + 1
    assert flow([], [{"n": 0}] * len(PATHS), PATHS) is None


def test_one_of_a_hundred_looks_like_one_of_a_hundred() -> None:
    kept = [{"n": 990}, *[{"n": 0}] * (len(PATHS) - 1)]
    picture = flow([{"from": "phd", "to": "rc_ra", "people": {"n": 10}}], kept, PATHS)
    assert picture is not None
    (before,), (still, other) = picture.before, picture.after
    assert [band.stays for band in picture.bands] == [True, False]
    assert other.height < before.height / 50
    assert still.height == pytest.approx(0.99 * before.height, rel=0.02)


def test_a_page_that_waits_in_vain_says_that_no_worker_is_running(
    waiting: RulesetVersion, admin_client: Client
) -> None:
    assert "Waiting for a worker" in admin_client.get(address(waiting)).text
    ImpactReport.objects.update(created_at=timezone.now() - 2 * reports.SOON)
    assert "Start one with manage.py worker" in admin_client.get(address(waiting)).text


def test_without_a_queue_an_old_request_does_not_block_a_new_one(
    waiting: RulesetVersion, admin_client: Client, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    ImpactReport.objects.update(created_at=timezone.now() - 2 * reports.SOON)
    admin_client.post(address(waiting))
    assert ImpactReport.objects.filter(state=State.DONE).exists()
