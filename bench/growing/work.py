"""The measured work: requests from visitors, advisors and admins, and background work."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import repeat

from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from assessments.expiry import expire, unused
from bench.growing import people
from bench.growing.browsing import Browser
from bench.visiting.filling import choices, values
from careerpaths.impact import asking, reports
from careerpaths.models import RulesetVersion
from harness import SEED
from harness.forms import forms_of

QUESTION = "execution_skill"
BY_CODE, BY_PASSWORD = "assessments.accounts.by_code.CodeBackend", "django.contrib.auth.backends.ModelBackend"
LISTS = re.compile(r'href="(/admin/\w+/\w+/)"')
VERSIONS = "/admin/careerpaths/rulesetversion/"
THOUSAND = 1000
LEAVING, LEAVER = 10, 9  # the number of the person, in each group of this size, who deletes their data

Job = Callable[[], object]


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """One line of the table. Each job is run once and timed; preparing the next one is not timed."""

    name: str
    jobs: Iterator[Job]
    once: bool = False  # takes long or cannot be repeated
    people: int = THOUSAND  # people it is about: the time is given per thousand


def requests(stored: int, draft: RulesetVersion) -> Iterator[Work]:
    """Work that somebody waits for."""
    yield from _of_visitors(stored)
    yield from _of_account_holders(stored)
    yield from _of_admins(draft)


def background(stored: int, draft: RulesetVersion) -> Iterator[Work]:
    """Work that nobody waits for. Deleting comes last because it changes what is stored."""

    def compare() -> None:
        reports.cancel(draft)
        report = asking.ask_for_report(draft)
        reports.run(report.pk)
        report.refresh_from_db()
        if report.state != report.State.DONE:
            raise SystemExit(f"The comparison ended as {report.get_state_display()}. {report.fault}")

    yield Work(name="manage.py ruleset due", jobs=repeat(partial(_command, "ruleset", "due")))
    yield Work(name="manage.py demo, made before", jobs=repeat(partial(_command, "demo")))
    yield Work(name="manage.py expire --dry-run", jobs=repeat(partial(_command, "expire", "--dry-run")))
    yield Work(name="impact report, per 1,000 people", jobs=repeat(compare), once=True, people=stored)
    going = unused(timezone.now().date()).count()
    yield Work(name="expire, per 1,000 people deleted", jobs=repeat(expire), once=True, people=going)


def _command(*words: str) -> None:
    call_command(*words, stdout=StringIO())


# --- visitors -----------------------------------------------------------------------------------------------------


def _of_visitors(stored: int) -> Iterator[Work]:
    def somebody(so_many: int = 1) -> Iterator[int]:
        return _somebody(stored, so_many)

    def questions() -> Iterator[Job]:
        for person in somebody():
            browser, path = _browser_of(person), f"{_home(person)}q/{QUESTION}/"
            yield partial(browser.get, path)

    def answers() -> Iterator[Job]:
        for person in somebody():
            browser, path = _browser_of(person), f"{_home(person)}q/{QUESTION}/"
            data = _another_answer(browser.get(path))
            yield partial(browser.post, path, data)

    def lists() -> Iterator[Job]:
        for person in somebody():
            browser = _browser_of(person)
            yield partial(browser.get, "/mine/")

    def deletions() -> Iterator[Job]:
        for person in range(stored - stored % LEAVING + LEAVER - LEAVING, 0, -LEAVING):
            browser, path = _browser_of(person), f"{_home(person)}delete/"
            yield partial(browser.post, path, {})

    anybody, one, another = Browser(), next(somebody()), next(somebody(people.WITH_LINK))
    owner = _browser_of(one)
    yield Work(name="GET /healthz, which reads nothing", jobs=repeat(partial(anybody.get, "/healthz")))
    yield Work(name="GET /readyz", jobs=repeat(partial(anybody.get, "/readyz")))
    yield Work(name="start page", jobs=repeat(partial(anybody.get, "/")))
    yield Work(name="begin a comparison", jobs=repeat(partial(anybody.post, "/start/", {})))
    yield Work(name="a question", jobs=questions())
    yield Work(name="an answer that is saved", jobs=answers())
    yield Work(name="a result that is kept", jobs=repeat(partial(owner.get, f"{_home(one)}result/")))
    yield Work(name="a shared result", jobs=repeat(partial(anybody.get, f"/s/{people.token_of(another)}/")))
    yield Work(name="my comparisons, by the browser's key", jobs=lists())
    yield Work(name="delete one's own comparison", jobs=deletions())


def _somebody(stored: int, so_many: int) -> Iterator[int]:
    """Random people whose comparison is in use, each with the things that one in this many people has."""
    chance = random.Random(SEED)  # noqa: S311 - cases to measure, no secrets
    while True:
        person = so_many * chance.randint(1, stored // so_many)
        if person % people.UNUSED and person % LEAVING != LEAVER:
            yield person


def _home(person: int) -> str:
    return f"/a/p{person}/"


def _browser_of(person: int) -> Browser:
    return Browser(key=people.browser_key_of(person))


def _another_answer(page: str) -> dict[str, str]:
    form = next(form for form in forms_of(page) if not form.action)
    held = values(form)
    return {**held, "answer": next(one for one in choices(form)["answer"] if one != held["was"])}


# --- accounts -----------------------------------------------------------------------------------------------------


def _of_account_holders(stored: int) -> Iterator[Work]:
    def lists() -> Iterator[Job]:
        for person in _somebody(stored, people.WITH_ACCOUNT):
            user = User.objects.get(pk=people.account_of(person))
            browser = Browser(key=people.browser_key_of(person), user=user, backend=BY_CODE)
            yield partial(browser.get, "/mine/")

    def code(email: str) -> None:
        with redirect_stdout(StringIO()):  # where e-mail goes by default
            Browser().post("/account/", {"email": email})

    def codes(emails: Iterator[str]) -> Iterator[Job]:
        for email in emails:
            cache.clear()  # codes for one address are limited
            yield partial(code, email)

    known = (people.email_of(people.account_of(person)) for person in _somebody(stored, people.WITH_ACCOUNT))

    advisor = Browser(user=User.objects.get(pk=people.advisor_of(1)), backend=BY_CODE)
    yield Work(name="my comparisons, signed in", jobs=lists())
    yield Work(name="ask for a code to sign in", jobs=codes(known))
    yield Work(name="ask for a code, unknown address", jobs=codes(repeat("nobody@example.org")))
    yield Work(name="an advisor's desk", jobs=repeat(partial(advisor.get, "/desk/")))


# --- admins -------------------------------------------------------------------------------------------------------


def _of_admins(draft: RulesetVersion) -> Iterator[Work]:
    """Every list linked from the admin's home page, the newest entry of each, and every page of a draft."""
    admin = Browser(user=User.objects.get(is_superuser=True), backend=BY_PASSWORD)

    def page(path: str) -> Work:
        return Work(name=path.replace(f"/{draft.pk}/", "/DRAFT/"), jobs=repeat(partial(admin.get, path)))

    yield page("/admin/")
    for path in sorted(set(LISTS.findall(admin.get("/admin/")))):
        yield page(path)
        listed = admin.get(path)
        if 'name="q"' in listed:
            yield page(f"{path}?q=person-1777")
        newest = re.search(rf'href="({path}[^/"]+/change/)', listed)
        if newest and path != VERSIONS:
            yield _of_one(admin, newest[1])
    for path in _pages_of(admin, draft):
        yield page(path)
    yield Work(name="ask what a draft would change", jobs=_asking(admin, draft))


def _of_one(admin: Browser, path: str) -> Work:
    name = re.sub(r"[^/]+/change/$", "ONE/change/", path)
    return Work(name=name, jobs=repeat(partial(admin.get, path)))


def _pages_of(admin: Browser, draft: RulesetVersion) -> list[str]:
    """The version's home page, and every page it links to."""
    home = f"{VERSIONS}{draft.pk}/change/"
    own = re.findall(rf'href="({VERSIONS}{draft.pk}/[^"?#]+)"', admin.get(home))
    return [home, f"{VERSIONS}log/", *sorted(set(own) - {home})]


def _asking(admin: Browser, draft: RulesetVersion) -> Iterator[Job]:
    path = f"{VERSIONS}{draft.pk}/impact/"
    while True:
        reports.cancel(draft)
        yield partial(admin.post, path, {})
