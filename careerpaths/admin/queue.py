"""The queue in admin: the outcome of each task, without its arguments."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)


@admin.register(DBTaskResult)
class QueueAdmin(DBTaskResultAdmin):
    """A waiting e-mail holds an address and a code, which are private."""

    def get_readonly_fields(self, request: HttpRequest, obj: DBTaskResult[Any, Any] | None = None) -> list[str]:
        return [name for name in super().get_readonly_fields(request, obj) if name != "args_kwargs"]
