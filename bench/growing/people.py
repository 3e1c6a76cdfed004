"""People with stored comparisons and everything that belongs to one: what a site stores after years.

People are numbered from 1. Each repeats the answers of one of a few hundred, so that rows are made as fast as they
are stored.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from assessments.access import key_digest
from assessments.models import (
    AdvisorNote,
    Answer,
    AnswerChange,
    AnswerState,
    Assessment,
    AssessmentKey,
    BrowserTransfer,
    Comment,
    Consent,
    Decision,
    Option,
    ShareLink,
    SureAnswers,
)
from careerpaths.models import RulesetVersion
from careerpaths.scoring.schema import PATHS
from harness import SEED
from harness.filling import FIELDS, OPTIONS, answers_of
from harness.writing import write

DIFFERENT = 500  # people, whose answers all others repeat
IN_ONE_TRANSACTION = 5_000  # people

# One person in this many ...
UNUSED = 49  # has not opened their comparison for two years; shares no factor with the other numbers
WITH_ACCOUNT = 20
WITH_LINK = 5
WITH_COMMENT = 10  # comes through a link, so a multiple of that
WITH_OPINION = 50  # as above
WITH_RETURN_LINK = 10
WITH_CONSENT = 20
WITH_DECISION = 10
WITH_TRANSFER = 100
WITH_TASK = 100  # for whom a background task ran
WITH_FAILED_SIGN_IN = 100

MENTEES = 20  # per advisor
WITH_DEVICE = 10  # one account in this many
FIRST_ACCOUNT = 1000  # primary key; administrators come before it

BROWSER, RETURN = AssessmentKey.Kind.BROWSER.value, AssessmentKey.Kind.RETURN.value
Row = tuple[object, ...]


def browser_key_of(person: int) -> str:
    return f"browser-{person}"


def token_of(person: int) -> str:
    """The token of a person's share link, if they have one."""
    return f"link-{person}"


def account_of(person: int) -> int:
    """The primary key of a person's account, if they have one."""
    return FIRST_ACCOUNT + person // WITH_ACCOUNT


def advisor_of(person: int) -> int:
    """The primary key of the account that advises a person."""
    return FIRST_ACCOUNT + 1 + person // (WITH_CONSENT * MENTEES)


def email_of(account: int) -> str:
    return f"person-{account}@example.org"


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """One of the people whose answers others repeat."""

    paths: Sequence[str]  # one for each option
    answers: Sequence[tuple[int | None, str, str, str | None]]  # position of the option, question, state, value


class People:
    """Fills a site step by step. Only this `share` of the answers is stored, for a small disk."""

    def __init__(self, live: RulesetVersion, share: float = 1.0) -> None:
        self.live = live
        self.models = [_model(live, n, share) for n in range(DIFFERENT)]
        self.stored = 0

    def grow(self, people: int) -> int:
        """Store more people until there are this many. Returns how many answers the new ones gave."""
        answers, above = 0, _greatest_key()
        for numbers in batched(range(self.stored + 1, people + 1), IN_ONE_TRANSACTION):
            with transaction.atomic():
                answers += _Lot(self, numbers, above - 2 * self.stored).store()
        self.stored = people
        _tidy()
        return answers


def _model(live: RulesetVersion, n: int, share: float) -> Model:
    chance = random.Random(SEED + n)  # noqa: S311 - cases to measure, no secrets
    options = [Option(pk=place, assessment_id=0, path=chance.choice(PATHS), position=place) for place in range(OPTIONS)]
    rows = [row for row in answers_of(live.ruleset, options, chance) if chance.random() < share]
    return Model(paths=[option.path for option in options], answers=[row[1:5] for row in rows])


