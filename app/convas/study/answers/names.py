"""Names in an answer: which layer a label such as `2nd convolution`, `conv2d_1` or `Layer 5: Dense` may mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from convas.layers import registry
from convas.layers.layer import Layer

_SORTS: Final[dict[str, tuple[str, str]]] = {
    # sort: how people write it, and the kinds or families that are one
    "convolution": (r"convs?|convd|convolution\w*|convtranspose|faltung\w*", "conv"),
    "pooling": (r"\w*pool\w*", "pool"),
    "dense": (r"dense|fc|linear|fully|mlp|vollverbunden\w*", "dense"),
    "flatten": (r"flatten\w*", "Flatten"),
    "normalisation": (r"bn|\w*norm|\w*normali[sz]ation", "Norm"),
    "dropout": (r"dropout\w*", "Dropout"),
    "LSTM": (r"lstm", "LSTM"),
    "GRU": (r"gru", "GRU"),
    "recurrent": (r"rnn|simplernn|recurrent", "recurrent"),
    "embedding": (r"embedding\w*", "Embedding"),
    "attention": (r"\w*attention|mha", "Attention"),
    "activation": (r"relu\w*|prelu|leakyrelu|softmax|sigmoid|tanh|gelu|activation\w*", "act"),
    "input": (r"input\w*", "Input"),
}
_DIMENSIONS: Final = re.compile(r"(?<=[a-z])[123]d\b|(?<=[a-z])[123]d(?=_|\d|\b)", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]+|\d+")
_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        ("first erste", "second zweite", "third dritte", "fourth vierte", "fifth fuenfte", "sixth", "seventh",
         "eighth", "ninth", "tenth"),
        1,
    )
    for word in words.split()
}  # fmt: skip
_GENERAL: Final = frozenset({"layer", "layers", "schicht", "step", "stage", "line", "ebene", "no", "nr"})


@dataclass(frozen=True, slots=True)
class Called:
    """What a label says: names that a layer may have, the sort of layer, and which of that sort.

    `exact` is the first word as it stands. `place` counts all layers instead: `Layer 5`. `numbers` are those of a line
    about several: `conv2-4`.
    """

    names: tuple[str, ...]
    sort: str = ""
    number: int | None = None
    place: int | None = None
    numbers: tuple[int, ...] = ()
    exact: str = ""


def called(label: str) -> Called:
    """What a label says of the layer that it means."""
    before = re.split(r"[(:=,]", label, maxsplit=1)[0]
    parts = re.split(r"[\s|]+", label.strip())
    first = re.split(r"[\s|]+", before.strip())
    names = [bare(part) for part in first[:3]] + [bare("".join(first[:2]))]
    names += [bare(part) for part in parts[:4] if "/" in part]
    words = _WORDS.findall(_DIMENSIONS.sub("", label).lower())[:12]
    sort, at = _sort(words)
    number = place = None
    if sort and at + 1 < len(words) and words[at + 1].isdigit():
        number = int(words[at + 1][:6])
    elif sort and at + 2 < len(words) and words[at + 1] in _GENERAL and words[at + 2].isdigit():
        number = int(words[at + 2][:6])
    elif sort and at and (found := _ordinal(words[max(0, at - 3) : at])) is not None:
        number = found
    elif words and words[0] in _GENERAL and len(words) > 1 and words[1].isdigit():
        place = int(words[1][:6])
    elif words and words[0].isdigit():
        place = int(words[0][:6])
    elif words and (found := _ordinal(words[:2])) is not None:
        place = found
    return Called(
        tuple(dict.fromkeys(name for name in names if name)), sort, number, place, _several(label, sort), parts[0]
    )


_SEVERAL: Final = re.compile(
    r"^\W*[^\W\d_]+(?:[ ]?layers?)?[ _]?(\d{1,4})"
    r"((?:\s*(?:,|-|\u2013|/|&|\+|and|to|und|bis)\s*(?:[^\W\d_]+[ _]?)?\d{1,4})+)(?![\w.])",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(r"(,|-|\u2013|/|&|\+|and|to|und|bis)\s*([^\W\d_]+)?[ _]?(\d+)", re.IGNORECASE)
_MOST_SEVERAL: Final = 100


def _several(label: str, sort: str) -> tuple[int, ...]:
    """The numbers of `conv2-4`, `conv 2, 3 and 4` or `conv3/conv5`; none where one layer is meant."""
    words = label.split(maxsplit=1)
    general = bool(words) and words[0].lower() in _GENERAL
    found = _SEVERAL.match(_DIMENSIONS.sub("", label[:200])) if sort or general else None
    if found is None:
        return ()
    numbers = [int(found[1])]
    first = _WORDS.findall(label)[0].lower()
    for sign, word, digits in _NEXT.findall(found[2]):
        if word and word.lower() != first:
            return ()  # stage1/conv2 is one layer inside a block
        number = int(digits)
        if sign.lower() in ("-", "\u2013", "to", "bis") and 0 < number - numbers[-1] < _MOST_SEVERAL:
            numbers += range(numbers[-1] + 1, number)
        numbers.append(number)
    return tuple(dict.fromkeys(numbers)) if len(numbers) <= _MOST_SEVERAL else ()


def bare(name: str) -> str:
    """A name as it is compared: small letters and digits only; paths keep their strokes."""
    return re.sub(r"[^\w/\[\]]|_", "", name).lower()


def sorts(kind: type[Layer]) -> frozenset[str]:
    """The sorts that a kind of layer is one of."""
    return _sorts(kind)


@cache
def _sorts(kind: type[Layer]) -> frozenset[str]:
    found = {
        sort for sort, (_, of) in _SORTS.items() if (kind.family == of if of in registry.FAMILIES else of in kind.kind)
    }
    if "Pool" in kind.kind:
        found.add("pooling")
    elif kind.family == "pool":
        found.discard("pooling")
    return frozenset(found)


def _sort(words: list[str]) -> tuple[str, int]:
    """The first word that tells a sort of layer, and where it is."""
    for index, word in enumerate(words):
        for sort, (pattern, _) in _SORTS.items():
            if re.fullmatch(pattern, word):
                return sort, index
    return "", -1


def _ordinal(words: list[str]) -> int | None:
    for index, word in enumerate(words):
        if word in _ORDINALS:
            return _ORDINALS[word]
        if word.isdigit() and (index + 1 == len(words) or words[index + 1] in {"st", "nd", "rd", "th"}):
            return int(word[:6])
    return None
