"""Signs: a line of writing as tokens: numbers with their digit groups, signs of arithmetic, words, and what divides.

Digit groups of any country (`8,651,940`, `8.651.940`, `8 651 940`, `8'651'940`), short numbers (`8.65 M`), raised
powers, the many signs for times, and LaTeX's are all read. Linear in the length of the line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

Kind = Literal["number", "sign", "word", "equals", "colon", "break"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line, from `start` to `end`. `tight` tells that nothing stands between it and the one before.

    A number that was written short (`8.65 M`) is right within `within`.
    """

    kind: Kind
    start: int
    end: int
    sign: str = ""
    value: Fraction = Fraction(0)
    within: Fraction = Fraction(0)
    tight: bool = False


_NUMBER = r"""
    (?P<grouped>\d{1,3}(?:,\d{3}){1,9}(?:\.\d+)?(?![,.]?\d)|\d{1,3}(?:\.\d{3}){1,9}(?:,\d+)?(?![,.]?\d)
        |\d{1,3}(?:(?P<mark>['\u2019_\u2009\u202f\u00a0])\d{3})(?:(?P=mark)\d{3}){0,8}(?!\d))
    |(?P<spaced>\d{1,3}(?:\ \d{3}){1,9}(?!\ ?\d))
    |(?P<plain>\d+,\d+(?=\s?(?:k|K|M|Mio|mio|million)\b)|\d+(?:\.\d+)?)
"""
_TOKEN: Final = re.compile(
    rf"""
    (?:{_NUMBER})
    |(?P<power>\*\*|\^|[\u00b2\u00b3])
    |(?P<word>[^\W\d_](?:[\w]|[-./\#](?=\w)|\[(?=[\w\-]+\]))*\]?)
    |(?P<times>[*\u00d7\u00b7\u22c5\u2219\u2022\u2217\u2715\u2716])
    |(?P<equals>[=:]?=+>?|\u2248|\u2243|\u2192|\u21d2|-+>|\u27f6|\u2261)
    |(?P<plus>[+\uff0b])|(?P<minus>[-\u2212\u2013])|(?P<over>[/\u00f7])
    |(?P<open>[(\[{{])|(?P<close>[)\]}}])
    |(?P<colon>[:\uff1a])
    |(?P<space>\s+)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
MOST_TOKENS: Final = 800
_LATEX: Final = (
    (re.compile(r"\\(?:times|cdot|ast)\b"), "*"),
    (re.compile(r"\\(?:left|right|bigl|bigr|Bigl|Bigr|,|;|!|quad|qquad|text|mathrm|approx)(?![a-zA-Z])"), " "),
    (re.compile(r"\{,\}"), ","),
    (re.compile(r"\\(?=[_*#|.\-\[\]])"), ""),
    (re.compile(r"[$`]|\\\(|\\\)|\\\[|\\\]"), " "),
)
_EMPHASIS: Final = re.compile(r"(?<![\d)\]\s])[ ]*\*\*|\*\*(?![ ]*[\d(\[])|__")
_SHORT: Final[dict[str, int]] = {
    "k": 10**3, "K": 10**3, "thousand": 10**3, "M": 10**6, "m": 10**6, "mio": 10**6, "Mio": 10**6, "million": 10**6,
    "millions": 10**6, "B": 10**9, "bn": 10**9, "billion": 10**9, "G": 10**9,
}  # fmt: skip
_TIMES_WORDS: Final = frozenset({"times", "mal", "fois"})
_PLUS_WORDS: Final = frozenset({"plus"})
_IS_WORDS: Final = frozenset({"equals", "makes", "gives"})
_LONGEST_NUMBER: Final = 60
_RAISED: Final[dict[str, int]] = {"\u00b2": 2, "\u00b3": 3}


def plain(line: str) -> str:
    """A line without marks of emphasis, and with LaTeX's signs as others write them."""
    for pattern, sign in _LATEX:
        line = pattern.sub(sign, line)
    return _EMPHASIS.sub(" ", line)


def tokens(line: str) -> list[Token]:
    """All tokens of a line, in order; spaces are left out. A line of too many says nothing, and has none."""
    found: list[Token] = []
    tight, at = False, 0
    while at < len(line):
        if len(found) > MOST_TOKENS:
            return []
        if found and _times(found[-1], line, at):
            found.append(Token("sign", at, at + 1, "*", tight=tight))
            tight, at = True, at + 1
            continue
        match = _TOKEN.match(line, at)
        assert match is not None  # the last alternative takes any sign
        kind = match.lastgroup if match.lastgroup != "mark" else "grouped"
        if kind == "space":
            tight, at = False, match.end()
            continue
        if kind == "spaced" and not _after_sign(found):
            cut = line.index(" ", at)
            found.append(_number(line[at:cut], "plain", at, tight))
            at = cut
        else:
            made, at = _token(kind or "other", match, found, tight)
            found += [Token("colon", match.start(), at, "-")] if _is_dash(match, found, line) else made
        tight = True
    return _scaled(found, line)


def _times(before: Token, line: str, at: int) -> bool:
    """Whether an x between numbers is a sign: `3x3`, `3 x 3`."""
    if line[at] not in "xX" or not (before.kind == "number" or before.sign == ")"):
        return False
    return line[at + 1 : at + 2] in ("", " ", "(") or line[at + 1].isdigit()


def _is_dash(match: re.Match[str], found: list[Token], line: str) -> bool:
    """Whether a minus is a dash between words: `Layer 1 - Conv2D - 740`."""
    if match.lastgroup != "minus" or line[match.end() : match.end() + 1] != " " or line[: match.start()][-1:] != " ":
        return False
    following = line[match.end() :].lstrip()[:1]
    return (bool(found) and found[-1].kind == "word") or following.isalpha()


def _after_sign(found: list[Token]) -> bool:
    """Whether digits after a space belong to a number: not after a word, as in `Conv 1 200`."""
    return bool(found) and found[-1].kind in ("sign", "equals", "colon")


def _token(kind: str, match: re.Match[str], found: list[Token], tight: bool) -> tuple[list[Token], int]:
    start, end, shown = match.start(), match.end(), match.group()
    match kind:
        case "grouped" | "spaced" | "plain":
            return [_number(shown, kind, start, tight)], end
        case "word":
            word, end = _word(shown, start, found, tight)
            return [word], end
        case "power" if shown in _RAISED:
            raised = Token("number", start, end, value=Fraction(_RAISED[shown]), tight=True)
            return [Token("sign", start, end, "^", tight=tight), raised], end
        case "power" | "times" | "plus" | "minus" | "over" | "open" | "close":
            sign = {"power": "^", "times": "*", "plus": "+", "minus": "-", "over": "/", "open": "(", "close": ")"}[kind]
            return [Token("sign", start, end, sign, tight=tight)], end
        case "equals":
            return [Token("equals", start, end, shown, tight=tight)], end
        case "colon":
            return [Token("colon", start, end, shown, tight=tight)], end
        case _:
            return [Token("break", start, end, shown, tight=tight)], end


def _word(shown: str, start: int, found: list[Token], tight: bool) -> tuple[Token, int]:
    """A word, or one that stands for a sign."""
    after = found[-1] if found else None
    number = after is not None and (after.kind == "number" or after.sign == ")")
    if number and tight and re.fullmatch(r"(?:k|K|M|B|G)(?:[xX]\d.*)?", shown) and after is not None:
        return Token("word", start, start + 1, shown[0], tight=True), start + 1
    end = start + len(shown)
    if shown in _TIMES_WORDS and number:
        return Token("sign", start, end, "*", tight=tight), end
    if shown.lower() in _PLUS_WORDS and number:
        return Token("sign", start, end, "+", tight=tight), end
    if shown.lower() in _IS_WORDS and number:
        return Token("equals", start, end, shown, tight=tight), end
    return Token("word", start, end, shown, tight=tight), end


def _number(shown: str, kind: str, start: int, tight: bool) -> Token:
    end = start + len(shown)
    if len(shown) > _LONGEST_NUMBER:
        return Token("break", start, end, shown[:1], tight=tight)
    if kind == "plain":
        return Token("number", start, end, value=Fraction(shown.replace(",", ".")), tight=tight)
    digits, _, rest = _decimals(shown)
    whole = re.sub(r"\D", "", digits)
    return Token("number", start, end, value=Fraction(f"{whole}.{rest}" if rest else whole), tight=tight)


def _decimals(shown: str) -> tuple[str, str, str]:
    """`1,234.5` in two: what stands before the mark that is not the groups', and what after it."""
    marks = re.findall(r"\D", shown)
    return shown.rpartition(marks[-1]) if len(set(marks)) == 2 and marks[-1] in ",." else (shown, "", "")


def _scaled(found: list[Token], line: str) -> list[Token]:
    """Numbers with `k`, `M` or `million` after them, as what they mean, right to the digits that were written."""
    made: list[Token] = []
    for token in found:
        before = made[-1] if made else None
        if token.kind != "word" or token.sign not in _SHORT or before is None or before.kind != "number":
            made.append(token)
            continue
        if len(token.sign) == 1 and token.start - before.end > 1:
            made.append(token)
            continue
        decimals = len(re.split("[.,]", line[before.start : before.end])[-1]) if before.value.denominator > 1 else 0
        scale = _SHORT[token.sign]
        within = Fraction(scale, 2 * 10**decimals)
        made[-1] = Token("number", before.start, token.end, "", before.value * scale, within, before.tight)
    return made
