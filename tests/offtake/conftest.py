"""Deals in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from offtake.deals import Deal


@pytest.fixture
def deal(tmp_path: Path) -> Callable[..., Deal]:
    """Rows of a plant that sells under the contract of its only buyers, or under several by segment."""

    def make(terms: dict[str, Any] | None = None, contracts: dict[str, dict[str, Any]] | None = None, **more: Any) -> Deal:
        made = len(list(tmp_path.iterdir()))
        folder = tmp_path / f"deal{made}"
        folder.mkdir()
        return Deal(folder, contracts or ({"buyers": terms} if terms else {}), **more)

    return make
