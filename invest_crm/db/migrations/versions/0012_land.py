"""Parcels of land and plants with their attachments, who takes them, how projects come to land."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

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
    """Create the tables with their triggers, and the owner of attachments."""
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
    _parcel_use()
    _land_step()
    _land_need()
    _land_indicator()
    _owner_of_attachments()


def downgrade() -> None:
    """Remove them."""
    with op.batch_alter_table("attachment") as table:
        table.drop_index(op.f("ix_attachment_parcel_id"))
        table.drop_constraint(op.f("fk_attachment_parcel_id_parcel"), type_="foreignkey")
        table.drop_column("parcel_id")
    _count_versions()
    for name in ("land_indicator", "land_need", "land_step", "parcel_use", "parcel"):
        op.drop_table(name)


def _facts() -> list[sa.Column[str]]:
    names = ("source", "cut_off", "recorded_at", "recorded_by", "voided_at", "void_reason")
    must = ("recorded_at", "recorded_by")
    return [sa.Column(name, sa.Text(), nullable=name not in must) for name in names]


def _of(table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [f"{target}_id"],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{target}_id_{target}"),
        initially="DEFERRED",
        deferrable=True,
    )


def _made(name: str, *owners: str) -> None:
    for target in owners:
        column = f"{target}_id"
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)
    op.execute(_counted(name))


def _parcel_use() -> None:
    must = ("id", "parcel_id", "project_id", "state", "effective_on")
    op.create_table(
        "parcel_use",
        *(sa.Column(name, sa.Text(), nullable=False) for name in must),
        sa.Column("area_sqdm", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_facts(),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _of("parcel_use", "parcel"),
        _of("parcel_use", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel_use")),
    )
    _made("parcel_use", "parcel", "project")


def _land_step() -> None:
    texts = (*(f"reached_{part}" for part in _DATE), "person", "note")
    op.create_table(
        "land_step",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "project_id", "step")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in texts),
        *_facts(),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _of("land_step", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_step")),
    )
    _made("land_step", "project")


def _land_need() -> None:
    op.create_table(
        "land_need",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("id", "project_id")),
        sa.Column("area_sqdm", sa.BigInteger(), nullable=True),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("use", "utilities", "parks", "wanted_on")
        ),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("height", "load", "crane")),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _of("land_need", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_need")),
    )
    _made("land_need", "project")


def _land_indicator() -> None:
    must = ("id", "project_id", "indicator", "side", "effective_on")
    op.create_table(
        "land_indicator",
        *(sa.Column(name, sa.Text(), nullable=False) for name in must),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_facts(),
        sa.Column("row_version", sa.Integer(), nullable=False),
        _of("land_indicator", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_land_indicator")),
    )
    _made("land_indicator", "project")


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
