"""What was done is not undone: the database itself refuses to change or remove it, for everyone."""

from django.db import migrations

TABLES = ("history_event", "history_log", "history_checkpoint")

REFUSE = """
create function history_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'the history is only added to: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end $$;
"""

GUARD = """
create trigger {table}_keep_rows before update or delete on {table} for each row execute function history_refuse();
create trigger {table}_keep_all before truncate on {table} for each statement execute function history_refuse();
alter table {table} enable always trigger {table}_keep_rows, enable always trigger {table}_keep_all;
"""

UNGUARD = """
drop trigger {table}_keep_rows on {table};
drop trigger {table}_keep_all on {table};
"""


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "drop function history_refuse()"),
        *(migrations.RunSQL(GUARD.format(table=table), UNGUARD.format(table=table)) for table in TABLES),
    ]
