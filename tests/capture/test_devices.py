"""Looking devices up by remembered names, and choosing a substitute."""

import pytest

from assist.capture.choosing import chooser
from assist.capture.devices import DeviceError, default_device, find_device
from assist.capture.source import SourceError
from tests.capture.fakes import device

MICROPHONE = device("alsa_input.usb-Jabra.mono")
OTHER = device("alsa_input.pci-0000.analog-stereo", is_default=True, channels=2)
SPEAKERS = device("alsa_output.pci-0000.analog-stereo", "output", is_default=True)
ALL = [MICROPHONE, OTHER, SPEAKERS]


@pytest.mark.parametrize(
    "name", ["alsa_input.usb-Jabra.mono", "alsa_input.usb-Jabra.mono label", "ALSA_INPUT.USB-JABRA.MONO"]
)
def test_found_by_name_label_or_case(name: str) -> None:
    assert find_device(name, "microphone", ALL) is MICROPHONE


def test_an_output_is_no_microphone() -> None:
    with pytest.raises(DeviceError, match="no microphone called"):
        find_device(SPEAKERS.name, "microphone", ALL)


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(DeviceError, match=r'did you mean "alsa_input\.usb-Jabra\.mono"'):
        find_device("alsa_input.usb-Jabra", "microphone", ALL)


def test_what_there_is_is_named_if_nothing_is_near() -> None:
    with pytest.raises(DeviceError, match=r'there is "alsa_output\.pci-0000\.analog-stereo"'):
        find_device("zzz", "output", ALL)


def test_no_device_at_all_says_what_to_do() -> None:
    with pytest.raises(DeviceError, match="plug in a headset"):
        find_device("Jabra", "microphone", [])


def test_two_of_the_same_name_are_not_guessed() -> None:
    twin = device(MICROPHONE.name, channels=2)
    with pytest.raises(DeviceError, match="More than one"):
        find_device(MICROPHONE.name, "microphone", [*ALL, twin])


def test_default() -> None:
    assert default_device("microphone", ALL) is OTHER
    assert default_device("microphone", [MICROPHONE]) is MICROPHONE
    assert default_device("output", [MICROPHONE]) is None


def test_chosen_device_first_even_with_other_channels() -> None:
    back = device(MICROPHONE.name, channels=2)
    choice = chooser(MICROPHONE, SPEAKERS, lambda: [OTHER, back])()
    assert (choice.device, choice.substitute) == (back, False)


def test_substitute_is_the_default() -> None:
    choice = chooser(MICROPHONE, SPEAKERS, lambda: [OTHER, SPEAKERS])()
    assert (choice.device, choice.substitute) == (OTHER, True)


def test_a_substitute_that_would_record_the_other_side_is_refused() -> None:
    softphone = device("softphone", "output")
    microphone = device("headset", master=SPEAKERS.address)
    with pytest.raises(SourceError, match="softphone label"):
        chooser(softphone, microphone, lambda: [microphone, SPEAKERS])()
    with pytest.raises(SourceError, match="gone"):
        chooser(MICROPHONE, SPEAKERS, lambda: [device("other", is_default=True, master=SPEAKERS.address), SPEAKERS])()


def test_nothing_left() -> None:
    with pytest.raises(SourceError, match="plug it in again"):
        chooser(MICROPHONE, None, lambda: [])()
