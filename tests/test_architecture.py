"""How the house is built: who imports whom, how long things may be, and what must not be needed."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
APP = ROOT / "app" / "convas"
FILES = sorted(APP.rglob("*.py"))
CORE = ("values", "design", "edits", "layers/layer.py", "files/store.py", "session.py", "script.py")
"""What scripts and other tools may use: every class of it says what it is."""

WITHOUT_A_WINDOW = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "pyqtgraph", "numpy"):
            raise ImportError(f"{name} is needed")

sys.meta_path.insert(0, Blocked())
"""


def shown(file):
    return str(file.relative_to(ROOT))


def trees():
    for file in FILES:
        yield shown(file), ast.parse(file.read_text(encoding="utf-8"))


def run(program, *arguments):
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)


def test_a_folder_imports_only_what_stands_above_it(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0, capsys.readouterr().out


def test_every_folder_has_its_place():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    placed = {name.strip() for line in contracts[0]["layers"] for name in line.split("|")}
    blocked = {*contracts[1]["source_modules"], "convas.desktop"}
    folders = {f"convas.{folder.name}" for folder in APP.iterdir() if any(folder.glob("*.py"))}
    assert folders <= placed
    assert folders <= blocked


def test_files_fit_in_the_head():
    lengths = {shown(file): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert sorted(lengths.values())[len(lengths) // 2] <= 120


def test_functions_fit_on_a_screen():
    long = {
        f"{name}: {part.name}": part.end_lineno - part.lineno + 1
        for name, tree in trees()
        for part in ast.walk(tree)
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.end_lineno - part.lineno + 1 > 60
    }
    assert long == {}


def test_every_module_says_what_it_is_for():
    assert [name for name, tree in trees() if tree.body and not ast.get_docstring(tree)] == []


def test_every_class_that_others_use_says_what_it_is():
    silent = [
        f"{name}: {part.name}"
        for name, tree in trees()
        for part in tree.body
        if name.startswith(tuple(f"app/convas/{place}" for place in CORE))
        and isinstance(part, ast.ClassDef)
        and not part.name.startswith("_")
        and not ast.get_docstring(part)
    ]
    assert silent == []


def test_everything_but_the_window_needs_no_window():
    modules = [".".join(file.relative_to(APP.parent).with_suffix("").parts) for file in FILES]
    core = [name.removesuffix(".__init__") for name in modules if not name.startswith("convas.desktop")]
    assert len(core) > 60
    program = f"{WITHOUT_A_WINDOW}\nfrom importlib import import_module\nfor name in {core}: import_module(name)"
    done = run(program)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["count", "resources/examples/cmyk-classifier.convas"], ["layers"]])
def test_counting_needs_no_window(arguments):
    call = f"from convas.__main__ import main\nsys.argv = ['convas', *{arguments}]\nsys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_A_WINDOW + call], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Conv2D" in done.stdout


def test_the_block_blocks():
    assert "PySide6 is needed" in run(f"{WITHOUT_A_WINDOW}\nimport convas.desktop.application").stderr


def test_a_script_starts_with_little():
    program = "import sys, convas; print(sorted(name for name in sys.modules if name.startswith('convas')))"
    assert run(program).stdout == "['convas', 'convas.version']\n"


def test_no_file_knows_the_machine_it_was_written_on():
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not (ROOT / ".git").exists():
        pytest.skip("no checkout")
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    folders = [f"/{word}/" for word in ("work", "opt", "root", "home")]
    hosts = ["-".join(words) for words in (("pypi", "more"), ("index", "url"))]
    wanted = re.compile("|".join([*folders, *hosts, f"[.]{'library'}"]).encode())
    found = [name for name in names if name and (ROOT / name).is_file() and wanted.search((ROOT / name).read_bytes())]
    assert found == []
