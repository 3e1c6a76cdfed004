from django.apps import AppConfig


class CareerPathsConfig(AppConfig):
    name = "careerpaths"
    verbose_name = "The method"

    def ready(self) -> None:
        from careerpaths import checks  # noqa: F401, PLC0415 - importing registers the checks once apps are ready
