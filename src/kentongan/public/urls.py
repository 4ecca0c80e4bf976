"""The citizen's addresses."""

from django.urls import path

from kentongan.public.views import feeds, following, home, lists, mailbox, maps, pages, receipts, report, support, track

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("lapor/", report.begin, name="report"),
    path("lapor/darurat/", report.alarm, name="alarm"),
    path("lapor/tempat/", report.whereabouts, name="whereabouts"),
    path("lapor/<str:key>/foto/<str:name>/", report.photo, name="photo"),
    path("lapor/<str:key>/terkirim/", receipts.receipt, name="receipt"),
    path("lapor/<str:key>/tanda-terima/", receipts.slip, name="slip"),
    path("lapor/<str:key>/serupa/", report.similar, name="similar"),
    path("lapor/<str:key>/<str:slug>/", report.step, name="step"),
    path("lacak/", track.track, name="track"),
    path("lacak/laporan/", track.mine, name="mine"),
    path("lacak/laporan/tutup/", track.leave, name="leave"),
    path("lacak/laporan/berkas/<str:key>/", track.own_file, name="own_file"),
    path("lacak/laporan/<str:name>/", track.act, name="act"),
    path("laporan-saya/", mailbox.own, name="mailbox"),
    path("laporan-saya/dikirim/", mailbox.asked, name="mailbox_asked"),
    path("laporan-saya/masuk/<str:token>/", mailbox.enter, name="mailbox_enter"),
    path("laporan-saya/buka/", mailbox.open_one, name="mailbox_open"),
    path("laporan-saya/keluar/", mailbox.leave, name="mailbox_leave"),
    path("ikuti/", following.follow, name="follow"),
    path("ikuti/dikirim/", following.asked, name="follow_asked"),
    path("ikuti/setuju/<str:token>/", following.confirm, name="follow_confirm"),
    path("ikuti/berhenti/<str:token>/", following.stop, name="follow_stop"),
    path("laporan/", lists.cases, name="list"),
    path("laporan/umpan.atom", feeds.reports, name="feed"),
    path("laporan/berkas/<str:key>/", lists.file, name="file"),
    path("laporan/<int:case_id>/", lists.case, name="case"),
    path("laporan/<int:case_id>/dukung/", support.support, name="support"),
    path("dukungan/<str:token>/", support.stop, name="stop"),
    path("peta/", maps.city, name="map"),
    path("peta/laporan.geojson", maps.points, name="points"),
    path("peta/wilayah.geojson", maps.outlines, name="outlines"),
    path("peta/tempat.geojson", maps.landmarks, name="landmarks"),
    path("bantuan/", pages.help_page, name="help"),
    path("privasi/", pages.privacy, name="privacy"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("bahasa/", pages.language, name="language"),
    path("huruf/", pages.text_size, name="text_size"),
    path("robots.txt", pages.robots, name="robots"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
]
