"""Templates kept as Python compiles them, so that not every run translates them again."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from roi.kept_files import keep, key_of, read_kept

SUFFIX = ".template"
NEWEST = 64
"""Templates that stay; one version of the report has about fifteen."""


class KeptTemplates(BytecodeCache):
    """Jinja's cache in the folder of kept files: by the template's name and text, and the versions of Jinja and Python."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept, if anything is."""
        content = read_kept(_key(bucket), SUFFIX)
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the bucket holds."""
        keep(_key(bucket), SUFFIX, bucket.bytecode_to_string(), NEWEST)


def _key(bucket: Bucket) -> str:
    # the bucket's own key is of the template's name, its checksum of the text; its content begins with Python's version
    return key_of("template", jinja2.__version__, bucket.key, bucket.checksum)
