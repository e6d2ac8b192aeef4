"""Wording: a network as a person sets it in an exercise, so that nothing that counts is left to be guessed."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

from convas.analysis.analysis import Analysis
from convas.design.design import Design
from convas.design.records import Node, Share
from convas.layers.layer import Layer
from convas.study.answers.subject import Basis
from convas.values import text
from convas.values.convention import RULES

_OPENINGS: Final = (
    "A network takes {input}.",
    "A neural network is given {input}.",
    "The input of a network is {input}.",
)
_PLAIN: Final = "Every layer has a bias, and strides are 1, where nothing else is said."


def question(design: Design, analysis: Analysis, dice: Random, basis: Basis, *, listed: bool) -> str:
    """The exercise in words: the network, what is special about it, and what is asked. Ends with a line break."""
    nodes = [design.node(key) for key in analysis.ordered()]
    start, *rest = nodes
    steps = {node.id: number for number, node in enumerate(rest, 1)}
    opening = dice.choice(_OPENINGS).format(input=_input(start.layer))
    told = [_step(design, node, steps, before) for node, before in zip(rest, nodes, strict=False)]
    parts = [opening]
    if listed:
        parts[0] += " Its layers:"
        parts.append("\n".join(f"{number}. {words[:1].upper()}{words[1:]}" for number, words in enumerate(told, 1)))
    else:
        parts[0] += f" {_prose(told, dice)}"
    special = [_PLAIN, *_shared(design, steps), *_frozen(rest, steps)]
    parts.append(" ".join(special))
    parts.append(_asked(design, nodes, basis))
    return "\n\n".join(parts) + "\n"


def _prose(told: list[str], dice: Random) -> str:
    """`Then come a convolution ..., a flattening and a fully connected layer ...`"""
    lead = dice.choice(("Then come", "It goes through", "Its layers are"))
    return f"{lead}, one after the other: {text.listed(_gathered(told))}."


def _gathered(told: list[str]) -> list[str]:
    """Equal layers that follow each other, told once."""
    found: list[tuple[str, int]] = []
    for words in told:
        if found and found[-1][0] == words:
            found[-1] = (words, found[-1][1] + 1)
        else:
            found.append((words, 1))
    return [words if times == 1 else f"{words} ({text.count(times)} times)" for words, times in found]


def _input(layer: Layer) -> str:
    shape, colours = _value(layer, "shape"), _value(layer, "colours")
    if colours is not None:
        grey = "an" if str(shape[0]) in ("8", "11", "18") else "a"
        return f"{grey} {text.shape(shape)} {colours} image"
    if _value(layer, "dtype") == "int64":
        return f"a text of {text.count(shape[0])} words, each told by its number"
    return f"{text.count(shape[0])} numbers"


def _step(design: Design, node: Node, steps: dict[int, int], before: Node) -> str:
    """What one layer is, and where it is linked from if that is not the layer before."""
    words = _KINDS[node.layer.kind](node.layer)
    sources = [link.source for link in design.links_in(node.id)]
    if node.layer.kind in ("Add", "Concatenate"):
        channels = -1 if design.rules.channels_last else 1
        if getattr(node.layer, "axis", channels) != channels:
            words = f"what steps {{}} give, put together along axis {_value(node.layer, 'axis')}"
        numbers = sorted(steps[key] for key in sources)
        return words.format(text.listed([text.count(number) for number in numbers]))
    if sources != [before.id]:
        return f"{words}, of what step {steps[sources[0]]} gives" if sources[0] in steps else f"{words}, of the input"
    return words


def _convolution(layer: Layer) -> str:
    filters = text.many(_value(layer, "filters"), "filter")
    return f"a convolution with {filters} of {text.shape(_value(layer, 'kernel_size'))}{_padding(layer)}{_more(layer)}"


def _depthwise(layer: Layer) -> str:
    kernel = text.shape(_value(layer, "kernel_size"))
    times = _value(layer, "depth_multiplier")
    each = "one filter" if times == 1 else f"{text.count(times)} filters"
    return f"a depthwise convolution of {kernel}, {each} a channel{_padding(layer)}{_more(layer)}"


def _padding(layer: Layer) -> str:
    """A kernel of 1 needs none."""
    if all(side == 1 for side in _value(layer, "kernel_size")):
        return ""
    return ", padding same" if _value(layer, "padding") == "same" else ", without padding"


def _more(layer: Layer) -> str:
    told = ""
    strides = _value(layer, "strides")
    if any(stride != 1 for stride in strides):
        told += f", stride {text.count(strides[0])}"
    if getattr(layer, "groups", 1) != 1:
        told += f", in {text.count(_value(layer, 'groups'))} groups"
    return told + _bias(layer)


def _bias(layer: Layer) -> str:
    return "" if _value(layer, "use_bias") else ", without bias"


def _recurrent(layer: Layer) -> str:
    both = " in each of two directions" if getattr(layer, "bidirectional", False) else ""
    article = "an" if layer.kind == "LSTM" else "a"
    layers = getattr(layer, "num_layers", 1)
    deep = "" if layers == 1 else f", {text.count(layers)} on each other"
    goes = "all steps go" if getattr(layer, "return_sequences", None) else "last step goes"
    units = text.many(_value(layer, "units"), "unit")
    return f"{article} {layer.title} with {units}{both}{deep}{_bias(layer)}, whose {goes} on"


def _normalisation(layer: Layer) -> str:
    """What is learnt: a scale and a shift, as far as it has them."""
    names = (("scale", "scale"), ("center", "shift"), ("affine", "scale and shift"))
    lacking = [word for name, word in names if getattr(layer, name, True) is False]
    return f"a batch normalisation {f'without {text.listed(lacking)}' if lacking else 'with scale and shift'}"


def _pooling(layer: Layer) -> str:
    size = text.shape(_value(layer, "pool_size"))
    strides = getattr(layer, "strides", None)
    told = "" if strides in (None, (), _value(layer, "pool_size")) else f", stride {text.count(strides[0])}"
    return f"a max pooling of {size}{told}{', padding same' if _value(layer, 'padding') == 'same' else ''}"


_KINDS: Final[dict[str, Callable[[Layer], str]]] = {
    "Conv2D": _convolution,
    "DepthwiseConv2D": _depthwise,
    "Dense": lambda layer: f"a fully connected layer of {text.many(_value(layer, 'units'), 'unit')}{_bias(layer)}",
    "Flatten": lambda _: "a flattening",
    "MaxPooling2D": _pooling,
    "GlobalAveragePooling2D": lambda layer: (
        f"a global average pooling{' that keeps the axes' if _value(layer, 'keepdims') else ''}"
    ),
    "BatchNormalization": _normalisation,
    "Embedding": lambda layer: (
        f"an embedding of {text.count(_value(layer, 'input_dim'))} words, "
        f"{text.count(_value(layer, 'output_dim'))} numbers each"
    ),
    "LSTM": _recurrent,
    "GRU": _recurrent,
    "Add": lambda _: "the sum of what steps {} give",
    "Concatenate": lambda _: "the channels of steps {}, put together",
}


def _value(layer: Layer, name: str) -> Any:
    return getattr(layer, name)


def _shared(design: Design, steps: dict[int, int]) -> list[str]:
    told = []
    for share in design.all(Share):
        ends = sorted(steps[end.node] for end in (share.first, share.second))
        told.append(f"The convolutions of steps {ends[0]} and {ends[1]} use the same weights.")
    return told


def _frozen(nodes: list[Node], steps: dict[int, int]) -> list[str]:
    names = [f"step {steps[node.id]}" for node in nodes if node.frozen]
    return [f"The weights of {text.listed(names)} are frozen: they are not trained."] if names else []


def _asked(design: Design, nodes: list[Node], basis: Basis) -> str:
    kinds = {node.layer.kind for node in nodes}
    title = RULES[design.header.convention].title
    counts = "trainable parameters" if basis == "trainable" or "BatchNormalization" not in kinds else "parameters"
    told = f"How many {counts} does it have"
    if "BatchNormalization" in kinds and basis == "parameters":
        state = "included" if design.rules.counts_state else "not included"
        told += f", as {title} counts them (moving means and variances {state})"
    elif kinds & {"LSTM", "GRU", "BatchNormalization"}:
        told += f", as {title} counts them"
    return f"{told}? Show the calculation."
