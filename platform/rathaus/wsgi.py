"""Entry point for the production web server."""

import os

from django.core.wsgi import get_wsgi_application

from rathaus.deploy_checks import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.settings")
application = get_wsgi_application()
refuse_unsafe_start()
