"""An old result next to today's rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.access import for_owner, let_in, once_for_a_browser
from assessments.models import Assessment
from assessments.results import todays_rules
from careerpaths.operations.limits import limited


@require_safe
@for_owner
def today(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    return render(request, "assessments/today.html", todays_rules.todays_page(assessment))


@require_POST
@limited("begin")
@for_owner
@once_for_a_browser
def copy_under_todays_rules(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    made = todays_rules.start_copy(assessment)
    messages.success(request, _("This is a copy under today's rules. The old comparison stays as it is."))
    return let_in(request, redirect("assessments:result", made.uid), made)
