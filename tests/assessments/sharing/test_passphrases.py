"""Passphrases of links."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment
from assessments.sharing import links as sharing
from careerpaths.operations import limits
from tests.assessments.sharing.making import made, unlock


def test_a_passphrase_is_hashed_by_a_slow_function(assessment: Assessment, settings: Any) -> None:
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[1:]  # without the fast hash that tests use
    link, place = made(assessment, passphrase="correct horse")
    assert link.passphrase.startswith("scrypt$")
    assert unlock(Client(), place, "correct horse") == 302


def test_a_passphrase_is_asked_for_before_anything_is_shown(assessment: Assessment) -> None:
    _, place = made(assessment, passphrase="correct horse")
    friend = Client()
    for page in ("", "plan/"):
        assert friend.get(f"{place}{page}")["Location"] == f"{place}unlock/"
    assert unlock(friend, place, "wrong horse") == 422
    assert unlock(friend, place, "correct horse") == 302
    assert friend.get(place).status_code == 200
    assert Client().get(place).status_code == 302


GUESSER = Client()  # one client for all: a new one sets up the whole site again


def guess(place: str, passphrase: str, network: str) -> int:
    """Somebody who keeps no cookies, so each attempt comes from a new browser."""
    GUESSER.cookies.clear()
    return GUESSER.post(f"{place}unlock/", {"passphrase": passphrase}, REMOTE_ADDR=network).status_code


def test_someone_who_guesses_has_to_wait_but_nobody_else_does(assessment: Assessment) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
        _, place = made(assessment, passphrase="correct horse")
        _, other = made(assessment, passphrase="correct horse")
        tried = [guess(place, f"guess {n}", "192.0.2.1") for n in range(12)]
        assert tried == [422] * 10 + [429] * 2
        assert guess(place, "correct horse", "192.0.2.1") == 429
        assert guess(place, "correct horse", "192.0.2.2") == 302
        assert guess(other, "correct horse", "192.0.2.1") == 302
        clock.shift(timedelta(hours=1))
        assert guess(place, "correct horse", "192.0.2.1") == 302


def test_guessing_from_many_networks_is_slow_too(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "passphrase of all", ((20, limits.DAY),))
    _, place = made(assessment, passphrase="correct horse")
    tried = [guess(place, f"guess {n}", f"192.0.2.{n}") for n in range(22)]
    assert tried == [422] * 20 + [429] * 2


def test_a_thousand_guesses_take_more_than_a_month() -> None:
    most, seconds = limits.RATES["passphrase"][-1]
    assert timedelta(seconds=seconds) * 1_000 / most > timedelta(days=30)


def test_the_right_passphrase_does_not_count_as_a_guess_and_resets_the_wrong_ones(
    assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "secret", ((5, limits.HOUR),))
    monkeypatch.setitem(limits.RATES, "passphrase", ((3, limits.HOUR),))
    _, place = made(assessment, passphrase="correct horse")
    tries = ["correct horse"] * 6 + ["corect horse", "correct horse"] * 4 + ["corect horse"] * 2
    assert [guess(place, tried, "192.0.2.1") for tried in tries] == [302] * 6 + [422, 302] * 4 + [422, 429]


@pytest.mark.parametrize("typed", [" correct café horse ", "correct  cafe\u0301 horse", "ｃorrect café horse"])
def test_a_passphrase_works_however_a_keyboard_composes_it(assessment: Assessment, typed: str) -> None:
    _, token = sharing.make(assessment, label="Dana", days=3, passphrase="correct café horse")
    assert Client().post(reverse("assessments:shared-unlock", args=[token]), {"passphrase": typed}).status_code == 302
