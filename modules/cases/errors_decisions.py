"""What can go wrong with decisions, each with the sentence that people read."""

from django.utils.translation import gettext_lazy as _

from modules.cases.errors import CaseError


class NotADraftError(CaseError):
    """The notice is not written any more: it waits, was issued or discarded."""

    sentence = _("Dieses Schreiben lässt sich nicht mehr ändern.")


class NoSubjectError(CaseError):
    """A letter without recipient, subject or text."""

    sentence = _("Bitte füllen Sie Empfänger, Betreff und Text aus. Dann kann das Schreiben hinaus.")


class MayNotSignError(CaseError):
    """The person may not sign in this way."""

    sentence = _("Sie dürfen so nicht unterschreiben. Bitte bitten Sie jemanden mit dieser Befugnis um Freigabe.")


class OwnNoticeError(CaseError):
    """Nobody releases what they wrote."""

    sentence = _("Sie haben dieses Schreiben selbst verfasst. Bitte lassen Sie es von einer zweiten Person freigeben.")


class NeedsReleaseError(CaseError):
    """A second person has to release it."""

    sentence = _("Dieses Schreiben braucht eine Freigabe durch eine zweite Person.")


class NotWaitingError(CaseError):
    """Somebody released or returned it in the meantime."""

    sentence = _("Dieses Schreiben wartet nicht mehr auf Freigabe. Bitte sehen Sie nach, was damit geschehen ist.")


class NotIssuedError(CaseError):
    """Only what was issued can be posted, copied or corrected."""

    sentence = _("Dieses Schreiben ist noch nicht erlassen.")


class PostingDateError(CaseError):
    """A letter is not posted before it was issued, nor tomorrow."""

    sentence = _("Dieser Tag passt nicht. Er liegt zwischen dem Tag des Bescheids und heute.")


class OpenNoticeError(CaseError):
    """There is a notice that nobody finished."""

    sentence = _("Zu diesem Vorgang gibt es schon einen Entwurf. Bitte schreiben oder verwerfen Sie zuerst diesen.")


class OpenRequestError(CaseError):
    """There is a request for documents that is not answered."""

    sentence = _("Es sind schon Unterlagen angefordert. Bitte beenden Sie zuerst diese Anforderung.")


class RequestEndedError(CaseError):
    """Nobody wants these documents any more."""

    sentence = _("Diese Unterlagen werden nicht mehr gebraucht. Sie können uns eine Nachricht mit Dateien senden.")


class FeeStateError(CaseError):
    """The fee is paid or waived already."""

    sentence = _("Diese Gebühr ist schon bezahlt oder erlassen.")


class NoRecipientError(CaseError):
    """Nobody was chosen."""

    sentence = _("Bitte wählen Sie mindestens einen Empfänger aus.")


class NoMailboxError(CaseError):
    """There is no address to hand cases over to."""

    sentence = _("Es ist kein Postfach für Übergaben eingetragen. Sie tragen es unter „Bescheide einrichten“ ein.")


class TooLargeError(CaseError):
    """More than fits into a mail or into one archive."""

    sentence = _("Das ist zu groß. Bitte laden Sie die Dateien einzeln herunter.")


class HoldersChangedError(CaseError):
    """Somebody got a permit, or lost one, since the clerk saw the list."""

    def __init__(self, count: int) -> None:
        """Carry how many there are now."""
        super().__init__()
        self.count = count

    def __str__(self) -> str:
        words = _("Inzwischen betrifft es %(count)s Vorgänge. Bitte sehen Sie die Liste noch einmal an.")
        return str(words) % {"count": self.count}
