"""People who see part of a comparison, and a record of everything that a visit can tell them."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.advising import desk as advising
from assessments.models import Assessment
from assessments.questionnaire import progress
from assessments.results import cache
from assessments.sharing import links
from careerpaths.analysing import analysed, glanced_at
from careerpaths.cache import Cache
from careerpaths.operations.sites import BY_CODE
from careerpaths.scoring.questionnaire import open_questions
from careerpaths.templatetags.kept import parts

FORM_TOKEN = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[\w-]+"')
BROWSER = {"User-Agent": "Mozilla/5.0"}


@dataclass(frozen=True)
class Recipient:
    """Somebody, and the addresses they can open."""

    client: Callable[[], Client]  # a browser that has opened nothing so far
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """What a recipient gets, and the work it took to produce it."""

    address: str
    body: list[str]
    headers: list[tuple[str, str]]
    cookies: list[str]
    queries: list[str]
    steps: list[str]

    def differs_in(self, other: "Visit") -> str:
        """The first difference, in words; nothing if there is none."""
        for part in fields(self):
            mine, others = getattr(self, part.name), getattr(other, part.name)
            if mine != others:
                pairs = zip_longest(mine, others)
                return f"{self.address}: {part.name}: {next(pair for pair in pairs if pair[0] != pair[1])}"
        return ""


def holder(assessment: Assessment) -> Recipient:
    _, token = links.make(assessment, label="Dana", days=30, may_comment=True, may_answer=True)
    names = ("shared", "shared-plan", "opinion-begin")
    addresses = [reverse(f"assessments:{name}", args=[token]) for name in names]
    return Recipient(lambda: Client(headers=BROWSER), tuple(addresses))


def advisor(assessment: Assessment, beside: Assessment) -> Recipient:
    """Somebody with an account, to whom two people show what is not sensitive."""
    lee = User.objects.create(username="lee", email="lee@example.org")
    invitation, _ = advising.invite(lee, label="Fellows", days=30)
    consents = [advising.agree(invitation, case, mentee_name="Sam", may_comment=True) for case in (assessment, beside)]
    cases = "&".join(f"case={consent.uid}" for consent in consents)
    desk, case = reverse("assessments:desk"), reverse("assessments:desk-case", args=[consents[0].uid])
    signed_in = Client(headers=BROWSER)
    signed_in.force_login(lee, backend=BY_CODE)
    beside_each_other = f"{reverse('assessments:desk-beside')}?{cases}"
    return Recipient(lambda: _with_the_cookies_of(signed_in), (desk, case, beside_each_other))


def second_opinion(assessment: Assessment) -> Recipient:
    """Somebody who answers the same questions in their own browser."""
    _, token = links.make(assessment, label="Kim", days=30, may_answer=True)
    browser = Client(headers=BROWSER)
    browser.post(reverse("assessments:opinion-begin", args=[token]))
    opinion = assessment.opinions.get()
    names = ("tasks", "check", "result", "plan", "what-if")
    addresses = [reverse(f"assessments:{name}", args=[opinion.uid]) for name in names]
    addresses.append(reverse("assessments:question", args=[opinion.uid, "opt_peers"]))
    return Recipient(lambda: _with_the_cookies_of(browser), tuple(addresses))


def _with_the_cookies_of(browser: Client) -> Client:
    same = Client(headers=BROWSER)
    same.cookies.update(browser.cookies)
    return same


def forget_everything() -> None:
    """Empty everything that this process has cached about comparisons."""
    for memory in (cache.analyses, cache.pages, progress._asked, parts):
        memory.clear()


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is asked of the engine and the cache meanwhile, and whether the cache had it."""
    done: list[str] = []
    get = Cache.get

    def noted_get(memory: Cache[Any], key: str, make: Callable[[], Any]) -> Any:
        done.append(f"{'had' if key in memory._values else 'lacked'} {key}")
        return get(memory, key, make)

    def noted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any, **options: Any) -> Any:
            done.append(name)
            return work(*given, **options)

        return run

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "get", noted_get)
        patch.setattr("assessments.results.cache.analysed", noted("analyse", analysed))
        patch.setattr("assessments.results.cache.glanced_at", noted("glance", glanced_at))
        patch.setattr("assessments.questionnaire.progress.open_questions", noted("ask", open_questions))
        yield done


def seen_by(recipient: Recipient, monkeypatch: pytest.MonkeyPatch) -> list[Visit]:
    """Everything in the responses and on the way to them, on a first and a second visit to a fresh process."""
    forget_everything()
    client, seen = recipient.client(), []
    for where in recipient.addresses * 2:
        with work(monkeypatch) as steps, CaptureQueriesContext(connection) as queries:
            answer = client.get(where)
        assert answer.status_code == 200, where
        cookies = [str(cookie).replace(cookie.value, "") for cookie in answer.cookies.values()]
        headers = sorted((name, value) for name, value in answer.headers.items() if name != "X-Request-ID")
        body = FORM_TOKEN.sub("", answer.text).splitlines()
        seen.append(Visit(where, body, headers, cookies, [query["sql"] for query in queries], steps))
    return seen
