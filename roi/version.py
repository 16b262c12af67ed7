"""Version of the package, as results and workbooks carry it."""

VERSION = "0.1.0"
