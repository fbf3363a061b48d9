"""Figures about appointments: counted from what remains when contact data are gone, never about one person."""

from modules.appointments.selectors.statistics.overview import Overview, overview
from modules.appointments.selectors.statistics.periods import Period, PeriodKind, Scope, month_of, period_of

__all__ = ["Overview", "Period", "PeriodKind", "Scope", "month_of", "overview", "period_of"]
