"""Why an answer of the BundID is not taken. `code` goes into log and record, the sentence to the person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_UNCHECKED = _("Wir konnten die Antwort der BundID nicht prüfen. Zu Ihrer Sicherheit haben wir Sie nicht angemeldet.")
_FOREIGN = _("Die Antwort der BundID war nicht für dieses Portal bestimmt. Wir haben Sie nicht angemeldet.")
_OVER = _("Diese Anmeldung ist abgelaufen oder wurde schon benutzt. Bitte beginnen Sie noch einmal.")


class AnswerError(Exception):
    """The base of all: an answer that must not be believed."""

    code = "refused"
    sentence: Any = _UNCHECKED

    def __str__(self) -> str:
        return str(self.sentence)


class UnreadableAnswerError(AnswerError):
    """No XML, too long, with a DTD, or without what every answer has."""

    code = "unreadable"


class UnsignedAnswerError(AnswerError):
    """Neither the message nor the statement about the person is signed."""

    code = "unsigned"


class BadSignatureError(AnswerError):
    """The signature is not the BundID's, does not fit, covers something else, or uses a weak method."""

    code = "bad_signature"


class NotEncryptedError(AnswerError):
    """The statement about the person came in the clear, or in a way that can be broken."""

    code = "not_encrypted"


class UndecipherableAnswerError(AnswerError):
    """None of our keys opens the statement."""

    code = "undecipherable"


class WrongIssuerError(AnswerError):
    """Somebody else than the BundID that was asked."""

    code = "wrong_issuer"


class WrongAudienceError(AnswerError):
    """The statement is for another service, such as another municipality."""

    code = "wrong_audience"
    sentence = _FOREIGN


class WrongPlaceError(AnswerError):
    """The answer or its statement names another address than ours."""

    code = "wrong_place"
    sentence = _FOREIGN


class WrongRequestError(AnswerError):
    """Nobody asked for this answer, or it was used before, or it was asked for too long ago."""

    code = "wrong_request"
    sentence = _OVER


class WrongTimeError(AnswerError):
    """The statement is not valid yet or any more."""

    code = "wrong_time"
    sentence = _OVER


class StaleProofError(AnswerError):
    """A fresh proof was demanded, and this one is older than the request."""

    code = "stale"
    sentence = _OVER


class MissingDetailError(AnswerError):
    """The statement has no trust level or no bPK2, without which nobody can be recognised."""

    code = "missing_detail"
    sentence = _("Die BundID hat uns nicht alles mitgeteilt, was wir für die Anmeldung brauchen.")
