"""`convas make-exercise`: random networks to be counted on paper, as a teacher sets them, with their solutions."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Final

from convas.cli.parsing import FINE, Parser, fail, give
from convas.files.errors import FileError
from convas.files.store import save
from convas.study.exercises import documents
from convas.study.exercises.making import LARGEST_SEED, make
from convas.study.exercises.recipes import DIFFICULTIES

_MOST: Final = 200


def add_arguments(parser: Parser) -> None:
    parser.add_argument("--difficulty", choices=DIFFICULTIES, default="easy", help="how much there is in it (easy)")
    parser.add_argument(
        "--seed", type=_number, metavar="N", help="the number of the exercise; the same one gives the same network"
    )
    parser.add_argument("--count", type=_times, default=1, metavar="N", help="so many, with numbers that follow (1)")
    parser.add_argument("--solution", action="store_true", help="write the solutions too, after the questions")
    parser.add_argument("--format", choices=tuple(documents.SUFFIXES), default="text", help="how to write them (text)")
    parser.add_argument("--design", metavar="OUT", help="save the network as a design (.convas); of one exercise only")
    parser.add_argument("-o", "--output", metavar="OUT", help="a file to write to instead of the terminal")


def run(args: argparse.Namespace) -> int:
    """0 if it is written, 2 if it cannot be."""
    if args.design and args.count > 1:
        return fail("--design saves one network; leave --count out.")
    start = secrets.randbelow(9_999) + 1 if args.seed is None else args.seed
    made = [make(args.difficulty, start + step) for step in range(args.count)]
    try:
        if args.design:
            save(Path(args.design), made[0].design.snapshot())
        give(documents.document(made, args.format, solutions=args.solution), args.output)
    except FileError as error:
        return fail(str(error))
    return FINE


def _number(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= LARGEST_SEED:
        raise ValueError
    return number


def _times(typed: str) -> int:
    times = int(typed)
    if not 1 <= times <= _MOST:
        raise ValueError
    return times
