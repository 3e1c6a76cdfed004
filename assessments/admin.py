"""Accounts in Django admin. An account that signs in by e-mail can be disabled or deleted there, but not impersonated.

With another address, or with a password and the right to use admin, an administrator could sign in as that person and
read their comparisons. Administrators themselves are made here, with a password, or by `manage.py createsuperuser`.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from assessments.models import Assessment, Consent

admin.site.unregister(EmailAddress)
admin.site.unregister(User)


def has_something_of_its_own(user: User) -> bool:
    """Whether somebody signs in to this account by e-mail, or it holds comparisons or mentees."""
    holds = (EmailAddress.objects.filter(user=user), Assessment.objects.filter(owner=user))
    return any(rows.exists() for rows in (*holds, Consent.objects.filter(advisor=user)))


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # takes none at run time
    """Django's own form, without the fields that would let one person become another."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or not has_something_of_its_own(obj):
            return fixed
        gives_rights = () if obj.is_staff else ("is_staff", "is_superuser")
        return (*fixed, "username", "email", *gives_rights)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002 - Django's name
        user = self.get_object(request, unquote(id))
        if user is not None and user != request.user and has_something_of_its_own(user):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)
