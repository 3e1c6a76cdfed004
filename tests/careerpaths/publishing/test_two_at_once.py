"""Two people who publish at the same moment, with two connections to the database."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from careerpaths import publishing
from careerpaths.checking import reference_cases as reference
from careerpaths.models import RulesetLogEntry, RulesetVersion
from careerpaths.publishing import PublishingError
from harness.factories import RulesetVersionFactory

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
