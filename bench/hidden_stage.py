"""Comparisons that differ in one hidden answer, and the people who may see the rest."""

from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from assessments.access import BROWSER, COOKIE, key_digest
from assessments.advising import desk
from assessments.models import Assessment
from assessments.questionnaire import progress
from assessments.questionnaire.answers import NewAnswer, checked_answer, fill, save_answer
from assessments.results import cache
from assessments.sharing import links, second_opinions
from bench.cases import demo_cases
from careerpaths import analysing
from careerpaths.models import RulesetVersion
from careerpaths.operations.sites import BY_CODE
from careerpaths.scoring.answers import read_case
from careerpaths.scoring.findings.analysis import analyse
from careerpaths.scoring.parts.questions import Question
from careerpaths.templatetags.kept import parts

NUMBERS = (0, 3, 12, 36)
DRAWS = 200  # a difference would show more clearly than among 10,000, and a run is shorter
OWNER, TRIED = "owner", 1  # position of the answer that the copy's owner tries


def sensitive_questions() -> list[Question]:
    """Set up the database. Returns the questions whose answers a link can hide."""
    setattr(analysing, "analyse", partial(analyse, draws=DRAWS))  # noqa: B010 - the module does not export it
    call_command("migrate", verbosity=0)
    call_command("load_ruleset", verbosity=0, stdout=StringIO())
    return [question for question in RulesetVersion.objects.live().ruleset.questions if question.sensitive]


class Stage:
    """This many owners, each with a recipient of every kind."""

    def __init__(self, question: Question, comparisons: int) -> None:
        values: list[Any] = [None, *(question.choice_ids or NUMBERS)]
        self.question, self.values = question, values
        chosen = [values[n % len(values)] for n in range(comparisons)]
        self.answers = [str(value) for value in chosen]
        cases = [self._compared(value) for value in chosen]
        advisor, _ = User.objects.get_or_create(username="advisor", email="advisor@example.org")
        self.owners = [self._page(_browser(case, OWNER), "result", case.uid) for case in cases]
        self.readers: dict[str, list[Callable[[], None]]] = {
            "link": [self._by_link(case) for case in cases],
            "advisor's desk": [self._at_desk(case, advisor) for case in cases],
            "second opinion": [self._by_opinion(case) for case in cases],
            "copy": [self._by_copy(case) for case in cases],
        }

    def begin_round(self) -> None:
        """Start with a process that has cached only what the owners have just looked at."""
        for memory in (cache.analyses, cache.pages, progress._asked, parts):
            memory.clear()
        for look in self.owners:
            look()

    def _compared(self, value: Any) -> Assessment:
        live = RulesetVersion.objects.live()
        case = Assessment.objects.create(ruleset=live)
        document = demo_cases()[0]["case"]
        fill(case, read_case(live.ruleset, document))
        self._give(case, value)
        return case

    def _give(self, case: Assessment, value: Any) -> None:
        given = None if value is None else checked_answer(self.question, value, {})
        save_answer(case, [NewAnswer(question=self.question, option=None, value=given)])

    def _page(self, client: Client, name: str, *args: str) -> Callable[[], None]:
        where = reverse(f"assessments:{name}", args=args)

        def visit() -> None:
            status = client.get(where).status_code
            if status != 200:
                raise SystemExit(f"{name} answered {status}.")

        return visit

    def _by_link(self, case: Assessment) -> Callable[[], None]:
        _, token = links.make(case, label="bench", days=30)
        return self._page(_client(), "shared", token)

    def _at_desk(self, case: Assessment, advisor: User) -> Callable[[], None]:
        invitation, _ = desk.invite(advisor, label="bench", days=30)
        desk.close(invitation)
        consent = desk.agree(invitation, case, mentee_name="Sam")
        client = _client()
        client.force_login(advisor, BY_CODE)
        return self._page(client, "desk-case", consent.uid)

    def _by_opinion(self, case: Assessment) -> Callable[[], None]:
        link, _ = links.make(case, label="bench", days=30, may_answer=True)
        opinion = second_opinions.begin_opinion(link)
        return self._page(_browser(opinion, "friend"), "result", opinion.uid)

    def _by_copy(self, case: Assessment) -> Callable[[], None]:
        """The result of a copy in which its owner tries one of the answers."""
        _, token = links.make(case, label="bench", days=30)
        client = _client()
        where = client.post(reverse("assessments:shared-copy", args=[token])).headers["Location"]
        copy = Assessment.objects.get(uid=where.split("/")[2])
        self._give(copy, self.values[TRIED])
        return self._page(client, "result", copy.uid)


def _client() -> Client:
    return Client(headers={"User-Agent": "Mozilla/5.0"}, SERVER_NAME="localhost")


def _browser(case: Assessment, key: str) -> Client:
    case.keys.create(kind=BROWSER, digest=key_digest(key))
    client = _client()
    client.cookies[COOKIE] = key
    return client
