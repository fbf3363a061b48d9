"""Personal data: found, given to the person, erased, and forgotten in time (Art. 15, 17 and 5 (1) e DSGVO)."""

from rathaus.privacy.protocol import Kept, PersonalData, Record, SaysWhatStays

__all__ = ["Kept", "PersonalData", "Record", "SaysWhatStays"]
