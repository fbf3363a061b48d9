"""Read the documents that prove a representation; each reading leaves a line."""

from django.core.files.storage import default_storage

from modules.citizen_accounts.models import Representation
from rathaus.accounts.models import User
from rathaus.audit.services import record


def read_proof(*, representation: Representation, actor: User) -> bytes:
    """Return the document and record who read it; raises FileNotFoundError where it was deleted."""
    if not representation.stored_as:
        raise FileNotFoundError
    with default_storage.open(representation.stored_as) as file:
        content: bytes = file.read()
    record(action="citizen_accounts.proof_read", actor=actor, target=representation)
    return content
