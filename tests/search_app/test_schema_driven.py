"""schemathesis reads the OpenAPI document and asks whatever it allows, and what it does not: it finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = os.environ.get("FOILOG_SCHEMA_EXAMPLES", "10")  # of each operation and phase


@pytest.mark.slow
def test_schemathesis_finds_nothing(site, tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", "from schemathesis.cli import schemathesis; schemathesis()"]
    settings = ["--checks", "all", "--max-examples", EXAMPLES, "--seed", "6", "--no-color", "--continue-on-failure"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "SCHEMATHESIS_HOOKS": "schema_hooks"}
    done = subprocess.run(
        [*command, "--config-file", CONFIG, "run", f"{site}/api/v1/openapi.json", *settings],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6_000:]
    assert "No issues found" in done.stdout
