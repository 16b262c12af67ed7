"""Correlation matrices: from rank correlations to those of normal variables, made sound when they are not, and taken apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ROUNDING = 1e-10
"""A matrix whose pivots are not below minus this is taken to be positive semidefinite."""

STEPS = 10_000
CLOSE = 1e-12


def of_normals(ranks: Array) -> Array:
    """Pearson correlations of normal variables with these rank correlations: 2 sin(pi r / 6). Pearson 1907."""
    return np.asarray(2.0 * np.sin(np.pi * ranks / 6.0))


def of_ranks(normals: Array) -> Array:
    """Rank correlations of normal variables with these Pearson correlations: 6 asin(r / 2) / pi."""
    return np.asarray(6.0 * np.arcsin(np.clip(normals, -1.0, 1.0) / 2.0) / np.pi)


def factor(matrix: Array) -> Array | None:
    """Lower triangular L with L L' = `matrix` (Cholesky), None when the matrix is not positive semidefinite.

    Row i of L rests on the first i rows of the matrix only. A singular matrix will do: a variable that the ones before determine
    has 0 on the diagonal.
    """
    count = len(matrix)
    found = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1):
            rest = matrix[i, j] - sum(found[i, k] * found[j, k] for k in range(j))
            if i == j and rest < -ROUNDING:
                return None
            if i == j:
                found[i, i] = np.sqrt(rest) if rest > ROUNDING else 0.0
            elif found[j, j] > 0.0:
                found[i, j] = rest / found[j, j]
            elif abs(rest) > np.sqrt(ROUNDING):
                return None
    return found


def nearest_correlation(matrix: Array) -> Array:
    """The correlation matrix nearest to a symmetric `matrix` in the Frobenius norm.

    Alternating projections on the positive semidefinite matrices and on those with ones on the diagonal, with the correction of
    Dykstra. Higham 2002, IMA Journal of Numerical Analysis 22, 329-343.
    """
    found, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(STEPS):
        before = found
        shifted = found - correction
        values, vectors = np.linalg.eigh(shifted)
        sound = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction = sound - shifted
        found = sound.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < CLOSE:
            break
    return found
