"""Addresses below /mein/: a citizen's own pages."""

from django.urls import path

from modules.citizen_accounts.views import (
    acting,
    claims,
    data,
    emails,
    members,
    organisations,
    profile,
    representations,
    start,
    welcome,
)

app_name = "citizen_accounts"
urlpatterns = [
    path("", start.start, name="start"),
    path("profil/", profile.profile, name="profile"),
    path("profil/geburtsdatum/", profile.birth_date, name="birth_date"),
    path("profil/iban/", profile.iban, name="iban"),
    path("profil/e-mail/", emails.new_email, name="new_email"),
    path("profil/e-mail/code/", emails.confirm_email, name="confirm_email"),
    path("organisationen/", organisations.organisations, name="organisations"),
    path("organisationen/neu/", organisations.found, name="found"),
    path("organisationen/<uuid:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisationen/<uuid:organisation_id>/angaben/", organisations.edit, name="edit_organisation"),
    path("organisationen/<uuid:organisation_id>/schliessen/", organisations.close, name="close_organisation"),
    path("organisationen/<uuid:organisation_id>/einladen/", members.invite, name="invite_member"),
    path("mitglieder/<uuid:membership_id>/rolle/", members.role, name="member_role"),
    path("mitglieder/<uuid:membership_id>/uebergeben/", members.hand_over, name="hand_over"),
    path("mitglieder/<uuid:membership_id>/entfernen/", members.remove, name="remove_member"),
    path("einladungen/<uuid:invitation_id>/zurueckziehen/", members.withdraw, name="withdraw_invitation"),
    path("einladung/<str:token>/", members.join, name="join"),
    path("vertretungen/", acting.acting, name="acting"),
    path("vertretungen/handeln/", acting.switch, name="switch"),
    path("vertretungen/kind/", representations.child, name="child"),
    path("vertretungen/<slug:relation>/neu/", representations.with_proof, name="with_proof"),
    path("vertretungen/<uuid:representation_id>/beenden/", representations.end, name="end_representation"),
    path("vertretung-beenden/<str:token>/", representations.end_by_link, name="end_by_link"),
    path("uebernehmen/", claims.claim, name="claim"),
    path("daten/", data.my_data, name="my_data"),
    path("daten/datei/", data.as_json, name="data_file"),
    path("daten/pdf/", data.as_pdf, name="data_pdf"),
    path("konto-loeschen/", data.delete, name="delete_account"),
    path("willkommen/<str:token>/", welcome.welcome, name="welcome"),
]
