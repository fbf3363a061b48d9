"""A real worker on a real queue in Postgres: what is enqueued here is done there."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest
from django.core import mail
from kombu import pools

from rathaus.celery import app
from rathaus.embedded import drop_database, prepare_queue
from rathaus.jobs.killed import EXIT_CODE
from rathaus.mail.models import OutboxMessage, State
from rathaus.mail.services import enqueue_mail

PATIENCE_SECONDS = 90
# `python -m celery` that gives others' jobs less than 20 seconds to end when a child was killed: here there are none.
CELERY = """
from rathaus.jobs import killed
killed.PATIENCE_SECONDS = 2
from celery.__main__ import main
main()
"""


@pytest.fixture
def queue(postgres):
    """A queue database of this test's own."""
    name = f"rathaus_queue_{os.getpid()}"
    prepare_queue(postgres, name)
    yield postgres.url(name, scheme="pgmq")
    drop_database(postgres, name)


@pytest.fixture
def through_the_queue(queue):
    """Send this process's jobs to the queue instead of running them at once."""
    former = {"broker_url": app.conf.broker_url, "broker_transport_options": app.conf.broker_transport_options}
    options = {"init_extension": False, "pool_size": 2, "conn_string": queue.replace("pgmq:", "postgresql:")}
    speak_to(task_always_eager=False, broker_url=queue, broker_transport_options=options)
    yield
    speak_to(task_always_eager=True, **former)


def speak_to(**configuration):
    """Forget the connections to the former broker and use this one."""
    pools.reset()  # closed ones would be found again under the former address
    app._pool = None
    app.amqp._producer_pool = None
    app.conf.update(**configuration)


@contextmanager
def worker(queue, folder, concurrency=1):
    """Run a worker process for the length of a block; ended by its own id."""
    command = [sys.executable, "-c", CELERY, "-A", "rathaus.celery", "worker", "--concurrency", str(concurrency),
               "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]  # fmt: skip
    variables = os.environ | {"CELERY_BROKER_URL": queue, "RATHAUS_LOCAL": str(folder), "PYTHONPATH": "platform:."}
    process = subprocess.Popen(command, env=variables, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the worker did not do it"
        time.sleep(0.2)


def is_sent(message):
    return OutboxMessage.objects.filter(pk=message.pk, state=State.SENT).exists()


def test_a_worker_delivers_what_was_committed_here(fresh_tenant, queue, through_the_queue, tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        message = enqueue_mail(to="erika@buerger.example", subject="Ihr Termin", text="Guten Tag", kind="test.worker")
        assert not is_sent(message)

        with worker(queue, tmp_path):
            wait_until(lambda: is_sent(message))

    assert mail.outbox == []  # it was the other process that sent it
    (sent,) = (tmp_path / "mail").iterdir()
    assert f"Message-ID: <{message.pk}@" in sent.read_text(encoding="utf-8")


def test_a_worker_whose_idle_child_is_killed_ends_so_that_a_whole_one_starts(queue, tmp_path):
    with worker(queue, tmp_path, concurrency=2) as process:
        children = children_of(process)
        children[0].send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) in (0, EXIT_CODE)
        _gone, alive = psutil.wait_procs(children, timeout=10)
        assert alive == []


def children_of(process):
    """Return the children of a worker, once they are there and wait for jobs."""
    wait_until(lambda: len(psutil.Process(process.pid).children()) == 2)
    time.sleep(3)
    return psutil.Process(process.pid).children()
