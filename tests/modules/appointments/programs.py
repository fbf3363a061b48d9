"""What other programs send and what they are told."""

import uuid

NINE = "2026-11-24T09:00:00+01:00"
HALF_PAST = "2026-11-24T09:30:00+01:00"
DETAILS = {"first_name": "Mirela", "last_name": "Brandt", "email": "mirela.brandt@post.example"}


def wanted(place, starts_at=NINE, **further):
    return {
        "concern_id": str(place.concern_id),
        "place_id": str(place.location_id),
        "starts_at": starts_at,
        **further,
    }


def held(app, place, starts_at=NINE, *, key="", **further):
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return app.post("holds", wanted(place, starts_at, **further), headers=headers)


def booked(app, place, starts_at=NINE):
    """Return the JSON of a confirmed booking."""
    token = held(app, place, starts_at).json()["token"]
    app.ask("PUT", f"bookings/{token}/details", DETAILS)
    return app.post(f"bookings/{token}/trusted-confirmation").json()


def kind(answer):
    """Return the end of a problem's type."""
    assert answer["Content-Type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("urn:rathaus:problem:")
