"""Files that people download: complete, safe to open, and unchanged when they are imported again."""

import csv
import io
import json
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from assessments.access import COOKIE
from assessments.exports import as_calendar, as_csv, as_json, as_markdown, as_pdf, reading_back
from assessments.exports.bundle import Bundle
from assessments.models import Assessment, SureAnswers
from assessments.questionnaire import options
from assessments.views.keep import FORMATS
from assessments.wording.typed import one_line, several_lines
from careerpaths.models import RulesetVersion
from harness.factories import RulesetVersionFactory
from harness.stored import address, browser_of, store

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "  =1",
    "x;=1+1;y",
    "x,=1+1,y",
    "x\t@SUM(A1)",
    "one\r\n-2",
    "＝1+1",
    "x; ＋1",
    "－2",
    "＠SUM(A1)",
    "<script>x</script>",
    "# **b** [l](u)",
]
CASE: dict[str, Any] = {
    "person": {"goal_role": "research_lead", "tai_p10": 30, "mental_health_risk": "prefer_not_to_say"},
    "options": [
        {"id": "lee", "name": "PhD with Lee", "path": "phd", "answers": {"opt_mentor_hours": 4, "opt_peers": "strong"}},
        {"id": "job", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {"opt_peers": "not_sure"}},
    ],
}


def written(assessment: Assessment) -> dict[str, str]:
    """Every worded export of a comparison, as text."""
    kept = Bundle(assessment)
    return {
        "pdf": unescape(strip_tags(as_pdf.html(kept))),
        "markdown": as_markdown.write_markdown(kept).decode(),
        "csv": as_csv.write_csv(kept).decode("utf-8-sig"),
    }


def test_nothing_is_compared_for_a_role_without_a_ranking(live_ruleset: RulesetVersion) -> None:
    made = store(live_ruleset, CASE | {"person": {"goal_role": "other_role"}})
    value = f"{Bundle(made).page.options[0].result.value:.1f}"
    for name, text in written(made).items():
        assert "no ranking to offer" in " ".join(text.split()), name
        assert "of 100" not in text, name
        assert value not in text, name
        assert "options compare" not in text, name


def test_an_option_left_out_of_the_ranking_has_no_share_in_any_file(live_ruleset: RulesetVersion) -> None:
    barred = {"id": "b", "name": "Barred", "path": "rc_ra", "answers": {"opt_dealbreaker": "yes"}}
    made = store(live_ruleset, CASE | {"options": [CASE["options"][0], barred]})
    assert [option.first_share for option in Bundle(made).page.options] == ["", ""]
    for name, text in written(made).items():
        assert "of 100" not in text, name


def test_files_say_what_comes_first_by_the_persons_own_order(live_ruleset: RulesetVersion) -> None:
    order = ["safety", "sustainability", "people", "execution", "own_ideas", "communication"]
    made = store(live_ruleset, CASE | {"person": CASE["person"] | {"criteria_ranking": order}})
    said = Bundle(made).page.own_order
    assert said.startswith("By your own order of what matters, ")
    for name, text in written(made).items():
        assert said in " ".join(text.split()), name


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    made = store(live_ruleset, CASE)
    lee = made.options.get(uid="lee")
    made.title, made.leaning = "Lee or Orchid", lee
    made.save()
    decision = made.decisions.create(option=lee, why="The mentor.", confidence=70, look_again_on=date(2027, 5, 1))
    decision.decided_at = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    decision.save()
    made.sure_answers.create(moment=SureAnswers.Moment.BEFORE, sure=False, understand=True)
    return made


def exported(assessment: Assessment, form: str) -> Any:
    return browser_of(assessment).get(address(assessment, "export", form))


def named(assessment: Assessment, name: str) -> Bundle:
    """The comparison with its title and its first option renamed to this."""
    assessment.title = name[:120]
    assessment.save()
    assessment.options.filter(uid="lee").update(name=name)
    return Bundle(assessment)


