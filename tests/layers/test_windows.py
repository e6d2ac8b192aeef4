"""How many places a window has, compared with trying out every place."""

from hypothesis import assume, given
from hypothesis import strategies as st

from convas import Conv1D, MaxPooling1D
from convas.layers.windows import places, places_same
from convas.values.size import leaf, replace, symbol
from layers.trial import shape_of

SIZE, SMALL, PAD = st.integers(1, 60), st.integers(1, 6), st.integers(0, 5)


def slide(size, kernel, stride, dilation, pad):
    """Every place at which the whole kernel lies within the padded axis."""
    reach = dilation * (kernel - 1) + 1
    return len(range(0, size + 2 * pad - reach + 1, stride))


def slide_rounding_up(size, kernel, stride, dilation, pad):
    """PyTorch's ceil_mode: one more window while the end is not covered, unless it starts in the padding."""
    count, start, reach = 1, 0, dilation * (kernel - 1) + 1
    while start + reach < size + 2 * pad:
        start += stride
        count += start < size + pad
    return count


@given(SIZE, SMALL, SMALL, SMALL, PAD)
def test_a_window_has_as_many_places_as_there_are(size, kernel, stride, dilation, pad):
    assume(size + 2 * pad >= dilation * (kernel - 1) + 1)
    counted = slide(size, kernel, stride, dilation, pad)
    assert places(size, kernel, stride, dilation, pad) == counted
    traced = places(leaf("in", size), leaf("kernel", kernel), leaf("strides", stride), leaf("dilation", dilation), pad)
    assert traced == counted
    assert replace(places(symbol("T"), kernel, stride, dilation, pad), {"T": size}) == counted


@given(SIZE, SMALL, SMALL, SMALL, PAD)
def test_convolutions_slide_so(size, kernel, stride, dilation, pad):
    layer = Conv1D(filters=2, kernel_size=kernel, strides=stride, dilation=dilation, padding=pad)
    shape = shape_of(layer, (3, size), convention="pytorch")
    fits = size + 2 * pad >= dilation * (kernel - 1) + 1
    assert shape == ((2, slide(size, kernel, stride, dilation, pad)) if fits else None)


@given(SIZE, SMALL, SMALL, SMALL, PAD)
def test_pooling_rounds_up_as_pytorch_does(size, kernel, stride, dilation, pad):
    assume(pad <= kernel // 2)
    assume(size + 2 * pad >= dilation * (kernel - 1) + 1)
    layer = MaxPooling1D(pool_size=kernel, strides=stride, dilation=dilation, padding=pad, ceil_mode=True)
    assert shape_of(layer, (3, size), convention="pytorch") == (
        3,
        slide_rounding_up(size, kernel, stride, dilation, pad),
    )


@given(SIZE, SMALL)
def test_same_keeps_one_place_for_every_started_stride(size, stride):
    assert places_same(size, stride) == len(range(0, size, stride))
