"""The settings: none is required, a bad one gives one sentence, and they do what they promise."""

import os
import re
import runpy
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import global_settings, settings
from django.db.utils import ConnectionHandler
from django.test import Client

from careerpaths import env
from careerpaths.models import RulesetVersion
from tests.settings import READ_BY_SETTINGS

ROOT = Path(__file__).parent.parent.parent
HTTPS = {"HTTPS": "on", "SECRET_KEY": "k" * 60}
OTHERS = READ_BY_SETTINGS - {"VAR_DIR", "ENV_FILE"}  # tests have their own folder and no settings file


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in its own process with these settings and no others."""
    without = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return subprocess.run(  # noqa: S603 - the arguments are written in this file
        [sys.executable, *arguments],
        env={**without, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **variables: str) -> object:
    """The value of this expression over `settings` under these variables."""
    with pytest.MonkeyPatch.context() as environment:
        for name in OTHERS:
            environment.delenv(name, raising=False)
        for name, value in variables.items():
            environment.setenv(name, value)
        ours = runpy.run_path(str(ROOT / "careerpaths" / "settings.py"))
    found = SimpleNamespace(**{**vars(global_settings), **ours})
    return eval(expression, {"settings": found})  # noqa: S307 - written in this file


def test_a_vanished_database_is_noticed_and_the_operator_sets_how_soon() -> None:
    options = "{k: settings.DATABASES['default']['OPTIONS'].get(k) for k in ('connect_timeout', 'tcp_user_timeout')}"
    assert setting(options, DATABASE_URL="postgres://host/name") == {"connect_timeout": 5, "tcp_user_timeout": 5000}
    own = "postgres://host/name?tcp_user_timeout=9000"
    assert setting(options, DATABASE_URL=own) == {"connect_timeout": 5, "tcp_user_timeout": 9000}


# --- reading variables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "meant"), [("on", True), ("TRUE", True), ("1", True), ("no", False), ("0", False)])
def test_a_switch_is_read_in_any_usual_spelling(monkeypatch: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    monkeypatch.setenv("SWITCH", written)
    assert env.flag("SWITCH", default=not meant) is meant


@pytest.mark.parametrize("written", ["", "  "])
def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("SWITCH", written)
    assert env.flag("SWITCH", default=True) is True
    assert env.text("SWITCH", "default") == "default"


def test_a_list_of_names_may_have_spaces_and_a_trailing_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMES", "a.example, b.example ,")
    assert env.names("NAMES", "") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DEBUG", "perhaps"),
        ("HTTPS", "maybe"),
        ("HASHED_STATIC", "2"),
        ("LOG_LEVEL", "loud"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user:password@host/name"),
        ("DATABASE_URL", "postgres://user:password@host:port/name"),
        ("DATABASE_URL", "postgres://user:pass/word@host:5432/name"),
        ("DATABASE_URL", "sqlite:////dev/null/site.sqlite3"),
        ("CACHE_URL", "memcached://host"),
        ("CACHE_URL", "redis://:pass/word@host:6379/0"),
        ("CACHE_URL", "redis://user:password@host:port/0"),
        ("CACHE_URL", "redis://[host"),
        ("CACHE_URL", "redis://"),
        ("VAR_DIR", "/dev/null/var"),
        ("TIME_ZONE", "Mars/Base"),
        ("TIME_ZONE", "../etc"),
        ("TIME_ZONE", "Europe"),
        ("EMAIL_URL", "smtp://"),
        ("EMAIL_URL", "smtp+tls://user:password@host:99999"),
        ("EMAIL_URL", "post://user:password@host:25"),
        ("EMAIL_URL", "smtp://[host"),
        ("EMAIL_URL", "mail.example.org"),
    ],
)
def test_an_invalid_variable_is_named_in_one_line(variable: str, value: str) -> None:
    with pytest.raises(env.UnusableSetting) as refusal:
        setting("settings", **{variable: value})
    assert re.fullmatch(rf"{variable} .+\.", str(refusal.value))
    assert "password@" not in re.sub("user:password@host:(5432|587)", "", str(refusal.value))


def test_a_command_ends_with_only_that_line() -> None:
    done = python("manage.py", "migrate", "--plan", DATABASE_URL="nonsense")
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(r"DATABASE_URL .+\.\n", done.stderr)


def test_a_database_that_is_down_gives_one_line_from_any_command() -> None:
    done = python("manage.py", "load_ruleset", DATABASE_URL="postgres://user:password@127.0.0.1:1/name")
    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert done.stderr.count("\n") == 1
    assert "password" not in done.stderr


@pytest.mark.parametrize("variable", ["DATABASE_URL", "CACHE_URL"])
def test_the_server_does_not_start_with_such_a_variable_and_prints_no_password(variable: str, tmp_path: Path) -> None:
    given = {variable: "redis://user:known/to/us@host:port/0", "VAR_DIR": str(tmp_path)}
    server = ("--config", "scripts/gunicorn.py", "--bind", f"unix:{tmp_path}/site.sock", "careerpaths.wsgi")
    done = python("-m", "gunicorn", *server, **given)

    assert done.returncode != 0
    sentences = [
        line for line in done.stderr.splitlines() if not line.startswith("[")
    ]  # gunicorn's own lines have a time
    assert len(sentences) == 1
    assert re.fullmatch(rf"{variable} cannot be read\. .+\.", sentences[0])
    assert "known" not in done.stderr


# --- a file of settings ---------------------------------------------------------------------------------------


@pytest.fixture
def env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(os, "environ", os.environ.copy())  # everything the file sets is gone after the test
    file = tmp_path / "settings"
    monkeypatch.setitem(os.environ, "ENV_FILE", str(file))
    return file


def test_settings_are_read_from_a_file(env_file: Path) -> None:
    lines = ("# For this site", "", "A=1", " export B = two words ", "C='x # y'", 'D="', "E=", "F=a=b")
    env_file.write_text("\r\n".join(lines), "utf-8-sig")
    env.load("ENV_FILE", Path("unused"))
    assert [os.environ[name] for name in "ABCDEF"] == ["1", "two words", "x # y", '"', "", "a=b"]


def test_the_real_environment_wins_over_the_file_even_if_empty(env_file: Path) -> None:
    env_file.write_text("CONTACT_EMAIL=file@example.org\nTIME_ZONE=Europe/Berlin\nLOG_LEVEL=ERROR")
    os.environ |= {"CONTACT_EMAIL": "real@example.org", "TIME_ZONE": ""}
    env.load("ENV_FILE", Path("unused"))
    assert env.text("CONTACT_EMAIL", "") == "real@example.org"
    assert env.text("TIME_ZONE", "UTC") == "UTC"
    assert env.text("LOG_LEVEL", "") == "ERROR"


def test_the_default_file_is_read_if_no_other_is_named_and_may_be_missing(env_file: Path) -> None:
    del os.environ["ENV_FILE"]
    env.load("ENV_FILE", env_file)
    env_file.write_text("A=usual")
    env.load("ENV_FILE", env_file)
    assert os.environ["A"] == "usual"


@pytest.mark.parametrize("content", [b"A=1\nhunter2", b"A=1\n1A=hunter2", b"A=1\nA B=hunter2", b"A=1\nB=hunter2\0"])
def test_an_unreadable_line_is_named_by_its_number_and_not_repeated(env_file: Path, content: bytes) -> None:
    env_file.write_bytes(content)
    with pytest.raises(env.UnusableSetting, match=rf"^Line 2 of {env_file} .+ NAME=value\.$") as refusal:
        env.load("ENV_FILE", Path("unused"))
    assert "hunter2" not in str(refusal.value)


def test_an_unreadable_settings_file_gives_one_line_from_any_command(tmp_path: Path) -> None:
    (tmp_path / "not-a-text").write_bytes(b"\xff")
    for file in ("missing", "not-a-text", "."):
        done = python("manage.py", "check", ENV_FILE=str(tmp_path / file))
        assert done.returncode == 1
        assert re.fullmatch(r"The settings in .+ cannot be read\. .+ ENV_FILE\.\n", done.stderr)


def test_the_sites_settings_come_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("TIME_ZONE=Asia/Tokyo")
    code = "from careerpaths import settings; print(settings.TIME_ZONE)"
    assert python("-c", code, ENV_FILE=str(tmp_path / "settings")).stdout == "Asia/Tokyo\n"


# --- the secret key -------------------------------------------------------------------------------------------


def test_a_given_secret_key_is_used_and_not_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KEY", "given")
    assert env.secret("KEY", tmp_path / "key") == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_is_generated_once_and_kept_in_a_private_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    made = env.secret("KEY", file)

    assert len(made) >= 50
    assert env.secret("KEY", file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_processes_that_start_together_get_the_same_secret_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: env.secret("KEY", tmp_path / "key"), range(64)))

    assert len(set(made)) == 1
    assert made[0]


def test_an_empty_secret_key_file_is_not_an_empty_key(tmp_path: Path) -> None:
    (tmp_path / "key").touch()
    with pytest.raises(env.UnusableSetting, match=r"KEY is not set, and .* is empty"):
        env.secret("KEY", tmp_path / "key")


def test_a_secret_key_that_cannot_be_stored_gives_an_error() -> None:
    with pytest.raises(env.UnusableSetting, match=r"KEY is not set, and .* cannot be read or made"):
        env.secret("KEY", Path("/dev/null/key"))


# --- their promises -------------------------------------------------------------------------------------------


def test_the_site_starts_without_any_variable_and_without_debug_pages(tmp_path: Path) -> None:
    assert setting("settings.DEBUG, settings.HTTPS", VAR_DIR=str(tmp_path / "new")) == (False, False)
    assert (tmp_path / "new" / "secret-key").exists()


def test_with_https_cookies_and_addresses_are_secure() -> None:
    expression = (
        "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, "
        "settings.SECURE_HSTS_SECONDS > 0"
    )
    assert setting(expression, **HTTPS) == (True, True, True, True)
    assert setting(expression) == (False, False, False, False)
    names = "settings.BROWSER_KEY_COOKIE, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME"
    assert setting(names, **HTTPS) == ("__Host-browser_key", "__Host-sessionid", "__Host-csrftoken")


def test_a_redis_address_puts_the_cache_in_redis() -> None:
    expression = "settings.CACHES['default']['LOCATION']"
    assert setting(expression, CACHE_URL="redis://cache:6379/0") == "redis://cache:6379/0"


@pytest.mark.django_db
def test_sqlite_enforces_references_and_lets_readers_read_while_one_writes(tmp_path: Path) -> None:
    database = {**settings.DATABASES["default"], "NAME": str(tmp_path / "site.sqlite3")}
    if database["ENGINE"] != "django.db.backends.sqlite3":
        pytest.skip("the tests run on another database")
    connection = ConnectionHandler({"default": database})["default"]
    try:
        with connection.cursor() as cursor:
            found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]
            waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    finally:
        connection.close()

    assert found == ["wal", 1]
    assert waits == 20_000  # milliseconds


def test_django_admin_follows_the_content_security_policy(admin_client: Client, live_ruleset: RulesetVersion) -> None:
    inline = re.compile(
        r"<style\b|<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")"
        r"|<[a-z][^>]*\s(?:style|on[a-z]+)\s*=|=\s*[\"']javascript:",
        re.IGNORECASE,
    )
    change = f"/admin/careerpaths/rulesetversion/{live_ruleset.pk}/change/"
    for address in ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/", change):
        html = admin_client.get(address).text
        assert [found[0] for found in inline.finditer(html)] == [], address


def test_the_sign_in_of_django_admin_follows_the_content_security_policy(admin_client: Client) -> None:
    admin_client.logout()
    response = admin_client.get("/admin/login/")
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
    assert "<style" not in response.text
