"""Masking: steps that later layers skip. Source: Keras 3 layers.Masking."""

from convas.layers.layer import Layer, Operations, Specs
from convas.layers.settings import Number, setting
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules


class Masking(Layer):
    """Marks steps whose numbers all have one value, so that later layers skip them."""

    title = "Masking"
    sample = (12, 8)
    family = "recurrent"
    stem = "masking_{}"
    words = "padding skip steps sequence ragged"
    only = "keras"
    instead = "Pack the sequences with `pack_padded_sequence` there."

    mask_value: Number = setting(0.0, "Value", "Steps of nothing but this number are skipped.")

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("Masking", "mask_value"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        return inputs

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        """Every number is compared with the value, and multiplied with the answer."""
        return Operations(other=2 * inputs[0].volume)

    def brief(self) -> list[str]:
        return [f"{self.mask_value:g}"]
