"""Monthly reports with problems, plans and people, their corrections, closed months, papers and
statistics beside them, entries of progress, and the months and photos attachments belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_REPORT = ("problem_text", "plan_text", "filled_by", "checked_by")
_FILE = ("progress_id", "month", "taken_on", "taken_at")
_VERSIONS = {
    name: (
        f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
        "WHEN NEW.row_version = OLD.row_version "
        f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
    )
    for name in (
        "attachment", "month_close", "month_correction", "money_figure", "progress_entry",
    )
}  # fmt: skip


def upgrade() -> None:
    """Create the tables with their triggers, and the new columns."""
    for name in _REPORT:
        op.add_column("monthly_report", sa.Column(name, sa.Text(), nullable=True))
    _table("month_correction", ("month", "reason"), money=("completed", "funds"))
    _table("month_close", ("month",), owned=False)
    _table(
        "money_figure",
        ("basis", "subject", "happened_on"),
        texts=("document", "note"),
        money=("amount",),
    )
    _table("progress_entry", ("happened_on",), texts=("node", "text"), wholes=("percent",))
    for name in ("month_correction", "month_close"):
        op.create_index(op.f(f"ix_{name}_month"), name, ["month"], unique=False)
    _files()


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("attachment") as table:
        for name in ("progress_id", "month"):
            table.drop_index(op.f(f"ix_attachment_{name}"))
        table.drop_constraint(op.f("fk_attachment_progress_id_progress_entry"), type_="foreignkey")
        for name in _FILE:
            table.drop_column(name)
    _count("attachment")
    for name in ("progress_entry", "money_figure", "month_close", "month_correction"):
        op.drop_table(name)
    for name in reversed(_REPORT):
        op.drop_column("monthly_report", name)


def _table(
    name: str,
    must: tuple[str, ...],
    *,
    texts: tuple[str, ...] = (),
    money: tuple[str, ...] = (),
    wholes: tuple[str, ...] = (),
    owned: bool = True,
) -> None:
    facts = ("source", "cut_off", "recorded_at", "recorded_by", "voided_at", "void_reason")
    needed = ("id", *(("project_id",) if owned else ()), *must, "recorded_at", "recorded_by")
    project = sa.ForeignKeyConstraint(
        ["project_id"],
        ["project.id"],
        name=op.f(f"fk_{name}_project_id_project"),
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_table(
        name,
        *(sa.Column(one, sa.Text(), nullable=False) for one in needed),
        *(
            sa.Column(one, sa.Text(), nullable=True)
            for one in (*texts, *facts)
            if one not in needed
        ),
        *(sa.Column(one, sa.BigInteger(), nullable=True) for one in money),
        *(sa.Column(one, sa.Integer(), nullable=True) for one in wholes),
        sa.Column("row_version", sa.Integer(), nullable=False),
        *((project,) if owned else ()),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    if owned:
        op.create_index(op.f(f"ix_{name}_project_id"), name, ["project_id"], unique=False)
    _count(name)


def _files() -> None:
    """SQLite copies the table, which takes its trigger away."""
    with op.batch_alter_table("attachment") as table:
        for name in _FILE:
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_attachment_progress_id_progress_entry"),
            "progress_entry",
            ["progress_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        for name in ("progress_id", "month"):
            table.create_index(op.f(f"ix_attachment_{name}"), [name], unique=False)
    _count("attachment")


def _count(name: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_VERSIONS[name])
    elif name != "attachment":
        op.execute(
            f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
        )
