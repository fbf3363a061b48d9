"""`rathaus queue`: the tables of the job queue in Postgres."""

from urllib.parse import SplitResult, quote, urlsplit

import typer
from django.conf import settings

from rathaus.cli.output import JsonOption, answer
from rathaus.queue_tables import install_queue

queue = typer.Typer(help="The job queue in Postgres: make its tables.", no_args_is_help=True)


@queue.callback()
def _group() -> None:
    """Keep the name of the command although there is only one."""


@queue.command()
def install(as_json: JsonOption = False) -> None:
    """Make the queue's tables with the owner's rights. Running it again changes nothing.

    Uses the database of CELERY_BROKER_URL with the login of DATABASE_OWNER_URL. Redis needs no tables.
    """
    broker = urlsplit(settings.CELERY_BROKER_URL)
    if broker.scheme != "pgmq":
        answer({"installed": False}, f"Jobs wait in {broker.scheme}: nothing to install.", as_json=as_json)
        return
    app_url = broker._replace(scheme="postgresql")
    is_new = install_queue(owner_url=_as_owner(app_url).geturl(), app_url=app_url.geturl())
    answer({"installed": is_new}, f"The queue's tables {'are made' if is_new else 'were there'}.", as_json=as_json)


def _as_owner(url: SplitResult) -> SplitResult:
    owner = settings.DATABASES["owner"]
    login, password = quote(str(owner["USER"]), safe=""), quote(str(owner["PASSWORD"]), safe="")
    return url._replace(netloc=f"{login}:{password}@{url.netloc.rpartition('@')[2]}")
