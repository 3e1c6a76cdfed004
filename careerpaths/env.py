"""Settings from the environment and `.env`. An invalid one fails with the variable's name and one sentence."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

THIS_MACHINE = "localhost,127.0.0.1,[::1]"  # names the site answers to unless ALLOWED_HOSTS says otherwise
TRUE, FALSE = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}


class UnusableSetting(ImproperlyConfigured):
    """One sentence that names the variable and says what to do. `manage.py` prints it without a traceback."""


LINE = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)", re.ASCII)


def load(name: str, usual: Path) -> None:
    """Read settings from the file named by this variable, or from the usual one if it exists.

    The real environment wins: a variable set in it keeps its value, even an empty one.
    """
    named = text(name, "")
    file = Path(named) if named else usual
    if not named and not file.exists():
        return
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:  # missing, not readable for us, or not text
        raise UnusableSetting(f"The settings in {file} cannot be read. Check the file, or {name}.") from error
    for number_of_line, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if not found or "\0" in line:  # the line may contain a password, so it is not repeated here
            raise UnusableSetting(f"Line {number_of_line} of {file} cannot be read. Write NAME=value.")
        os.environ.setdefault(found[1], _unquoted(found[2]))


def _unquoted(value: str) -> str:
    in_quotes = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if in_quotes else value


def unusable_database(error: Exception) -> str:
    """What to tell an operator whose database refused to connect: the first line of its reason, and where to look."""
    what = str(error).strip().partition("\n")[0]
    return f"The database cannot be used: {what}. Check that it runs, and DATABASE_URL."


def text(name: str, default: str) -> str:
    """The variable's text, or the default if it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """A switch: on or off."""
    value = text(name, "on" if default else "off").lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise UnusableSetting(f"{name} is {value!r}. Use on or off.")


def number(name: str, default: int, most: int, least: int = 0) -> int:
    """A whole number from `least` to `most`."""
    value = text(name, str(default))
    if value.isdecimal() and len(value) < 10 and least <= int(value) <= most:
        return int(value)
    raise UnusableSetting(f"{name} is {value!r}. Use a whole number from {least} to {most}.")


def zone(name: str, default: str) -> str:
    """A time zone by its name in the IANA database."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError) as error:  # an unknown name, or one that leads out of the folder
        raise UnusableSetting(f"{name} is {value!r}. Use a name such as Europe/Berlin, or UTC.") from error
    return value


def names(name: str, default: str) -> list[str]:
    """A list of names, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value in allowed:
        return value
    raise UnusableSetting(f"{name} is {value!r}. Use one of {', '.join(allowed)}.")


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(name: str) -> dict[str, Any]:
    """A mailer in Django's form, from an address such as `smtp+tls://user:password@host:587`.

    `console:`, the default, prints e-mail on standard output.
    """
    written = text(name, "console:")
    if written == "console:":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(written)
        usual = MAIL_PORTS[parts.scheme]
        host, port = parts.hostname or "", parts.port or usual
    except (KeyError, ValueError):
        host = ""
    if not host:  # the address may contain a password, so it is not repeated here
        raise UnusableSetting(f"{name} cannot be read. Use smtp+tls://user:password@host:587, or leave it out.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": host,
            "port": port,
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,  # seconds
        },
    }


def redis(name: str) -> str:
    """The address of a Redis, or nothing if the variable is unset."""
    written = text(name, "")
    try:
        parts = urlsplit(written)
        usable = parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
    except ValueError:  # the error may be about a character in the password
        usable = False
    if written and not usable:
        raise UnusableSetting(f"{name} cannot be read. Use redis://host:6379/0, or leave it out.")
    return written


def folder(name: str, path: Path) -> Path:
    """The folder named by the variable, created if it is missing."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableSetting(f"{name} needs the folder {path}, which cannot be made. Name another one.") from error
    return path


def secret(name: str, file: Path) -> str:
    """The variable's text; if it is unset, a random secret that is generated once and kept in a private file."""
    if value := text(name, ""):
        return value
    try:
        if not file.exists():
            _keep_new_secret(file)
        kept = file.read_text().strip()
    except OSError as error:
        raise UnusableSetting(
            f"{name} is not set, and {file} cannot be read or made. Set {name}, or give yourself access."
        ) from error
    if not kept:
        raise UnusableSetting(f"{name} is not set, and {file} is empty. Set {name}, or delete the file.")
    return kept


def _keep_new_secret(file: Path) -> None:
    """Write elsewhere, then link: processes that start together never see half of it, and all get the first one."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=".secret-") as new:  # readable by its owner only
        new.write(secrets.token_urlsafe(64))
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, file)
