"""`convas count`: the numbers of a design, on the terminal or as CSV, JSON or Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path

from convas.analysis.analysis import Analysis
from convas.cli.parsing import FINE, PROBLEMS, Parser, fail, give, warn
from convas.design.design import Design
from convas.exchange.reports import Format, messages, report
from convas.exchange.tables import View
from convas.files.errors import FileError
from convas.files.store import open_file
from convas.study.readings import in_words
from convas.values.operations import WORDS, Included


def add_arguments(parser: Parser) -> None:
    parser.add_argument("file", help="a design (.convas)")
    parser.add_argument(
        "--format", choices=("table", "csv", "json", "markdown"), default="table", help="how to write it (table)"
    )
    blocks = parser.add_mutually_exclusive_group()
    blocks.add_argument("--flat", action="store_true", help="every layer inside blocks by itself")
    blocks.add_argument("--depth", type=_levels, metavar="N", help="so many levels of blocks; 1 is the drawing itself")
    parser.add_argument(
        "--without",
        choices=tuple(WORDS),
        action="append",
        default=[],
        metavar="PART",
        help=f"leave a part out of FLOPs: {', '.join(WORDS)}",
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="a file to write to instead of the terminal")


def run(args: argparse.Namespace) -> int:
    """0 if all is counted, 1 if the design has problems, 2 if it cannot be read or written."""
    if args.output and _same(args.file, args.output):
        return fail(f"{args.output} is the design itself, and is not overwritten by its report.")
    try:
        design = open_file(Path(args.file)).design
        analysis = Analysis(design)
        analysis.settle()
        included = Included(**{part: part not in args.without for part in WORDS})
        view = View(args.flat, args.depth, included)
        give(report(design, analysis, args.format, _notes(design, args.format), view), args.output)
    except FileError as error:
        return fail(str(error))
    problems = messages(analysis)
    if args.format == "csv" or (args.output and args.format != "json"):
        for name, message in problems:
            warn(f"{name}: {message}")
    return PROBLEMS if problems or not analysis.totals.complete else FINE


def _levels(typed: str) -> int:
    levels = int(typed)
    if levels < 1:
        raise ValueError
    return levels


def _same(file: str, output: str) -> bool:
    try:
        return Path(file).samefile(output)
    except (OSError, ValueError):
        return False


def _notes(design: Design, format: Format) -> list[str]:
    """What people want to know beside the numbers."""
    told = in_words(design) if format in ("table", "markdown") else ""
    return [told] if told else []
