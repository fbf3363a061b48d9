"""Where identity providers send people and answers, below /konto/sso/: registered there, so in no language."""

from django.urls import path

from rathaus.sso.views import answers, starting

app_name = "sso"
urlpatterns = [
    path("", starting.start, name="start"),
    path("bestaetigen/", starting.confirm, name="confirm"),
    path("oidc/", answers.openid, name="oidc"),
    path("saml/", answers.saml, name="saml"),
    path("saml/fertig/", answers.saml_finish, name="saml_finish"),
    path("saml/metadaten/", answers.saml_metadata, name="saml_metadata"),
]
