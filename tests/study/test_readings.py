"""What an exercise gives where it leaves the padding open."""

from build import chain, exercise, image, numbers
from convas import Conv2D, Dense, Flatten, MaxPooling2D
from convas.study.readings import in_words, paddings


def told(net):
    return [(reading.padding, reading.totals.parameters, reading.current) for reading in paddings(net.design)]


def test_the_exercise_gives_two_answers():
    assert told(exercise("valid")) == [("same", 8651940, False), ("valid", 7271940, True)]
    assert told(exercise("same")) == [("same", 8651940, True), ("valid", 7271940, False)]
    assert [reading.totals.if_not_shared for reading in paddings(exercise().design)] == [8655560, 7275560]


def test_asking_changes_nothing():
    net = exercise()
    before = net.design.snapshot()
    paddings(net.design)
    assert net.design.snapshot() == before
    assert net.totals.parameters == 8651940


def test_a_mixed_design_is_neither():
    net = exercise()
    net.set(net.find("conv1"), padding="valid")
    assert [current for _, _, current in told(net)] == [False, False]


def test_pooling_keeps_its_own_padding():
    net = chain(image(9, 9), Conv2D(padding="same"), MaxPooling2D(), Flatten(), Dense(units=1))
    assert told(net)[0][1] == net.totals.parameters


def test_without_a_padding_there_is_nothing_to_ask():
    assert paddings(chain(numbers(8), Dense()).design) == []
    padded = chain(image(8, 8), Conv2D(padding=1), convention="pytorch")
    assert paddings(padded.design) == []


def test_a_padding_with_which_nothing_fits_is_no_reading():
    net = chain(image(4, 4), Conv2D(padding="same"), Conv2D(padding="same"))
    assert paddings(net.design) == []
    strided = chain(image(64, 64), Conv2D(strides=(2, 2)), convention="pytorch")
    assert paddings(strided.design) == []
    assert in_words(strided.design) == ""
