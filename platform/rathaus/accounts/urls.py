"""Sign-in and everything about one's own access, below /konto/. Of allauth only what is needed is mounted.

The names are allauth's: it finds its own pages by them.
"""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

from rathaus.accounts.views import codes, confirm, counter, invitation, passkeys, profile, sign_in, trust
from rathaus.accounts.views.second_factor import set_up_second_factor

urlpatterns = [
    path("", profile.my_account, name="account_profile"),
    path("geraete-abmelden/", profile.sign_out_elsewhere, name="account_sign_out_elsewhere"),
    path("geraete-abmelden/eines/", profile.sign_out_device, name="account_sign_out_device"),
    path("anmelden/", sign_in.sign_in, name="account_login"),
    path("anmelden/passkey/", sign_in.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("anmelden/code/", codes.request_code, name="account_request_login_code"),
    path("anmelden/code/eingeben/", codes.enter_code, name="account_confirm_login_code"),
    path("neu/", codes.sign_up, name="account_signup"),
    path("neu/passkey/", passkeys.add_first, name="account_first_passkey"),
    path("passkeys/", RedirectView.as_view(pattern_name="account_profile"), name="mfa_list_webauthn"),
    path("passkeys/frage/", passkeys.question, name="account_passkey_question"),
    path("passkeys/neu/", passkeys.add, name="mfa_add_webauthn"),
    path("passkeys/<uuid:key>/", passkeys.edit, name="account_passkey"),
    path("passkeys/<uuid:key>/entfernen/", passkeys.remove, name="account_remove_passkey"),
    path("wechseln/", counter.switch, name="account_switch"),
    path("da/", counter.present, name="account_present"),
    path("wieder-da/", counter.back, name="account_back_at_counter"),
    path("platz/", counter.mark, name="account_mark_counter"),
    path("abmelden/", account.logout, name="account_logout"),
    path("gesperrt/", account.account_inactive, name="account_inactive"),
    path("nachweis/", trust.prove, name="account_trust"),
    path("bestaetigen/", confirm.confirm, name="account_reauthenticate"),
    path("bestaetigen/passkey/", confirm.confirm_by_passkey, name="account_confirm_by_passkey"),
    path("bestaetigen/code/", confirm.confirm_by_mail, name="account_confirm_by_mail"),
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
    path("zweiter-faktor/", confirm.choose_second_factor, name="mfa_index"),
    path("zweiter-faktor/code/", confirm.second_factor, name="mfa_authenticate"),
    path("zweiter-faktor/passkey/", confirm.second_factor_by_passkey, name="mfa_authenticate_webauthn"),
    path("zweiter-faktor/bestaetigen/", confirm.confirm_code, name="mfa_reauthenticate"),
    path("zweiter-faktor/einrichten/", set_up_second_factor, name="mfa_activate_totp"),
    path("zweiter-faktor/wechseln/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ersatzcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ersatzcodes/neu/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ersatzcodes/datei/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
