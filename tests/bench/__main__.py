"""`make bench`: measures what was promised, as ratios in one run. Names of benchmarks choose a part."""

import argparse
import os
import sys
import time
from importlib import import_module

import tests.environment

STATIC = tests.environment.LOCAL.parent / "bench" / "static"
os.environ["STATIC_ROOT"] = str(STATIC)

LONG = ("soak",)  # only when named
BENCHMARKS = (
    "tenant_tax",
    "provisioning",
    "fleet",
    "free_times",
    "hold_cost",
    "fight",
    "rush",
    "side_by_side",
    "citizen_import",
    "timeline",
    "cases_inbox",
    "passkey_sign_in",
)


def main() -> int:
    """Run the benchmarks against a database of their own and print one line for each finding."""
    import django

    STATIC.mkdir(parents=True, exist_ok=True)
    django.setup()

    from django.core.management import call_command

    from rathaus.embedded import drop_database, running
    from tests.database import database_for, point_connections_at
    from tests.environment import LOCAL

    wish = _read(sys.argv[1:])
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files as in production
    kept = True
    with running(LOCAL / "postgres", durable=False) as server:
        database = database_for(server, f"bench{os.getpid()}")
        point_connections_at(server, database)
        try:
            for name in wish.names or BENCHMARKS:
                options = {"minutes": wish.minutes} if name == "soak" and wish.minutes else {}
                kept &= run(name, server, database, **options)
        finally:
            point_connections_at(server, "postgres")
            drop_database(server, database)
    return 0 if kept else 1


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", help=", ".join((*BENCHMARKS, *LONG)))
    parser.add_argument("--minutes", type=float, help="how long the soak runs")
    return parser.parse_args(arguments)


def run(name: str, server: object, database: str, **options: float) -> bool:
    """Run one benchmark and print its findings; return whether every promise was kept."""
    started = time.monotonic()
    findings = list(import_module(f"tests.bench.{name}").measure(server, database, **options))
    for finding in findings:
        mark = "kept  " if finding.is_kept else "MISSED"
        line = f"{mark}  {finding.name:<58} {finding.ratio:8.3g}  ({finding.promise})"
        sys.stdout.write(f"{line}  {finding.detail}\n")
    sys.stdout.write(f"        {name} took {time.monotonic() - started:.0f} s\n")
    sys.stdout.flush()
    return all(finding.is_kept for finding in findings)


if __name__ == "__main__":
    sys.exit(main())
