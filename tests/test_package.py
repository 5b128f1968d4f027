"""What is given away: a wheel and an sdist that hold everything, and run without the sources beside them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "outsource_tui"


def build(source: Path, target: Path, kind: str) -> Path:
    """Build with what is installed: no network."""
    pytest.importorskip("hatchling")
    ran = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)],
        cwd=source, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


def of_the_package() -> set[str]:
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_holds_the_package_whole_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        (about,) = [n for n in archive.namelist() if n.endswith("/METADATA")]
        metadata = archive.read(about).decode()
    assert names == of_the_package()
    assert {name for name in names if name.endswith(("py.typed", ".tcss", ".json"))}
    assert "License-Expression: MIT" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_the_sdist_makes_the_same_wheel(wheel, tmp_path):
    sdist = build(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    again = build(tmp_path / sdist.name.removesuffix(".tar.gz"), tmp_path / "wheel", "wheel")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert {i.filename: i.CRC for i in one.infolist()} == {i.filename: i.CRC for i in other.infolist()}


@pytest.fixture
def installed(wheel, tmp_path) -> dict[str, str]:
    """An environment in which the wheel's package is the one that is found, in an empty home."""
    place = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    own = {k: v for k, v in os.environ.items() if not k.startswith(("OUTSOURCE_", "PYTHON", "XDG_"))}
    return {**own, "PYTHONPATH": str(place), "HOME": str(tmp_path), "PYTHONUTF8": "1"}


def test_the_wheel_logs_and_knows_its_version(installed, tmp_path):
    def run(*words: str) -> str:
        ran = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env=installed, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    where = run("-c", "import outsource_tui as o; print(o.__file__)")
    assert where.startswith(str(tmp_path))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert run("-m", "outsource_tui", "--version").strip() == version
    assert "Invoices" in run("-m", "outsource_tui", "log", "yesterday 9-10 Invoices")
    ask = "from outsource_tui.model.suggest import suggest_groups as s; print(*s(['Tax'], {})['groups'])"
    assert run("-c", ask).strip(), "the skill sets are there"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_wheel_opens_the_demo_with_all_its_styles(installed, tmp_path, monkeypatch):
    from tests.tui.terminal import Terminal, outsource

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OUTSOURCE_DATA", raising=False)
    with Terminal(outsource("demo"), env=installed) as terminal:
        for digit, words in ((b"2", "to hand over"), (b"3", "a week"), (b"4", "won back"), (b"q", "")):
            terminal.wait_for("help")
            terminal.send(digit)
            if words:
                terminal.wait_for(words)
        assert terminal.wait_exit() == 0


def test_every_dependency_has_an_upper_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needs = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    for need in needs:
        assert re.search(r"<\d|==\d", need), need


def test_what_is_checked_before_a_commit_is_what_decides():
    hooks = re.findall(r"entry: (.*)", (ROOT / ".pre-commit-config.yaml").read_text())
    verdict = (ROOT / ".ci/run").read_text()
    assert len(hooks) == 3
    for hook in hooks:
        assert hook.removesuffix(" --force-exclude") in verdict
