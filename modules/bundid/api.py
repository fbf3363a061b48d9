"""What other modules may ask: what the BundID has confirmed about the person in front, in this session."""

from modules.bundid.confirmed import Confirmed, confirmed_details
from modules.bundid.needs import Need
from modules.bundid.words import Line, lines_of

__all__ = ["Confirmed", "Line", "Need", "confirmed_details", "lines_of"]
