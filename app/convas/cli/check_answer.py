"""`convas check-answer`: answers to an exercise, marked line by line against a design; a class of them in a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from convas.analysis.analysis import Analysis
from convas.cli.parsing import FINE, PROBLEMS, WRONG, Parser, fail, give, warn
from convas.design.design import Design
from convas.files.answers import answers_in, read_answer
from convas.files.errors import FileError
from convas.files.store import open_file
from convas.study.answers import documents, marking_table
from convas.study.answers.marking import mark
from convas.study.answers.marking_table import Handed
from convas.study.answers.reading import NoAnswer
from convas.study.answers.subject import Basis


def add_arguments(parser: Parser) -> None:
    parser.add_argument("design", help="the design that the exercise is about (.convas)")
    parser.add_argument(
        "answers", nargs="+", metavar="ANSWER", help="an answer as text, CSV or Markdown; - for what is typed; a folder"
    )
    parser.add_argument(
        "--format", choices=tuple(documents.SUFFIXES), default="table", help="how to write the verdict (table)"
    )
    parser.add_argument(
        "--count",
        choices=("parameters", "trainable"),
        help="what the exercise asks for; if not given, trainable where the answer speaks of it",
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="a file to write to instead of the terminal")


def run(args: argparse.Namespace) -> int:
    """0 if all is right, 1 if something is wrong, 2 if the design or an answer cannot be read."""
    try:
        design = open_file(Path(args.design)).design
        handed, passed_over = _handed(design, args.answers, args.count)
        for told in passed_over:
            warn(told)
        several = len(handed) > 1 or any(name != "-" and Path(name).is_dir() for name in args.answers)
        if not several and handed[0].marking is None:
            return fail(handed[0].trouble)
        name = design.header.name
        if several:
            made = marking_table.document(handed, args.format, name)
        else:
            assert handed[0].marking is not None
            made = documents.document(handed[0].marking, args.format, handed[0].name)
        give(made, args.output)
    except FileError as error:
        return fail(str(error))
    unread = [one for one in handed if one.marking is None]
    for one in unread if args.output else ():
        warn(f"{one.name}: {one.trouble}")
    return WRONG if unread else FINE if all(one.right for one in handed) else PROBLEMS


def _handed(design: Design, names: Sequence[str], basis: Basis | None) -> tuple[list[Handed], list[str]]:
    """Every answer, marked; and what was passed over, in sentences."""
    analysis = Analysis(design)
    analysis.settle()
    found: list[Handed] = []
    passed_over: list[str] = []
    for name in names:
        if name == "-":
            found.append(_marked(design, analysis, "answer", sys.stdin.read(), basis))
            continue
        path = Path(name)
        if not path.is_dir():
            found.append(_marked(design, analysis, path.name, read_answer(path), basis))
            continue
        inside, left = answers_in(path)
        passed_over += left
        for one in inside:
            try:
                found.append(_marked(design, analysis, one.name, read_answer(one), basis))
            except FileError as error:
                found.append(Handed(one.name, None, str(error)))
    return found, passed_over


def _marked(design: Design, analysis: Analysis, name: str, answer: str, basis: Basis | None) -> Handed:
    try:
        return Handed(name, mark(design, answer, analysis=analysis, basis=basis))
    except NoAnswer as error:
        return Handed(name, None, str(error))
