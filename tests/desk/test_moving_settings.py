"""The numbers at which people reach us on WhatsApp."""

import pytest
from pydantic import ValidationError

from desk.moving_settings import MovingSettings


def test_without_numbers_nobody_is_offered_to_go_on_there():
    assert MovingSettings().whatsapp_display_numbers == {}


@pytest.mark.parametrize("number", ["+44 1632 960001", "+441632960001"])
def test_a_number_is_whole(number):
    assert MovingSettings(whatsapp_display_numbers={"": number}).whatsapp_display_numbers == {"": number}


@pytest.mark.parametrize("number", ["01632 960001", "", "+44", "+44 1632 960001 ext 2", "+44/1632", "٤٤"])
def test_anything_else_stops_the_start_and_says_what_to_do(number):
    with pytest.raises(ValidationError, match="whole numbers"):
        MovingSettings(whatsapp_display_numbers={"hub": number})
