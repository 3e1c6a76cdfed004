"""The decision journal keeps what people thought and compares it, kindly, with what happened."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from assessments.journal import decisions
from assessments.models import Assessment, Decision, SureAnswers
from assessments.questionnaire import options
from careerpaths.models import RulesetVersion
from harness.cases import FULL, PERSON
from harness.stored import address, browser_of, keep, store

TODAY = timezone.localdate()


@pytest.fixture
def case(live_ruleset: RulesetVersion) -> Assessment:
    offers = [
        {"id": "a", "name": "PhD at X", "path": "phd", "answers": FULL},
        {"id": "b", "name": "PhD at Y", "path": "phd", "answers": {**FULL, "opt_peers": "none"}},
    ]
    return store(live_ruleset, {"person": PERSON, "options": offers})


@pytest.fixture
def browser(case: Assessment) -> Client:
    return browser_of(case)


def write(browser: Client, case: Assessment, **sent: Any) -> str:
    return browser.post(address(case, "journal"), {"choice": "a"} | sent, follow=True).text


# --- writing --------------------------------------------------------------------------------------------------------


def test_an_entry_keeps_the_choice_the_reason_and_what_the_result_says(case: Assessment, browser: Client) -> None:
    day = TODAY + timedelta(days=180)
    page = write(browser, case, why="The mentor.", confidence="70", look_again_on=day.isoformat())
    decision = Decision.objects.get()
    assert (decision.option, decision.why, decision.confidence) == (case.options.get(uid="a"), "The mentor.", 70)
    assert decision.look_again_on == day
    assert decision.result_then.startswith("PhD at X comes out first")
    assert "Your decision is saved." in page
    assert "Confidence: 70 of 100." in page


def test_only_the_choice_is_needed_and_it_may_be_something_else(case: Assessment, browser: Client) -> None:
    page = write(browser, case, choice="other", other="A year off")
    decision = Decision.objects.get()
    assert (decision.option, decision.choice, decision.confidence, decision.look_again_on) == (
        None,
        "A year off",
        None,
        None,
    )
    assert "A year off" in page


def test_a_journal_holds_as_many_entries_as_an_import_accepts(case: Assessment, browser: Client) -> None:
    Decision.objects.bulk_create(Decision(assessment=case, choice="x") for _ in range(decisions.MOST_ENTRIES))
    page = write(browser, case, why="One more.")
    assert "The journal is full, with 100 entries. Delete one to make room." in page
    assert "One more." in page
    assert Decision.objects.count() == decisions.MOST_ENTRIES


def test_several_entries_are_listed_newest_first(case: Assessment, browser: Client) -> None:
    write(browser, case, choice="a")
    page = write(browser, case, choice="b")
    entries = page.split('class="entry"')[1:]
    assert "PhD at Y" in entries[0]
    assert "PhD at X" in entries[1]


@pytest.mark.parametrize(
    ("sent", "sentence", "field"),
    [
        ({"choice": ""}, "Choose one of your options, or something else.", "id_choice_0"),
        ({"choice": "zzz"}, "Choose one of your options, or something else.", "id_choice_0"),
        ({"choice": "other"}, "Say in a few words what you chose.", "id_other"),
        ({"choice": "other", "other": "x" * 121}, "Use at most 120 characters.", "id_other"),
        ({"why": "x" * 4001}, "Use at most 4000 characters. You used 4001.", "id_why"),
        ({"confidence": "101"}, "Enter a whole number from 0 to 100.", "id_confidence"),
        ({"confidence": "-1"}, "Enter a whole number from 0 to 100.", "id_confidence"),
        ({"confidence": "quite"}, "We cannot read “quite” as a number. Enter a whole number", "id_confidence"),
        ({"confidence": "0.8"}, "Did you mean 80? Enter a whole number from 0 to 100.", "id_confidence"),
        ({"look_again_on": "5/12/2031"}, "This can be read in two ways.", "id_look_again_on"),
        ({"look_again_on": "soon"}, "Enter a date as year, month and day, such as 2027-06-30.", "id_look_again_on"),
        ({"look_again_on": "2020-01-01"}, "Enter a date from tomorrow to", "id_look_again_on"),
        ({"look_again_on": "9999-12-31"}, "Enter a date from tomorrow to", "id_look_again_on"),
        ({"look_again_on": "2027-02-30"}, "Enter a date as year", "id_look_again_on"),
    ],
)
def test_an_error_appears_next_to_its_field_and_nothing_is_lost(
    case: Assessment, browser: Client, sent: dict[str, str], sentence: str, field: str
) -> None:
    answer = browser.post(address(case, "journal"), {"choice": "a", "why": "Because <b>so</b>.", **sent})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert answer.text.count(sentence) == 2
    assert f'id="{field}"' in answer.text
    for value in ({"why": "Because <b>so</b>."} | sent).values():
        assert not value or value == "zzz" or value.replace("<", "&lt;").replace(">", "&gt;") in answer.text
    assert not Decision.objects.exists()


def test_confidence_and_day_are_read_as_people_type_them(case: Assessment, browser: Client) -> None:
    day = TODAY + timedelta(days=40)
    write(browser, case, confidence="~80 %", look_again_on=f"{day.day}.{day.month}.{day.year}")
    entry = Decision.objects.get()
    assert (entry.confidence, entry.look_again_on) == (80, day)


@pytest.mark.parametrize(
    ("now", "tomorrow"),
    [("2026-12-05T06:00Z", "2026-12-05"), ("2026-12-05T06:00Z", "2026-12-06"), ("2026-12-05T11:30Z", "2026-12-07")],
    ids=["Honolulu", "London", "Kiritimati"],
)
def test_tomorrow_can_be_entered_in_every_time_zone(case: Assessment, browser: Client, now: str, tomorrow: str) -> None:
    with time_machine.travel(now):
        write(browser, case, look_again_on=tomorrow)
    assert str(Decision.objects.get().look_again_on) == tomorrow


def test_text_is_shown_as_plain_text(case: Assessment, browser: Client) -> None:
    write(browser, case, choice="other", other="<script>x</script>", why="<img src=x>\n\nSecond")
    entry = Decision.objects.get().pk
    for place in (address(case, "journal"), address(case, "journal-entry", str(entry))):
        page = browser.get(place).text
        assert "<script>x" not in page
        assert "<img" not in page


# --- looking again --------------------------------------------------------------------------------------------------


def test_on_the_day_the_list_of_comparisons_asks_for_a_review_until_it_is_written(
    case: Assessment, browser: Client
) -> None:
    day = TODAY + timedelta(days=180)
    write(browser, case, look_again_on=day.isoformat())
    assert "Look at it again" not in browser.get("/mine/").text
    with time_machine.travel(day):
        assert "Look at it again" in browser.get("/mine/").text
        assert "Time to look again" in browser.get(address(case, "journal")).text
        entry = address(case, "journal-entry", str(Decision.objects.get().pk))
        page = browser.post(entry, {"outcome": "It went well."}, follow=True).text
        assert "It went well." in page
        assert "Look at it again" not in browser.get("/mine/").text


def test_due_entries_come_only_from_the_given_comparisons(case: Assessment, live_ruleset: RulesetVersion) -> None:
    other = Assessment.objects.create(ruleset=live_ruleset)
    days = [date(2027, 3, 1), date(2027, 2, 1), date(2027, 4, 1)]
    made = [Decision.objects.create(assessment=case, choice="x", look_again_on=day) for day in days]
    Decision.objects.create(assessment=other, choice="y", look_again_on=days[0])
    Decision.objects.create(assessment=case, choice="done", look_again_on=days[0], outcome="fine")
    Decision.objects.create(assessment=case, choice="never")
    assert decisions.due([case], date(2027, 3, 1)) == [made[1], made[0]]
    assert decisions.due([], date(2027, 3, 1)) == []


def test_looking_again_compares_then_with_now_without_a_score(case: Assessment, browser: Client) -> None:
    case.leaning = case.options.get(uid="b")
    case.save()
    keep(case, None, {"initial_leaning": "option_ref"})
    write(browser, case, choice="b", why="It felt right.", confidence="60")
    then = Decision.objects.get().result_then
    case.answers.filter(option__uid="a", question="opt_mentor_research").update(value="none")
    case.answers.filter(option__uid="b", question="opt_peers").update(value="strong")
    page = browser.get(address(case, "journal-entry", str(Decision.objects.get().pk))).text
    for words in (
        "You leaned towards: PhD at Y.",
        then,
        "confidence 60 of 100",
        "It felt right.",
        "PhD at Y comes out first",
    ):
        assert words in page
    assert "What the result says today" in page
    assert "A good decision can turn out badly" in page


def test_an_unchanged_result_is_shown_once(case: Assessment, browser: Client) -> None:
    write(browser, case)
    page = browser.get(address(case, "journal-entry", str(Decision.objects.get().pk))).text
    assert "What the result says today" not in page


def test_what_happened_cannot_be_blank_and_can_be_changed(case: Assessment, browser: Client) -> None:
    write(browser, case)
    entry = address(case, "journal-entry", str(Decision.objects.get().pk))
    refused = browser.post(entry, {"outcome": "  "})
    assert refused.status_code == 422
    assert "Write a few words about what happened." in refused.text
    browser.post(entry, {"outcome": "First."})
    assert "\nFirst.</textarea>" in browser.get(entry).text
    browser.post(entry, {"outcome": "Second."})
    assert Decision.objects.get().outcome == "Second."


def test_an_entry_can_be_corrected_and_keeps_what_the_result_said(case: Assessment, browser: Client) -> None:
    write(browser, case, why="teh mentor")
    decision = Decision.objects.get()
    Decision.objects.update(look_again_on=date(2020, 1, 1), result_then="As it was.")
    edit = address(case, "journal-edit", str(decision.pk))
    assert "teh mentor" in browser.get(edit).text
    assert browser.post(edit, {"choice": "zzz"}).status_code == 422
    sent = {"choice": "b", "why": "The mentor.", "look_again_on": "2020-01-01"}
    assert browser.post(edit, sent).status_code == 302
    decision.refresh_from_db()
    assert (decision.why, decision.result_then, decision.look_again_on) == (
        "The mentor.",
        "As it was.",
        date(2020, 1, 1),
    )


def test_an_entry_is_deleted_after_confirmation(case: Assessment, browser: Client) -> None:
    write(browser, case)
    where = address(case, "journal-delete", str(Decision.objects.get().pk))
    assert "for good?" in browser.get(where).text
    assert Decision.objects.exists()
    browser.post(where)
    assert not Decision.objects.exists()


def test_an_entry_outlives_the_option_it_names(case: Assessment, browser: Client) -> None:
    write(browser, case)
    options.delete_option(case.options.get(uid="a"))
    entry = Decision.objects.get().pk
    assert "PhD at X" in browser.get(address(case, "journal-edit", str(entry))).text
    options.delete_option(case.options.get(uid="b"))
    assert "PhD at X" in browser.get(address(case, "journal")).text
    assert Decision.objects.get().choice == "PhD at X"


def test_an_entry_from_another_comparison_is_not_found(case: Assessment, browser: Client, live_ruleset: Any) -> None:
    other = Assessment.objects.create(ruleset=live_ruleset)
    entry = str(Decision.objects.create(assessment=other, choice="secret").pk)
    for name in ("journal-entry", "journal-edit", "journal-delete"):
        for number in (entry, "9" * 30):
            assert browser.get(address(case, name, number)).status_code == 404
            assert browser.post(address(case, name, number), {"outcome": "x"}).status_code == 404


# --- the four questions ---------------------------------------------------------------------------------------------


def sure(browser: Client, case: Assessment, moment: str, **sent: str) -> str:
    answers = {f"sure-{key}": value for key, value in sent.items()}
    return browser.post(address(case, "sure", moment), answers, follow=True).text


def test_they_are_asked_before_and_after_and_each_can_be_skipped(case: Assessment, browser: Client) -> None:
    assert "Before you look" in browser.get(address(case, "check")).text
    sure(browser, case, "before", sure="no", support="yes")
    before = SureAnswers.objects.get()
    assert (before.sure, before.understand, before.risks, before.support) == (False, None, None, True)
    page = sure(browser, case, "after", sure="yes")
    assert "Where do you stand now?" in page
    assert "Before you look" not in browser.get(address(case, "check")).text
    page = browser.get(address(case, "journal")).text
    assert "Your answers before and after the result" in page
    assert page.count("Not answered") == 5


def test_a_no_after_the_result_brings_an_offer_and_no_score(case: Assessment, browser: Client) -> None:
    page = sure(browser, case, "after", support="no", understand="yes", risks="yes", sure="yes")
    assert "Talk to somebody you trust." in page
    assert "Put what matters to you in order" not in page
    page = sure(browser, case, "after", understand="no", risks="no", sure="no")
    assert "Talk to somebody" not in page
    assert 'href="#find-out"' in page.split('id="sure"')[1]
    assert "You said no" not in sure(browser, case, "after", sure="yes")


def test_a_no_before_the_result_brings_no_offer(case: Assessment, browser: Client) -> None:
    assert "You said no" not in sure(browser, case, "before", sure="no")


def test_the_answers_from_before_stay_when_they_are_answered_after(case: Assessment, browser: Client) -> None:
    sure(browser, case, "before", sure="no")
    sure(browser, case, "after", sure="yes")
    assert "stay as they were" in sure(browser, case, "before", sure="yes")
    assert SureAnswers.objects.get(moment="before").sure is False


def test_clearing_all_four_leaves_no_trace(case: Assessment, browser: Client) -> None:
    sure(browser, case, "after", sure="no")
    sure(browser, case, "after")
    assert not SureAnswers.objects.exists()


def test_an_answer_other_than_yes_or_no_is_refused_with_a_sentence(case: Assessment, browser: Client) -> None:
    assert "Answer yes or no, or leave a question open." in sure(browser, case, "after", sure="perhaps")
    assert not SureAnswers.objects.exists()
    assert browser.post(address(case, "sure", "never")).status_code == 404


def test_deleting_the_comparison_deletes_its_journal(case: Assessment, browser: Client) -> None:
    write(browser, case)
    sure(browser, case, "after", sure="no")
    browser.post(address(case, "delete"))
    assert not Assessment.objects.exists()
    assert not Decision.objects.exists()
    assert not SureAnswers.objects.exists()


def test_a_time_is_shown_in_the_sites_time_zone_with_its_name(
    case: Assessment, browser: Client, settings: Settings
) -> None:
    settings.TIME_ZONE = "Pacific/Honolulu"
    Assessment.objects.filter(pk=case.pk).update(updated_at="2026-12-05T06:00Z", created_at="2026-12-05T06:00Z")
    page = browser.get("/mine/").text
    assert "Comparison begun on 4 December 2026, 20:00 HST" in page
    assert "last changed 4 December 2026, 20:00 HST" in page
