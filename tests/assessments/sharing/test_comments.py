"""Comments: who may write them, what they may contain, and what the owner can do with them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Comment
from assessments.sharing import comments, links
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store

CASE = {
    "person": {"goal_role": "research_lead"},
    "options": [
        {"id": "a", "name": "PhD with Lee", "path": "phd", "answers": {}},
        {"id": "b", "name": "Job at Orchid", "path": "rc_nonprofit", "answers": {}},
    ],
}
MARKUP = '<script>alert("x")</script><b>bold</b> &amp; javascript:void(0)'


@pytest.fixture
def assessment(live_ruleset: RulesetVersion) -> Assessment:
    return store(live_ruleset, CASE)


def link_to(assessment: Assessment, **given: Any) -> str:
    _, token = links.make(assessment, label="Dana", days=30, **{"may_comment": True, **given})
    return token


def say(token: str, text: str, **given: str) -> Any:
    form = {"about": "result", "name": "", "text": text, **given}
    return Client().post(reverse("assessments:shared-comment", args=[token]), form)


def test_a_holder_with_permission_comments_and_the_owner_reads_it(assessment: Assessment) -> None:
    token = link_to(assessment)
    answer = say(token, "Ask Lee for two references.", name="Dana", about="a")
    assert answer["Location"] == reverse("assessments:shared", args=[token]) + "#comments"
    assert "Ask Lee for two references." in Client().get(reverse("assessments:shared", args=[token])).text
    owner = browser_of(assessment)
    assert "1 comment</a>" in owner.get(address(assessment, "result")).text
    page = owner.get(address(assessment, "comments")).text
    assert "Ask Lee for two references." in page
    assert "Dana, on PhD with Lee" in page


def test_a_holder_without_permission_has_no_form_and_no_way_to_comment(assessment: Assessment) -> None:
    token = link_to(assessment, may_comment=False)
    assert "Send the comment" not in Client().get(reverse("assessments:shared", args=[token])).text
    assert say(token, "Hello").status_code == 404
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"text": "   "}, "text", "Write a comment."),
        ({"text": "x" * 2001}, "text", "Write at most 2000 characters. This has 2001."),
        ({"text": "x", "name": "y" * 121}, "name", "Use at most 120 characters for the name."),
        ({"text": "x", "about": "another-option"}, "about", "Choose what the comment is about."),
    ],
)
def test_a_comment_that_cannot_be_saved_comes_back_as_it_was_typed(
    assessment: Assessment, given: dict[str, str], field: str, sentence: str
) -> None:
    answer = say(link_to(assessment), **given)
    assert answer.status_code == 422
    assert f'<a href="#id_{field}">{sentence}</a>' in answer.text
    assert f"\n{given['text']}</textarea>" in answer.text
    assert not Comment.objects.exists()


def test_a_comment_of_a_megabyte_is_refused_with_a_page(assessment: Assessment) -> None:
    answer = say(link_to(assessment), "x" * 1_000_001)
    assert answer.status_code == 413
    assert "That was too much at once" in answer.text


def test_markup_is_shown_as_it_was_typed_and_does_nothing(assessment: Assessment) -> None:
    token = link_to(assessment)
    say(token, MARKUP, name="<i>Dana</i>")
    owner = browser_of(assessment)
    pages = [
        owner.get(address(assessment, "comments")).text,
        Client().get(reverse("assessments:shared", args=[token])).text,
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<b>bold" not in page
        assert "<i>Dana" not in page
        assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;" in page


def test_invisible_characters_are_left_out() -> None:
    assert comments.clean("a\x00b\x1b[31mc\u202ed\r\ne\tf\ud800") == "ab[31mcd\ne\tf"


@pytest.mark.parametrize("other_link", [True, False])
def test_a_comment_is_not_shown_to_the_holders_of_other_links(assessment: Assessment, other_link: bool) -> None:
    first, second = link_to(assessment), link_to(assessment)
    say(first, "Between you and me")
    seen = Client().get(reverse("assessments:shared", args=[second if other_link else first])).text
    assert ("Between you and me" in seen) is not other_link


def change(assessment: Assessment, comment: Comment, **given: str) -> Any:
    return browser_of_once(assessment).post(address(assessment, "comment", str(comment.pk)), given)


def browser_of_once(assessment: Assessment) -> Client:
    assessment.keys.all().delete()
    return browser_of(assessment)


def test_the_owner_can_answer_hide_show_and_delete_comments(assessment: Assessment) -> None:
    token = link_to(assessment)
    say(token, "Have you asked about funding?")
    comment = assessment.comments.get()
    shared = reverse("assessments:shared", args=[token])
    change(assessment, comment, do="reply", reply="Yes, three years <3")
    assert "Yes, three years &lt;3" in Client().get(shared).text
    change(assessment, comment, do="hide")
    assert "Have you asked" not in Client().get(shared).text
    assert "Hidden: only you can see it." in browser_of_once(assessment).get(address(assessment, "comments")).text
    change(assessment, comment, do="show")
    assert "Have you asked" in Client().get(shared).text
    change(assessment, comment, do="reply", reply="")
    assert "Yes, three years" not in Client().get(shared).text
    change(assessment, comment, do="delete")
    assert not Comment.objects.exists()


def test_an_answer_that_is_too_long_comes_back_as_it_was_typed(assessment: Assessment) -> None:
    say(link_to(assessment), "Hello")
    answer = change(assessment, assessment.comments.get(), do="reply", reply="y" * 2001)
    assert answer.status_code == 422
    assert "y" * 2001 in answer.text


def test_a_comment_on_another_comparison_is_not_found_under_mine(assessment: Assessment) -> None:
    other = store(assessment.ruleset, CASE)
    comment = other.comments.create(text="Theirs")
    assert change(assessment, comment, do="delete").status_code == 404
    assert Comment.objects.filter(pk=comment.pk).exists()


def test_each_link_has_its_own_limit_on_comments(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "MOST_COMMENTS", 1)
    token = link_to(assessment)
    assert say(link_to(assessment), "By somebody else").status_code == 302
    assert say(token, "First").status_code == 302
    assert say(token, "Second").status_code == 422


# --- start from this --------------------------------------------------------------------------------------------------


def take_over(token: str) -> tuple[Client, Any]:
    visitor = Client()
    return visitor, visitor.post(reverse("assessments:shared-copy", args=[token]), follow=True)


def test_starting_from_a_shared_result_copies_what_was_shown(live_ruleset: RulesetVersion) -> None:
    case = {**CASE, "person": {"goal_role": "research_lead", "mental_health_risk": "high"}}
    original = store(live_ruleset, case)
    before = (original.answers.count(), original.updated_at)
    visitor, page = take_over(link_to(original))
    assert "This is your own copy." in page.text
    copy = Assessment.objects.exclude(pk=original.pk).get()
    assert {answer.question for answer in copy.answers.all()} == {"goal_role"}
    assert [option.name for option in copy.options.all()] == ["Option A (PhD)", "Option B (Non-profit job)"]
    visitor.post(address(copy, "delete"))
    original.refresh_from_db()
    assert (original.answers.count(), original.updated_at) == before
    assert visitor.get(address(original, "tasks")).status_code == 404


def test_a_copy_keeps_every_answer_that_is_shown(assessment: Assessment) -> None:
    from assessments.demo import make_demo_cases

    make_demo_cases()
    demo = Assessment.objects.filter(is_demo=True)[0]
    token = link_to(demo, shows_names=True, shows_sensitive=True)
    _, page = take_over(token)
    copy = Assessment.objects.get(uid=page.request["PATH_INFO"].split("/")[2])
    assert copy.title == demo.title
    kept = [sorted((a.question, a.state, str(a.value)) for a in made.answers.all()) for made in (demo, copy)]
    assert kept[0] == kept[1]
    assert not copy.is_demo


def test_a_closed_link_gives_no_copy(assessment: Assessment) -> None:
    _, page = take_over("unknown")
    assert page.status_code == 404
    assert Assessment.objects.count() == 1


def test_a_comment_that_comes_too_late_is_not_lost(assessment: Assessment) -> None:
    """The link was closed, or got a passphrase, while somebody was writing."""
    closed, locked = link_to(assessment), link_to(assessment, passphrase="correct horse")
    links.revoke(assessment.links.get(passphrase=""))
    for token, status in ((closed, 404), (locked, 403)):
        answer = say(token, "Too late, but <b>well meant</b>.")
        assert answer.status_code == status
        given_back = re.search(r"<textarea[^>]* readonly[^>]*>(.*?)</textarea>", answer.text)
        assert given_back
        assert given_back[1] == "Too late, but &lt;b&gt;well meant&lt;/b&gt;."
    assert not Comment.objects.exists()


def test_the_list_of_sections_at_the_top_of_the_page_includes_the_comments(assessment: Assessment) -> None:
    page = Client().get(reverse("assessments:shared", args=[link_to(assessment)])).text
    assert page.index('href="#comments"') < page.index('id="ranking"') < page.index('id="comments"')
