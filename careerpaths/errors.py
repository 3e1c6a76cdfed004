"""Pages for what cannot be answered. Each says what happened and what to do, and nothing about the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token is missing or old: the answers before it are safe."""
    return render(request, "403_csrf.html", status=403)
