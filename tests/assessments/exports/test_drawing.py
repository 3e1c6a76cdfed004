"""A worker draws the PDF once, from the comparison as it is now, for its owner only; it is deleted after a while."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from assessments.exports import as_pdf, drawing
from assessments.exports.bundle import Bundle
from assessments.exports.drawing import Stand
from assessments.models import Assessment, DrawnPdf
from careerpaths.models import RulesetVersion
from harness.background import QUEUED, cut_off, only_task, work
from harness.stored import address, browser_of, store
from tests.assessments.exports.test_exports import CASE

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes its connection
SECOND = timedelta(seconds=1)
PEOPLE, ROUNDS, WAIT = 6, 12, 20  # browsers that ask at once; rounds; the most seconds they wait
HTMX = {"HX-Request": "true"}


@pytest.fixture
def assessment(live_ruleset: RulesetVersion, settings: Any) -> Assessment:
    settings.TASKS = QUEUED
    return store(live_ruleset, CASE)


@pytest.fixture
def owner(assessment: Assessment) -> Client:
    return browser_of(assessment)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn; here a drawing takes no time and shows only its number."""
    drawn: list[str] = []

    def draw(html: str) -> bytes:
        drawn.append(html)
        return b"%%PDF %d" % len(drawn)

    monkeypatch.setattr(as_pdf, "pdf_of", draw)
    return drawn


def stand(assessment: Assessment) -> Stand:
    return drawing.stand_of(Bundle(assessment))


def change(assessment: Assessment, hours: int = 1) -> None:
    assessment.answers.filter(question="opt_mentor_hours").update(value=hours)


def later(time: timedelta) -> Any:
    return time_machine.travel(timezone.now() + time, tick=False)


def test_a_pdf_is_requested_drawn_by_a_worker_and_downloaded(assessment: Assessment, owner: Client) -> None:
    page = owner.get(address(assessment, "keep"))
    assert address(assessment, "export", "pdf") not in page.text
    assert f'action="{address(assessment, "pdf")}"' in page.text

    page = owner.post(address(assessment, "pdf"), follow=True)
    assert page.redirect_chain == [(address(assessment, "pdf"), 302)]
    assert "Waiting for its turn." in page.text
    work()
    assert address(assessment, "export", "pdf") in owner.get(address(assessment, "pdf")).text

    file = owner.get(address(assessment, "export", "pdf"))
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'attachment; filename="career-paths.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert "PhD with Lee" in PdfReader(BytesIO(file.content)).pages[0].extract_text()


def test_looking_at_the_page_requests_nothing(assessment: Assessment, owner: Client) -> None:
    answer = owner.get(address(assessment, "export", "pdf"))
    assert (answer.status_code, answer["Location"]) == (302, address(assessment, "pdf"))
    assert "The PDF has not been made yet." in owner.get(address(assessment, "pdf")).text
    assert owner.get(address(assessment, "pdf-progress"), headers=HTMX).status_code == 200
    assert not DBTaskResult.objects.exists()
    assert not DrawnPdf.objects.exists()


def test_a_finished_pdf_is_downloaded_at_once(assessment: Assessment, owner: Client, drawn: list[str]) -> None:
    owner.post(address(assessment, "pdf"))
    work()
    answer = owner.post(address(assessment, "pdf"))
    assert answer["Location"] == address(assessment, "export", "pdf")
    assert len(drawn) == 1


