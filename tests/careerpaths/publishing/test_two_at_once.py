"""Two people who publish or delete at the same moment, with two connections to the database."""

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.shortcuts import get_object_or_404
from django.test import Client

from careerpaths import publishing
from careerpaths.checking import reference_cases as reference
from careerpaths.models import ImpactReport, RulesetLogEntry, RulesetVersion
from careerpaths.publishing import PublishingError
from harness.factories import RulesetVersionFactory
from tests.careerpaths.admin.editing.forms import at, page
from tests.careerpaths.admin.members import EDIT, PUBLISH, address, signed_in, text

WAIT = 20  # seconds, at the most


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["the same draft", "two drafts"])
def test_when_two_publish_at_once_one_wins_and_the_other_gets_a_sentence(
    same: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = RulesetVersionFactory.create(live=True, version="1.0")
    drafts = [publishing.open_draft(live)]
    drafts.append(RulesetVersion.objects.get(pk=drafts[0].pk) if same else publishing.open_draft(live))
    together = Barrier(2)
    refusals: list[str] = []

    def check(ruleset: object) -> list[str]:
        together.wait(WAIT)  # both have seen which version is live, and neither has changed it
        return []

    monkeypatch.setattr(reference, "failures", check)

    def press(draft: RulesetVersion) -> None:
        try:
            publishing.publish(draft, note="Mine.")
        except PublishingError as error:
            refusals.append(str(error))
        finally:
            connection.close()

    presses = [Thread(target=press, args=[draft]) for draft in drafts]
    for one in presses:
        one.start()
    for one in presses:
        one.join(WAIT)

    (refusal,) = refusals
    assert refusal.endswith(".")
    assert RulesetVersion.objects.live().note == "Mine."
    assert RulesetVersion.objects.filter(state="retired").get() == live
    assert RulesetLogEntry.objects.filter(action="published").count() == 1


def form_of_decision(client: Client, where: str) -> dict[str, str]:
    form = client.get(where).context["form"]
    return {"note": "Mine.", "when": "now", "digest": form["digest"].value(), "live": form["live"].value()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["save", "publish", "impact", "delete_draft"])
def test_deleting_a_draft_while_somebody_else_acts_on_it_does_one_or_the_other(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = publishing.open_draft(RulesetVersionFactory.create(live=True, version="1.0"))
    one, other = signed_in(EDIT, name="ada"), signed_in(EDIT, PUBLISH, name="bob")
    away, where = address("delete_draft", draft), at(draft.pk, "about") if act == "save" else address(act, draft)
    sheet = page(other, where).put(**{"p0.title": "Another"}).data if act == "save" else {}
    sent = sheet if act in ("save", "impact") else form_of_decision(other, where)
    together, answers = Barrier(2), dict[str, Any]()

    def read_and_wait(*args: Any, **kwargs: Any) -> Any:
        found = get_object_or_404(*args, **kwargs)
        together.wait(WAIT)  # both have read the draft, and neither has changed it
        return found

    def press(name: str, client: Client, target: str, form: dict[str, Any]) -> None:
        try:
            answers[name] = client.post(target, form)
        finally:
            connection.close()

    presses = [("delete", one, away, form_of_decision(one, away)), ("act", other, where, sent)]
    monkeypatch.setattr("careerpaths.admin.frame.get_object_or_404", read_and_wait)
    threads = [Thread(target=press, args=each) for each in presses]
    for each in threads:
        each.start()
    for each in threads:
        each.join(WAIT)
    monkeypatch.undo()

    is_there = RulesetVersion.objects.filter(pk=draft.pk).exists()
    told = {name: text(answer) for name, answer in answers.items() if answer.status_code != 302}
    assert RulesetLogEntry.objects.filter(action="deleted").count() == (not is_there)
    if is_there:
        assert "This draft was changed" in told["delete"] or "Only a draft can be deleted." in told["delete"]
    else:
        assert not ImpactReport.objects.exists()
        assert all("has been deleted." in page for page in told.values())
    assert len(told) == (0 if act == "impact" and not told else 1)
