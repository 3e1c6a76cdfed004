"""What the header of each page depends on."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.http import HttpRequest

from assessments.advising import desk


def header(request: HttpRequest) -> dict[str, Any]:
    """Whether it links to the advisor's desk. No query if nobody is signed in."""

    @cache
    def has_desk() -> bool:
        try:
            # also None for a request that is refused before the user is looked up
            user = getattr(request, "user", None) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
            return isinstance(user, User) and desk.has_desk(user)
        except DatabaseError:  # the page that reports this is about to be shown
            return False

    return {"has_desk": has_desk}
