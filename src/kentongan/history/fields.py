"""A column type PostgreSQL has and Django has not."""

from django.db import models


class TransactionId(models.Field[str, str]):
    """The 64-bit number of a transaction of this cluster, as text: compare it in SQL only."""

    def db_type(self, connection: object) -> str:
        return "xid8"