# --- every file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("json", "application/json"),
        ("md", "text/markdown; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("semicolon.csv", "text/csv; charset=utf-8"),
        ("ics", "text/calendar; charset=utf-8"),
        ("pdf", "application/pdf"),
    ],
)
def test_a_file_comes_as_a_download_that_says_nothing_about_its_owner(
    assessment: Assessment, form: str, kind: str
) -> None:
    file = exported(assessment, form)
    assert file.status_code == 200
    assert file["Content-Type"] == kind
    assert file["Content-Disposition"] == f'attachment; filename="career-paths.{form}"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]


def test_the_page_offers_each_file_and_an_unknown_one_is_not_found(assessment: Assessment) -> None:
    page = browser_of(assessment).get(address(assessment, "keep")).text
    for form in FORMATS:
        assert address(assessment, "export", form) in page
    assert Client(headers={"Cookie": f"{COOKIE}=mine"}).get(address(assessment, "export", "exe")).status_code == 404


# --- JSON: out and in ----------------------------------------------------------------------------------------------


def test_the_command_and_the_api_read_an_exported_file(assessment: Assessment, tmp_path: Any) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(exported(assessment, "json").content)
    out = io.StringIO()
    call_command("evaluate", str(file), stdout=out)
    answer = Client().post(reverse("api:evaluate"), file.read_text(), content_type="application/json")
    assert answer.status_code == 200
    assert answer.json() == json.loads(out.getvalue())


def bring(text: str | bytes) -> Any:
    return Client().post(reverse("assessments:import"), {"text": text}, follow=True)


def test_export_import_export_gives_the_same_bytes(assessment: Assessment) -> None:
    first = as_json.write_json(Bundle(assessment))
    imported = reading_back.read_export(first)
    assert imported.left_out == []
    assert imported.assessment.pk != assessment.pk
    assert as_json.write_json(Bundle(Assessment.objects.get(pk=imported.assessment.pk))) == first


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=120)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=TEXT, why=TEXT, hours=st.integers(0, 40))
def test_everything_people_typed_comes_back_unchanged(
    live_ruleset: RulesetVersion, name: str, why: str, hours: int
) -> None:
    name, why = one_line(name), several_lines(why)
    option = {**CASE["options"][0], "name": name, "answers": {"opt_mentor_hours": hours}}
    assessment = store(live_ruleset, {**CASE, "options": [option]})
    assessment.decisions.create(why=why, choice=name)
    first = as_json.write_json(Bundle(assessment))
    again = reading_back.read_export(first).assessment
    assert as_json.write_json(Bundle(Assessment.objects.get(pk=again.pk))) == first


def test_an_upload_becomes_the_visitors_comparison(assessment: Assessment) -> None:
    visitor = Client()
    file = BytesIO(as_json.write_json(Bundle(assessment)))
    file.name = "career-paths.json"
    page = visitor.post(reverse("assessments:import"), {"file": file}, follow=True)
    assert "Your comparison is imported." in page.text
    copy = Assessment.objects.exclude(pk=assessment.pk).get()
    assert visitor.get(address(copy, "result")).status_code == 200
    assert Client().get(address(copy, "result")).status_code == 404


def test_an_imported_result_is_the_same_as_the_exported_one(assessment: Assessment) -> None:
    copy = reading_back.read_export(as_json.write_json(Bundle(assessment))).assessment
    values = [[option.result.value for option in Bundle(made).page.options] for made in (assessment, copy)]
    assert values[0] == values[1]


def test_a_file_from_an_older_published_version_keeps_that_version(assessment: Assessment) -> None:
    file = as_json.write_json(Bundle(assessment))
    RulesetVersion.objects.update(state="retired", retired_at=datetime.now(UTC))
    RulesetVersionFactory.create(live=True, version="2.0")
    assert reading_back.read_export(file).assessment.ruleset == assessment.ruleset


def test_a_file_with_unknown_rules_is_imported_under_todays_and_says_what_was_left_out(assessment: Assessment) -> None:
    document = as_json.export_document(Bundle(assessment))
    document["ruleset"]["digest"] = "0" * 64
    document["person"]["long_gone"] = "yes"
    document["options"][0]["answers"]["opt_peers"] = "no longer offered"
    page = bring(json.dumps(document))
    assert "Left out, because the rules have changed: person.long_gone" in page.text
    assert "options[0].answers.opt_peers" in page.text
    copy = Assessment.objects.exclude(pk=assessment.pk).get()
    assert copy.answers.filter(question="opt_mentor_hours").exists()
    assert not copy.answers.filter(question="long_gone").exists()


