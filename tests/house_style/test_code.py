"""The style of the code: floors, no hidden figures, short files, docstrings, nothing left undone."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import version as installed
from itertools import pairwise
from pathlib import Path

import pytest

import roi

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "roi"
FILES = sorted(PACKAGE.rglob("*.py"))
FIGURELESS = sorted([*(PACKAGE / "statement").rglob("*.py"), *(PACKAGE / "rules").rglob("*.py")])
LONGEST = 250
LEFT_UNDONE = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X:"]))
ON_THIS_MACHINE = re.compile("|".join(["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", r"[A-Z]:\\" + "Users"]))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def figures(source: str) -> list[tuple[int, object]]:
    """Numbers other than 0 and 1 with their lines. A position between brackets is not a figure, nor is True or False."""
    tree = ast.parse(source)
    positions = {id(node) for one in ast.walk(tree) if isinstance(one, ast.Subscript) for node in ast.walk(one.slice)}
    numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) in (int, float, complex)]
    return [(node.lineno, node.value) for node in numbers if node.value not in (0, 1) and id(node) not in positions]


def undocumented(source: str) -> list[str]:
    """Public functions, methods and classes without a docstring."""
    found = []

    def visit(node: ast.AST, inside_function: bool = False) -> None:
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if not one.name.startswith("_") and not inside_function and not ast.get_docstring(one):
                    found.append(one.name)
                visit(one, inside_function or not isinstance(one, ast.ClassDef))
            else:
                visit(one, inside_function)

    visit(ast.parse(source))
    return found


def written_files() -> list[Path]:
    """Text files of the project that git knows, or would take in; without git the folders of the project."""
    if (ROOT / ".git").exists() and (git := shutil.which("git")):
        command = [git, "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    else:
        names = [
            name(path)
            for folder in ("roi", "assumptions", "templates", "tests", "docs", "benchmarks")
            for path in (ROOT / folder).rglob("*")
        ]
    paths = [ROOT / one for one in names if not one.startswith(("templates/vendor/", "tests/book/broken/"))]
    return [path for path in paths if path.is_file() and path.suffix not in (".png", ".ico", ".pyc")]


def test_a_module_imports_only_from_the_floors_below() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("path", FIGURELESS, ids=name)
def test_no_figure_but_0_and_1_stands_in_rows_and_rules(path) -> None:
    assert figures(path.read_text(encoding="utf-8")) == []


def test_a_hidden_figure_would_be_found() -> None:
    assert figures("x = s.price * 0.21\ny = parts[2] + names[1:3] - 1\nz = -2") == [(1, 0.21), (3, 2)]


@pytest.mark.parametrize("path", FIGURELESS, ids=name)
def test_no_country_and_no_act_is_named_in_code(path, book) -> None:
    texts = {node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)}
    assert not texts & {*book.countries, *book.tariffs, *(one.id for one in book.tariffs.values())}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_files_stay_short_and_documented(path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < LONGEST
    assert ast.get_docstring(ast.parse(source))
    assert undocumented(source) == []


def test_a_missing_docstring_would_be_found() -> None:
    assert undocumented("def a():\n def b(): ...\nclass C:\n '''c'''\n def d(self): ...\n def _e(self): ...") == ["a", "d"]


def test_row_functions_have_at_most_ten_lines() -> None:
    for path in (PACKAGE / "statement").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            decorators = [
                one.func.id for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
            ]
            if {"row", "metric"} & set(decorators):
                assert node.end_lineno - node.lineno < 10, f"{path.name}:{node.lineno}"


def test_nothing_is_left_undone_and_no_file_names_a_machine() -> None:
    files = written_files()
    assert len(files) > 150
    for path in files:
        text = path.read_text(encoding="utf-8")
        for pattern in (LEFT_UNDONE, ON_THIS_MACHINE):
            assert not (found := pattern.search(text)), f"{name(path)}: {found.group() if found else ''}"


def test_the_changelog_names_the_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)\]?", text, flags=re.M)
    assert versions[0] == roi.__version__
    numbers = [tuple(map(int, one.split("."))) for one in versions]
    assert all(new > old for new, old in pairwise(numbers))
    assert installed("roi") == roi.__version__
