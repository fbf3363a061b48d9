"""Where the console leads an operator in support access, on the municipality's own host."""

from django.urls import path

from rathaus.accounts.views import support

app_name = "support"
urlpatterns = [path("<str:token>/", support.enter_support, name="enter")]
