"""Quoted: a design found in text that went through a mail, a chat or a page, whatever these did to it.

Marks of quoting, fences, words around it, other quotation marks and spaces, and broken lines are seen through. All of
it is linear in the length of the text, because any text may be pasted.
"""

from __future__ import annotations

import html
import re
from typing import Final

MOST: Final = 4 * 2**20
"""Characters that are looked through: ten thousand layers take half of them. What is longer is read as it is."""

_QUOTING = re.compile(r"^[ \t]*(?:[>|][ \t]?)+", re.MULTILINE)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTHING = re.compile("[\ufeff\u200b-\u200f\u2060]")
_MARKS = re.compile("[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]")
_BEGINS = re.compile(r'\{\s*"format"\s*:\s*"convas"')
_SAYS = re.compile(r'"format"\s*:\s*"convas"')
_STRING: Final = r'"(?:[^"\\]|\\.)*(?:"|\Z)'
_STRINGS = re.compile(_STRING, re.DOTALL)
_BROKEN = re.compile(r"[ ]*\n[ ]*")
_TOKENS = re.compile(_STRING + r"|[{}]", re.DOTALL)
_BLOCKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/pre)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")


def unquoted(told: str) -> str | None:
    """The text of the design that a text has in it; None where there is none."""
    if len(told) > MOST or "convas" not in told:
        return None
    told = told.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    told = _NOTHING.sub("", _SPACES.sub(" ", told))
    told = _QUOTING.sub("", told)
    if not _SAYS.search(told):
        told = _MARKS.sub('"', told)
    begins = _BEGINS.search(told)
    start = begins.start() if begins else told.find("{") if _SAYS.search(told) else -1
    if start < 0:
        return None
    found = _object(told[start:])
    if _SAYS.search(told, start + len(found)):  # two designs: which one is meant is not for us to say
        return None
    return _STRINGS.sub(_whole, found)


def text_of_page(page: str) -> str:
    """The words of a piece of HTML."""
    if len(page) > MOST:
        return ""
    return html.unescape(_TAGS.sub("", _BLOCKS.sub("\n", page)))


def _object(told: str) -> str:
    """From the first brace to the one that closes it, or all where none does."""
    depth = 0
    for token in _TOKENS.finditer(told):
        sign = told[token.start()]
        depth += (sign == "{") - (sign == "}")
        if not depth:
            return told[: token.end()]
    return told


def _whole(string: re.Match[str]) -> str:
    """A string that was broken into lines, in one."""
    said = string.group()
    return _BROKEN.sub(" ", said) if "\n" in said else said
