"""LLVM text to machine code, kept in a folder from run to run. The only file that knows llvmlite."""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from roi.version import VERSION

CACHE = "ROI_CACHE"
"""Environment variable: the folder for compiled code, instead of the user's cache folder."""

_MARK = hashlib.sha256().digest_size
_log = logging.getLogger(__name__)
_one_at_a_time = Lock()
"""Threads that need the same code wait for it instead of compiling it too."""


@cache
def lanes() -> int:
    """Trials in a vector: as many as this processor's registers hold, or twice that."""
    import llvmlite.binding as llvm

    return 8 if llvm.get_host_cpu_features().get("avx512f") else 4


@dataclass(frozen=True)
class Compiled:
    """A function, called with whole numbers and addresses. Its code lives as long as its engine."""

    call: Callable[..., None]
    engine: Any


def function(text: str, name: str) -> Compiled:
    """The function `name` of a module. Raises whatever llvmlite does."""
    with _one_at_a_time:
        engine, address = _loaded(text, name)
    arguments = text.partition(f"@{name}(")[2].partition(")")[0].split(",")
    kinds = [ctypes.c_void_p if one.split()[0] == "ptr" else ctypes.c_int64 for one in arguments]
    return Compiled(ctypes.CFUNCTYPE(None, *kinds)(address), engine)


@lru_cache(maxsize=64)
def _loaded(text: str, name: str) -> tuple[Any, int]:
    import llvmlite
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    machine = llvm.Target.from_default_triple().create_target_machine(cpu=cpu, features=features, opt=2, jit=True)
    key = "\n".join([VERSION, llvmlite.__version__, str(llvm.llvm_version_info), machine.triple, cpu, features, text])
    kept = _folder() / (hashlib.sha256(key.encode()).hexdigest() + ".o")
    code = _read(kept)
    if code is None:
        code = _compile(text, machine)
        _write(kept, code)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine, engine.get_function_address(name)


def _compile(text: str, machine: Any) -> bytes:
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    options.loop_unrolling = options.loop_vectorization = options.slp_vectorization = False
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))


def _folder() -> Path:
    given = os.environ.get(CACHE)
    if given:
        return Path(given)
    import platformdirs

    return platformdirs.user_cache_path("roi", appauthor=False)


def _read(path: Path) -> bytes | None:
    """Code kept in a file, None where it cannot be read or is not what was written."""
    try:
        mark_and_code = path.read_bytes()
    except OSError:
        return None
    code = mark_and_code[_MARK:]
    return code if hashlib.sha256(code).digest() == mark_and_code[:_MARK] else None


def _write(path: Path, code: bytes) -> None:
    """Keep code; written beside and renamed, so that no other process reads half of it. A folder that cannot be written is no error."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)
            raise
    except OSError as error:
        _log.info("compiled code is not kept: %s", error)
