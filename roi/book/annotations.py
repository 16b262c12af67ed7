"""What the annotation of a noun's key says about the data that stand there."""

from __future__ import annotations

from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from roi.domain import Assumption, In, Noun


def wanted(field: FieldInfo) -> Any:
    """Annotation of a key, with what pydantic keeps apart from it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def figure_kept(kind: Any) -> In | None:
    """Unit and shape of a figure; None for anything else."""
    return next((one for one in get_args(kind)[1:] if isinstance(one, In)), None) if get_origin(kind) is Annotated else None


def bare(kind: Any) -> Any:
    """The annotation without what is added to it, and without None."""
    if get_origin(kind) is Annotated:
        return bare(get_args(kind)[0])
    kinds = [one for one in get_args(kind) if one is not NoneType]
    return bare(kinds[0]) if len(kinds) == 1 < len(get_args(kind)) else kind


def is_noun(kind: Any) -> bool:
    """True for the class of a noun that stands in a file as a mapping of keys."""
    return isinstance(kind, type) and issubclass(kind, Noun) and kind is not Assumption


def below(kind: Any, step: str) -> Any:
    """Annotation, bare, of what stands at the key `step` of a noun or of a mapping; None when nothing may."""
    if is_noun(kind):
        field = kind.model_fields.get(step)
        return bare(field.annotation) if field else None
    return bare(get_args(kind)[-1]) if get_origin(kind) is dict else None
