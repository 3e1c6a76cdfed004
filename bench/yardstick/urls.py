"""The yardstick's addresses, followed by the site's."""

from django.urls import URLPattern, URLResolver, include, path

from bench.yardstick import views

handler400 = "careerpaths.operations.refusals.bad_request"
handler500 = "careerpaths.operations.refusals.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("yardstick/<slug:name>/", views.page),
    path("yardstick/<slug:name>/json/", views.data),
    path("", include("careerpaths.urls")),
]
