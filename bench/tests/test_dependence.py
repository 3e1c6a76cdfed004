"""The page about the engine quotes the table of dependence."""

from pathlib import Path

from bench import dependence

ENGINE = Path(dependence.__file__).parents[1] / "careerpaths" / "scoring" / "README.md"


def test_the_quoted_table_of_dependence_is_what_the_command_prints() -> None:
    written = ENGINE.read_text()
    missing = [line for line in dependence.table(dependence.USUAL_DRAWS) if line not in written]
    assert missing == [], "Run python -m bench dependence and paste what it prints."
