from django.urls import path

from rathaus.audit.views import entries, searches

app_name = "audit"

urlpatterns = [
    path("", entries.entry_list, name="list"),
    path("datei/", entries.export, name="export"),
    path("aufbewahrung/", entries.keeping, name="keeping"),
    path("suchen/", searches.search_list, name="searches"),
    path("suchen/neu/", searches.ask, name="ask"),
    path("suchen/<uuid:search_id>/", searches.search, name="search"),
    path("suchen/<uuid:search_id>/freigeben/", searches.approve, name="approve"),
    path("suchen/<uuid:search_id>/ablehnen/", searches.refuse, name="refuse"),
    path("suchen/<uuid:search_id>/beenden/", searches.withdraw, name="withdraw"),
]
