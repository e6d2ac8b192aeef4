"""`convas layers`: every kind of layer with every setting; `convas layers KIND`: the help page of one."""

from __future__ import annotations

import argparse
import json
from typing import Any

from convas.cli.parsing import FINE, Parser, fail, give
from convas.exchange.help_pages import page
from convas.files.errors import FileError
from convas.layers import registry
from convas.layers.forms import Form, Setting
from convas.layers.holding import written
from convas.layers.layer import Layer, settings_of
from convas.layers.validation import expected, plain
from convas.values import text


def add_arguments(parser: Parser) -> None:
    parser.add_argument("kind", nargs="?", help="tell all of one kind, such as Conv2D")
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to write it (table)")
    parser.add_argument("-o", "--output", metavar="OUT", help="a file to write to instead of the terminal")


def run(args: argparse.Namespace) -> int:
    kinds = list(registry.kinds().values())
    if args.kind is not None:
        found = _named(args.kind)
        if found is None:
            near = text.listed(registry.nearest(args.kind), "or")
            return fail(f"no layer is called {args.kind}; did you mean {near}?")
        kinds = [found]
    try:
        if args.kind is not None and args.format == "table":
            give(page(kinds[0]), args.output)
            return FINE
        give(_json(kinds) if args.format == "json" else _table(kinds), args.output)
    except FileError as error:
        return fail(str(error))
    return FINE


def _named(typed: str) -> type[Layer] | None:
    """The kind called so, by its name, its title or a framework's name for it, in letters of any size."""
    wanted = typed.lower()
    for kind in registry.kinds().values():
        names = [kind.kind, kind.title, *(spelling.name for spelling in kind.spelled())]
        if wanted in [name.lower() for name in names]:
            return kind
    return None


def _json(kinds: list[type[Layer]]) -> str:
    return json.dumps([_kind(kind) for kind in kinds], indent=2, ensure_ascii=False) + "\n"


def _kind(kind: type[Layer]) -> dict[str, Any]:
    defaults = plain(kind)
    return {
        "kind": kind.kind,
        "title": kind.title,
        "family": registry.FAMILIES[kind.family],
        "description": (kind.__doc__ or "").strip(),
        "settings": [_setting(setting, getattr(defaults, setting.name)) for setting in settings_of(kind).values()],
    }


def _setting(setting: Setting, default: Any) -> dict[str, Any]:
    told = {
        "name": setting.name,
        "title": setting.title,
        "description": setting.description,
        "default": written(default) if isinstance(default, Layer) else default,
        "takes": expected(setting.form),
    }
    options = _options(setting.form)
    if options:
        told["options"] = options
    if setting.only:
        told["only"] = setting.only
    return told


def _options(form: Form) -> list[str]:
    return list(form.options)


def _table(kinds: list[type[Layer]]) -> str:
    lines: list[str] = []
    family = ""
    for kind in kinds:
        if kind.family != family:
            family = kind.family
            lines += ["", registry.FAMILIES[family]] if lines else [registry.FAMILIES[family]]
        lines.append(f"  {kind.kind:30}{(kind.__doc__ or '').strip().splitlines()[0]}")
        defaults = plain(kind)
        for setting in settings_of(kind).values():
            default = _shown(getattr(defaults, setting.name))
            lines.append(f"    {setting.name:26}{expected(setting.form)}; {default} unless told otherwise")
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    if value is None or value in ("", ()):
        return "empty"
    if isinstance(value, tuple):
        return " × ".join(_shown(part) for part in value)
    if isinstance(value, bool):
        return "on" if value else "off"
    return value.kind if isinstance(value, Layer) else str(value)
