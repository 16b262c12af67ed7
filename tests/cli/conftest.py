"""A terminal in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.command import Terminal


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROI_ASSUMPTIONS", raising=False)
    return Terminal(tmp_path, capsys)
