"""Parcels of land and plants, and attachments of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"

_DATE = ("value", "precision", "qualifier", "raw", "not_after", "day")
_UTILITY = ("state", "capacity", "ready_on")
_DATES = (
    *("approved", "supplied", "agreed_start", "agreed_end", "start_confirmed", "stopped"),
    *("recognised", "available", "due"),
)
_UTILITIES = ("road", "water", "drain", "power", "telecom", "gas", "heat", "levelled")
_TEXTS = (
    *("number", "township", "park", "place", "use", "conditions", "holder", "status"),
    *("approval_no", "unsupplied_reason", "contract_no", "basis", "intent", "disposal", "unit"),
    *("progress_text", "remark", "number_key", "extra", "archived_at"),
    *(f"{key}_{part}" for key in _DATES for part in _DATE),
    *(f"{key}_{part}" for key in _UTILITIES for part in _UTILITY),
)
_MEASURES = (
    *("floor_area", "built_percent", "invested_percent", "height", "load", "crane", "rent"),
)
_ATTACHMENT_VERSION = (
    "CREATE TRIGGER tr_attachment_version AFTER UPDATE ON attachment "
    "WHEN NEW.row_version = OLD.row_version "
    "BEGIN UPDATE attachment SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
)


def upgrade() -> None:
    """Create the table with its trigger, and the owner of attachments."""
    op.create_table(
        "parcel",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "name", "name_key")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in _TEXTS),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in _MEASURES),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("area_sqdm", "supplied_sqdm", "price")
        ),
        sa.Column("government_caused", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
    )
    for column in ("number_key", "name_key"):
        op.create_index(op.f(f"ix_parcel_{column}"), "parcel", [column], unique=False)
    op.execute(_counted("parcel"))
    _owner_of_attachments()


def downgrade() -> None:
    """Remove both."""
    with op.batch_alter_table("attachment") as table:
        table.drop_index(op.f("ix_attachment_parcel_id"))
        table.drop_constraint(op.f("fk_attachment_parcel_id_parcel"), type_="foreignkey")
        table.drop_column("parcel_id")
    _count_versions()
    op.drop_table("parcel")


def _owner_of_attachments() -> None:
    """SQLite copies the table, which takes its trigger away."""
    with op.batch_alter_table("attachment") as table:
        table.add_column(sa.Column("parcel_id", sa.Text(), nullable=True))
        table.create_foreign_key(
            op.f("fk_attachment_parcel_id_parcel"),
            "parcel",
            ["parcel_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        table.create_index(op.f("ix_attachment_parcel_id"), ["parcel_id"], unique=False)
    _count_versions()


def _count_versions() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_ATTACHMENT_VERSION)


def _counted(name: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return (
            f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
            "WHEN NEW.row_version = OLD.row_version "
            f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
        )
    return (
        f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
    )
