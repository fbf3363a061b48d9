"""Where browsers ask which addresses may use a passkey."""

from django.urls import path

from tenants import passkeys

urlpatterns = [path(".well-known/webauthn", passkeys.related_origins, name="related_origins")]
