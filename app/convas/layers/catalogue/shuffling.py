"""Moving numbers between channels and space. Sources: PyTorch nn.PixelShuffle, nn.PixelUnshuffle, nn.ChannelShuffle;
Keras 3 ops.depth_to_space, ops.space_to_depth.
"""

from math import isqrt

from convas.layers.channels import ungrouped
from convas.layers.layer import Layer, Specs
from convas.layers.settings import Count, setting
from convas.layers.spelling import Spellings, pytorch
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import Dim, decide, exact_div, value_of
from convas.values.spec import Spec

Parts = tuple[tuple[Dim, ...], Dim, Dim, Dim]


def _parts(spec: Spec, rules: Rules) -> Parts:
    """What stands before the image, its channels, height and width."""
    rank = spec.rank
    if rank < 3 or (rules.keras and rank != 4):
        raise ShapeError(
            "needs an image",
            f"{{me}} needs an image with channels and gets {text.shape(spec.visible)}. Put Reshape before it.",
        )
    *lead, a, b, c = spec.axes
    return (tuple(lead), c, a, b) if rules.channels_last else (tuple(lead), a, b, c)


def _joined(spec: Spec, parts: Parts, rules: Rules) -> Spec:
    lead, channels, height, width = parts
    inner = (height, width, channels) if rules.channels_last else (channels, height, width)
    return spec.having((*lead, *inner))


def _fitting(channels: Dim, square: int) -> list[Mend]:
    """Cures for a number of channels that cannot be spread: another factor, or more channels."""
    have = value_of(channels)
    if not have:
        return []
    factor = max(f for f in range(1, min(isqrt(have), 64) + 1) if have % (f * f) == 0)
    wanted = -(-have // square) * square
    wider = (("filters", wanted), ("kernel_size", (1, 1)))
    found = [Mend(f"Insert a projection to {text.count(wanted)} channels", 0, "Conv2D", wider)]
    return [Mend(f"Set factor to {factor}", settings=(("upscale_factor", factor),)), *found] if factor > 1 else found


class PixelShuffle(Layer):
    """Makes an image larger by spreading channels over space: four channels become a square of 2 × 2."""

    title = "Pixel shuffle"
    family = "pool"
    stem = "shuffle_{}"
    shown = ("upscale_factor",)
    words = "upsample subpixel sub-pixel super resolution depth to space"

    upscale_factor: Count = setting(2, "Factor", "How many times as high and as wide the image becomes.")

    def told(self, name: str) -> str:
        return f"{text.TIMES} {super().told(name)}"

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("PixelShuffle", "upscale_factor!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        lead, channels, height, width = _parts(inputs[0], rules)
        factor = self.upscale_factor
        square = factor * factor
        if decide("==", channels % square, 0) is False:
            raise ShapeError(
                f"{text.count(channels)} channels",
                f"{{me}} makes one channel of {text.count(square)}, and {{0}} gives {text.count(channels)}. "
                f"Give a multiple of {text.count(square)}, or change the factor.",
                "upscale_factor",
                *_fitting(channels, square),
            )
        return (_joined(inputs[0], (lead, exact_div(channels, square), height * factor, width * factor), rules),)


class PixelUnshuffle(Layer):
    """Makes an image smaller by moving squares of it into channels; nothing is lost."""

    title = "Pixel unshuffle"
    family = "pool"
    stem = "unshuffle_{}"
    shown = ("downscale_factor",)
    words = "downsample subpixel sub-pixel space to depth"

    downscale_factor: Count = setting(2, "Factor", "How many times lower and narrower the image becomes.")

    def told(self, name: str) -> str:
        return f"÷ {super().told(name)}"

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("PixelUnshuffle", "downscale_factor!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        lead, channels, height, width = _parts(inputs[0], rules)
        factor = self.downscale_factor
        for what, size in (("height", height), ("width", width)):
            if decide("==", size % factor, 0) is False:
                raise ShapeError(
                    f"{what} {text.count(size)}, factor {text.count(factor)}",
                    f"A {what} of {text.count(size)} cannot be divided by {text.count(factor)}. "
                    f"Pad or crop it to a multiple of {text.count(factor)}, or change the factor.",
                    "downscale_factor",
                )
        space = (exact_div(height, factor), exact_div(width, factor))
        return (_joined(inputs[0], (lead, channels * factor * factor, *space), rules),)


class ChannelShuffle(Layer):
    """Splits the channels into groups and deals them out again, so that later groups see all of them."""

    title = "Channel shuffle"
    family = "shape"
    stem = "channels_{}"
    shown = ("groups",)
    words = "shufflenet group permute mix"
    only = "pytorch"
    instead = "Use Reshape, Permute and Reshape."

    groups: Count = setting(2, "Groups", "How many groups the channels are dealt from.")

    def told(self, name: str) -> str:
        return text.many(self.groups, "group")

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("ChannelShuffle", "groups!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        (x,) = inputs
        if x.rank < 3:
            raise ShapeError(
                "needs a batch and space",
                f"{{me}} needs channels and at least one axis after them, and gets {text.shape(x.visible)}.",
            )
        if decide("==", x.axes[1] % self.groups, 0) is False:
            raise ungrouped("input channels", x.axes[1], self.groups)
        return inputs
