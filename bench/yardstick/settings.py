"""The site's own settings, with the yardstick's addresses added to the site's."""

from careerpaths.settings import *  # noqa: F403 - the same middleware, database and templates are the point
from careerpaths.settings import TEMPLATES, VAR_DIR

ROOT_URLCONF = "bench.yardstick.urls"
TEMPLATES[0]["DIRS"].append(VAR_DIR / "yardstick")  # type: ignore[attr-defined]  # a list of folders