def test_many_requests_at_once_start_one_drawing(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    together, digest = Barrier(PEOPLE), as_pdf.digest

    def all_know_what_to_draw(html: str) -> str:
        together.wait(WAIT)
        return digest(html)

    def ask(_: int) -> None:
        try:
            drawing.ask_for_pdf(Bundle(Assessment.objects.get(pk=assessment.pk)))
        finally:
            connection.close()

    monkeypatch.setattr(as_pdf, "digest", all_know_what_to_draw)
    with ThreadPoolExecutor(PEOPLE) as people:
        for round_ in range(1, ROUNDS + 1):
            list(people.map(ask, range(PEOPLE)))
            assert DBTaskResult.objects.count() == round_
            DrawnPdf.objects.all().delete()


def test_an_outdated_file_is_not_handed_out(assessment: Assessment, owner: Client, drawn: list[str]) -> None:
    owner.post(address(assessment, "pdf"))
    work()
    change(assessment)
    assert owner.get(address(assessment, "export", "pdf"))["Location"] == address(assessment, "pdf")
    assert "Your comparison has changed since the PDF was made." in owner.get(address(assessment, "pdf")).text
    owner.post(address(assessment, "pdf"))
    work()
    assert owner.get(address(assessment, "export", "pdf")).content == b"%PDF 2"
    assert DrawnPdf.objects.count() == 1


def test_a_change_made_while_the_drawing_waits_is_in_the_pdf(assessment: Assessment, drawn: list[str]) -> None:
    drawing.ask_for_pdf(Bundle(assessment))
    change(assessment)
    work()
    assert stand(assessment) == Stand.READY
    assert len(drawn) == 1


def test_a_change_made_during_the_drawing_is_in_the_next_pdf(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = iter([b"first", b"second"])

    def draw(html: str) -> bytes:
        file = next(files)
        if file == b"first":
            change(assessment)
            drawing.ask_for_pdf(Bundle(assessment))
        return file

    monkeypatch.setattr(as_pdf, "pdf_of", draw)
    drawing.ask_for_pdf(Bundle(assessment))
    work()
    assert drawing.write_drawn(Bundle(assessment)) == b"second"
    tasks = DBTaskResult.objects.filter(task_path=drawing.draw_pdf.module_path)
    assert [task.status for task in tasks] == ["SUCCESSFUL"] * 2


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "patience"),
    [(DrawnPdf.State.WAITING, drawing.LONGEST_WAIT), (DrawnPdf.State.DRAWING, drawing.LONGEST_DRAWING)],
    ids=["no worker picks it up", "its worker was killed"],
)
def test_a_drawing_that_never_arrives_is_given_up_and_can_be_requested_again(
    assessment: Assessment, owner: Client, drawn: list[str], state: str, patience: timedelta
) -> None:
    owner.post(address(assessment, "pdf"))
    DrawnPdf.objects.update(state=state)
    with later(patience - SECOND):
        assert "<progress" in owner.get(address(assessment, "pdf")).text
        owner.post(address(assessment, "pdf"))
        assert DBTaskResult.objects.count() == 1
    with later(patience + SECOND):
        page = owner.get(address(assessment, "pdf"))
        assert "This takes longer than it should." in page.text
        assert "Try again" in page.text
        owner.post(address(assessment, "pdf"))
        work()
        assert owner.get(address(assessment, "export", "pdf")).content == b"%PDF 1"
    assert len(drawn) == 1


