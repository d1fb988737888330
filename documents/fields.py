"""Which fields a form names, and which of them its paper does not have."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from pydantic import BaseModel

_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})


class _Loop:
    """Stands for Jinja's ``loop``."""


@cache
def fields_of(kind: type) -> Mapping[str, Any]:
    """Name → type of what a form may write after a value of ``kind``: fields and properties of a paper's parts, else nothing."""
    if kind is _Loop:
        return dict.fromkeys(_LOOP, int)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    fields: dict[str, Any] = {name: field.annotation for name, field in kind.model_fields.items()}
    for base in reversed(kind.__mro__):
        if base is not BaseModel and issubclass(base, BaseModel):
            properties = {name: value.fget for name, value in vars(base).items() if isinstance(value, property) and name[0] != "_"}
            fields |= {name: get_type_hints(getter)["return"] for name, getter in properties.items() if getter}
    return fields


def unknown_fields(template: nodes.Template, paper: type[BaseModel]) -> list[str]:
    """The names, as the form writes them, of fields that ``paper`` does not have; sorted, each once."""
    return sorted(set(_unknown(template, dict(fields_of(paper)))))


def _unknown(node: nodes.Node, known: dict[str, Any]) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, known)
        inside = {**known, "loop": _Loop}
        if isinstance(node.target, nodes.Name):
            inside[node.target.name] = _element(_type_of(node.iter, known))
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _unknown(child, inside)
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        yield node.name
    elif isinstance(node, nodes.Getattr) and _is_path(node) and _type_of(node, known) is None:
        yield _written(node)
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


def _type_of(node: nodes.Node, known: Mapping[str, Any]) -> Any:
    """The type a path stands for, or None when there is no such field."""
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, nodes.Getattr):
        return fields_of(_plain(_type_of(node.node, known))).get(node.attr)
    if isinstance(node, nodes.Getitem):
        return _element(_type_of(node.node, known))
    return None


def _element(kind: Any) -> Any:
    """What one finds in a ``tuple[X, ...]``."""
    inner = get_args(kind)
    return inner[0] if get_origin(kind) is tuple and inner else None


def _plain(kind: Any) -> Any:
    """``X`` of ``X | None``."""
    if get_origin(kind) in (Union, UnionType):
        return next((part for part in get_args(kind) if part is not type(None)), None)
    return kind


def _is_path(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) or (isinstance(node, nodes.Getattr | nodes.Getitem) and _is_path(node.node))


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_written(node.node)}[…]"
    return node.name if isinstance(node, nodes.Name) else "…"
