"""Staff: notices, copies, handover, files, calls to all holders."""

from django.urls import URLPattern, path

from modules.cases.views.staff import calls, ending, notices, passing, releases, signing

urlpatterns: list[URLPattern] = [
    path("<uuid:key>/bescheid/", notices.start, name="notice_start"),
    path("bescheid/<uuid:key>/", notices.notice, name="notice"),
    path("bescheid/<uuid:key>/brief.pdf", notices.pdf, name="notice_pdf"),
    path("bescheid/<uuid:key>/schritt/", notices.step, name="notice_step"),
    path("bescheid/<uuid:key>/post/", notices.posting, name="notice_posting"),
    path("bescheid/<uuid:key>/berichtigen/", notices.correct, name="notice_correct"),
    path("bescheid/<uuid:key>/kopien/", passing.copies, name="copies"),
    path("freigaben/", releases.releases, name="releases"),
    path("freigaben/<uuid:key>/", releases.release, name="release"),
    path("freigaben/<uuid:key>/brief.pdf", releases.letter, name="release_pdf"),
    path("<uuid:key>/unterlagen/", ending.request_papers, name="request_papers"),
    path("unterlage/<uuid:key>/liegt-vor/", ending.tick, name="paper_tick"),
    path("unterlagen/<uuid:key>/beenden/", ending.end_papers, name="papers_end"),
    path("<uuid:key>/gebuehr/", ending.fee_add, name="fee_add"),
    path("gebuehr/<uuid:key>/", ending.fee, name="fee"),
    path("<uuid:key>/abschliessen/", ending.close, name="close"),
    path("<uuid:key>/oeffnen/", ending.reopen, name="reopen"),
    path("<uuid:key>/aufbewahren/", ending.hold, name="hold"),
    path("<uuid:key>/weitergabe/", passing.handover, name="handover"),
    path("<uuid:key>/akte.pdf", passing.whole_file, name="file_pdf"),
    path("<uuid:key>/akte.zip", passing.archive, name="file_zip"),
    path("tagesliste/", calls.day_list, name="day_list"),
    path("tagesliste/liste.pdf", calls.day_list_paper, name="day_list_pdf"),
    path("rundruf/", calls.calls, name="calls"),
    path("rundruf/neu/", calls.compose, name="call_compose"),
    path("rundruf/<uuid:key>/", calls.call, name="call"),
    path("rundruf/<uuid:key>/anrufliste.pdf", calls.call_paper, name="call_pdf"),
    path("rundruf/person/<uuid:key>/", calls.tick, name="call_tick"),
    path("bescheide-einrichten/", signing.settings, name="decision_settings"),
    path("bescheide-einrichten/unterschrift/", signing.authority_add, name="authority_add"),
    path("bescheide-einrichten/unterschrift/<uuid:key>/entfernen/", signing.authority_remove, name="authority_remove"),
    path("loeschprotokoll/", signing.forgotten, name="forgotten"),
]
