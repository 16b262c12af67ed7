"""The command line: one command a file; each parses, calls and prints."""

from roi.cli.main import main

__all__ = ["main"]
