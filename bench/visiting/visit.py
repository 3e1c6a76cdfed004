"""A whole visit: start, three options, forty answers, the result, what if, a link, a PDF; somebody opens the link."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from bench.visiting.filling import filled, values
from harness.forms import Form, forms_of

PATHS = ("phd", "rc_industry", "independent")
ANSWERS = 40  # question pages at the most; those about options ask once for each option
MOST_LOOKS = 120  # at a PDF that is being drawn, once a second
LINK = re.compile(r">https?://[^/<]+(/s/[^<]+/)<")


@dataclass(frozen=True)
class Reply:
    """The response. `place` is where a redirect leads."""

    status: int
    text: str = ""
    place: str = ""


class Browser(Protocol):
    """Sends one request without following redirects, and keeps cookies. `name` groups requests of one kind."""

    def ask(self, method: str, path: str, *, name: str, data: Mapping[str, str] | None = None) -> Reply: ...


class Refused(RuntimeError):
    """The site gave a response that a visitor would not expect."""


@dataclass
class Visit:
    """One person. Calls `pause` where a person would read, and `second` where a page waits for a second."""

    browser: Browser
    chance: random.Random
    pause: Callable[[], None] = lambda: None
    second: Callable[[], None] = lambda: None
    home: str = field(default="", init=False)  # the address of the comparison, such as /a/xyz/

    def whole(self, answers: int = ANSWERS) -> str:
        """The whole visit. Returns the shared address."""
        self.begin()
        for path in PATHS:
            self.add(path)
        self.answer(answers)
        self.look()
        return self.share()

    def begin(self) -> None:
        place = self._send(_form(self._get("/", "start page"), "/start/"), {}, "begin")
        self.home = place.removesuffix("q/goal_role/")
        goal = self._form_at(place, "question")
        self._send(goal, {"answer": "research_lead"}, "save an answer")

    def add(self, path: str) -> None:
        """Add one more typical option of this kind."""
        form = _form(self._get(f"{self.home}options/", "options"), f"{self.home}options/typical/")
        self._send(form, {"path": path}, "add an option")
        self.pause()

    def answer(self, most: int) -> None:
        """Answer questions in the order in which the site asks them."""
        tasks = self._get(f"{self.home}tasks/", "list of questions")
        place = next(iter(re.findall(rf'href="({self.home}q/[^"]+)"', tasks)), "")
        for _ in range(most):
            if "/q/" not in place:
                return
            question = place.rstrip("/").rpartition("/")[2]
            form = self._form_at(place, "question")
            self.pause()
            place = self._send(form, filled(form, self.chance, question), "save an answer")

    def look(self) -> None:
        """Look at the result, and at what would change it."""
        self._get(f"{self.home}result/", "result")
        self.pause()
        trial = _form(self._get(f"{self.home}what-if/", "what if"), "")
        self._post(f"{self.home}what-if/ranking/", values(trial), "what if, another weight", expected=200)
        self.pause()
        self._get(f"{self.home}result/", "result again")

    def share(self) -> str:
        form = self._form_at(f"{self.home}share/", "links")
        made = self._post(
            f"{self.home}share/", {**values(form), "label": "my advisor", "days": "30"}, "a new link", 200
        )
        address = LINK.search(made.text)
        if not address:
            raise Refused("no link was made")
        return address[1]

    def keep(self) -> None:
        """Save the PDF, which a worker draws."""
        place, file = f"{self.home}keep/pdf/", f"{self.home}keep/career-paths.pdf"
        self._send(_form(self._get(place, "PDF, not made yet"), place), {}, "ask for the PDF")
        for _ in range(MOST_LOOKS):
            if f'href="{file}"' in self._get(place, "PDF, how far it is"):
                self._get(file, "PDF, the file")
                return
            self.second()
        raise Refused("the PDF was not drawn")

    def open_shared(self, address: str) -> None:
        self._get(address, "shared result")

    def _form_at(self, place: str, name: str) -> Form:
        """The form that is sent to the page's own address."""
        return replace(_form(self._get(place, name), ""), action=place)

    def _get(self, path: str, name: str) -> str:
        reply = self.browser.ask("GET", path, name=name)
        if reply.status != 200:
            raise Refused(f"{name}: {reply.status}")
        return reply.text

    def _send(self, form: Form, data: Mapping[str, str], name: str) -> str:
        """Send a form on a page. Returns where the site redirects to."""
        return self._post(form.action, {**values(form), **data}, name, expected=302).place

    def _post(self, path: str, data: Mapping[str, str], name: str, expected: int) -> Reply:
        reply = self.browser.ask("POST", path, name=name, data=data)
        if reply.status != expected:
            raise Refused(f"{name}: {reply.status}")
        return reply


def _form(page: str, action: str) -> Form:
    """The form on a page that is sent to this address."""
    found = [form for form in forms_of(page) if form.action == action]
    if not found:
        raise Refused(f"no form is sent to {action or 'the page itself'}")
    return found[0]
