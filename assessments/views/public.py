"""Pages and small files that are the same for everyone."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments import access
from assessments.api.docs import docs_page
from assessments.coming_back import comparisons
from assessments.middleware import PERSONAL
from assessments.sharing import visits

FOR_PROGRAMS = {"admin", "api"}
"""First parts of other addresses that do not belong in a search engine."""
SECURITY_TXT_LASTS = timedelta(days=180)  # RFC 9116 recommends less than a year


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the site does, for whom, and whose opinion it follows."""
    return render(request, "assessments/home.html", {"latest": comparisons.latest_comparison(request)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored, for how long, and who can see it."""
    context = {
        "browser_cookie": access.COOKIE,
        "form_cookie": settings.CSRF_COOKIE_NAME,
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "opened_cookie": visits.OPENED_COOKIE,
        "contact": settings.CONTACT_EMAIL,
        "expire_months": settings.EXPIRE_MONTHS,
    }
    return render(request, "assessments/privacy.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site is built and tested for, and its known gaps."""
    return render(request, "assessments/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """What other programs can ask, and how."""
    return render(request, "assessments/api_docs.html", docs_page())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses search engines should skip."""
    disallowed = sorted(PERSONAL | FOR_PROGRAMS)
    return render(request, "robots.txt", {"disallowed": disallowed}, content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Who to tell about a vulnerability (RFC 9116), if the operator has set an address."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    context = {
        "contact": settings.CONTACT_EMAIL,
        "expires": timezone.localtime().replace(microsecond=0) + SECURITY_TXT_LASTS,
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a browser shows if somebody adds the site to their home screen."""
    icons = [
        {"src": static("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
        {"src": static("img/icon.png"), "type": "image/png", "sizes": "512x512", "purpose": "any maskable"},
    ]
    home = reverse("assessments:home")
    look = {"display": "minimal-ui", "background_color": "#f5f7f3", "theme_color": "#f5f7f3"}
    content = {"name": _("Career Paths"), "id": home, "start_url": home, "scope": home, **look, "icons": icons}
    return JsonResponse(content, content_type="application/manifest+json")
