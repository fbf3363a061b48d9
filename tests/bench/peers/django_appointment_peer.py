"""django-appointment, as its own pages use it: one member of staff a counter, slots of one day and counter at a time.

Run by the Python of a virtual environment that has it: `python django_appointment_peer.py FOLDER`. The
wheel brings no migrations, so they are made in the folder first, as its documentation tells its users.
"""

import logging
import random
import sys
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import django
import workload
from django.conf import settings
from django.core.management import call_command

APPS = ("contenttypes", "auth", "sessions", "messages", "staticfiles")


def configure(url: str, folder: str) -> None:
    """Set Django up like a fresh project with this one app."""
    parts = urlsplit(url)
    (Path(folder) / "made_migrations").mkdir(exist_ok=True)
    (Path(folder) / "made_migrations" / "__init__.py").touch()
    sys.path.insert(0, folder)
    settings.configure(
        SECRET_KEY="nur fuer die Messung",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "HOST": parts.hostname,
                "PORT": parts.port,
                "USER": parts.username,
                "PASSWORD": unquote(parts.password or ""),
                "NAME": parts.path.strip("/"),
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[*(f"django.contrib.{name}" for name in APPS), "phonenumber_field", "appointment"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        MIGRATION_MODULES={"appointment": "made_migrations"},
        ROOT_URLCONF=_addresses(),
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ALLOWED_HOSTS=["*"],
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="Europe/Berlin",
        PHONENUMBER_DEFAULT_REGION="DE",
        LOGGING_CONFIG=None,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    )


def _addresses() -> str:
    module = ModuleType("bench_addresses")
    sys.modules[module.__name__] = module
    return module.__name__


def set_up() -> None:
    """Open the office and book half of it."""
    from appointment.models import Appointment, AppointmentRequest, Service, StaffMember, WorkingHours
    from django.contrib.auth.models import User

    call_command("makemigrations", "appointment", verbosity=0)
    call_command("migrate", verbosity=0)
    service = Service.objects.create(name="Ausweis", duration=workload.GRID, price=0)
    staff = []
    for number in range(workload.COUNTERS):
        user = User.objects.create_user(f"schalter{number}", f"schalter{number}@stadt.example")
        member = StaffMember.objects.create(
            user=user,
            slot_duration=10,
            lead_time=workload.OPENS,
            finish_time=workload.CLOSES,
            appointment_buffer_time=0,
            work_on_saturday=True,
            work_on_sunday=True,
        )
        member.services_offered.add(service)
        for weekday in range(7):
            WorkingHours.objects.create(
                staff_member=member, day_of_week=weekday, start_time=workload.OPENS, end_time=workload.CLOSES
            )
        staff.append(member)
    client = User.objects.create_user("erika", "erika@post.example")
    requests = [
        AppointmentRequest(
            date=day,
            start_time=workload.start_of(day, start).time(),
            end_time=(workload.start_of(day, start) + workload.GRID).time(),
            service=service,
            staff_member=staff[counter],
            id_request=f"{day}-{counter}-{start}",
        )
        for day, counter, start in workload.booked_half()
    ]
    AppointmentRequest.objects.bulk_create(requests)
    Appointment.objects.bulk_create(
        Appointment(client=client, appointment_request=request, id_request=request.id_request) for request in requests
    )
    from django.db import connection

    connection.cursor().execute("ANALYZE")


def free_starts(day_count: int) -> Counter:
    """Return how many counters are free at each start, asked for each day and counter as the page does."""
    from appointment.models import Service, StaffMember
    from appointment.services import get_available_slots_for_staff
    from appointment.utils.db_helpers import get_weekday_num_from_date

    service, free = Service.objects.get(), Counter()
    for member in StaffMember.objects.all():
        for day in workload.days(day_count):
            free.update(get_available_slots_for_staff(day, member, get_weekday_num_from_date(day), service=service))
    return free


class Visitor:
    """Somebody in a browser who is signed in, looks at a day and books what is shown as free."""

    def __init__(self) -> None:
        from appointment.models import Service, StaffMember

        self.service = Service.objects.get()
        self.staff = list(StaffMember.objects.order_by("pk"))

    def get_ready(self, number: int) -> None:
        """Connect, sign in and book once before the clock starts."""
        from django.contrib.auth.models import User
        from django.db import connections
        from django.test import Client

        connections.close_all()
        random.seed(number)
        self.browser = Client(raise_request_exception=False)
        self.user = User.objects.create_user(f"person{number}", f"person{number}@post.example")
        self.browser.force_login(self.user)
        counter, start = workload.own_unit(number)
        self._try(workload.Account(), counter, workload.start_of(workload.WARM_DAY, start))

    def __call__(self, number: int, deadline: float) -> workload.Account:
        """Return what happened until all places were tried or the time was up."""
        account = workload.Account()
        for counter, start in workload.units_in_random_order(number):
            if time.monotonic() > deadline:
                account.is_out_of_time = True
                break
            self._try(account, counter, workload.start_of(workload.FIGHT_DAY, start))
        return account

    def _try(self, account: workload.Account, counter: int, begin: datetime) -> None:
        browser = self.browser
        day, member = {"selected_date": begin.date().isoformat()}, self.staff[counter].pk
        shown = browser.get(
            "/ajax/available_slots/",
            day | {"staff_member": member, "service_id": self.service.pk},
            headers={"x-requested-with": "XMLHttpRequest"},
        ).json()
        if not any(slot[0].startswith(begin.isoformat()) for slot in shown["available_slots"]):
            account.refused += 1
            return
        form = {
            "date": begin.date(),
            "start_time": begin.time(),
            "end_time": (begin + workload.GRID).time(),
            "service": self.service.pk,
            "staff_member": member,
        }
        details = {
            "name": "Erika",
            "email": self.user.email,
            "phone_0": "DE",
            "phone_1": "03931123456",
            "address": "Markt 1",
        }
        details |= {"payment_type": "full"}
        answer = browser.post("/request-submit/", form)
        if answer.status_code == 302:
            answer = browser.post(answer["Location"], details)
        if answer.status_code == 302:
            account.booked_at.append(time.monotonic())
        else:
            account.aborted += 1


def count_doubles() -> int:
    """Return how many appointments of the fight share counter and start with an earlier one."""
    from appointment.models import Appointment
    from django.db.models import Count

    taken = Appointment.objects.filter(appointment_request__date=workload.FIGHT_DAY)
    slots = taken.values("appointment_request__staff_member", "appointment_request__start_time").order_by()
    return sum(slot["number"] - 1 for slot in slots.annotate(number=Count("pk")))


def main(url: str, folder: str) -> None:
    """Print the result of all parts as JSON."""
    configure(url, folder)
    django.setup()
    logging.disable(logging.CRITICAL)
    sys.modules["bench_addresses"].urlpatterns = _patterns()
    set_up()
    from django.db import connection, connections

    with connection.cursor() as cursor:
        backend = cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
    units = {}
    listed = {}
    for count in (30, 60):
        found: list[Counter] = []
        listed[count] = workload.timed(lambda count=count, found=found: found.append(free_starts(count)), 1, backend)
        units[count] = sum(found[0].values())
    visitor = Visitor()
    connections.close_all()
    result = workload.fight(visitor)
    workload.say(units=units, listed=listed, fight=result | {"doubles": count_doubles()})


def _patterns() -> list:
    from django.urls import include, path

    return [path("", include("appointment.urls")), path("i18n/", include("django.conf.urls.i18n"))]


if __name__ == "__main__":
    main(workload.database_url(), sys.argv[1])
