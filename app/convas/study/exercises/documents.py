"""Exercises as documents: text, Markdown, or a page of HTML; with the solutions after all the questions, or without."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final, Literal

from convas.study.answers.documents import escaped, page
from convas.study.exercises.making import Exercise

Format = Literal["text", "markdown", "html"]
SUFFIXES: Final[dict[Format, str]] = {"text": ".txt", "markdown": ".md", "html": ".html"}


def document(exercises: Sequence[Exercise], format: Format, *, solutions: bool) -> str:
    """Exercises in one of the formats, ending with a line break."""
    match format:
        case "text":
            return _text(exercises, solutions=solutions)
        case "markdown":
            return _markdown(exercises, solutions=solutions)
        case "html":
            return _html(exercises, solutions=solutions)


def _text(exercises: Sequence[Exercise], *, solutions: bool) -> str:
    parts = [f"{one.title}\n\n{one.question}" for one in exercises]
    parts += [f"Solution of {one.title.lower()}\n\n{one.sheet}" for one in exercises if solutions]
    return "\n".join(parts)


def _markdown(exercises: Sequence[Exercise], *, solutions: bool) -> str:
    parts = [f"## {escaped(one.title)}\n\n{one.question}" for one in exercises]
    for one in exercises if solutions else ():
        rows = "\n".join(f"| {escaped(name)} | {escaped(told)} |" for name, told in one.solution)
        table = f"| Layer | Calculation |\n|---|---|\n{rows}\n| **Total** | {escaped(one.sum)} |"
        parts.append(f"## Solution of {escaped(one.title.lower())}\n\n{table}\n")
    return "\n".join(parts)


def _html(exercises: Sequence[Exercise], *, solutions: bool) -> str:
    parts: list[str] = []
    for one in exercises:
        parts.append(f"<h2>{html.escape(one.title)}</h2>")
        parts += [_paragraph(told) for told in one.question.strip().split("\n\n")]
    for one in exercises if solutions else ():
        rows = [*one.solution, ("Total", one.sum)]
        shown = "".join(f"<tr><td>{html.escape(name)}</td><td>{html.escape(told)}</td></tr>" for name, told in rows)
        parts.append(f"<h2>Solution of {html.escape(one.title.lower())}</h2>\n<table>{shown}</table>")
    return page("Exercises" if len(exercises) > 1 else exercises[0].title, "\n".join(parts))


def _paragraph(told: str) -> str:
    """A paragraph, or the list of layers."""
    lines = told.splitlines()
    if not lines[0].startswith("1. "):
        return f"<p>{html.escape(told)}</p>"
    items = "".join(f"<li>{html.escape(line.split('. ', 1)[1])}</li>" for line in lines)
    return f"<ol>{items}</ol>"
