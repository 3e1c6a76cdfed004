"""Settings from the environment. What cannot be read fails with the variable's name and one sentence."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "on", "true", "yes"}, {"0", "off", "false", "no"}


def text(name: str, default: str) -> str:
    """The variable's text, or the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """A switch: on or off."""
    value = text(name, "on" if default else "off").lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}. Use on or off.")


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number within bounds."""
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and low <= int(value) <= high:
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}. Use a whole number from {low} to {high}.")


def names(name: str, default: str) -> list[str]:
    """A list of names, separated by commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name} is {value!r}. Use one of {', '.join(allowed)}.")


def secret(name: str, file: Path) -> str:
    """The variable's text; where it is unset, a random secret that is made once and kept in a private file."""
    if value := text(name, ""):
        return value
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as new:
        new.write(secrets.token_urlsafe(64))
    return file.read_text().strip()
