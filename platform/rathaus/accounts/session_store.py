"""Django's sessions in the database, with as few statements as a change of key needs: a sign-in always changes it."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import get_random_string

VALID_KEY_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789"  # as Django's own keys: 32 of them are 165 random bits


class SessionStore(DatabaseStore):
    """Takes a new key on trust, since the insert would notice one that exists, and deletes without reading first."""

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)

    def delete(self, session_key: str | None = None) -> None:
        """Delete this session, or the one with the key; nothing happens where there is none."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=key).delete()
