"""Pages that are the same for everyone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments import access
from assessments.api.docs import docs_page
from assessments.coming_back import comparisons
from assessments.sharing import visits


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the site does, for whom, and whose opinion it follows."""
    return render(request, "assessments/home.html", {"latest": comparisons.latest(request)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and who can see it."""
    cookies = {
        "browser_cookie": access.COOKIE,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "opened_cookie": visits.COOKIE,
    }
    return render(
        request,
        "assessments/privacy.html",
        {**cookies, "contact": settings.CONTACT_EMAIL, "expire_months": settings.EXPIRE_MONTHS},
    )


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site is built and tested for, and where it falls short."""
    return render(request, "assessments/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """What other programs can ask, and how."""
    return render(request, "assessments/api_docs.html", docs_page())
