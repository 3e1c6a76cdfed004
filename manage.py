#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from careerpaths.env import UnusableSetting, unusable_database

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careerpaths.settings")
    try:
        execute_from_command_line(sys.argv)
    except UnusableSetting as error:
        sys.exit(str(error))
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(unusable_database(error))
    except KeyboardInterrupt:
        sys.exit(130)  # as shells count it, and without a traceback
