"""`python -m tests.rathaus.sso.provider.serve` prints its port and serves http://localhost:PORT until it is ended."""

from wsgiref.simple_server import make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

django.setup()
call_command("migrate", verbosity=0)
with make_server("127.0.0.1", 0, get_wsgi_application()) as server:
    print(server.server_port, flush=True)  # noqa: T201 - the test reads it
    server.serve_forever()
