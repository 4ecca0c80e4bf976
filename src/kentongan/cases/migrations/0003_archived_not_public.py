"""The public's index leaves out what was archived."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_report_recorded_at")]

    operations: ClassVar = [
        migrations.RemoveIndex("case", "cases_case_public"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["-verified_at", "-id"],
                condition=models.Q(verified_at__isnull=False, is_confidential=False, exercise__isnull=True)
                & ~models.Q(state="archived"),
                name="cases_case_public",
            ),
        ),
    ]
