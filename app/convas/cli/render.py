"""`convas render`: a drawing as a picture, without a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from convas.cli.parsing import FINE, Parser, fail
from convas.design.design import Design
from convas.design.records import TOP
from convas.exchange.pictures import KINDS, Draw, Kind, Wanted
from convas.files.errors import FileError
from convas.files.store import open_file, write_atomically
from convas.layers.use import Use

_LEAST, _MOST = 0.02, 16.0


def add_arguments(parser: Parser) -> None:
    parser.add_argument("file", help="a design (.convas)")
    parser.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="the picture; its ending says which: .svg, .pdf or .png"
    )
    parser.add_argument("--selection", nargs="+", default=[], metavar="NAME", help="only these layers")
    parser.add_argument("--block", metavar="NAME", help="what this block holds, or its first use: stage/inner goes on")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="light or dark (light)")
    parser.add_argument("--scale", type=float, default=1.0, metavar="N", help="pixels for one of the drawing's (1)")
    parser.add_argument("--transparent", action="store_true", help="no ground behind the drawing")


def run(args: argparse.Namespace, draw: Draw) -> int:
    """0 when the picture is written, 2 where it cannot be. `draw` is given, because this side knows no Qt."""
    out = Path(args.output)
    kind: Kind | None = next((one for one in KINDS if out.suffix.lower() == f".{one}"), None)
    if kind is None:
        return fail(f"{out.name} has no ending that says what picture it is to be: .svg, .pdf or .png.")
    if not _LEAST <= args.scale <= _MOST:
        return fail(f"a scale is from {_LEAST} to {_MOST:.0f}; {args.scale:g} is not.")
    try:
        design = open_file(Path(args.file)).design
        place, scope = _place(design, args.block)
        ids = tuple(_named(design, name, scope) for name in args.selection)
        content = draw(design, Wanted(kind, args.theme, args.scale, ids, place, args.transparent))
        write_atomically(out, content)
    except FileError as error:
        return fail(str(error))
    except ImportError as error:
        return fail(f"pictures need a part that is missing ({error}). convas count works without it.")
    return FINE


def _named(design: Design, name: str, scope: int) -> int:
    node = design.named(name, scope)
    if node is None:
        raise FileError(f"there is no layer called {name} in this drawing.")
    return node.id


def _place(design: Design, path: str | None) -> tuple[tuple[int, ...], int]:
    """The way to what a block holds, at its first repetition, and the block."""
    place: tuple[int, ...] = ()
    scope = TOP
    for name in path.split("/") if path else ():
        node = design.node(_named(design, name, scope))
        if not isinstance(node.layer, Use):
            raise FileError(f"{name} is no block, so there is nothing in it to be drawn.")
        place, scope = (*place, node.id, 0), node.layer.block
    return place, scope
