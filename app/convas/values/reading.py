"""How a size reads: as tokens with captions, as text, as Markdown or LaTeX.

Dropped when reading: `+ 0`, terms that are 0, and literal factors of 1. The `/ 1` of a setting stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from convas.values import text
from convas.values.size import Dim, Size, value_of

Mode = Literal["values", "names"]


class Token(NamedTuple):
    """A piece of a formula. Numbers may carry a caption (`kernel`); signs have none."""

    shown: str
    caption: str = ""
    sign: bool = False


TIMES, MINUS = "×", "−"
_SUM, _PRODUCT, _ATOM = 0, 1, 2
_BRACKETS = {
    "(": ("(", ")"),
    "floor(": (r"\left\lfloor", r"\right\rfloor"),
    "ceil(": (r"\left\lceil", r"\right\rceil"),
}
_LATEX = {TIMES: r"\times", MINUS: "-", "+": "+", "/": "/", ",": ",", "^": "^"}


def tokens(size: Dim, mode: Mode = "values") -> list[Token]:
    """The formula in reading order, adjacent factors of one caption joined (`3 × 3` kernel)."""
    return _joined(_read(size, mode, _SUM))


def plain(size: Dim, mode: Mode = "values") -> str:
    """`floor((120 + 2 × 1 − 3) / 1) + 1`"""
    return _spaced(token.shown for token in _read(size, mode, _SUM))


def equation(size: Dim) -> str:
    """`(3 × 3 × 20 + 1) × 20 = 3,620`; a bare number is not repeated."""
    left, right = plain(size), text.count(size)
    return right if left == right else f"{left} = {right}"


def latex(size: Dim) -> str:
    r"""`\left\lfloor (120 + 2 \times 1 - 3) / 1 \right\rfloor + 1 = 120`, for a paper."""
    right = text.count(size)
    if plain(size) == right:
        return _digits(right)
    shown: list[str] = []
    open_: list[str] = []
    for token in _read(size, "values", _SUM):
        if token.shown.endswith("("):
            left, closing = _BRACKETS.get(token.shown, (f"\\{token.shown}", ")"))
            shown.append(left)
            open_.append(closing)
        elif token.shown == ")" and open_:
            shown.append(open_.pop())
        else:
            shown.append(_LATEX.get(token.shown, token.shown if not token.sign else f"\\text{{ {token.shown} }}"))
    return f"{_digits(_spaced(shown))} = {_digits(right)}"


def _digits(shown: str) -> str:
    """Commas of digit groups as LaTeX wants them; text keeps its own."""
    return re.sub(r"(?<=\d),(?=\d)", "{,}", shown)


def _spaced(parts: object) -> str:
    shown = " ".join(parts)  # type: ignore[arg-type]
    return shown.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace(" ^ ", "^")


def _read(size: Dim, mode: Mode, within: int) -> list[Token]:
    if isinstance(size, int):
        return [Token(text.count(size))]
    match size.op:
        case "leaf":
            named = mode == "names" and size.name and size.name != "bias"
            return [Token(size.name if named or size.value is None else text.count(size.value), size.name)]
        case "unknown":
            return [Token("?")]
        case "poly":
            return [Token(str(size.poly))]
        case "add" | "sub":
            return _wrapped(_sum(size, mode), within > _SUM)
        case "mul":
            return _wrapped(_product(size, mode), within > _PRODUCT)
        case "floor" | "ceil" | "round" | "scale":
            return _rounded(size, mode)
        case "div":
            return _wrapped(_over(size.args, mode), within > _PRODUCT)
        case "pick":
            return _choice(size, mode, within)
        case _:
            inside = _listed([_read(arg, mode, _SUM) for arg in size.args])
            return [_sign(f"{size.op}("), *inside, _sign(")")]


def _sum(size: Size, mode: Mode) -> list[Token]:
    shown: list[Token] = []
    for positive, term in _terms(size):
        if value_of(term) == 0 and (mode == "values" or isinstance(term, int)):
            continue
        body = _read(term, mode, _SUM if positive else _PRODUCT)
        if shown or not positive:
            body = [_sign("+" if positive else MINUS), *body]
        shown += body
    return shown or [Token("0")]


def _terms(size: Dim, positive: bool = True) -> list[tuple[bool, Dim]]:
    """A nested sum as signed terms."""
    found: list[tuple[bool, Dim]] = []
    waiting = [(positive, size)]
    while waiting:
        plus, term = waiting.pop()
        if isinstance(term, int) or term.op not in ("add", "sub"):
            found.append((plus, term))
        else:
            left, right = term.args
            waiting += [(plus if term.op == "add" else not plus, right), (plus, left)]
    return found


def factors(size: Dim) -> list[Dim]:
    """A nested product as factors, literal ones dropped."""
    if isinstance(size, Size) and size.op == "mul":
        return [factor for arg in size.args for factor in factors(arg)]
    return [] if isinstance(size, int) and size == 1 else [size]


def _product(size: Size, mode: Mode) -> list[Token]:
    shown: list[Token] = []
    for factor in factors(size):
        if shown:
            shown.append(_sign(TIMES))
        shown += _read(factor, mode, _PRODUCT)
    return shown or [Token("1")]


def _rounded(size: Size, mode: Mode) -> list[Token]:
    if size.op == "scale":
        inside = [*_read(size.args[0], mode, _PRODUCT), _sign(TIMES), Token(size.name, "factor")]
        return [_sign("floor("), *inside, _sign(")")]
    return [_sign(f"{size.op}("), *_over(size.args, mode), _sign(")")]


def _over(args: Sequence[Dim], mode: Mode) -> list[Token]:
    top, bottom = args
    return [*_read(top, mode, _PRODUCT), _sign("/"), *_read(bottom, mode, _ATOM)]


def _choice(size: Size, mode: Mode, within: int) -> list[Token]:
    if len(size.args) == 1:
        body = _read(size.args[0], mode, within)
        return [*body, _sign(f"[{size.name}]")] if size.name else body
    yes, no = (_read(arg, mode, _SUM) for arg in size.args)
    return [*_wrapped(yes, True), _sign(f"if {size.name}, else"), *_wrapped(no, True)]


def _listed(parts: list[list[Token]]) -> list[Token]:
    shown = list(parts[0])
    for part in parts[1:]:
        shown += [_sign(","), *part]
    return shown


def _wrapped(body: list[Token], needed: bool) -> list[Token]:
    return [_sign("("), *body, _sign(")")] if needed and len(body) > 1 else body


def _sign(shown: str) -> Token:
    return Token(shown, sign=True)


def _joined(read: list[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in read:
        same = len(joined) > 1 and not token.sign and token.caption and joined[-1].shown == TIMES
        if same and joined[-2].caption == token.caption:
            before = joined[-2]
            joined[-2:] = [Token(f"{before.shown} {TIMES} {token.shown}", token.caption)]
        else:
            joined.append(token)
    return joined
