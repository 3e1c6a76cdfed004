"""The code stays tidy: a function fits on a screen, a file has one idea, a folder is small enough to take in."""

import ast
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("careerpaths", "assessments", "harness", "tests", "bench", "scripts")
MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_FILE, MOST_MODULES_OF_A_FOLDER = 40, 400, 12


@pytest.fixture(scope="module")
def sources() -> dict[Path, str]:
    """Every Python file of ours, except the ones Django generates."""
    files = (file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py") if file.parent.name != "migrations")
    return {file.relative_to(ROOT): file.read_text() for file in files}


def functions(code: str) -> Iterator[tuple[str, int]]:
    """Each function and its length in lines."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_a_function_fits_on_a_screen(sources: dict[Path, str]) -> None:
    lengths = [(file, name, lines) for file, code in sources.items() for name, lines in functions(code)]
    assert [one for one in lengths if one[-1] > MOST_LINES_OF_A_FUNCTION] == []


def test_a_file_is_short(sources: dict[Path, str]) -> None:
    lengths = {str(file): len(code.splitlines()) for file, code in sources.items()}
    assert {file: lines for file, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE} == {}


def test_a_folder_is_small_enough_to_take_in(sources: dict[Path, str]) -> None:
    modules = Counter(str(file.parent) for file in sources if file.name != "__init__.py")
    assert {folder: count for folder, count in modules.items() if count > MOST_MODULES_OF_A_FOLDER} == {}


def test_the_sites_modules_have_no_circular_imports() -> None:
    graph = grimp.build_graph("careerpaths", "assessments", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # the error names the circle


WANTED_TWICE = {
    "Answer": "one as the engine reads it, one as it is stored",
    "Command": "Django looks for it by this name",
    "app_name": "Django looks for it by this name",
    "application": "WSGI and ASGI servers look for it by this name",
    "evaluate": "the engine's function, and the API's operation, which is called after it",
    "log": "each module's own logger",
    "register": "Django looks for it by this name",
    "urlpatterns": "Django looks for it by this name",
}


def test_a_public_name_at_top_level_is_defined_in_only_one_module() -> None:
    modules: dict[str, set[Path]] = {}
    for file in (file for app in ("careerpaths", "assessments") for file in sorted((ROOT / app).rglob("*.py"))):
        if "migrations" not in file.parts:
            for name in _public_names(ast.parse(file.read_text())):
                modules.setdefault(name, set()).add(file)
    assert modules
    assert {name for name, files in modules.items() if len(files) > 1} == WANTED_TWICE.keys()


def _public_names(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found = [name]
            case ast.Assign(targets=targets):
                found = [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)):
                found = [name]
            case _:
                found = []
        yield from (name for name in found if not name.startswith("_"))
