"""Files of the specialist procedure that wait for an answer."""

from modules.hearings.models.hearing import Evidence, Hearing, HearingSettings, LetterRun, Role

__all__ = ["Evidence", "Hearing", "HearingSettings", "LetterRun", "Role"]
