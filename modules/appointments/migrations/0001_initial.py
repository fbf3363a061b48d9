import datetime
import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import modules.appointments.codes


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("municipality", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentSettings",
            fields=[
                ("id", models.BigIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                (
                    "hold_minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="Minuten, die eine Zeit reserviert bleibt",
                    ),
                ),
                (
                    "unconfirmed_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(15),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="Minuten, die wir auf die Bestätigung warten",
                    ),
                ),
                (
                    "max_open_bookings",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(50),
                        ],
                        verbose_name="Offene Termine je Person",
                    ),
                ),
                (
                    "confirmation",
                    models.CharField(
                        choices=[("code", "mit einem Code aus der E-Mail"), ("none", "sofort, ohne Code")],
                        default="code",
                        max_length=10,
                        verbose_name="So wird ein Termin gültig",
                    ),
                ),
                (
                    "retention_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="Tage, nach denen wir Kontaktdaten löschen",
                    ),
                ),
                (
                    "reminder_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[django.core.validators.MaxValueValidator(168)],
                        verbose_name="Stunden vor dem Termin für die Erinnerung",
                    ),
                ),
                ("booking_note", models.TextField(blank=True, max_length=500, verbose_name="Hinweis vor der Buchung")),
                (
                    "mail_note",
                    models.TextField(blank=True, max_length=500, verbose_name="Hinweis am Ende jeder E-Mail"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="appointments_one_settings_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("group", models.CharField(blank=True, max_length=80, verbose_name="Gruppe")),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("keywords", models.CharField(blank=True, max_length=300, verbose_name="Suchwörter")),
                ("description", models.TextField(blank=True, max_length=1000, verbose_name="Beschreibung")),
                (
                    "first_minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="Minuten für die erste Person",
                    ),
                ),
                (
                    "further_minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(240)],
                        verbose_name="Minuten für jede weitere Person",
                    ),
                ),
                (
                    "max_persons",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="Höchstens so viele Personen",
                    ),
                ),
                ("documents", models.TextField(blank=True, max_length=2000, verbose_name="Mitzubringen")),
                ("fee_note", models.CharField(blank=True, max_length=300, verbose_name="Gebühr")),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "alle"), ("staff", "nur das Personal")],
                        default="public",
                        max_length=10,
                        verbose_name="Wer darf buchen",
                    ),
                ),
                ("lead_minutes", models.PositiveIntegerField(default=0, verbose_name="Vorlauf in Minuten")),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(400)],
                        verbose_name="Buchbar so viele Tage im Voraus",
                    ),
                ),
                (
                    "max_parallel",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Höchstens so viele zur gleichen Zeit",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="Wird angeboten")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="appointments_concern_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first_minutes__gte", 1)), name="appointments_concern_takes_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_persons__gte", 1)), name="appointments_concern_has_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcernPlace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="appointments.concern",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concern_places",
                        to="municipality.location",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "token",
                    models.CharField(default=modules.appointments.codes.new_token, editable=False, max_length=24),
                ),
                (
                    "code",
                    models.CharField(
                        default=modules.appointments.codes.new_code,
                        editable=False,
                        max_length=8,
                        verbose_name="Terminnummer",
                    ),
                ),
                ("idem_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField(verbose_name="Tag")),
                ("cell_from", models.SmallIntegerField()),
                ("cell_to", models.SmallIntegerField()),
                ("starts_at", models.DateTimeField(verbose_name="Beginn")),
                ("ends_at", models.DateTimeField(verbose_name="Ende")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "reserviert"),
                            ("unconfirmed", "unbestätigt"),
                            ("confirmed", "gebucht"),
                            ("arrived", "wartet"),
                            ("called", "in Bedienung"),
                            ("done", "erledigt"),
                            ("no_show", "nicht erschienen"),
                            ("cancelled", "abgesagt"),
                            ("expired", "verfallen"),
                        ],
                        default="held",
                        max_length=12,
                        verbose_name="Stand",
                    ),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "origin",
                    models.CharField(
                        choices=[("public", "Internet"), ("phone", "Telefon"), ("walk_in", "ohne Termin")],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("forced_by", models.UUIDField(blank=True, null=True)),
                ("sequence", models.PositiveIntegerField(db_default=0, default=0)),
                ("persons", models.PositiveSmallIntegerField(default=1, verbose_name="Personen")),
                (
                    "person_names",
                    models.JSONField(blank=True, default=list, verbose_name="Namen der weiteren Personen"),
                ),
                ("answers", models.JSONField(blank=True, default=dict)),
                (
                    "first_name",
                    models.CharField(blank=True, db_default="", default="", max_length=100, verbose_name="Vorname"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, db_default="", default="", max_length=100, verbose_name="Nachname"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, db_default="", default="", max_length=254, verbose_name="E-Mail-Adresse"
                    ),
                ),
                (
                    "phone",
                    models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="Telefon"),
                ),
                (
                    "for_name",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=200,
                        verbose_name="Name der Person, für die der Termin ist",
                    ),
                ),
                (
                    "support",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("interpreter", "Jemand soll übersetzen"),
                                ("sign_language", "Gebärdensprache"),
                                ("step_free", "Weg ohne Stufen"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("wants_callback", models.BooleanField(db_default=False, default=False, verbose_name="Bitte anrufen")),
                ("language", models.CharField(db_default="de", default="de", max_length=5)),
                ("contact_hash", models.CharField(blank=True, db_default="", default="", max_length=64)),
                ("confirm_tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("confirm_sends", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("confirm_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "note",
                    models.TextField(blank=True, db_default="", default="", max_length=1000, verbose_name="Notiz"),
                ),
                (
                    "counter",
                    models.CharField(blank=True, db_default="", default="", max_length=40, verbose_name="Platz"),
                ),
                (
                    "cancel_reason",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=300, verbose_name="Grund der Absage"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("arrived_at", models.DateTimeField(blank=True, null=True)),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="appointments.concern",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="appointments.concernplace",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Pool",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, verbose_name="Name")),
                (
                    "kind",
                    models.CharField(
                        choices=[("counters", "Schaltergruppe"), ("limit", "Obergrenze eines Anliegens")],
                        default="counters",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "counters",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="Plätze",
                    ),
                ),
                (
                    "grid_minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="Raster in Minuten",
                    ),
                ),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="Buchbar so viele Tage im Voraus",
                    ),
                ),
                ("release_time", models.TimeField(default=datetime.time(0, 0), verbose_name="Neuer Tag erscheint um")),
                ("lead_minutes", models.PositiveIntegerField(default=0, verbose_name="Vorlauf in Minuten")),
                ("is_active", models.BooleanField(default=True, verbose_name="In Betrieb")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("ruleset", models.BigIntegerField(default=1, editable=False)),
                (
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pools",
                        to="municipality.location",
                        verbose_name="Ort",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "position", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "jede Woche"),
                            ("every_n_weeks", "alle paar Wochen"),
                            ("monthly_nth", "einmal im Monat"),
                        ],
                        default="weekly",
                        max_length=20,
                        verbose_name="Wiederholung",
                    ),
                ),
                (
                    "weekday",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Montag"),
                            (1, "Dienstag"),
                            (2, "Mittwoch"),
                            (3, "Donnerstag"),
                            (4, "Freitag"),
                            (5, "Samstag"),
                            (6, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                (
                    "interval_weeks",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(52),
                        ],
                        verbose_name="Abstand in Wochen",
                    ),
                ),
                ("anchor", models.DateField(blank=True, null=True, verbose_name="Erste Woche")),
                (
                    "nth",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "der erste"),
                            (2, "der zweite"),
                            (3, "der dritte"),
                            (4, "der vierte"),
                            (5, "der fünfte"),
                            (-1, "der letzte"),
                        ],
                        null=True,
                        verbose_name="Der wievielte im Monat",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Gilt ab")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Gilt bis")),
                ("starts_at", models.TimeField(verbose_name="Von")),
                ("ends_at", models.TimeField(verbose_name="Bis")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="Plätze für alle",
                    ),
                ),
                (
                    "staff_places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="Plätze insgesamt",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="appointments.pool",
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "starts_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OpenDespiteHoliday",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="Feiertag")),
                (
                    "pool",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_holidays",
                        to="appointments.pool",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
            },
        ),
        migrations.AddField(
            model_name="concernplace",
            name="pools",
            field=models.ManyToManyField(related_name="concern_places", to="appointments.pool"),
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField(verbose_name="Erster Tag")),
                ("ends_on", models.DateField(verbose_name="Letzter Tag")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="Von")),
                ("ends_at", models.TimeField(blank=True, null=True, verbose_name="Bis")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="Grund (öffentlich)")),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="municipality.location",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="appointments.pool",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "starts_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BookingPlace",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "booking_id", "pool_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                (
                    "booking",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taken_places",
                        to="appointments.booking",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_places",
                        to="appointments.pool",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="booking",
            name="pools",
            field=models.ManyToManyField(
                related_name="bookings", through="appointments.BookingPlace", to="appointments.pool"
            ),
        ),
        migrations.CreateModel(
            name="PoolDay",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "pool_id", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("tz_cells", models.SmallIntegerField()),
                ("cap", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                (
                    "cap_staff",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
                ("used", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
                ("opened_at", models.DateTimeField()),
                ("ruleset", models.BigIntegerField()),
                (
                    "pool",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="appointments.pool",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PreliminaryQuestion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=200, verbose_name="Frage")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="appointments.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreliminaryAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120, verbose_name="Antwort")),
                ("extra_minutes", models.SmallIntegerField(default=0, verbose_name="Zusätzliche Minuten")),
                ("documents", models.TextField(blank=True, max_length=2000, verbose_name="Zusätzlich mitzubringen")),
                ("fee_note", models.CharField(blank=True, max_length=300, verbose_name="Gebühr")),
                ("hint", models.CharField(blank=True, max_length=300, verbose_name="Hinweis")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="appointments.preliminaryquestion",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="ConcernWindow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("weekly", "jede Woche"),
                            ("every_n_weeks", "alle paar Wochen"),
                            ("monthly_nth", "einmal im Monat"),
                        ],
                        default="weekly",
                        max_length=20,
                        verbose_name="Wiederholung",
                    ),
                ),
                (
                    "weekday",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Montag"),
                            (1, "Dienstag"),
                            (2, "Mittwoch"),
                            (3, "Donnerstag"),
                            (4, "Freitag"),
                            (5, "Samstag"),
                            (6, "Sonntag"),
                        ],
                        verbose_name="Wochentag",
                    ),
                ),
                (
                    "interval_weeks",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(52),
                        ],
                        verbose_name="Abstand in Wochen",
                    ),
                ),
                ("anchor", models.DateField(blank=True, null=True, verbose_name="Erste Woche")),
                (
                    "nth",
                    models.SmallIntegerField(
                        blank=True,
                        choices=[
                            (1, "der erste"),
                            (2, "der zweite"),
                            (3, "der dritte"),
                            (4, "der vierte"),
                            (5, "der fünfte"),
                            (-1, "der letzte"),
                        ],
                        null=True,
                        verbose_name="Der wievielte im Monat",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Gilt ab")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Gilt bis")),
                ("starts_at", models.TimeField(verbose_name="Von")),
                ("ends_at", models.TimeField(verbose_name="Bis")),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="windows", to="appointments.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["weekday", "starts_at", "id"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__range", (0, 6))), name="appointments_concernwindow_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")), ("ends_at", datetime.time(0, 0)), _connector="OR"
                        ),
                        name="appointments_concernwindow_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frequency", "every_n_weeks"), _negated=True),
                            ("anchor__isnull", False),
                            _connector="OR",
                        ),
                        name="appointments_concernwindow_anchor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frequency", "monthly_nth"), _negated=True),
                            ("nth__in", [1, 2, 3, 4, 5, -1]),
                            _connector="OR",
                        ),
                        name="appointments_concernwindow_nth",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(("grid_minutes__range", (5, 60))), name="appointments_pool_grid_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="pool",
            constraint=models.CheckConstraint(
                condition=models.Q(("counters__gte", 1)), name="appointments_pool_has_counters"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekday__range", (0, 6))), name="appointments_openinghours_weekday"
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("starts_at")), ("ends_at", datetime.time(0, 0)), _connector="OR"
                ),
                name="appointments_openinghours_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frequency", "every_n_weeks"), _negated=True), ("anchor__isnull", False), _connector="OR"
                ),
                name="appointments_openinghours_anchor",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("frequency", "monthly_nth"), _negated=True),
                    ("nth__in", [1, 2, 3, 4, 5, -1]),
                    _connector="OR",
                ),
                name="appointments_openinghours_nth",
            ),
        ),
        migrations.AddConstraint(
            model_name="openinghours",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff_places__gte", models.F("places"))),
                name="appointments_openinghours_staff_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="opendespiteholiday",
            constraint=models.UniqueConstraint(
                fields=("day", "pool"), name="appointments_open_holiday_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="concernplace",
            constraint=models.UniqueConstraint(
                fields=("concern", "location"), name="appointments_concern_once_a_location"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="appointments_closure_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.CheckConstraint(
                condition=models.Q(("pool__isnull", True), ("location__isnull", True), _connector="OR"),
                name="appointments_closure_one_scope",
            ),
        ),
        migrations.AddIndex(
            model_name="bookingplace",
            index=models.Index(fields=["pool", "day"], name="appointments_place_pool_day"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", True)), fields=["day"], name="appointments_booking_day"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("state__in", ("held", "unconfirmed"))),
                fields=["expires_at"],
                name="appointments_booking_exp",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("unconfirmed", "confirmed", "arrived", "called")),
                    models.Q(("contact_hash", ""), _negated=True),
                ),
                fields=["contact_hash"],
                name="appointments_booking_contact",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(fields=("token",), name="appointments_booking_token"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(fields=("code", "day"), name="appointments_booking_code_of_day"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "held",
                            "unconfirmed",
                            "confirmed",
                            "arrived",
                            "called",
                            "done",
                            "no_show",
                            "cancelled",
                            "expired",
                        ],
                    )
                ),
                name="appointments_booking_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["public", "phone", "walk_in"])), name="appointments_booking_origin"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("cell_from__gte", 1), ("cell_to__gt", models.F("cell_from"))),
                name="appointments_booking_cells",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="appointments_booking_times"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("persons__gte", 1)), name="appointments_booking_persons"
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expires_at__isnull", False), ("state__in", ("held", "unconfirmed"))),
                    models.Q(
                        models.Q(("state__in", ("held", "unconfirmed")), _negated=True), ("expires_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="appointments_booking_expiry",
            ),
        ),
        migrations.RunSQL(
            # Free space on each page keeps the updates of the arrays HOT: no index is touched.
            sql="ALTER TABLE appointments_poolday SET (fillfactor = 50)",
            reverse_sql="ALTER TABLE appointments_poolday RESET (fillfactor)",
        ),
    ]
