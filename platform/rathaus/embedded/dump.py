"""pg_dump of one schema, the source of the template's SQL."""

import os
import subprocess

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from rathaus.embedded import binaries
from rathaus.embedded.errors import ServerFailed
from rathaus.embedded.server import Server

_OPTIONS = ("--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=1000", "--encoding=UTF8")
# pg_dump's query on dependencies takes minutes with a merge join once there are hundreds of schemas.
_SESSION_OPTIONS = "-c enable_mergejoin=off"


def dump_schema(source: Server | str, schema: str) -> str:
    """The SQL that creates one schema with its rows, as pg_dump writes it, without owners and privileges.

    `source` is a server (its database `rathaus`, as owner) or the URL of any Postgres up to version 18.
    Raises EmbeddedUnavailable without the programs and ServerFailed with pg_dump's own words.
    """
    url = source.owner_url if isinstance(source, Server) else source
    parameters = conninfo_to_dict(url)
    # Neither the process list nor an error message shall show the password.
    environment = _environment(password=str(parameters.pop("password", "")))
    pattern = '"' + schema.replace('"', '""') + '"'  # quoted, else pg_dump takes * and ? as wildcards
    command = [str(binaries.tool("pg_dump")), *_OPTIONS, f"--schema={pattern}"]
    done = subprocess.run(  # noqa: S603 - fixed program
        [*command, f"--dbname={make_conninfo('', **parameters)}"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        raise ServerFailed(f"pg_dump of schema {schema} failed: {done.stderr.strip()}")
    return done.stdout


def _environment(*, password: str) -> dict[str, str]:
    own = {"PGPASSWORD": password, "PGOPTIONS": _SESSION_OPTIONS, "LC_ALL": "C"}
    return {"PATH": os.environ.get("PATH", os.defpath)} | own
