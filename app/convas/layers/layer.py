"""The contract of a layer: frozen settings, and rules for shapes, weights and operations.

One class is everything Convas knows of a kind: the inspector's form, the palette's tool tip, the
help page, the file's schema and the command line's listing are made from it. A rule gets specs
that are known to be there; it never sees None, and reports what does not fit with `ShapeError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from convas.layers.forms import Setting, describe
from convas.layers.spelling import Spellings
from convas.values import text
from convas.values.convention import Convention, Rules
from convas.values.operations import Operations
from convas.values.problem import Mend, Severity
from convas.values.size import Dim
from convas.values.spec import Spec
from convas.values.weight import Weight

__all__ = ["Hint", "Layer", "Operations", "Ports", "Specs", "setting_of", "settings_of"]

Specs = tuple[Spec, ...]


class Ports(NamedTuple):
    """Where links go in and out.

    A variadic layer takes any number of links from `least` up. Of fixed inputs the first `least`
    must be linked (all of them where it is None); a rule sees `ABSENT` for the others.
    """

    inputs: tuple[str, ...] = ("in",)
    outputs: tuple[str, ...] = ("out",)
    variadic: bool = False
    least: int | None = None

    @property
    def needed(self) -> int:
        """How many links must be there."""
        return len(self.inputs) if self.least is None else self.least

    def takes(self, index: int) -> bool:
        return index >= 0 and (self.variadic or index < len(self.inputs))

    def name(self, index: int) -> str:
        """What the input at `index` is called."""
        return self.inputs[index] if index < len(self.inputs) else f"{self.inputs[-1]} {index + 1}"


class Layer(BaseModel):
    """A kind of layer with its settings. A concrete kind defines `title`.

    title     what people read; `kind`, the class's name, is what files and scripts say
    short     what its card says where the title would leave no room for the settings
    family    colour and place in the palette; icon: the glyph where it is not the family's
    stem      how nodes are named: `conv{}` counts from 1, `flatten` starts bare
    shown     the settings that the card always shows, in order
    words     more words that a search finds it by
    common    stands first in its family; the others are folded away
    sample    the input that an example in the help is worked out on, where the usual ones say little;
              sample_settings: the settings for it, where the defaults do
    in_keras, in_pytorch   how a framework writes it that has no layer of its own for it
    differs   why the frameworks count it differently, a sentence; empty where they agree
    apart     why it is not put into a drawing like other layers, a sentence; it is in no palette
    only      the one convention that has such a layer; instead: what to use in the other, a sentence
    recurrence   whether it reads sequences step by step, or is one such step; for layers that hold layers
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    kind: ClassVar[str] = ""
    title: ClassVar[str] = ""
    short: ClassVar[str] = ""
    family: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    stem: ClassVar[str] = "layer_{}"
    shown: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[str] = ""
    common: ClassVar[bool] = False
    only: ClassVar[Convention | None] = None
    instead: ClassVar[str] = ""
    apart: ClassVar[str] = ""
    differs: ClassVar[str] = ""
    in_keras: ClassVar[str] = ""
    in_pytorch: ClassVar[str] = ""
    sample: ClassVar[tuple[int, ...]] = ()
    sample_settings: ClassVar[tuple[tuple[str, Any], ...]] = ()
    places: ClassVar[Ports] = Ports()
    recurrence: ClassVar[Literal["", "layer", "cell"]] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind = cls.__name__

    @classmethod
    def spelled(cls) -> Spellings:
        """How the frameworks write this kind."""
        return ()

    @property
    def sort(self) -> str:
        """What must be the same of two nodes for them to be one layer."""
        return self.kind

    @property
    def ports(self) -> Ports:
        """The ports, where they depend on settings."""
        return self.places

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        """The shape rule: one spec for each output port."""
        raise NotImplementedError

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        """Every array, named and ordered as the framework does it."""
        return ()

    def textbook(self, weights: tuple[Weight, ...]) -> tuple[tuple[Weight, ...], ...]:
        """The arrays in groups that a textbook counts together."""
        return (weights,)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """The work for one example of the batch."""
        return Operations()

    def written(self, inputs: Specs, rules: Rules) -> Dim | None:
        """The whole count as a textbook writes it down, where groups of arrays do not say it; None elsewhere."""
        return None

    def active(self, inputs: Specs, rules: Rules) -> Dim | None:
        """How many of the parameters work on one place, where not all of them do; None where all do."""
        return None

    def hints(self, inputs: Specs, outputs: Specs, rules: Rules) -> Sequence[Hint]:
        """What is worth knowing, or wrong although the shape stands."""
        return ()

    def switched(self, before: Convention) -> dict[str, Any]:
        """The settings that keep the layer what it is where the convention was `before` and becomes the other one."""
        return {}

    def brief(self) -> list[str]:
        """The settings as the card's second line shows them, after the title."""
        return [part for name in self.shown if (part := self.told(name))]

    def told(self, name: str) -> str:
        """One setting in few words; empty where there is nothing to say."""
        value = getattr(self, name)
        if isinstance(value, tuple):
            return text.shape(value) if value else ""
        if isinstance(value, str):
            label = setting_of(type(self), name).label(value)
            return "" if value == "linear" else label
        return text.count(value) if isinstance(value, int) and not isinstance(value, bool) else ""


class Hint(NamedTuple):
    """Advice: three words for the card, a sentence or two for the panel. An error leaves the shape standing."""

    summary: str
    message: str
    severity: Severity = "hint"
    mends: tuple[Mend, ...] = ()


_described: dict[type[Layer], dict[str, Setting]] = {}


def settings_of(cls: type[Layer]) -> dict[str, Setting]:
    """The settings of a kind by name, in the order of its fields."""
    if cls not in _described:
        _described[cls] = {setting.name: setting for setting in describe(cls)}
    return _described[cls]


def setting_of(cls: type[Layer], name: str) -> Setting:
    return settings_of(cls)[name]
