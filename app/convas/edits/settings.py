"""Edits of settings: one layer's, its sharers' with it, or the whole design's."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from convas.analysis.binding import at, split
from convas.analysis.variables import layer_of
from convas.design.delta import Delta
from convas.design.design import Design
from convas.design.records import Node, Record
from convas.design.sharing import whole_members
from convas.edits.edit import Edit, Refused
from convas.edits.naming import checked
from convas.layers.layer import Layer, setting_of, settings_of
from convas.layers.validation import SettingError, changed
from convas.values import text


def set_setting(design: Design, ids: Iterable[int], name: str, value: Any, *, merge: str = "") -> Edit:
    """Give a setting of nodes another value; nodes that are one layer with them follow."""
    return set_settings(design, ids, {name: value}, merge=merge)


def set_settings(design: Design, ids: Iterable[int], settings: dict[str, Any], *, merge: str = "") -> Edit:
    """Give several settings of nodes other values at once; formulas bound to them are dropped.

    Of a row of numbers those formulas stay whose numbers are as they were.
    """
    chosen = list(ids)
    members = dict.fromkeys(key for start in chosen for key in whole_members(design, start))
    pairs: list[tuple[Record, Record]] = []
    for key in members:
        node = design.node(key)
        pairs.append((node, given(design, node, settings)))
    return Edit(_name(design, chosen, settings), Delta.replacing(*pairs), merge)


def rename_design(design: Design, name: str) -> Edit:
    header = design.header
    return Edit("Rename the design", Delta.replacing((header, replace(header, name=checked(name)))), "rename design")


def given(design: Design, node: Node, settings: dict[str, Any]) -> Node:
    """The node with settings of other values."""
    bindings = tuple(pair for pair in node.bindings if _stays(design, node, pair[0], settings))
    return replace(node, layer=_with(design, node, settings), bindings=bindings)


def _with(design: Design, node: Node, settings: dict[str, Any]) -> Layer:
    strange = next((name for name in settings if name not in settings_of(type(node.layer))), None)
    if strange is not None:
        raise Refused(f"{node.layer.title or node.layer.kind} has no setting {strange}.", strange)
    try:
        return changed(node.layer, **settings)
    except SettingError as error:
        if node.bindings:  # what formulas give may fit where the numbers behind them do not
            with suppress(SettingError):
                return changed(layer_of(design, node), **settings)
        raise Refused(str(error), error.name) from None


def _stays(design: Design, node: Node, field: str, settings: dict[str, Any]) -> bool:
    """Whether a formula is still meant where settings are given other values."""
    name, path = split(field)
    if name not in settings:
        return True
    try:
        return bool(path) and at(settings[name], path) == at(getattr(layer_of(design, node), name), path)
    except LookupError:
        return False


def _name(design: Design, chosen: list[int], settings: dict[str, Any]) -> str:
    node: Node = design.node(chosen[0])
    whose = node.name if len(chosen) == 1 else text.many(len(chosen), "layer")
    titles = [setting_of(type(node.layer), name).title.lower() for name in settings]
    if len(settings) > 1:
        return f"Set {text.listed(titles)} of {whose}"
    if not settings:
        return f"Keep {whose}"
    ((name, value),) = settings.items()
    words = setting_of(type(node.layer), name).label(value) if isinstance(value, str) else _shown(value)
    return f"Set {titles[0]} of {whose} to {words}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int):
        return text.count(value)
    if isinstance(value, (tuple, list)):
        return " × ".join(_shown(part) for part in value)
    if isinstance(value, Layer):
        return type(value).title
    return "empty" if value is None else str(value)
