"""Django's name for the module."""

from django.apps import AppConfig


class BundIdConfig(AppConfig):
    """BundID: the federal account as a further sign-in and proof, by SAML 2."""

    name = "modules.bundid"
    label = "bundid"
