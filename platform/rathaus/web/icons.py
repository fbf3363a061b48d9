"""The icons that KERN UX 2.7.2 brings; there are no others."""

from typing import Final

ICONS: Final = frozenset(
    {
        "account-circle",
        "add",
        "arrow-back",
        "arrow-down",
        "arrow-forward",
        "arrow-up",
        "autorenew",
        "brightness-medium",
        "calendar-today",
        "check",
        "checklist",
        "chevron-left",
        "chevron-right",
        "close",
        "content-copy",
        "danger",
        "dark-mode",
        "default",
        "dehaze",
        "delete",
        "download",
        "draft",
        "drive-folder-upload",
        "easy-language",
        "edit",
        "help",
        "home",
        "info",
        "keyboard-double-arrow-left",
        "keyboard-double-arrow-right",
        "language",
        "light-mode",
        "logout",
        "mail",
        "more-vert",
        "open-in-new",
        "question-mark",
        "search",
        "sign-language",
        "success",
        "visibility",
        "visibility-off",
        "warning",
    }
)

SIZES: Final = frozenset({"", "small", "large", "x-large"})

STATE_ICONS: Final = {
    "booked": "calendar-today",
    "waiting": "account-circle",
    "serving": "arrow-forward",
    "done": "check",
    "missed": "close",
    "blocked": "dehaze",
}
