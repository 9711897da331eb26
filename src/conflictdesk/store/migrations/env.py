"""Alembic's way in: runs the migrations on the connection handed over, inside the transaction that it is in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
