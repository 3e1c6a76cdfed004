"""The site's settings for tests: the same on any machine, whatever is set, stored or installed on it.

Every variable that the settings read is removed from the environment, no `.env` is read, and files go to a folder that
is deleted at the end. So a developer's own settings, and what `make run` left in `var`, can neither change a test nor
be changed by one.
`TEST_DATABASE_URL` and `TEST_CACHE_URL` run the tests on another database and cache (`harness.services` sets them).
"""

import atexit
import hashlib
import os
import re
import shutil
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[1]
READ_BY_SETTINGS = set(re.findall(r'env\.\w+\("([A-Z_]+)"', (ROOT / "careerpaths" / "settings.py").read_text()))

for _name in READ_BY_SETTINGS:
    os.environ.pop(_name, None)
for _name in ("DATABASE_URL", "CACHE_URL"):
    if _url := os.environ.get(f"TEST_{_name}"):
        os.environ[_name] = _url

_folder = mkdtemp(prefix="careerpaths-tests-")
_owner = os.getpid()


def _remove_folder() -> None:
    """Only the process that made the folder removes it, because a fork also runs this when it ends."""
    if os.getpid() == _owner:
        shutil.rmtree(_folder, ignore_errors=True)


atexit.register(_remove_folder)
os.environ["VAR_DIR"] = _folder
os.environ["ENV_FILE"] = os.devnull
os.environ.setdefault("TEST_RUN_FOLDER", _folder)  # the first process sets it; all processes of the run share it

from careerpaths.settings import *  # noqa: E402, F403 - the settings under test, read once the environment is set
from careerpaths.settings import CACHE_URL, CACHES, DATABASES, PASSWORD_HASHERS  # noqa: E402 - as above

# Hashing a password is slow on purpose; the tests that check this use the site's own hashers.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

# Otherwise each test client looks for all static files again. The server of the browser tests finds them anyway.
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False

_process = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1 and so on, if there are several
if CACHE_URL:  # each has its own Redis database
    CACHES["default"]["LOCATION"] = f"{CACHE_URL.rpartition('/')[0]}/{_process.removeprefix('gw') or 0}"

# Migrating takes longer than most tests. `make try` and `make quick` keep a migrated database until something changes
# that it was made from: our migrations or the packages with theirs. Each process works on a copy.
KEPT_DATABASE = None
if "TEST_DATABASE_KEPT" in os.environ and "TEST_DATABASE_URL" not in os.environ:
    _made_from = [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "requirements" / "dev.txt"]
    _digest = hashlib.sha256(b"".join(file.read_bytes() for file in _made_from)).hexdigest()
    KEPT_DATABASE = ROOT / "var" / "tests" / f"{_digest[:16]}.sqlite3"
    _copy = DATABASES["default"]["TEST"]["NAME"]
    if KEPT_DATABASE.exists():
        shutil.copy(KEPT_DATABASE, f"{_copy}_{_process}" if _process else _copy)

# A program that a test starts runs with the site's settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "careerpaths.settings"
