"""`rathaus services import-fim`: read in a schema of FIM as a draft form."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import override

from modules.online_services.fim.comparing import compare_schemas
from modules.online_services.fim.elements import FimSchema
from modules.online_services.fim.errors import FimError
from modules.online_services.fim.xml import MAX_BYTES
from modules.online_services.selectors.building.tasks import sources_of
from modules.online_services.services.importing_fim import FimImport, import_fim, look_into_fim
from rathaus.audit.models import ActorKind
from rathaus.cli.output import DryRunOption, JsonOption, one_clear_line, say, say_json, say_table
from rathaus.tenancy import enter
from tenants.cli_shared import get_tenant_with
from tenants.errors import TenantError

_FILE = typer.Argument(help="The schema: XDatenfelder 2 or 3.", exists=True, dir_okay=False, readable=True)
_LIST = typer.Option("--code-list", help="A code list (genericode); may be given several times.", exists=True)


@one_clear_line(TenantError, FimError, OSError)
def read_in(
    file: Annotated[Path, _FILE],
    slug: Annotated[str, typer.Option("--tenant", help="Short name of the municipality, for example tangerhuette.")],
    code_list: Annotated[list[Path] | None, _LIST] = None,
    title: Annotated[str, typer.Option(help="Title of the form; the one of the schema without it.")] = "",
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Read in a schema of FIM as a draft form. What cannot be taken over becomes a task for the editor."""
    data, lists = _content(file), [_content(path) for path in code_list or ()]
    with enter(get_tenant_with("online_services", slug)), override("de"):
        if dry_run:
            found = look_into_fim(data=data, code_lists=lists)
        else:
            found = import_fim(data=data, code_lists=lists, title=title, actor=None, actor_kind=ActorKind.CLI)
        known = _known(found)
    if as_json:
        say_json(_as_data(found, known))
        return
    _tell(found, known)


def _content(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _known(found: FimImport) -> dict[str, int]:
    """Forms that were made of the schema before, with how many differences the file has."""
    sources = [source for source in sources_of(found.schema.id) if found.form is None or source.form != found.form]
    return {
        f"{source.form.key} {source.schema_version}": len(
            compare_schemas(FimSchema.model_validate(source.schema), found.schema)
        )
        for source in sources
    }


def _as_data(found: FimImport, known: dict[str, int]) -> dict[str, object]:
    return {
        "schema": found.schema.id,
        "version": found.schema.version,
        "standard": f"xdatenfelder_{found.schema.standard}",
        "form": found.form.key if found.form else None,
        "counts": found.draft.counts,
        "code_lists": [{"uri": uri, "version": version, "found": here} for uri, version, here in found.draft.lists],
        "tasks": [
            {"kind": task.kind, "part": task.part_id, "fim_id": task.fim_id, "title": task.title, "text": task.text}
            for task in found.draft.tasks
        ],
        "earlier": [{"form": name, "differences": number} for name, number in known.items()],
    }


def _tell(found: FimImport, known: dict[str, int]) -> None:
    counts = ", ".join(f"{number} {name}" for name, number in found.draft.counts.items())
    say(f"{found.schema.id} {found.schema.version}: {found.schema.label} ({counts})")
    say_table(
        ["task", "part", "FIM", "title"],
        [[task.kind, task.part_id, task.fim_id, task.title] for task in found.draft.tasks],
    )
    for name, number in known.items():
        say(f"Read in before as {name}: {number} differences.")
    say(f"Draft form: {found.form.key}" if found.form else "Nothing was saved.")
