import re

import pytest

from rathaus.observability.references import is_from, is_well_formed, new_reference, parse_networks


def test_reference_numbers_can_be_read_out_on_the_phone():
    numbers = {new_reference() for _ in range(500)}

    assert len(numbers) == 500
    assert all(re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", number) for number in numbers)
    assert all(is_well_formed(number) for number in numbers)


@pytest.mark.parametrize("value", ["", "short", "with space 123", "x" * 65, "<script>alert</script>", "line\nbreak12"])
def test_malformed_numbers_from_outside_are_refused(value):
    assert not is_well_formed(value)


def test_proxies_are_known_by_address_or_network():
    networks = parse_networks(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"])

    assert is_from("10.1.2.3", networks)
    assert is_from("192.0.2.7", networks)
    assert is_from("2001:db8::1", networks)
    assert not is_from("192.0.2.8", networks)
    assert not is_from("", networks)


def test_a_proxy_that_is_no_address_is_refused_at_the_start():
    with pytest.raises(ValueError, match="proxy"):
        parse_networks(["proxy"])
