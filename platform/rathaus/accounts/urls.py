"""Sign-in and everything about one's own access, below /konto/. Of allauth only what is needed is mounted.

The names are allauth's: it finds its own pages by them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from rathaus.accounts.views import invitation, profile, trust
from rathaus.accounts.views.second_factor import set_up_second_factor

urlpatterns = [
    path("", profile.my_account, name="account_profile"),
    path("geraete-abmelden/", profile.sign_out_elsewhere, name="account_sign_out_elsewhere"),
    path("anmelden/", account.login, name="account_login"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("nachweis/", trust.prove, name="account_trust"),
    path("bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("einladung/<str:token>/", invitation.accept, name="account_invitation"),
    path("passwort/", account.password_change, name="account_change_password"),
    path(
        "passwort/anlegen/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("passwort/vergessen/", account.password_reset, name="account_reset_password"),
    path("passwort/vergessen/gesendet/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "passwort/neu/<str:uidb36>/<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "passwort/neu/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("zweiter-faktor/", RedirectView.as_view(pattern_name="account_profile"), name="mfa_index"),
    path("zweiter-faktor/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("zweiter-faktor/bestaetigen/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("zweiter-faktor/einrichten/", set_up_second_factor, name="mfa_activate_totp"),
    path("zweiter-faktor/wechseln/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ersatzcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ersatzcodes/neu/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ersatzcodes/datei/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
