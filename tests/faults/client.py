"""People who keep answering while things break."""

import random
from itertools import count
from threading import Event, Thread
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from harness.forms import forms_of, token_of
from harness.serving.site import NAME
from tests.faults.ledger import Ledger

QUESTIONS = {  # from the shipped rules: single choices about the person
    "execution_skill": ("learning", "with_help", "independent", "strong"),
    "track_record": ("none", "some", "strong"),
    "use_of_freedom": ("drift", "mix", "thrive"),
}
PATIENCE = 30  # seconds that a client waits for an answer
PAUSE = 0.02  # seconds between two answers
EASY_PAUSE = 0.2  # so that no processor is busy all the time
addresses = (f"127.{a}.{b}.{c}" for a in range(1, 255) for b in range(1, 255) for c in range(1, 255))


class FromOwnAddress(HTTPAdapter):
    """Each client has its own address, as people do, because the site counts by address."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, server_hostname=NAME, source_address=(next(addresses), 0), **kwargs)


class Client(Thread):
    """One person who changes answers until told to stop, and records what the site said each time."""

    numbers = count()

    def __init__(self, url: str, ledger: Ledger, pause: float = PAUSE) -> None:
        super().__init__(daemon=True)
        self.url, self.ledger, self.pause = url, ledger, pause
        self.chance = random.Random(next(self.numbers))
        self.done = Event()
        self.fault: Exception | None = None
        self.session = requests.Session()
        self.session.verify = False  # the certificate is our own
        self.session.trust_env = False
        self.session.headers.update({"Host": NAME, "Origin": url.partition("://")[0] + f"://{NAME}"})
        self.session.mount("https://", FromOwnAddress())
        self.uid, self.values = self._begin()

    def _begin(self) -> tuple[str, dict[str, tuple[str, ...]]]:
        """Start a comparison, and find out which answers its questions accept."""
        start = self.get("/")
        assert start.status_code == 200, start.text[:500]
        self.token = token_of(start.text)
        place = self.post("/start/", {}).headers["Location"]
        uid = place.split("/")[2]
        values = {}
        for question in QUESTIONS:
            page = self.get(f"/a/{uid}/q/{question}/").text
            offered = (form.values("radio") for form in forms_of(page))
            values[question] = next(tuple(radios["answer"]) for radios in offered if "answer" in radios)
        return uid, values

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self._answer()
        except Exception as error:
            self.fault = error
        finally:
            self.session.close()

    def _answer(self) -> None:
        question = self.chance.choice(sorted(self.values))
        value = self.chance.choice(self.values[question])
        told = False
        try:
            reply = self.post(f"/a/{self.uid}/q/{question}/", {"answer": value, "was": "another"})
        except requests.RequestException:
            self.done.wait(0.1)  # no response; a person would reload
        else:
            told = reply.status_code == 302
            if not told and reply.status_code not in (500, 502, 503, 504):
                raise AssertionError(f"An answer got a {reply.status_code}: {reply.text[:500]}")
        self.ledger.note((self.uid, question), value, told=told)
        self.done.wait(self.pause)

    def stop(self) -> None:
        """Stop once the last request has its response."""
        self.done.set()
        self.join(PATIENCE + 10)
        if self.fault is not None:
            raise self.fault

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=PATIENCE, allow_redirects=False)

    def post(self, path: str, data: dict[str, str]) -> requests.Response:
        data = {**data, "csrfmiddlewaretoken": self.token}
        return self.session.post(self.url + path, data=data, timeout=PATIENCE, allow_redirects=False)
