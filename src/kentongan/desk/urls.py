"""Addresses of the desk. Every act has its own, so that each carries its own access decision."""

from django.urls import include, path

from kentongan.desk.daily import urlpatterns as daily
from kentongan.desk.helping import urlpatterns as helping
from kentongan.desk.importing import urlpatterns as importing
from kentongan.desk.moves import MOVES
from kentongan.desk.protection import urlpatterns as protection
from kentongan.desk.views import (
    acts,
    case,
    checking,
    edit,
    entry,
    files,
    identity,
    inbox,
    messages,
    session,
    verify,
    viewing,
)
from kentongan.desk.views.setup.addresses import addresses

app_name = "desk"

_CASE = "cases/<str:number>/"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("pulse/", inbox.pulse, name="pulse"),
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-out/", session.sign_out, name="sign-out"),
    *protection,
    path("preferences/", session.preferences, name="preferences"),
    *daily,
    *helping,
    *importing,
    path("new/", entry.entry, name="entry"),
    path("messages/", messages.failed, name="messages"),
    path("setup/", include(addresses)),
    path(_CASE, case.case, name="case"),
    path(f"{_CASE}preview/", case.preview, name="preview"),
    path(f"{_CASE}verify/", verify.verify, name="verify"),
    path(f"{_CASE}suggestion/", verify.suggestion, name="suggestion"),
    path(f"{_CASE}edit/", edit.edit, name="edit"),
    path(f"{_CASE}write/", acts.write, name="write"),
    path(f"{_CASE}check/", checking.check, name="check"),
    path(f"{_CASE}marks/", checking.marks, name="marks"),
    path(f"{_CASE}identity/", identity.identity, name="identity"),
    path(f"{_CASE}files/<str:key>/", files.file, name="file"),
    path(f"{_CASE}files/<str:key>/view/", viewing.look, name="view-file"),
    path(f"{_CASE}files/<str:key>/pages/<int:page>/", viewing.sheet, name="file-page"),
    path(f"{_CASE}files/<str:key>/decide/", viewing.decide, name="decide-file"),
    path(f"{_CASE}files/<str:key>/release/", files.release, name="release"),
    path(f"{_CASE}messages/<str:key>/resend/", messages.resend, name="resend"),
    *(path(f"{_CASE}{slug}/", acts.act_view(slug), name=slug) for slug in MOVES),
]
