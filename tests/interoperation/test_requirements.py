"""The servers are test tools: pinned, apart from the product, and under licences that let anyone run them."""

import json
import re
import subprocess
from pathlib import Path

from tests.conftest import ROOT

REQUIREMENTS = Path(__file__).parent / "requirements.txt"

LICENCES = """
import importlib.metadata, json
print(json.dumps({found.metadata["Name"]: [
    found.metadata.get("License-Expression") or (found.metadata.get("License") or "")[:80],
    *[line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License")],
] for found in importlib.metadata.distributions()}))
"""


def test_every_package_is_pinned_and_no_place_to_fetch_from_is_named() -> None:
    lines = [line for line in REQUIREMENTS.read_text("utf-8").splitlines() if line and not line.startswith("#")]

    assert len(lines) > 50
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []


def test_no_server_is_part_of_the_product() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert not re.search(r"^(litellm|xllamacpp|gguf)", lock, re.MULTILINE)


def test_none_is_under_the_gpl_or_a_licence_of_its_own(servers: Path) -> None:
    done = subprocess.run([servers / "python", "-c", LICENCES], capture_output=True, text=True, timeout=60, check=True)

    licences = {name: " ".join(told) for name, told in json.loads(done.stdout).items()}
    strict = {name for name, told in licences.items() if re.search(r"(?<!L)GPL|Affero|Proprietary", told)}
    assert len(licences) > 50
    assert strict == set()