def test_a_drawing_that_fails_is_a_failed_task_and_the_page_says_so(
    assessment: Assessment, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(html: str) -> bytes:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(as_pdf, "pdf_of", fail)
        owner.post(address(assessment, "pdf"))
        work()
    assert only_task().status == "FAILED"
    assert "The PDF could not be made." in owner.get(address(assessment, "pdf")).text
    assert "Try again" in owner.get(address(assessment, "pdf-progress"), headers=HTMX).text
    owner.post(address(assessment, "pdf"))
    assert stand(assessment) == Stand.WAITING


@pytest.mark.parametrize("state", [DrawnPdf.State.WAITING, DrawnPdf.State.DRAWING])
def test_the_next_worker_of_that_name_reports_at_once_that_the_last_one_was_killed(
    assessment: Assessment, owner: Client, drawn: list[str], state: str
) -> None:
    owner.post(address(assessment, "pdf"))
    DrawnPdf.objects.update(state=state)
    cut_off()
    work()
    assert "The PDF could not be made." in owner.get(address(assessment, "pdf")).text
    owner.post(address(assessment, "pdf"))
    work()
    assert (stand(assessment), len(drawn)) == (Stand.READY, 1)


def test_a_worker_that_was_given_up_can_no_longer_change_anything(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(html: str) -> bytes:
        DrawnPdf.objects.all().delete()
        drawing.ask_for_pdf(Bundle(assessment))
        return b"too late"

    monkeypatch.setattr(as_pdf, "pdf_of", draw)
    drawing.ask_for_pdf(Bundle(assessment))
    drawing.draw_pdf.call(DrawnPdf.objects.get().pk)
    assert stand(assessment) == Stand.WAITING


def test_nothing_is_requested_without_the_libraries(
    assessment: Assessment, owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_pdf, "is_possible", lambda: False)
    assert owner.post(address(assessment, "pdf")).status_code == 503
    assert not DBTaskResult.objects.exists()
    assert address(assessment, "pdf") not in owner.get(address(assessment, "keep")).text


# --- how long it stays --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawn")
def test_a_file_is_removed_after_an_hour_and_no_longer_handed_out(assessment: Assessment, owner: Client) -> None:
    owner.post(address(assessment, "pdf"))
    work()
    with later(drawing.DRAWN_FOR - SECOND):
        work()
        assert owner.get(address(assessment, "export", "pdf")).status_code == 200
    with later(drawing.DRAWN_FOR + SECOND):
        assert owner.get(address(assessment, "export", "pdf"))["Location"] == address(assessment, "pdf")
        assert "The PDF has not been made yet." in owner.get(address(assessment, "pdf")).text
        work()
        assert not DrawnPdf.objects.exists()


@pytest.mark.usefixtures("drawn")
def test_a_file_is_deleted_with_its_comparison(assessment: Assessment, owner: Client) -> None:
    owner.post(address(assessment, "pdf"))
    work()
    owner.post(address(assessment, "delete"))
    assert not DrawnPdf.objects.exists()


def test_a_comparison_deleted_before_its_turn_is_not_drawn(
    assessment: Assessment, owner: Client, drawn: list[str]
) -> None:
    owner.post(address(assessment, "pdf"))
    owner.post(address(assessment, "delete"))
    work()
    assert only_task().status == "SUCCESSFUL"
    assert drawn == []


# --- following it -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawn")
def test_an_open_page_is_told_only_what_is_new(assessment: Assessment, owner: Client) -> None:
    def poll(shown: str) -> Any:
        return owner.get(address(assessment, "pdf-progress"), {"shown": shown}, headers=HTMX)

    owner.post(address(assessment, "pdf"))
    assert poll("waiting").status_code == 204
    DrawnPdf.objects.update(state=DrawnPdf.State.DRAWING)
    assert "Your PDF is being made." in poll("waiting").text
    DrawnPdf.objects.update(state=DrawnPdf.State.WAITING)
    work()
    assert "hx-get" not in poll("drawing").text
    assert "Download the PDF" in poll("drawing").text


def test_following_it_costs_few_queries(
    assessment: Assessment, owner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    owner.post(address(assessment, "pdf"))
    owner.get(address(assessment, "keep"))  # the first visit of a day is recorded
    with django_assert_max_num_queries(2):
        owner.get(address(assessment, "pdf-progress"), {"shown": "waiting"}, headers=HTMX)


def test_without_javascript_a_link_follows_it(assessment: Assessment, owner: Client) -> None:
    page = owner.post(address(assessment, "pdf"), follow=True).text
    assert f'<noscript><p><a href="{address(assessment, "pdf")}">' in page
    assert owner.get(address(assessment, "pdf-progress"))["Location"] == address(assessment, "pdf")


@pytest.mark.usefixtures("drawn")
def test_without_a_worker_it_is_downloaded_at_once(assessment: Assessment, owner: Client, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    assert address(assessment, "export", "pdf") in owner.get(address(assessment, "keep")).text
    assert owner.post(address(assessment, "pdf"), follow=True).content == b"%PDF 1"
    assert not DrawnPdf.objects.exists()
