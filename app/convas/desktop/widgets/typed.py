"""Typed: what a person means by the words in a field. What cannot be read stays as it was typed."""

from __future__ import annotations

import re
from typing import Any


def parts_of(words: str) -> list[str]:
    """The parts of a row such as `28 × 28`, `(28, T)`, `28x28` or `2 * width, 3`: numbers, names, formulas."""
    clean = words.strip()
    if clean.startswith("(") and clean.endswith(")") and _depths(clean[1:-1]) is not None:
        clean = clean[1:-1]
    if not re.search(r"[^\W\dxX]", clean.replace("None", "")):  # numbers only: any sign parts them
        return re.sub(r"[×xX,;*()]", " ", clean).split()
    clean = re.sub(r"(?<=[\d\s])[xX](?=[\d\s])", "×", clean)
    depths = _depths(clean) or [0] * len(clean)
    ends = [index for index, letter in enumerate(clean) if letter in "×,;" and not depths[index]]
    if ends or re.search(r"[-+*/%(]", clean):
        edges = zip([-1, *ends], [*ends, len(clean)], strict=True)
        return [part for start, end in edges if (part := clean[start + 1 : end].strip())]
    return clean.split()


def _depths(words: str) -> list[int] | None:
    """How many brackets are open at each letter; None where they do not match."""
    found, depth = [], 0
    for letter in words:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return None
        found.append(depth)
    return found if depth == 0 else None


def decimal(words: str) -> Any:
    """A number with a fraction as typed; else the text itself."""
    try:
        return float(words)
    except ValueError:
        return words


def number(words: str) -> Any:
    """A whole number as typed, with or without digit groups; else the text itself."""
    clean = words.strip().replace(",", "").replace("\u202f", "").replace("\u00a0", "").replace("_", "")
    digits = clean[1:] if clean[:1] in ("-", "+") else clean
    return int(clean) if digits.isascii() and digits.isdigit() and len(digits) < 30 else words
