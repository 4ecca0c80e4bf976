"""When a report was entered, beside when it was told: reports of before count as entered when they were told."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("report", "recorded_at", models.DateTimeField(null=True)),
        migrations.RunSQL("update cases_report set recorded_at = received_at", migrations.RunSQL.noop),
        migrations.AlterField("report", "recorded_at", models.DateTimeField()),
    ]
