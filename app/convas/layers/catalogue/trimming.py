"""Borders cut away. Sources: Keras 3 layers.Cropping2D, layers.CenterCrop; PyTorch slices, torchvision CenterCrop."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from convas.layers.catalogue.padding import pairs
from convas.layers.grid import DataFormat, grid
from convas.layers.layer import Layer, Specs
from convas.layers.settings import Amount, Count, setting
from convas.layers.spelling import LEFT, Argument, Spellings, keras
from convas.values import text
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.size import decide

Pair = tuple[Amount, Amount]
Pairs1 = Annotated[tuple[Pair], BeforeValidator(pairs(1))]
Pairs2 = Annotated[tuple[Pair, Pair], BeforeValidator(pairs(2))]
Pairs3 = Annotated[tuple[Pair, Pair, Pair], BeforeValidator(pairs(3))]
CROPPING = setting(1, "Cropping", "How many places are cut off before and after, for each axis.")
FORMAT = setting(
    None, "Channels", "Where channels stand; usual is as the convention has it.", rare=True, only="keras",
)  # fmt: skip


class Cropping(Layer):
    """Cuts places off at the ends of every axis of space."""

    family = "pool"
    stem = "crop_{}"
    words = "cropping cut trim border slice"
    dims: ClassVar[int] = 0

    cropping: tuple[tuple[int, int], ...] = CROPPING

    @classmethod
    def spelled(cls) -> Spellings:
        nothing = 0 if cls.dims == 2 else LEFT
        return (keras(cls.kind, Argument("cropping", "cropping", default=nothing), "data_format"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], self.dims, rules, getattr(self, "data_format", None) if rules.keras else None)
        each = zip(place.space, self.cropping, strict=True)
        made = tuple(size - before - after for size, (before, after) in each)
        if any(decide("<=", size, 0) for size in made):
            raise ShapeError(
                "cuts everything off",
                f"The cropping leaves nothing of an axis of {text.shape(place.space)}. Cut off less.",
                "cropping",
                Mend("Set cropping to 0", settings=(("cropping", 0),)),
            )
        return (place.having(made),)

    def brief(self) -> list[str]:
        if len({side for pair in self.cropping for side in pair}) == 1:
            return [text.count(self.cropping[0][0])]
        return [", ".join(f"{text.count(a)} + {text.count(b)}" for a, b in self.cropping)]


class Cropping1D(Cropping):
    """Cuts places off at both ends of a sequence."""

    title = "Cropping 1D"
    in_pytorch = "An index with colons, such as `x[..., 1:-1]`."
    dims = 1

    cropping: Pairs1 = CROPPING

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Cropping1D", "cropping"),)


class Cropping2D(Cropping):
    """Cuts the border of an image off."""

    title = "Cropping"
    in_pytorch = "An index with colons, such as `x[..., 1:-1]`."
    dims = 2

    cropping: Pairs2 = CROPPING
    data_format: DataFormat | None = FORMAT


class Cropping3D(Cropping):
    """Cuts the outside of a volume off."""

    title = "Cropping 3D"
    in_pytorch = "An index with colons, such as `x[..., 1:-1]`."
    dims = 3

    cropping: Pairs3 = CROPPING
    data_format: DataFormat | None = FORMAT


class CenterCrop(Layer):
    """Keeps the middle of an image in a given size; an image that is too small is enlarged first."""

    title = "Centre crop"
    sample_settings = (("height", 24), ("width", 24))
    in_pytorch = "An index with colons, after `torch.nn.functional.interpolate` where the image is too small."
    family = "pool"
    stem = "crop_{}"
    shown = ("height", "width")
    words = "center crop middle cut"

    height: Count = setting(224, "Height", "How many rows are kept.")
    width: Count = setting(224, "Width", "How many columns are kept.")
    data_format: DataFormat | None = FORMAT

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("CenterCrop", "height!", "width!", "data_format"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        place = grid(inputs[0], 2, rules, self.data_format if rules.keras else None)
        return (place.having((self.height, self.width)),)

    def brief(self) -> list[str]:
        return [text.shape((self.height, self.width))]
