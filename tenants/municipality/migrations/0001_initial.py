import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessibilityReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('idempotency_key', models.UUIDField(unique=True)),
                ('page', models.CharField(blank=True, max_length=300, verbose_name='Seite')),
                ('description', models.TextField(max_length=4000, verbose_name='Beschreibung')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail-Adresse')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('handled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Locality',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, verbose_name='Name')),
                ('kind', models.CharField(choices=[('locality', 'Ortschaft'), ('settlement', 'Ortsteil')], default='locality', max_length=10, verbose_name='Art')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name',), name='municipality_locality_name_once')],
            },
        ),
        migrations.CreateModel(
            name='MemberMunicipality',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100, verbose_name='Name')),
                ('ags', models.CharField(blank=True, max_length=8, verbose_name='Amtlicher Gemeindeschlüssel')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name',), name='municipality_member_name_once')],
            },
        ),
        migrations.CreateModel(
            name='MunicipalityProfile',
            fields=[
                ('id', models.BigIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('authority', models.CharField(max_length=120, verbose_name='Behörde')),
                ('street', models.CharField(blank=True, max_length=120, verbose_name='Straße und Hausnummer')),
                ('postal_code', models.CharField(blank=True, max_length=5, verbose_name='Postleitzahl')),
                ('city', models.CharField(blank=True, max_length=100, verbose_name='Ort')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='Telefon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail-Adresse')),
                ('website', models.URLField(blank=True, verbose_name='Internetadresse')),
                ('legal_representative', models.CharField(blank=True, max_length=200, verbose_name='Gesetzliche Vertretung')),
                ('supervisory_authority', models.CharField(blank=True, max_length=300, verbose_name='Aufsichtsbehörde')),
                ('content_responsible', models.CharField(blank=True, max_length=200, verbose_name='Verantwortlich für den Inhalt')),
                ('vat_id', models.CharField(blank=True, max_length=20, verbose_name='Umsatzsteuer-Identifikationsnummer')),
                ('data_protection_officer', models.CharField(blank=True, max_length=200, verbose_name='Datenschutzbeauftragte Stelle')),
                ('data_protection_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail-Adresse für Datenschutz')),
                ('data_protection_phone', models.CharField(blank=True, max_length=40, verbose_name='Telefon für Datenschutz')),
                ('brand_color', models.CharField(blank=True, max_length=7, verbose_name='Farbe')),
                ('crest', models.CharField(blank=True, max_length=200, verbose_name='Wappen')),
                ('greeting', models.CharField(blank=True, max_length=300, verbose_name='Begrüßung')),
                ('help_text', models.TextField(blank=True, max_length=2000, verbose_name='Hilfetext')),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='municipality_one_profile')],
            },
        ),
        migrations.CreateModel(
            name='LegalPage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('imprint', 'Impressum'), ('privacy_notice', 'Datenschutzerklärung'), ('accessibility_statement', 'Erklärung zur Barrierefreiheit')], max_length=30)),
                ('body', models.TextField(max_length=40000, verbose_name='Text')),
                ('is_draft', models.BooleanField(default=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('reviewed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind',), name='municipality_legal_page_once')],
            },
        ),
        migrations.CreateModel(
            name='Location',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('street', models.CharField(max_length=120, verbose_name='Straße und Hausnummer')),
                ('postal_code', models.CharField(max_length=5, verbose_name='Postleitzahl')),
                ('city', models.CharField(max_length=100, verbose_name='Ort')),
                ('entrance', models.CharField(blank=True, max_length=200, verbose_name='Eingang')),
                ('step_free', models.BooleanField(default=False, verbose_name='Stufenfrei erreichbar')),
                ('transit', models.CharField(blank=True, max_length=300, verbose_name='Bus, Bahn und Parken')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='Telefon')),
                ('is_active', models.BooleanField(default=True, verbose_name='In Betrieb')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('locality', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locations', to='municipality.locality')),
            ],
            options={
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(fields=('name',), name='municipality_location_name_once')],
            },
        ),
    ]
