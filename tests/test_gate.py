"""The tests give the same result on any machine, whatever was done on it before."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from tests.settings import READ_BY_SETTINGS, ROOT

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"


def settings_of_tests(expression: str, **variables: str) -> str:
    """The value of this expression over the tests' settings in a process with these variables."""
    code = f"import tests.settings as settings; print({expression})"
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], env=os.environ | variables, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_tests_keep_their_files_apart_from_the_sites() -> None:
    assert not Path(settings.VAR_DIR).is_relative_to(ROOT)
    assert settings.STATIC_ROOT.is_relative_to(settings.VAR_DIR)


def test_what_a_developer_set_or_collected_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    own = dict.fromkeys(READ_BY_SETTINGS, "on") | {"VAR_DIR": str(tmp_path), "DATABASE_URL": "postgres://elsewhere/own"}
    assert settings_of_tests("settings.STORAGES['staticfiles']['BACKEND']", **own) == PLAIN
    assert settings_of_tests("settings.HTTPS, settings.DEBUG, settings.APPROVAL", **own) == "False False False"


def test_the_folder_of_a_run_is_deleted_when_it_ends() -> None:
    assert not Path(settings_of_tests("settings.VAR_DIR")).exists()


ON_SERVICES = """
from contextlib import nullcontext
from types import SimpleNamespace
from harness import services
services.running = lambda durable: nullcontext((SimpleNamespace(url="postgres://"), SimpleNamespace(url="redis://")))
raise SystemExit(services.main(COMMAND))
"""
CLEANS_UP = """
import time
try:
    print("begun", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(0.5)  # longer than subprocess.run lets a command live that was interrupted
    print("cleaned up")
"""


def test_ctrl_c_lets_the_tests_on_other_services_clean_up() -> None:
    code = ON_SERVICES.replace("COMMAND", repr([sys.executable, "-c", CLEANS_UP]))
    run = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        start_new_session=True,
    )
    assert run.stdout
    assert run.stdout.readline() == "begun\n"
    os.killpg(run.pid, signal.SIGINT)
    said, errors = run.communicate()
    assert (said, errors) == ("cleaned up\n", "")
