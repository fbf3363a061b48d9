"""Modules: how a switchable feature declares itself and how it is found."""

from rathaus.registry.modules import UnknownModuleError, active_modules, all_modules, contribution, get_module
from rathaus.registry.spec import (
    ApiEvent,
    ApiScope,
    DashboardCard,
    HomeCard,
    ModuleSpec,
    MyCard,
    MyEntry,
    NavEntry,
    NotificationKind,
    Permission,
    Schedule,
    SearchHit,
    SetupStep,
    SignInMethod,
    TimelineKind,
)

__all__ = [
    "ApiEvent",
    "ApiScope",
    "DashboardCard",
    "HomeCard",
    "ModuleSpec",
    "MyCard",
    "MyEntry",
    "NavEntry",
    "NotificationKind",
    "Permission",
    "Schedule",
    "SearchHit",
    "SetupStep",
    "SignInMethod",
    "TimelineKind",
    "UnknownModuleError",
    "active_modules",
    "all_modules",
    "contribution",
    "get_module",
]
