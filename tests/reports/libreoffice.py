"""LibreOffice as the second independent recalculator."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""Without it LibreOffice trusts the values stored in a file that says it comes from Excel, and the comparison is empty."""


def by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The workbook, recalculated and saved by LibreOffice. A fresh profile: a second soffice would attach to a running one."""
    profile, out, source = folder / "profile", folder / "out", folder / "book.xlsx"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    source.write_bytes(content)
    soffice = shutil.which("soffice")
    assert soffice
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(source)]
    done = subprocess.run(
        command, env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}, capture_output=True, text=True, timeout=120, check=False
    )
    target = out / "book.xlsx"
    # the exit status does not tell
    assert target.is_file(), done.stderr
    assert target.stat().st_size > 0
    return target.read_bytes()
