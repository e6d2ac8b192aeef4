"""Cutting an image into patches, and putting patches together. Sources: PyTorch nn.Unfold, nn.Fold."""

from convas.layers.grid import grid
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Two, Two0, setting
from convas.layers.spelling import Spellings, pytorch
from convas.layers.windows import Sizes, check_fit, places
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import ShapeError
from convas.values.size import Dim, decide, exact_div, product


class Patches(Layer):
    """Knows how many patches an image has."""

    family = "shape"
    only = "pytorch"

    kernel_size: Two = setting(3, "Kernel", "How large a patch is.")
    strides: Two = setting(1, "Strides", "How far one patch is from the next.")
    padding: Two0 = setting(0, "Padding", "How many zeros are added at both ends of each axis.")
    dilation: Two = setting(1, "Dilation", "The distance between the places that a patch takes.", rare=True)

    def _along(self, space: Sizes) -> Sizes:
        """How many patches there are along each axis."""
        check_fit(space, self.kernel_size, self.dilation, self.padding)
        each = zip(space, self.kernel_size, self.strides, self.dilation, self.padding, strict=True)
        return tuple(places(*axis) for axis in each)


class Unfold(Patches):
    """Cuts an image into patches that may overlap, and lays each out as one column."""

    title = "Unfold"
    stem = "unfold_{}"
    shown = ("kernel_size", "strides")
    words = "patches im2col sliding blocks columns vision transformer"
    instead = "Conv2D with strides as large as its kernel makes patches there."

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("Unfold", "kernel_size!", "dilation", "padding", "stride=strides"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], 2, rules)
        if any(decide("<", n, 1) for n in (place.channels, *place.space)):
            raise ShapeError("empty input", "{me} needs at least one number along every axis. Make the input larger.")
        patches = product(self._along(place.space))
        return (place.spec.having((*place.lead, place.channels * product(self.kernel_size), patches)),)


class Fold(Patches):
    """Puts columns back as the patches of an image, and adds up what overlaps."""

    title = "Fold"
    stem = "fold_{}"
    shown = ("output_size", "kernel_size")
    words = "patches col2im sliding blocks columns"
    instead = "Conv2D transpose with strides as large as its kernel puts patches together there."

    output_size: Two = setting(6, "Output size", "Height and width of the image that is put together.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (pytorch("Fold", "output_size!", "kernel_size!", "dilation", "padding", "stride=strides"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], 1, rules)
        patch, count = product(self.kernel_size), place.space[0]
        if decide("<", place.channels, 1) or decide("==", place.channels % patch, 0) is False:
            raise ShapeError(
                "patches do not fit",
                f"A patch of {text.shape(self.kernel_size)} has {text.count(patch)} numbers a channel, and {{0}} gives "
                f"columns of {text.count(place.channels)}. Columns must be a multiple of {text.count(patch)} long.",
                "kernel_size",
            )
        along = self._along(self.output_size)
        wanted = product(along)
        if decide("==", count, wanted) is False:
            raise ShapeError(
                f"{text.count(count)} patches",
                f"An image of {text.shape(self.output_size)} has {text.shape(along)} = {text.count(wanted)} patches, "
                f"and {{0}} gives {text.count(count)}. Change the output size, or the strides.",
                "output_size",
            )
        depth: Dim = exact_div(place.channels, patch)
        return (place.spec.having((*place.lead, depth, *self.output_size)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=inputs[0].volume)
