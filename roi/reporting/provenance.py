"""Where a report comes from: what a reader needs to make it again."""

from __future__ import annotations

from dataclasses import dataclass

from roi.book import Overlay, Override


@dataclass(frozen=True)
class Provenance:
    """Stamp of a run.

    version : of roi. commit : of its repository, empty outside one. written : ISO date, empty to leave it out (same bytes every day).
    command : reproduces the run. inputs_hash : of every value the run rests on.
    overlays, overrides : what was laid over the files, as the book says.
    """

    version: str
    commit: str
    written: str
    command: str
    inputs_hash: str
    overlays: tuple[Overlay, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def run(self) -> str:
        """Short name of the run: the first 12 digits of the hash of its inputs."""
        return self.inputs_hash[:12]
