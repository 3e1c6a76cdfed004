"""The next version of the project: a copy in which answers have one more column with an index, and its migration."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.serving.ready import ROOT

PARTS = ("manage.py", "careerpaths", "assessments", "templates", "static", "scripts", "pyproject.toml")
BEFORE = '    class Meta:\n        verbose_name = _("answer")\n'
FIELD = 'models.CharField(max_length=200, default="", db_default="", db_index=True)'
COLUMN = f"    remark = {FIELD}\n\n"
MIGRATION = """from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("assessments", "{last}")]
    operations = [migrations.AddField("answer", "remark", {field})]
"""


@dataclass(frozen=True)
class Version:
    """A version of the code in its own folder."""

    root: Path
    env: Mapping[str, str]

    def manage(self, *command: str) -> None:
        run = [sys.executable, str(self.root / "manage.py"), *command]
        subprocess.run(run, env=dict(self.env), check=True, capture_output=True)  # noqa: S603 - our own


def next_version(folder: Path, env: Mapping[str, str]) -> Version:
    """Write the next version and its migration into the folder."""
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, folder / part)
    models = folder / "assessments" / "models" / "cases.py"
    text = models.read_text()
    assert text.count(BEFORE) == 1
    models.write_text(text.replace(BEFORE, COLUMN + BEFORE))
    migration = folder / "assessments" / "migrations" / "9999_next.py"
    migration.write_text(MIGRATION.format(last=last_migration(), field=FIELD))
    return Version(folder, {**env, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])})


def last_migration() -> str:
    """The last migration of the answers in this version."""
    return max(file.stem for file in (ROOT / "assessments" / "migrations").glob("0*.py"))