DEEP = '{"journal":' * 950 + "1" + "}" * 950


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Choose a file, or paste its text."),
        ("not json", "This is not JSON. Check that it is complete."),
        ('{"person": {"tai_p10": NaN}}', "person.tai_p10: A finite number is needed here."),
        ('{"person": {"tai_p10": 1e999}}', "person.tai_p10: A finite number is needed here."),
        (DEEP, "This is nested too deeply: at most 10 levels."),
        ('{"title": "a", "title": "b"}', "The key &quot;title&quot; appears twice in one place. Keep one of them."),
        ("[]", "A mapping of keys to values is needed here."),
        ('{"person": {}, "surprise": 1}', "surprise: This key is not known here."),
        ('{"format": "career-paths/2"}', "format: Use one of &#x27;career-paths/1&#x27;."),
        ('{"person": {"no_such": 1}}', "person.no_such: There is no such question."),
        ('{"title": "' + "x" * 121 + '"}', "title: The text is too long: at most 120 characters."),
        ('{"options": [{"id": "a", "path": "astronaut"}]}', "options[0].path: Use one of"),
        (
            '{"journal": {"decisions": [{"confidence": 101}]}}',
            "journal.decisions[0].confidence: The number must be 100",
        ),
        *(
            (json.dumps({"journal": {"decisions": [{"choice": "x", **given}]}}), f"journal.decisions[0].{sentence}")
            for given, sentence in (
                ({"look_again_on": "9999-12-31"}, "look_again_on: Use a date from 2020 to ten years ahead."),
                ({"look_again_on": "2019-12-31"}, "look_again_on: Use a date from 2020 to ten years ahead."),
                ({"look_again_on": "soon"}, "look_again_on: Write the date as YYYY-MM-DD."),
                ({"decided_at": "0001-01-01T00:00:00+14:00"}, "decided_at: Use a time from 2020 to today."),
                ({"outcome_at": "9999-12-31T23:59:59-12:00"}, "outcome_at: Use a time from 2020 to today."),
                ({"decided_at": "long ago"}, "decided_at: Write the time as YYYY-MM-DDTHH:MM:SSZ."),
                ({"choice": " "}, "choice: Say in a few words what you chose."),
                ({"option": "a"}, "option: There is no option with this id."),
            )
        ),
        (json.dumps({"options": [{"id": "a", "path": "phd", "name": "x" * 121}]}), "options[0].name: The text is too"),
        (json.dumps({"journal": {"decisions": [{"choice": "x"}] * 101}}), "journal.decisions: At most 100"),
        ('{"journal": {"leaning": "nobody"}}', "journal.leaning: There is no option with this id."),
        ('{"options": [{"id": "a", "path": "phd", "name": "x\\u0000y"}]}', "The text holds a NUL character."),
        ('{"title": "x\\u0000y"}', "The text holds a NUL character."),
        ('{"title": "x\\ud800y"}', "The text holds half of a character."),
    ],
    ids=lambda value: value[:40],
)
def test_an_unusable_file_gets_an_error_with_the_location_and_nothing_is_half_imported(
    live_ruleset: RulesetVersion, text: str, sentence: str
) -> None:
    answer = bring(text)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'id="id_text"' in answer.text
    assert not Assessment.objects.exists()


def test_an_entry_about_a_deleted_option_keeps_its_name_in_the_file(assessment: Assessment) -> None:
    chosen = assessment.options.get(name="PhD with Lee")
    assessment.decisions.create(option=chosen)
    Assessment.objects.filter(pk=assessment.pk).update(leaning=chosen)
    options.delete_option(chosen)
    assessment.refresh_from_db()
    document = as_json.export_document(Bundle(assessment))
    assert (document["journal"]["leaning"], document["journal"]["decisions"][-1]["option"]) == (None, None)
    assert document["journal"]["decisions"][-1]["choice"] == "PhD with Lee"
    assert bring(json.dumps(document)).status_code == 200


