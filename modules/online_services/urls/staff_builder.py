"""Staff: building forms."""

from django.urls import URLPattern, path

from modules.online_services.views.staff.building import (
    editor,
    listing,
    lists,
    publishing,
    rules,
    tables,
    testing,
    trying,
    versions,
)

_ONE = "formulare/<uuid:key>"

urlpatterns: list[URLPattern] = [
    path("formulare/", listing.forms, name="forms"),
    path("formulare/neu/", listing.new, name="form_new"),
    path("formulare/einlesen/", listing.take_file, name="form_import"),
    path("formulare/freigaben/", publishing.releases, name="form_releases"),
    path("formulare/freigaben/<uuid:request_id>/", publishing.decision, name="form_release"),
    path(f"{_ONE}/", editor.form, name="form"),
    path(f"{_ONE}/teil/<slug:part>/", editor.part, name="form_part"),
    path(f"{_ONE}/teil/<slug:part>/zeilen/", tables.table, name="form_table"),
    path(f"{_ONE}/hinzufuegen/", editor.add, name="form_add"),
    path(f"{_ONE}/schritt/", editor.step, name="form_step"),
    path(f"{_ONE}/verlauf/", editor.history, name="form_history"),
    path(f"{_ONE}/regel/<slug:owner>/<slug:setting>/", rules.rule, name="form_rule"),
    path(f"{_ONE}/pruefungen/", lists.checks, name="form_checks"),
    path(f"{_ONE}/pruefungen/<slug:check>/", lists.check, name="form_check"),
    path(f"{_ONE}/gebuehren/", lists.fees, name="form_fees"),
    path(f"{_ONE}/gebuehren/<int:number>/", lists.fee, name="form_fee"),
    path(f"{_ONE}/testfaelle/", testing.tests, name="form_tests"),
    path(f"{_ONE}/testfaelle/<uuid:test>/", testing.test, name="form_test"),
    path(f"{_ONE}/vorschau/", trying.preview, name="form_preview"),
    path(f"{_ONE}/veroeffentlichen/", publishing.publishing, name="form_publish"),
    path(f"{_ONE}/veroeffentlichen/schritt/", publishing.publishing_step, name="form_publish_step"),
    path(f"{_ONE}/versionen/", versions.versions, name="form_versions"),
    path(f"{_ONE}/versionen/<int:number>/", versions.restore, name="form_restore"),
    path(f"{_ONE}/vorlage/", versions.template, name="form_template"),
    path(f"{_ONE}/datei/", versions.export_form, name="form_file"),
]