def _greatest_key() -> int:
    """The greatest key so far, including demo cases and new comparisons; also fits options, three per comparison."""
    keys = [model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in (Assessment, Option)]
    return max(keys[0], keys[1] // OPTIONS)


def _tidy() -> None:
    """Continue the sequences after the keys we set. Run the housekeeping that PostgreSQL would do in time."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Assessment, Option, ShareLink, Consent, User]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")


class _Lot:
    """Some people, stored in one transaction."""

    def __init__(self, people: People, numbers: Sequence[int], above: int) -> None:
        self.people, self.numbers, self.above = people, numbers, above
        self.now = timezone.now()
        self.later, self.over = self.now + timedelta(days=300), self.now - timedelta(days=1)

    def every(self, so_many: int) -> Iterator[int]:
        return (person for person in self.numbers if person % so_many == 0)

    def key(self, person: int) -> int:
        """The key of a person's comparison; the next one belongs to a second opinion."""
        return self.above + 2 * person

    def model(self, person: int) -> Model:
        return self.people.models[person % DIFFERENT]

    def store(self) -> int:
        """Returns the number of answers."""
        self._accounts()
        ShareLink.objects.bulk_create(self._links())
        answers = self._comparisons()
        self._said()
        self._left_by_programs()
        return answers

    def _accounts(self) -> None:
        keys = [account_of(person) for person in self.every(WITH_ACCOUNT)]
        User.objects.bulk_create(
            User(pk=key, username=f"person-{key}", email=email_of(key), password="!")  # noqa: S106 - nobody's password
            for key in keys
        )
        EmailAddress.objects.bulk_create(
            EmailAddress(user_id=key, email=email_of(key), verified=True, primary=True) for key in keys
        )
        TOTPDevice.objects.bulk_create(TOTPDevice(user_id=key, name="phone") for key in keys if key % WITH_DEVICE == 0)
        Session.objects.bulk_create(
            Session(session_key=f"{word}{key}", session_data="x" * 250, expire_date=ends)
            for key in keys
            for word, ends in (("open", self.later), ("over", self.over))
        )

    def _links(self) -> Iterator[ShareLink]:
        for person in self.every(WITH_LINK):
            yield ShareLink(
                pk=person,
                assessment_id=self.key(person),
                label="my advisor",
                digest=key_digest(token_of(person)),
                may_comment=True,
                may_answer=True,
                expires_at=self.later,
            )

    # -- comparisons: most of the rows ----------------------------------------------------------------------------

    def _comparisons(self) -> int:
        fields = ("ruleset", "title", "details_opened", "is_demo", "created_at")
        own = ("id", "uid", "leaning", "owner", "opinion_on", "opinion_link", "updated_at", "last_used_on")
        write(Assessment, (*own, *fields), self._assessments())
        write(Option, ("id", "assessment", "uid", "seed", "name", "path", "position"), self._options())
        write(AssessmentKey, ("assessment", "kind", "digest", "created_at"), self._keys())
        answers = write(Answer, FIELDS, self._answers())
        write(AnswerChange, ("assessment", "option", "question", "answer", "at"), self._changes())
        return answers

    def _assessments(self) -> Iterator[Row]:
        day, moment = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
        then = moment(self.now)
        days = [day(self.now.date() - timedelta(days=n)) for n in range(1, 300)]
        long_ago = day(self.now.date() - timedelta(days=730))
        same = (self.people.live.pk, "", False, False, then)
        for person in self.numbers:
            key = self.key(person)
            used = days[person % len(days)] if person % UNUSED else long_ago
            owner = None if person % WITH_ACCOUNT else account_of(person)
            yield (key, f"p{person}", OPTIONS * key if person % 2 else None, owner, None, None, then, used, *same)
            if person % WITH_OPINION == 0:
                yield (key + 1, f"o{person}", None, None, key, person, then, used, *same)

    def _options(self) -> Iterator[Row]:
        for key, model in self._with_model():
            for place, path in enumerate(model.paths):
                yield OPTIONS * key + place, key, f"o{key}-{place}", f"o{place}", "", path, place

    def _keys(self) -> Iterator[Row]:
        then = connection.ops.adapt_datetimefield_value(self.now)
        for person in self.numbers:
            yield self.key(person), BROWSER, key_digest(browser_key_of(person)), then
            if person % WITH_RETURN_LINK == 0:
                yield self.key(person), RETURN, key_digest(f"return-{person}"), then
            if person % WITH_OPINION == 0:
                yield self.key(person) + 1, BROWSER, key_digest(f"friend-{person}"), then

    def _with_model(self) -> Iterator[tuple[int, Model]]:
        """Every comparison, including second opinions, by its key, with the model it repeats."""
        for person in self.numbers:
            yield self.key(person), self.model(person)
            if person % WITH_OPINION == 0:
                yield self.key(person) + 1, self.model(person + 1)

    def _answers(self) -> Iterator[Row]:
        then = connection.ops.adapt_datetimefield_value(self.now)
        for key, model in self._with_model():
            first = OPTIONS * key
            for place, question, state, value in model.answers:
                yield key, None if place is None else first + place, question, state, value, then

    def _changes(self) -> Iterator[Row]:
        """One change for each answer."""
        for key, option, question, state, value, then in self._answers():
            yield key, option, question, value if state == AnswerState.GIVEN else f'"{state}"', then

    # -- what others said, and what was written about a comparison ---------------------------------------------------

    def _said(self) -> None:
        comments = self.every(WITH_COMMENT)
        Comment.objects.bulk_create(
            Comment(assessment_id=self.key(person), link_id=person, text="Ask how often they meet.")
            for person in comments
        )
        mentees = list(self.every(WITH_CONSENT))
        Consent.objects.bulk_create(
            Consent(pk=person, advisor_id=advisor_of(person), assessment_id=self.key(person), mentee_name="A mentee")
            for person in mentees
        )
        AdvisorNote.objects.bulk_create(AdvisorNote(consent_id=person, text="Call in May.") for person in mentees)
        decided = list(self.every(WITH_DECISION))
        Decision.objects.bulk_create(
            Decision(
                assessment_id=self.key(person), option_id=OPTIONS * self.key(person), why="It was the best of them."
            )
            for person in decided
        )
        SureAnswers.objects.bulk_create(
            SureAnswers(assessment_id=self.key(person), moment=SureAnswers.Moment.AFTER, sure=True)
            for person in decided
        )

    # -- what programs leave behind ----------------------------------------------------------------------------------

    def _left_by_programs(self) -> None:
        BrowserTransfer.objects.bulk_create(
            BrowserTransfer(digest=key_digest(f"transfer-{person}"), browser_digest="0" * 64, expires_at=self.over)
            for person in self.every(WITH_TRANSFER)
        )
        AccessAttempt.objects.bulk_create(
            AccessAttempt(username=f"guess-{person}", ip_address="192.0.2.1", failures_since_start=1)
            for person in self.every(WITH_FAILED_SIGN_IN)
        )
        DBTaskResult.objects.bulk_create(
            DBTaskResult(
                status="SUCCESSFUL",
                args_kwargs={"args": [], "kwargs": {}},
                task_path="assessments.expiry.expire_unused",
                backend_name="default",
                run_after=self.over,
                finished_at=self.over,
            )
            for _ in self.every(WITH_TASK)
        )
