"""The processes of production without containers: the same commands, settings and order as in infra/compose.yaml."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from aiosmtpd.controller import Controller

from rathaus.embedded import Server, drop_database
from rathaus.embedded.binaries import tool
from tests.database import database_for
from tests.environment import LOCAL
from tests.processes import (
    PATIENCE,
    RATHAUS,
    Running,
    bare_environment,
    fetch,
    free_port,
    rathaus,
    start,
    visit,
    wait_until_answers,
)

ROOT = Path(__file__).resolve().parents[2]
HOST = "neustadt.rathaus.example"
PROXY = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.7"}


class Inbox:
    """Keeps every mail that comes by SMTP."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def wait_for_mail_to(self, address: str) -> EmailMessage:
        deadline = time.monotonic() + PATIENCE
        while True:
            for mail in self.mails:
                if address in str(mail["To"]):
                    return mail
            assert time.monotonic() < deadline, f"no mail to {address}"
            time.sleep(0.1)


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler, port = Inbox(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def databases(postgres: Server, django_db_setup) -> Iterator[tuple[str, str]]:
    """A migrated database, and an empty one for the queue, made by the script for a new data directory."""
    queue = f"rathaus_queue_{os.getpid()}"
    database = database_for(postgres, f"production_{os.getpid()}")
    try:
        make_databases(postgres, database, queue)
        yield database, queue
    finally:
        for name in (database, queue):
            drop_database(postgres, name)


def make_databases(server: Server, database: str, queue: str) -> None:
    """Run the script that the container of Postgres runs at its first start; it may be run again."""
    variables = {
        "owner_password": server.passwords.owner,
        "app_password": server.passwords.app,
        "database": database,
        "queue_database": queue,
    }
    settings = [f"--set={name}={value}" for name, value in variables.items()]
    address = f"--dbname={server.url('postgres', role='superuser')}"
    script = f"--file={ROOT}/infra/postgres/roles.psql"
    command = [tool("psql"), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet", address, *settings, script]
    subprocess.run(command, env={"PGOPTIONS": "-c client_min_messages=warning"}, capture_output=True, check=True)


@pytest.fixture
def production(postgres: Server, databases, inbox, tmp_path) -> dict[str, str]:
    """The environment of production, as infra/compose.yaml sets it."""
    database, queue = databases
    return bare_environment(
        BASE_DOMAIN="rathaus.example",
        SECRET_KEY="k" * 64,
        DATABASE_URL=postgres.url(database),
        DATABASE_OWNER_URL=postgres.url(database, role="owner"),
        DATABASE_POOL_SIZE="4",
        CELERY_BROKER_URL=postgres.url(queue, scheme="pgmq"),
        EMAIL_URL=f"smtp://127.0.0.1:{inbox[1]}",
        RATHAUS_LOCAL=str(tmp_path / "local"),
        STATIC_ROOT=str(tmp_path / "static"),
        TEMPLATE_SQL_DIR=str(LOCAL / "template"),
    )


@pytest.fixture
def processes(production, tmp_path) -> Iterator[SimpleNamespace]:
    """Everything in the order of the runbook's first start; web and scheduler without the owner's password."""
    for command in (["check", "--deploy"], ["queue", "install"], ["fleet", "migrate"], ["queue", "install"]):
        done = rathaus(*command, environment=production)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    collect = [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, env=production | {"DJANGO_SETTINGS_MODULE": "rathaus.settings"}, check=True)
    port = free_port()
    without_owner = {name: value for name, value in production.items() if name != "DATABASE_OWNER_URL"}
    for_worker = {name: value for name, value in production.items() if name != "DATABASE_POOL_SIZE"}
    running = {
        "web": start("web", [RATHAUS, "web", f"--port={port}"], without_owner, tmp_path),
        "worker": start("worker", [RATHAUS, "worker", "--concurrency=1"], for_worker, tmp_path),
        "scheduler": start("scheduler", [RATHAUS, "scheduler"], without_owner, tmp_path),
    }
    try:
        wait_until_answers(port, "/healthz", running["web"])
        yield SimpleNamespace(port=port, environment=production, **running)
    finally:
        for process in running.values():
            process.kill()


def test_production_serves_pages_works_on_jobs_and_stops_when_told(processes, inbox) -> None:
    check_health(processes.port)
    create_municipality(processes.environment, processes.port)
    check_pages(processes.port)
    check_certificates(processes.port)
    mail = inbox[0].wait_for_mail_to("amt@neustadt.example")
    assert f"https://{HOST}/" in mail.get_body(("plain",)).get_content()
    check_logs(processes.web)
    for process in (processes.web, processes.worker, processes.scheduler):
        check_stop(process)


def check_health(port: int) -> None:
    assert (fetch(port, "/healthz").status, fetch(port, "/healthz").text) == (200, "ok")
    ready = fetch(port, "/readyz")
    assert (ready.status, ready.text) == (200, '{"ready": true}')


def create_municipality(environment: dict[str, str], port: int) -> None:
    wish = ["--name=Stadt Neustadt", "--kind=stadt", "--state=ST", "--plan=full", "--admin-email=amt@neustadt.example"]
    for command in (["create", "neustadt", *wish], ["publish", "neustadt", "--force", "--yes"]):
        assert fetch(port, "/", host=HOST, **PROXY).status == (404 if command[0] == "create" else 503)
        done = rathaus("tenants", *command, environment=environment)
        assert done.returncode == 0, done.stdout + done.stderr


def check_pages(port: int) -> None:
    page = visit(port, "/", host=HOST, **PROXY)
    assert page.status == 200
    assert "Neustadt" in page.text
    assert "script-src 'self'" in page.all("Content-Security-Policy")[0]
    assert page.all("Strict-Transport-Security")
    assert not page.all("Set-Cookie")
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        assert fetch(port, path, host=HOST, **PROXY).status == 200, path
    sign_in = fetch(port, "/konto/anmelden/", host=HOST, **PROXY)
    assert sign_in.status == 200
    for cookie in sign_in.all("Set-Cookie"):
        assert {"Secure", "HttpOnly"} <= {part.strip() for part in cookie.split(";")}
    assert sign_in.all("Set-Cookie")
    assert fetch(port, "/", host="fremd.example", **PROXY).status == 404
    assert fetch(port, "/entwicklung/anmelden/", host=HOST, **PROXY).status == 404


def check_certificates(port: int) -> None:
    def answer(domain: str, **headers: str) -> int:
        return fetch(port, f"/intern/domain?domain={domain}", host="web:8000", **headers).status

    assert [answer(domain) for domain in (HOST, "rathaus.example", HOST.upper())] == [200, 200, 200]
    assert [answer(domain) for domain in ("fremd.example", "", "web")] == [404, 404, 404]
    assert answer(HOST, X_Forwarded_For="203.0.113.7") == 404


def check_logs(web: Running) -> None:
    lines = [line for line in web.output().splitlines() if '"request"' in line]
    assert lines
    assert all(line.startswith("{") and '"request_id"' in line for line in lines)
    assert "203.0.113.7" not in web.output()
    assert '"error"' not in web.output(), web.output()


def check_stop(process: Running) -> None:
    code = process.stop(signal.SIGTERM)
    assert code in (0, -signal.SIGTERM, 128 + signal.SIGTERM), process.output()
    assert not process.left_over()


def test_the_script_for_a_new_data_directory_makes_what_the_product_needs_and_may_run_again(postgres: Server) -> None:
    names = (f"rathaus_new_{os.getpid()}", f"rathaus_new_queue_{os.getpid()}")
    try:
        for _twice in range(2):
            make_databases(postgres, *names)
        with psycopg.connect(postgres.url(names[0], role="owner")) as owner:
            extensions = owner.execute("SELECT extname FROM pg_extension WHERE extnamespace = 'public'::regnamespace")
            assert {name for (name,) in extensions} == {"btree_gist", "pg_trgm", "unaccent"}
            owner.execute("CREATE SCHEMA t_new")
        for name in names:
            with psycopg.connect(postgres.url(name)) as app:
                assert app.execute("SHOW search_path").fetchone() == ('""',)
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute("CREATE SCHEMA t_other")
    finally:
        for name in names:
            drop_database(postgres, name)


@pytest.mark.parametrize("command", [["web"], ["worker"], ["scheduler"], ["check", "--deploy"]])
def test_nothing_starts_without_settings_and_each_problem_gets_one_line(command, tmp_path) -> None:
    unsafe = bare_environment(
        RATHAUS_LOCAL=str(tmp_path), DEBUG="true", PUBLIC_SCHEME="http", EMAIL_URL="", BASE_DOMAIN=""
    )
    done = rathaus(*command, environment=unsafe)
    assert done.returncode == 1
    said = [line for line in done.stderr.splitlines() if not line.endswith(":")]
    reasons = ["DEBUG", "SECRET_KEY", "PUBLIC_SCHEME", "BASE_DOMAIN", "DATABASE_URL", "EMAIL_URL", "CELERY_BROKER_URL"]
    assert [line.removeprefix("- ").split()[0] for line in said] == reasons
    assert not list(tmp_path.iterdir())
