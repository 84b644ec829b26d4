"""Alembic's environment: runs on the connection it is handed, inside its transaction."""

from alembic import context

from invest_crm.db.schema import whole

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=whole(),
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
