"""Modules: how a switchable feature declares itself and how it is found."""

from rathaus.registry.modules import UnknownModuleError, active_modules, all_modules, contribution, get_module
from rathaus.registry.spec import (
    ApiEvent,
    ApiScope,
    DashboardCard,
    HomeCard,
    ModuleSpec,
    NavEntry,
    Permission,
    Schedule,
    SearchHit,
    SetupStep,
)

__all__ = [
    "ApiEvent",
    "ApiScope",
    "DashboardCard",
    "HomeCard",
    "ModuleSpec",
    "NavEntry",
    "Permission",
    "Schedule",
    "SearchHit",
    "SetupStep",
    "UnknownModuleError",
    "active_modules",
    "all_modules",
    "contribution",
    "get_module",
]
