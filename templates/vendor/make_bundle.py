"""Make vega.min.js: Vega, Vega-Lite and Vega-Embed with all they need, as one script without network access.

Run once after changing the pinned vl-convert-python, never at run time:

    python templates/vendor/make_bundle.py

VERSIONS is written with it. A test compares both with what the pinned vl-convert-python gives. LICENSES was put together by hand from
the licence files of the npm packages that vega, vega-lite and vega-embed of these versions need; the script begins with it, because every
report carries the script.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import vl_convert

HERE = Path(__file__).resolve().parent


def bundle() -> str:
    """The script, with its licences on top. It is wrapped in a function, so that `vegaEmbed` is the only name it leaves behind."""
    notices = (HERE / "LICENSES").read_text(encoding="utf-8")
    newest = vl_convert.get_vegalite_versions()[-1]
    return f"/*!\n{notices}*/\n(()=>{{" + vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;", vl_version=newest) + "})();\n"


def versions() -> str:
    """Versions of what the script holds, one a line."""
    found = {
        "vl-convert-python": version("vl-convert-python"),
        "vega": vl_convert.get_vega_version(),
        "vega-lite": vl_convert.get_vegalite_versions()[-1],
        "vega-embed": vl_convert.get_vega_embed_version(),
        "vega-themes": vl_convert.get_vega_themes_version(),
    }
    return "".join(f"{name} {number}\n" for name, number in found.items())


if __name__ == "__main__":
    (HERE / "vega.min.js").write_text(bundle(), encoding="utf-8", newline="\n")
    (HERE / "VERSIONS").write_text(versions(), encoding="utf-8", newline="\n")
