import secrets
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rathaus.observability.masking import mask_path, mask_text, mask_tree


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("mail to erika.mustermann@stadt.example failed", "erika"),
        ("address 'max+test@sub.stadt.example'", "max"),
        ("?email=erika%40stadt.example", "erika"),
        ("IBAN DE02120300000000202051 refused", "0300"),
        ("IBAN DE02 1203 0000 0000 2020 51 refused", "0000"),
        ("call 03931 123456 back", "123456"),
        ("call (03931) 12-34 56 back", "56"),
        ("call +49 170 1234567", "1234567"),
        ("call 0049 (0)3931/123456", "123456"),
        ("call 0170/1234567", "1234567"),
        ("Key (last_name)=(Mustermann) already exists.", "Mustermann"),
        ("DETAIL:  Failing row contains (7, Mustermann, Am Markt 1).", "Mustermann"),
        ("open /termine/t/q9Xw2LkPz0aB7cD3eF5gHj", "q9Xw2"),
        ("signed eyJhIjoxfQ:1vABcd:0123456789abcdefghijKLMNopqrstuvwxyz-_ABCDEF", "ghijKLMN"),
    ],
)
def test_personal_data_and_secrets_are_masked_in_text(text, secret):
    masked = mask_text(text)

    assert secret not in masked
    assert "[" in masked


@pytest.mark.parametrize(
    "text",
    [
        "appointments.booking_cancelled",
        "user 0b5f1c1e-7d0a-4c39-8f35-0f3f2a6c9d11 signed in",
        "user 01234567-0123-4567-8901-012345678901",
        "at 2026-11-24T09:20:00.123456Z took 0.123456 s",
        "2026-11-24 09:20 to 10:20",
        "django.core.exceptions.ImproperlyConfigured in rathaus/observability/middleware.py line 120",
        "File site-packages/django_tenants/postgresql_backend/introspection.py",
        "0001_initial_with_a_very_long_name",
        "ConnectionDoesNotExistError",
        "SELECT 1 FROM appointments_booking WHERE id = 1234567",
        "R7K2-9QXM",
    ],
)
def test_what_operators_need_stays_readable(text):
    assert mask_text(text) == text


ADDRESSES = st.from_regex(r"[a-z0-9.+_-]{1,20}@([a-z0-9-]{1,12}\.){1,2}[a-z]{2,8}", fullmatch=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ADDRESSES, st.sampled_from(["to {} now", "<{}>", "'{}'", "a={}&b=1", "({}),", "{}"]))
def test_no_plain_email_address_survives(address, sentence):
    assert address not in mask_text(sentence.format(address))


def test_random_tokens_are_masked_almost_always():
    tokens = [secrets.token_urlsafe(16) for _ in range(2000)]

    survivors = [token for token in tokens if token in mask_text(f"/x/{token}/")]

    assert len(survivors) <= 10


def test_paths_lose_query_tokens_ids_and_codes_but_keep_words_and_dates():
    path = f"/termine/t/{secrets.token_hex(16)}/2026-11-24/{uuid.uuid4()}/K7M4-9QXM/?code=123456"

    assert mask_path(path) == "/termine/t/[token]/2026-11-24/[id]/[id]/"


def test_trees_are_masked_in_every_leaf_and_keep_their_other_values():
    tree = {"a": ["x@stadt.example", 3], "b": {"c": ("y@stadt.example", None)}}

    assert mask_tree(tree) == {"a": ["[email]", 3], "b": {"c": ["[email]", None]}}
