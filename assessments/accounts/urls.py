"""Addresses for signing in and out. Only what a code by e-mail needs: there are no pages about passwords."""

from allauth.account import views
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from careerpaths.operations.limits import limited
from careerpaths.operations.once import once

urlpatterns: list[URLPattern] = [
    path("", limited("mail")(once(views.request_login_code)), name="account_request_login_code"),
    path("code/", once(views.confirm_login_code), name="account_confirm_login_code"),
    path("new/", limited("mail")(once(views.signup)), name="account_signup"),
    path("verify/", once(views.email_verification_sent), name="account_email_verification_sent"),
    path("out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("in/", RedirectView.as_view(pattern_name="account_request_login_code"), name="account_login"),
    # allauth looks this up by name, but nobody is sent there
    path("email/", RedirectView.as_view(pattern_name="assessments:mine"), name="account_email"),
]
