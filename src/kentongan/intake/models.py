"""What the front door keeps of its own: links by which somebody finds his reports again."""

from typing import ClassVar

from django.db import models


class ReportLink(models.Model):
    """A link to one's own reports, asked for by an e-mail address. Rows live a day.

    `index` is the blind index of the address, never the address; `token` the mark of the secret in the link, null
    until it was sent, and for good where nobody told us this address: the asker is answered alike.
    """

    internal: ClassVar = ("index", "token", "language")

    index = models.BinaryField()
    token = models.BinaryField(null=True, unique=True)
    language = models.CharField(max_length=5, default="id")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(sent_at=None), name="intake_link_unsent"),
            models.Index(fields=["index", "asked_at"]),
        ]
