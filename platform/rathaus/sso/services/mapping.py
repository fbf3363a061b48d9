"""Say what groups mean, and undo the link between a colleague and an account at the identity provider."""

from django.db import IntegrityError, transaction

from rathaus.accounts.models import Role, User
from rathaus.accounts.models_organisation import Department
from rathaus.accounts.services import end_sessions
from rathaus.audit.services import record
from rathaus.sso.errors import AlreadyMappedError
from rathaus.sso.identity import plain_group
from rathaus.sso.models import GroupMapping, LinkedIdentity


@transaction.atomic
def map_group(*, group: str, role: Role, department: Department | None, actor: User | None) -> GroupMapping:
    """Give everybody in this group the role, at their next sign-in. Raises AlreadyMappedError."""
    try:
        with transaction.atomic():
            mapping = GroupMapping.objects.create(group=plain_group(group), role=role, department=department)
    except IntegrityError:
        raise AlreadyMappedError from None
    record(action="sso.group_mapped", actor=actor, target=mapping, details={"role": role.slug})
    return mapping


@transaction.atomic
def remove_mapping(*, mapping: GroupMapping, actor: User | None) -> None:
    """Let the group mean this no longer; whoever has the role by it keeps it until somebody takes it."""
    record(action="sso.mapping_removed", actor=actor, target=mapping, details={"role": mapping.role.slug})
    mapping.delete()


@transaction.atomic
def unlink(*, link: LinkedIdentity, actor: User | None) -> None:
    """Undo the link and sign the person out everywhere; the next sign-in there is a first one again."""
    record(action="sso.unlinked", actor=actor, target=link.user)
    end_sessions(user=link.user)
    link.delete()
