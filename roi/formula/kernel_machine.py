"""LLVM text to machine code, kept in a folder from run to run. The only file that knows llvmlite."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from roi.kept_files import keep, key_of, read_kept
from roi.version import VERSION

_KEPT = 256
"""Functions whose code is kept, the ones used last: a run has fewer than ten."""
_one_at_a_time = Lock()
"""Threads that need the same code wait for it instead of compiling it too."""


@cache
def lanes() -> int:
    """Trials in a vector: as many as this processor's registers hold, or twice that."""
    import llvmlite.binding as llvm

    return 8 if llvm.get_host_cpu_features().get("avx512f") else 4


def many_lanes() -> int:
    """Trials of four vectors: chains of additions that do not wait for each other keep the processor busy."""
    return 4 * lanes()


def padded(columns: NDArray[Any], least: int) -> NDArray[np.float64]:
    """Columns (rows, n) of numbers without gaps, at least so many; the last is repeated."""
    width = columns.shape[1]
    return np.ascontiguousarray(columns if width >= least else columns[:, np.minimum(np.arange(least), width - 1)], dtype=float)


@dataclass(frozen=True)
class Compiled:
    """A function, called with whole numbers and addresses. Its code lives as long as its engine."""

    call: Callable[..., None]
    engine: Any


def function(text: str, name: str, variables: bool = True) -> Compiled:
    """The function `name` of a module. Raises whatever llvmlite does.

    variables : the text keeps variables in memory, which LLVM's passes move to registers. In text without any they find nothing to do,
    and would take as long as all the rest.
    """
    with _one_at_a_time:
        engine, address = _loaded(text, name, variables)
    arguments = text.partition(f"@{name}(")[2].partition(")")[0].split(",")
    kinds = [ctypes.c_void_p if one.split()[0] == "ptr" else ctypes.c_int64 for one in arguments]
    return Compiled(ctypes.CFUNCTYPE(None, *kinds)(address), engine)


@lru_cache(maxsize=64)
def _loaded(text: str, name: str, variables: bool) -> tuple[Any, int]:
    import llvmlite
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    machine = llvm.Target.from_default_triple().create_target_machine(cpu=cpu, features=features, opt=2, jit=True)
    key = key_of(VERSION, llvmlite.__version__, str(llvm.llvm_version_info), machine.triple, cpu, features, text)
    code = read_kept(key, ".o")
    if code is None:
        code = _compile(text, machine, variables)
        keep(key, ".o", code, _KEPT)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return engine, engine.get_function_address(name)


def _compile(text: str, machine: Any, variables: bool) -> bytes:
    import llvmlite.binding as llvm

    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    if variables:
        options = llvm.create_pipeline_tuning_options(speed_level=2)
        options.loop_unrolling = options.loop_vectorization = options.slp_vectorization = False
        builder = llvm.create_pass_builder(machine, options)
        builder.getModulePassManager().run(module, builder)
    return bytes(machine.emit_object(module))
