"""The lock file, pyproject.toml and environment.yml say the same."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


@pytest.fixture
def locked():
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r"==[^*,]+", str(pin.specifier)) for pin in pins)
    return {canonicalize_name(pin.name): str(pin.specifier)[2:] for pin in pins}


@pytest.fixture
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_every_dependency_is_locked_at_a_version_that_the_project_allows(locked, project):
    for line in project["dependencies"] + project["optional-dependencies"]["dev"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[canonicalize_name(wanted.name)]), line


def test_torch_is_pinned_exactly(locked):
    assert locked["torch"] == "2.13.0"


def test_conda_users_get_the_locked_set_and_the_package(project):
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, by_pip = environment["dependencies"]
    assert pip == "pip"
    assert by_pip == {"pip": ["--requirement requirements.lock", "--editable ."]}
    assert Requirement(python.replace("=", "==")).specifier == Requirement("python==3.11").specifier
    assert Requirement("python" + project["requires-python"]).specifier.contains("3.11")


def test_what_is_installed_here_is_the_locked_set(locked):
    from importlib.metadata import distributions

    installed = {canonicalize_name(found.metadata["Name"]): found.version for found in distributions()}
    other = {
        name: (version, installed[name].split("+")[0])
        for name, version in locked.items()
        if name in installed and installed[name].split("+")[0] != version
    }
    assert other == {}
    assert set(locked) <= set(installed) | {"colorama", "pywinpty", "appnope"}
