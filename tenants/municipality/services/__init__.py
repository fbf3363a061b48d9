"""Change what the municipality says about itself. Each call is one transaction and leaves an audit line."""

from tenants.municipality.services.barriers import handle_barrier_report, report_barrier
from tenants.municipality.services.branding import remove_crest, save_branding, store_crest
from tenants.municipality.services.embedding import normalize_origin, save_embed_origins
from tenants.municipality.services.legal import approve_legal_text, reset_legal_text, save_legal_text
from tenants.municipality.services.places import add_places, delete_place, move_place, save_place
from tenants.municipality.services.profile import save_profile, set_up_municipality

__all__ = [
    "add_places",
    "approve_legal_text",
    "delete_place",
    "handle_barrier_report",
    "move_place",
    "normalize_origin",
    "remove_crest",
    "report_barrier",
    "reset_legal_text",
    "save_branding",
    "save_embed_origins",
    "save_legal_text",
    "save_place",
    "save_profile",
    "set_up_municipality",
    "store_crest",
]
