"""The dashboard's pages about people, below /verwaltung/."""

from django.urls import path

from rathaus.accounts.views import invitations, people, profile

app_name = "staff"
urlpatterns = [
    path("konto/", profile.my_account, name="profile"),
    path("personen/", people.people, name="people"),
    path("personen/einladen/", invitations.invite, name="invite"),
    path("personen/einladungen/<uuid:invitation_id>/senden/", invitations.resend, name="resend_invitation"),
    path("personen/einladungen/<uuid:invitation_id>/zurueckziehen/", invitations.withdraw, name="withdraw_invitation"),
    path("personen/<uuid:membership_id>/", people.person, name="person"),
    path("personen/<uuid:membership_id>/sperren/", people.deactivate, name="deactivate"),
    path("personen/<uuid:membership_id>/oeffnen/", people.reactivate, name="reactivate"),
    path("personen/<uuid:membership_id>/zweiter-faktor/", people.reset_second_factor, name="reset_second_factor"),
]