def test_pasted_text_is_still_there_after_an_error(live_ruleset: RulesetVersion) -> None:
    assert "{&quot;surprise&quot;: 1}</textarea>" in bring('{"surprise": 1}').text


# --- CSV, Markdown --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_csv_cell_is_a_formula_whatever_the_separator(assessment: Assessment, name: str, separator: str) -> None:
    assessment.decisions.update(why=name)
    kept = named(assessment, name)
    for file in (as_csv.write_csv(kept), as_csv.write_with_semicolons(kept)):
        rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=separator))
        starts = [cell.lstrip(" \u3000") for row in rows for cell in row]
        assert not [cell for cell in starts if cell and cell[0] in "=+-@＝＋－＠\t\r\n"]


@pytest.mark.parametrize("name", ["PhD at X", "Job; a good one", "well-being", "a, b - c", "x=y"])
def test_harmless_words_stay_as_they_are_in_the_csv(name: str) -> None:
    assert as_csv.safe(name) == name


def test_the_csv_with_semicolons_has_the_same_cells_and_decimal_commas(assessment: Assessment) -> None:
    kept = Bundle(assessment)
    commas = list(csv.reader(io.StringIO(as_csv.write_csv(kept).decode("utf-8-sig"))))
    semicolons = list(csv.reader(io.StringIO(as_csv.write_with_semicolons(kept).decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in (*commas, *semicolons)} == {len(as_csv.HEAD)}
    assert [row[:4] for row in semicolons] == [row[:4] for row in commas]
    numbers = [cell for row in commas[1:] for cell in row[4:]]
    assert [cell for row in semicolons[1:] for cell in row[4:]] == [cell.replace(".", ",") for cell in numbers]
    assert any("." in cell for cell in numbers)


@pytest.mark.parametrize("name", [*HOSTILE, "1. one", "a | b", "`x`", "two\nlines", "![i](http://x)", "a_b_c", "&lt;"])
def test_what_people_type_is_never_markup_in_markdown(assessment: Assessment, name: str) -> None:
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark").enable("table").render(as_markdown.write_markdown(named(assessment, name)).decode())
    for made in ("<script", "<a ", "<img", "<code", "<ol"):
        assert made not in html
    shown = (
        " ".join(name.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
    assert f"<h1>{shown}</h1>" in html
    assert f"<h3>A {shown}</h3>" in html or f"<h3>{shown}</h3>" in html


# --- calendar -------------------------------------------------------------------------------------------------


def test_the_calendar_has_the_phases_and_the_day_to_look_again(assessment: Assessment) -> None:
    events = Calendar.from_ical(as_calendar.write_calendar(Bundle(assessment))).walk("VEVENT")
    days = {str(event["summary"]): event.decoded("dtstart") for event in events}
    assert days["Look at my decision again"] == date(2027, 5, 1)
    assert days["My plan: Before applying"] == date(2026, 11, 2)
    assert days["My plan: Choosing a PhD"] == date(2027, 1, 1)
    assert not [title for title in days if "Lee" in title or "Orchid" in title]


def test_importing_the_calendar_again_updates_it_without_duplicates(assessment: Assessment) -> None:
    first, second = (as_calendar.write_calendar(Bundle(assessment)) for _ in range(2))
    assert first == second
    uids = [str(event["uid"]) for event in Calendar.from_ical(first).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 1


# --- PDF ------------------------------------------------------------------------------------------------------


def test_the_same_content_is_drawn_once(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(html: str) -> bytes:
        drawn.append(html)
        return b"%PDF"

    monkeypatch.setattr(as_pdf, "pdf_of", draw)
    assert as_pdf.write_pdf(Bundle(assessment)) == as_pdf.write_pdf(Bundle(assessment)) == b"%PDF"
    assert len(drawn) == 1


def test_the_page_says_so_where_a_pdf_cannot_be_made(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_pdf, "is_possible", lambda: False)
    answer = exported(assessment, "pdf")
    assert answer.status_code == 503
    assert "Print its page instead" in answer.text
    page = Client(headers={"Cookie": f"{COOKIE}=mine"}).get(address(assessment, "keep")).text
    assert address(assessment, "export", "pdf") not in page
