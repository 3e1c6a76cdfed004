"""Fixtures shared by the tests of several packages, and the guard for tests that need a browser."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import hypothesis
import pytest
from django.apps import AppConfig, apps
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from pytest_django import DjangoDbBlocker

from assessments.questionnaire.answers import memory_key
from careerpaths.cache import Cache
from careerpaths.models import RulesetVersion
from careerpaths.models.versions import digests
from careerpaths.scoring.answers import Case
from careerpaths.scoring.compiled import Compiled
from careerpaths.scoring.findings.analysis import Analysis, analyse
from harness.chromium import need_chromium
from harness.factories import RulesetVersionFactory
from tests.settings import KEPT_DATABASE


def pytest_collection_finish() -> None:
    """Imported modules stay until the end. Without this, storing a ruleset takes twice as long, because the garbage
    collector looks through everything again and again."""
    gc.collect()
    gc.freeze()


def pytest_configure() -> None:
    """The same examples in each run, and less garbage collection."""
    gc.set_threshold(20_000, 20, 20)
    slow = [hypothesis.HealthCheck.too_slow]  # a machine may be busy
    hypothesis.settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether a migrated database exists before the run."""
    return KEPT_DATABASE is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A test with a real server empties all tables when it ends; this restores what a migration put there."""
    kept = KEPT_DATABASE
    if kept and not kept.exists():
        with django_db_blocker.unblock():
            keep_database(kept)
    migration = import_module("careerpaths.migrations.0004_groups_and_first_entries")

    def make_groups(app_config: AppConfig, **kwargs: object) -> None:
        if app_config.label == "careerpaths":
            migration.make_groups(apps, None)

    post_migrate.connect(make_groups, weak=False)


def keep_database(file: Path) -> None:
    """Store this run's freshly migrated database under this name."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as folder:
        connection.cursor().execute("VACUUM INTO %s", [f"{folder}/made"])
        Path(folder, "made").replace(file)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test finds what another one left in the cache, or gets another ruleset with the same key."""
    forget()


def forget() -> None:
    cache.clear()
    digests.clear()


Alone = Callable[[object], AbstractContextManager[None]]


@pytest.fixture
def alone(db: None, subtests: pytest.Subtests) -> Alone:
    """Tries one of many things from the same start: what it stores is rolled back, and a failure names it."""

    @contextmanager
    def tried(thing: object) -> Iterator[None]:
        forget()
        with subtests.test(str(thing)), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return tried


@pytest.fixture(autouse=True)
def same_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses and seeds come in the same order in each test, so that no result depends on chance."""
    drawn = Random(0)
    drawing = SimpleNamespace(token_urlsafe=lambda size: drawn.randbytes(size).hex())
    monkeypatch.setattr("assessments.models.cases.secrets", drawing)


@pytest.fixture(scope="session", autouse=True)
def analyse_once() -> Iterator[None]:
    """The same case under the same rules is analysed once for all tests. The site's own cache is emptied as usual."""
    done: Cache[Analysis] = Cache(500)

    def analysed_before(compiled: Compiled, case: Case, *, confidence: bool) -> Analysis:
        key = memory_key(compiled, case, str(confidence))
        return done.get(key, lambda: analyse(compiled, case, confidence=confidence))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("careerpaths.analysing.analyse", analysed_before)
        yield


@pytest.hookimpl(tryfirst=True)  # before any fixture tries to start a browser
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        need_chromium()


SLOW = ("bench/", "tests/fuzz/", "tests/journeys/", "tests/faults/", "tests/serving/")
ON_EACH_DATABASE = (
    *(
        "fuzz/test_forms",
        "fuzz/test_addresses",
        "tests/test_whole_site_walk",
        "sent_twice/test_every_form",
    ),  # every address
    *("publishing/test_ruleset_version", "publishing/test_publishing", "publishing/test_approval_and_schedule"),
    *("publishing/test_two_at_once", "publishing/test_load_ruleset", "publishing/test_groups"),
    *("operations/test_background", "impact/test_impact", "publishing/test_deleting_a_draft"),
    *("impact/test_where_cases_come_from", "impact/test_life_of_a_report"),
    *("sent_twice/test_at_once", "sent_twice/test_another_form"),
    *("editing/test_two_admins", "assessments/test_nightly", "access/test_accounts_in_admin"),
    *(
        "coming_back/test_claims",
        "assessments/test_expiry",
        "coming_back/test_returning",
        "questionnaire/test_autosave",
    ),
    *("sharing/test_comments", "advising/test_desk", "exports/test_drawing", "coming_back/test_news"),
    "questionnaire/test_option_addresses",
    "assessments/test_api",
)
"""Files whose tests a database can break, because it locks, refuses, sorts or counts in its own way."""


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On a second database, only read the files that a database can break."""
    if "TEST_DATABASE_URL" not in os.environ or collection_path.suffix != ".py":
        return None
    return f"{collection_path.parent.name}/{collection_path.stem}" not in ON_EACH_DATABASE


@pytest.hookimpl(trylast=True)  # after pytest-django has moved the tests that empty the tables to the end
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take minutes start first, so that no process is left alone with them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


@pytest.fixture
def live_ruleset(db: None) -> RulesetVersion:
    """The shipped ruleset, live."""
    version: RulesetVersion = RulesetVersionFactory.create(live=True, version="1.0")
    return version
