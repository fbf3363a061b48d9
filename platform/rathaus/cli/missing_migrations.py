"""Fail when a model has changed without a migration. Needs no database: models are compared with the files."""

import os
import sys

import django


def main() -> int:
    """Print each missing migration; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.settings")
    os.environ.setdefault("ENVIRONMENT", "test")
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - Django must be set up
    from django.db.migrations.autodetector import MigrationAutodetector  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415
    from django.db.migrations.state import ProjectState  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    loader = MigrationLoader(None)
    with translation.override(None):  # migrations are written without translation
        now = ProjectState.from_apps(apps)
        changes = MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)
    ours = {label: found for label, found in changes.items() if "site-packages" not in apps.get_app_config(label).path}
    for label, migrations in ours.items():
        for migration in migrations:
            operations = "; ".join(operation.describe() for operation in migration.operations)
            sys.stderr.write(f"Missing migration in {label}: {operations}\n")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
