"""Sign-in without password, for development alone."""

from django.urls import path

from rathaus.accounts.views import development

urlpatterns = [path("anmelden/", development.sign_in, name="development_sign_in")]
