"""Layer scale: one trainable factor a channel, as ConvNeXt and vision transformers have it before they add.

Sources: Touvron et al. 2021, "Going deeper with image transformers"; LayerScale of keras.applications.convnext;
`layer_scale` in torchvision's CNBlock, a plain parameter with an axis of 1 for each axis after the channels.
"""

from convas.layers.channels import check_expected
from convas.layers.layer import Layer, Operations, Specs
from convas.layers.norms import axis_at
from convas.layers.settings import Amount, Number, Whole, setting
from convas.layers.spelling import Spellings, keras
from convas.values.convention import Rules
from convas.values.problem import Mend, ShapeError
from convas.values.weight import Weight


class LayerScale(Layer):
    """Multiplies every channel by a trainable factor that begins near 0."""

    title = "Layer scale"
    family = "norm"
    icon = "multiply"
    stem = "scale_{}"
    words = "layerscale gamma residual convnext factor"
    in_pytorch = "`torch.nn.Parameter(torch.full((channels, 1, 1), 1e-6))`, multiplied with the input."

    start: Number = setting(1e-6, "Start", "What every factor begins with.")
    axis: Whole = setting(
        -1, "Axis", "The axis of the channels, the batch being 0.", rare=True, structural=True, role="axis"
    )
    channels: Amount | None = setting(
        None, "Expected channels", "A number of channels that must be met; empty takes what comes.", rare=True
    )

    @classmethod
    def spelled(cls) -> Spellings:
        return (keras("LayerScale", "init_values=start!", "projection_dim=channels!"),)

    def outputs(self, inputs: Specs, rules: Rules) -> Specs:
        x = inputs[0]
        at = axis_at(x, self.axis)
        if at == 0:
            mends = (_last(),) if x.rank > 1 else ()
            raise ShapeError("that is the batch", "{me} scales the batch. Choose an axis after it.", "axis", *mends)
        if rules.keras and at != x.rank - 1:
            raise ShapeError("not in Keras", "Keras scales the last axis. Set the axis to -1.", "axis", _last())
        check_expected(x.axes[at], self.channels, "channels")
        return inputs

    def weights(self, inputs: Specs, rules: Rules) -> tuple[Weight, ...]:
        x = inputs[0]
        at = axis_at(x, self.axis)
        after = 0 if rules.keras else x.rank - 1 - at
        axes = (x.axes[at], *(1,) * after)
        return (Weight("gamma" if rules.keras else "layer_scale", axes, ("channels", *("stretched",) * after)),)

    def operations(self, inputs: Specs, outputs: Specs, rules: Rules) -> Operations:
        return Operations(other=inputs[0].volume)


def _last() -> Mend:
    return Mend("Use the last axis", settings=(("axis", -1),))
