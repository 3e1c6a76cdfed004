"""Free text from people is cleaned in one way, wherever it comes in."""

import inspect
import json

import pytest
from django import forms
from django.test import Client

from assessments.advising import forms as desk_forms
from assessments.exports import reading_back
from assessments.journal import forms as forms_journal
from assessments.models import NAME_LENGTH, Option
from assessments.questionnaire import forms as question_forms
from assessments.sharing import comment_forms
from assessments.sharing import forms as share_forms
from assessments.wording.typed import LineField, TextField, one_line, several_lines
from careerpaths.models import RulesetVersion
from harness.stored import address, browser_of, store

MODULES = [question_forms, comment_forms, desk_forms, forms_journal, share_forms]
OTHER_TEXT = {"ShareForm.passphrase"}  # a secret
NASTY = "Lab\u202e of\x07\u2066 the\r\nfuture\u2029\t "


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (NASTY, "Lab of the future"),
        ("a\x00b", "ab"),
        ("  a \u00a0\u3000 b  ", "a b"),
        ("\u202e\u2069", ""),
        ("\u200b\u200d\u00ad", ""),
        ("清华大学 \N{MAN}\u200d\N{MICROSCOPE}", "清华大学 \N{MAN}\u200d\N{MICROSCOPE}"),
        ("جامعة القاهرة\u200f", "جامعة القاهرة\u200f"),
        ("é e\u0301", "é e\u0301"),
    ],
)
def test_a_name_keeps_its_visible_characters_on_one_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_a_longer_text_keeps_its_lines_and_loses_invisible_characters() -> None:
    assert several_lines("\r\none\u202e\r\n\ttwo\x1b[31m\rthree\x00\n") == "one\n\ttwo[31m\nthree"


def test_every_form_cleans_the_text_it_accepts() -> None:
    classes = {c for module in MODULES for _, c in inspect.getmembers(module, inspect.isclass)}
    fields = {
        f"{c.__name__}.{name}": field
        for c in classes
        if issubclass(c, forms.Form)
        for name, field in c.base_fields.items()
        if type(field) is forms.CharField or isinstance(field, LineField | TextField)
    }
    assert len(fields) > 8
    assert {name for name, field in fields.items() if type(field) is forms.CharField} == OTHER_TEXT


def test_a_label_without_visible_characters_is_asked_for_again() -> None:
    form = share_forms.ShareForm({"label": "\u202e\u200b", "days": "30"})
    assert form.errors["label"] == ["Enter who the link is for, so that you can tell your links apart."]


def test_a_name_is_measured_after_cleaning() -> None:
    form = share_forms.ShareForm({"label": "\u202e" + "x" * NAME_LENGTH, "days": "30"})
    assert form.is_valid(), form.errors


def test_an_import_cleans_what_a_form_would_clean(live_ruleset: RulesetVersion) -> None:
    decision = {"choice": NASTY, "why": NASTY, "outcome": NASTY}
    options = [{"id": "a", "name": NASTY, "path": "phd"}]
    file = json.dumps({"title": NASTY, "options": options, "journal": {"decisions": [decision]}})
    made = reading_back.read_export(file).assessment
    entry = made.decisions.get()
    assert [made.title, entry.choice, made.options.get().name] == ["Lab of the future"] * 3
    assert [entry.why, entry.outcome] == ["Lab of the\nfuture"] * 2


def test_naming_an_option_and_a_comparison_cleans_the_name(live_ruleset: RulesetVersion) -> None:
    made = store(live_ruleset, {"person": {}, "options": []})
    owner: Client = browser_of(made)
    owner.post(address(made, "options"), {"name": NASTY, "path": "phd"})
    owner.post(address(made, "rename"), {"title": NASTY})
    made.refresh_from_db()
    assert [Option.objects.get().name, made.title] == ["Lab of the future"] * 2
