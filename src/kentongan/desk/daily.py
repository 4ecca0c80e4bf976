"""Addresses of what an officer keeps and uses every day."""

from django.urls import path

from kentongan.desk.views import bulk, documents, drafts, notes, printing, saved, tags, tasks, templates, watching

urlpatterns = [
    path("views/", saved.views, name="views"),
    path("views/new/", saved.keep, name="keep-view"),
    path("views/<str:key>/", saved.change, name="change-view"),
    path("views/<str:key>/delete/", saved.delete, name="delete-view"),
    path("views/<str:key>/restore/", saved.restore, name="restore-view"),
    path("views/<str:key>/default/", saved.default, name="default-view"),
    path("bulk/", bulk.bulks, name="bulks"),
    path("bulk/<str:key>/", bulk.one, name="bulk"),
    path("bulk/<str:key>/undo/", bulk.undo, name="undo-bulk"),
    path("bulk/<str:key>/again/", bulk.again, name="again-bulk"),
    path("bulk/<str:key>/<str:name>/", bulk.result, name="bulk-result"),
    path("undo/<str:key>/", bulk.undo_one, name="undo-one"),
    path("export/", documents.export, name="export"),
    path("files/", documents.documents, name="documents"),
    path("files/<str:key>/", documents.document, name="document"),
    path("files/<str:key>/delete/", documents.delete, name="delete-document"),
    path("cases/<str:number>/draft/", drafts.draft, name="draft"),
    path("tags/", tags.tags, name="tags"),
    path("tags/<str:key>/", tags.change, name="change-tag"),
    path("tags/<str:key>/merge/", tags.merge, name="merge-tag"),
    path("tags/<str:key>/offer/", tags.offer, name="offer-tag"),
    path("cases/<str:number>/tag/", tags.tag, name="tag"),
    path("print/", printing.listed, name="print-list"),
    path("cases/<str:number>/print/", printing.case, name="print-case"),
    path("mentions/", notes.mentions, name="mentions"),
    path("cases/<str:number>/note/", notes.note, name="note"),
    path("cases/<str:number>/note/<str:key>/", notes.change, name="change-note"),
    path("cases/<str:number>/people/", notes.people, name="people"),
    path("tasks/", tasks.own_tasks, name="tasks"),
    path("cases/<str:number>/tasks/<str:key>/", tasks.task, name="task"),
    path("watched/", watching.watched, name="watched"),
    path("cases/<str:number>/watch/", watching.watch, name="watch"),
    path("templates/", templates.templates, name="templates"),
    path("templates/new/", templates.create, name="create-template"),
    path("templates/<str:key>/", templates.change, name="change-template"),
    path("templates/<str:key>/use/", templates.use, name="use-template"),
]
