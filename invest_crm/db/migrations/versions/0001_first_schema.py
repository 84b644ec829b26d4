"""The first schema: chains, firms, projects and their facts, the change log, the search text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

RECORD_TABLES = (
    "access_event",
    "annual_target",
    "calendar_day",
    "calibre",
    "chain",
    "import_batch",
    "import_profile",
    "setting",
    "chain_node",
    "firm",
    "chain_flow",
    "firm_node",
    "project",
    "service_request",
    "agreement",
    "contact",
    "funds_statement",
    "milestone",
    "monthly_report",
    "project_amount",
    "side_state",
)
LOG_TABLES = ("change_set", "change")
LOG_KEYS = (
    ("change_set", "seq = NEW.seq OR id = NEW.id"),
    ("change", "set_seq = NEW.set_seq AND position = NEW.position"),
)
TABLES = (
    "access_event",
    "annual_target",
    "calendar_day",
    "calibre",
    "chain",
    "change_set",
    "import_batch",
    "import_profile",
    "private_value",
    "project_state",
    "search_text",
    "setting",
    "chain_node",
    "change",
    "firm",
    "chain_flow",
    "firm_node",
    "project",
    "service_request",
    "agreement",
    "contact",
    "funds_statement",
    "milestone",
    "monthly_report",
    "project_amount",
    "side_state",
)


def upgrade() -> None:
    """Create every table, then what the database needs beside them."""
    _access_event()
    _annual_target()
    _calendar_day()
    _calibre()
    _chain()
    _change_set()
    _import_batch()
    _import_profile()
    _private_value()
    _project_state()
    _search_text()
    _setting()
    _chain_node()
    _change()
    _firm()
    _chain_flow()
    _firm_node()
    _project()
    _service_request()
    _agreement()
    _contact()
    _funds_statement()
    _milestone()
    _monthly_report()
    _project_amount()
    _side_state()
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgres()
    for statement in statements:
        op.execute(sa.text(statement.replace(":=", r"\:=")))


def downgrade() -> None:
    """Remove everything."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION crm_append_only")
        op.execute("DROP FUNCTION crm_row_version")


def _sqlite() -> list[str]:
    statements = [
        "CREATE VIRTUAL TABLE search_fts USING fts5("
        "s1, s2, content='search_text', content_rowid='rowid_', "
        "tokenize='unicode61 remove_diacritics 0')",
        # Terms of a bulk import are gathered in 16 MiB before they are written: half the merging.
        "INSERT INTO search_fts(search_fts, rank) VALUES('hashsize', 16777216)",
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_no_{verb.lower()} BEFORE {verb} ON {name} "
        "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        for name in LOG_TABLES
        for verb in ("UPDATE", "DELETE")
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_no_replace BEFORE INSERT ON {name} "
        f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {key}) "
        "BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
        for name, key in LOG_KEYS
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_version AFTER UPDATE ON {name} "
        "WHEN NEW.row_version = OLD.row_version "
        f"BEGIN UPDATE {name} SET row_version = OLD.row_version + 1 WHERE id = NEW.id; END"
        for name in RECORD_TABLES
    ]
    return statements


def _postgres() -> list[str]:
    statements = [
        "CREATE INDEX ix_search_text_s1 ON search_text USING gin (string_to_array(s1, ' '))",
        "CREATE INDEX ix_search_text_s2 ON search_text USING gin (string_to_array(s2, ' '))",
        "CREATE FUNCTION crm_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$",
        "CREATE FUNCTION crm_row_version() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.row_version = OLD.row_version THEN "
        "NEW.row_version := OLD.row_version + 1; END IF; RETURN NEW; END $$",
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION crm_append_only()"
        for name in LOG_TABLES
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_no_truncate BEFORE TRUNCATE ON {name} "
        "FOR EACH STATEMENT EXECUTE FUNCTION crm_append_only()"
        for name in LOG_TABLES
    ]
    statements += [
        f"CREATE TRIGGER tr_{name}_version BEFORE UPDATE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION crm_row_version()"
        for name in RECORD_TABLES
    ]
    return statements


def _access_event() -> None:
    op.create_table(
        "access_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
    )
    op.create_index(op.f("ix_access_event_actor"), "access_event", ["actor"], unique=False)
    op.create_index(op.f("ix_access_event_at"), "access_event", ["at"], unique=False)


def _annual_target() -> None:
    op.create_table(
        "annual_target",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_key", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_target")),
    )


def _calendar_day() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index(op.f("ix_calendar_day_day"), "calendar_day", ["day"], unique=False)


def _calibre() -> None:
    op.create_table(
        "calibre",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibre")),
    )


def _chain() -> None:
    op.create_table(
        "chain",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("lead_department", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("target_regions", sa.Text(), nullable=True),
        sa.Column("leading_firm", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seed_version", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain")),
    )


def _change_set() -> None:
    op.create_table(
        "change_set",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change_set")),
        sa.UniqueConstraint("id", name=op.f("uq_change_set_id")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_change_set_idempotency_key")),
    )
    op.create_index(op.f("ix_change_set_actor"), "change_set", ["actor"], unique=False)
    op.create_index(op.f("ix_change_set_undoes"), "change_set", ["undoes"], unique=False)


def _import_batch() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("new_rows", sa.Integer(), nullable=False),
        sa.Column("changed_rows", sa.Integer(), nullable=False),
        sa.Column("same_rows", sa.Integer(), nullable=False),
        sa.Column("suspicious_rows", sa.Integer(), nullable=False),
        sa.Column("rejected_rows", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)


def _import_profile() -> None:
    op.create_table(
        "import_profile",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profile")),
    )
    op.create_index(
        op.f("ix_import_profile_fingerprint"), "import_profile", ["fingerprint"], unique=False
    )
    op.create_index(op.f("ix_import_profile_name"), "import_profile", ["name"], unique=False)


def _private_value() -> None:
    op.create_table(
        "private_value",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("erased_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_value")),
    )


def _project_state() -> None:
    op.create_table(
        "project_state",
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("stage_rank", sa.Integer(), nullable=False),
        sa.Column("side_state", sa.Text(), nullable=True),
        sa.Column("signed_day", sa.Text(), nullable=True),
        sa.Column("registered_day", sa.Text(), nullable=True),
        sa.Column("filed_day", sa.Text(), nullable=True),
        sa.Column("land_day", sa.Text(), nullable=True),
        sa.Column("started_day", sa.Text(), nullable=True),
        sa.Column("in_stats_day", sa.Text(), nullable=True),
        sa.Column("completed_day", sa.Text(), nullable=True),
        sa.Column("in_production_day", sa.Text(), nullable=True),
        sa.Column("in_size_day", sa.Text(), nullable=True),
        sa.Column("start_grade", sa.Integer(), nullable=False),
        sa.Column("funds_in_place", sa.BigInteger(), nullable=True),
        sa.Column("last_fact_day", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_project_state")),
    )
    op.create_index("ix_project_state_signed", "project_state", ["signed_day"], unique=False)
    op.create_index("ix_project_state_stage", "project_state", ["stage_rank"], unique=False)


def _search_text() -> None:
    op.create_table(
        "search_text",
        sa.Column("rowid_", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("s1", sa.Text(), nullable=False),
        sa.Column("s2", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rowid_", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_record", "search_text", ["record_id"], unique=False)


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
    )


def _chain_node() -> None:
    op.create_table(
        "chain_node",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chain_id", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("codes", sa.Text(), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("env_sensitive", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state_override", sa.Text(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["chain.id"],
            name=op.f("fk_chain_node_chain_id_chain"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["chain_node.id"],
            name=op.f("fk_chain_node_parent_id_chain_node"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_node")),
    )
    op.create_index(op.f("ix_chain_node_chain_id"), "chain_node", ["chain_id"], unique=False)
    op.create_index(op.f("ix_chain_node_parent_id"), "chain_node", ["parent_id"], unique=False)


def _change() -> None:
    op.create_table(
        "change",
        sa.Column(
            "set_seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["set_seq"], ["change_set.seq"], name=op.f("fk_change_set_seq_change_set")
        ),
        sa.PrimaryKeyConstraint("set_seq", "position", name=op.f("pk_change")),
    )
    op.create_index("ix_change_record", "change", ["record_id", "table_name"], unique=False)


def _firm() -> None:
    op.create_table(
        "firm",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_core", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("former_names", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("business", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("registered_capital", sa.BigInteger(), nullable=True),
        sa.Column("legal_person", sa.Text(), nullable=True),
        sa.Column("chain_id", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("in_size", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("archived_at", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["chain.id"],
            name=op.f("fk_firm_chain_id_chain"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["firm.id"],
            name=op.f("fk_firm_parent_id_firm"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
    )
    op.create_index(op.f("ix_firm_archived_at"), "firm", ["archived_at"], unique=False)
    op.create_index(op.f("ix_firm_chain_id"), "firm", ["chain_id"], unique=False)
    op.create_index(op.f("ix_firm_credit_code"), "firm", ["credit_code"], unique=False)
    op.create_index(op.f("ix_firm_name_core"), "firm", ["name_core"], unique=False)
    op.create_index(op.f("ix_firm_name_key"), "firm", ["name_key"], unique=False)
    op.create_index(op.f("ix_firm_parent_id"), "firm", ["parent_id"], unique=False)


def _chain_flow() -> None:
    op.create_table(
        "chain_flow",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chain_id", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["chain.id"],
            name=op.f("fk_chain_flow_chain_id_chain"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["chain_node.id"],
            name=op.f("fk_chain_flow_source_id_chain_node"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["chain_node.id"],
            name=op.f("fk_chain_flow_target_id_chain_node"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_flow")),
    )
    op.create_index(op.f("ix_chain_flow_chain_id"), "chain_flow", ["chain_id"], unique=False)
    op.create_index(op.f("ix_chain_flow_source_id"), "chain_flow", ["source_id"], unique=False)
    op.create_index(op.f("ix_chain_flow_target_id"), "chain_flow", ["target_id"], unique=False)


def _firm_node() -> None:
    op.create_table(
        "firm_node",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.Text(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"],
            ["firm.id"],
            name=op.f("fk_firm_node_firm_id_firm"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["chain_node.id"],
            name=op.f("fk_firm_node_node_id_chain_node"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_node")),
    )
    op.create_index(op.f("ix_firm_node_firm_id"), "firm_node", ["firm_id"], unique=False)
    op.create_index(op.f("ix_firm_node_node_id"), "firm_node", ["node_id"], unique=False)


def _project() -> None:
    op.create_table(
        "project",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("name_base", sa.Text(), nullable=False),
        sa.Column("investor", sa.Text(), nullable=True),
        sa.Column("investor_key", sa.Text(), nullable=True),
        sa.Column("investor_firm_id", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("chain_id", sa.Text(), nullable=True),
        sa.Column("node_id", sa.Text(), nullable=True),
        sa.Column("node_source", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("entry_stage", sa.Text(), nullable=False),
        sa.Column("total_investment", sa.BigInteger(), nullable=True),
        sa.Column("total_high", sa.BigInteger(), nullable=True),
        sa.Column("fixed_investment", sa.BigInteger(), nullable=True),
        sa.Column("external_funds", sa.BigInteger(), nullable=True),
        sa.Column("year_plan", sa.BigInteger(), nullable=True),
        sa.Column("funds_origin", sa.Text(), nullable=True),
        sa.Column("site_mode", sa.Text(), nullable=True),
        sa.Column("land_sqdm", sa.BigInteger(), nullable=True),
        sa.Column("agreement_type", sa.Text(), nullable=True),
        sa.Column("project_code", sa.Text(), nullable=True),
        sa.Column("stat_code", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("lead_unit", sa.Text(), nullable=True),
        sa.Column("support_units", sa.Text(), nullable=True),
        sa.Column("task_force", sa.Text(), nullable=True),
        sa.Column("contact_unit", sa.Text(), nullable=True),
        sa.Column("township", sa.Text(), nullable=True),
        sa.Column("park", sa.Text(), nullable=True),
        sa.Column("progress_text", sa.Text(), nullable=True),
        sa.Column("problem_text", sa.Text(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("flags", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("first_source", sa.Text(), nullable=True),
        sa.Column("latest_cut_off", sa.Text(), nullable=True),
        sa.Column("archived_at", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["chain.id"],
            name=op.f("fk_project_chain_id_chain"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["investor_firm_id"],
            ["firm.id"],
            name=op.f("fk_project_investor_firm_id_firm"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["node_id"],
            ["chain_node.id"],
            name=op.f("fk_project_node_id_chain_node"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_archived_at"), "project", ["archived_at"], unique=False)
    op.create_index(op.f("ix_project_chain_id"), "project", ["chain_id"], unique=False)
    op.create_index(
        op.f("ix_project_investor_firm_id"), "project", ["investor_firm_id"], unique=False
    )
    op.create_index(op.f("ix_project_investor_key"), "project", ["investor_key"], unique=False)
    op.create_index(op.f("ix_project_name_base"), "project", ["name_base"], unique=False)
    op.create_index(op.f("ix_project_name_key"), "project", ["name_key"], unique=False)
    op.create_index(op.f("ix_project_node_id"), "project", ["node_id"], unique=False)
    op.create_index(op.f("ix_project_project_code"), "project", ["project_code"], unique=False)
    op.create_index(op.f("ix_project_stat_code"), "project", ["stat_code"], unique=False)


def _service_request() -> None:
    op.create_table(
        "service_request",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("firm_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("received_value", sa.Text(), nullable=True),
        sa.Column("received_precision", sa.Text(), nullable=True),
        sa.Column("received_qualifier", sa.Text(), nullable=True),
        sa.Column("received_raw", sa.Text(), nullable=True),
        sa.Column("received_not_after", sa.Text(), nullable=True),
        sa.Column("received_day", sa.Text(), nullable=True),
        sa.Column("due_value", sa.Text(), nullable=True),
        sa.Column("due_precision", sa.Text(), nullable=True),
        sa.Column("due_qualifier", sa.Text(), nullable=True),
        sa.Column("due_raw", sa.Text(), nullable=True),
        sa.Column("due_not_after", sa.Text(), nullable=True),
        sa.Column("due_day", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("progress_text", sa.Text(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("archived_at", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"],
            ["firm.id"],
            name=op.f("fk_service_request_firm_id_firm"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
    )
    op.create_index(
        op.f("ix_service_request_firm_id"), "service_request", ["firm_id"], unique=False
    )
    op.create_index(
        op.f("ix_service_request_firm_key"), "service_request", ["firm_key"], unique=False
    )


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("contract_value", sa.Text(), nullable=True),
        sa.Column("contract_precision", sa.Text(), nullable=True),
        sa.Column("contract_qualifier", sa.Text(), nullable=True),
        sa.Column("contract_raw", sa.Text(), nullable=True),
        sa.Column("contract_not_after", sa.Text(), nullable=True),
        sa.Column("contract_day", sa.Text(), nullable=True),
        sa.Column("ceremony_value", sa.Text(), nullable=True),
        sa.Column("ceremony_precision", sa.Text(), nullable=True),
        sa.Column("ceremony_qualifier", sa.Text(), nullable=True),
        sa.Column("ceremony_raw", sa.Text(), nullable=True),
        sa.Column("ceremony_not_after", sa.Text(), nullable=True),
        sa.Column("ceremony_day", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("external_funds", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_agreement_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_project_id"), "agreement", ["project_id"], unique=False)


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("firm_id", sa.Text(), nullable=True),
        sa.Column("project_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["firm_id"],
            ["firm.id"],
            name=op.f("fk_contact_firm_id_firm"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_contact_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_firm_id"), "contact", ["firm_id"], unique=False)
    op.create_index(op.f("ix_contact_project_id"), "contact", ["project_id"], unique=False)


def _funds_statement() -> None:
    op.create_table(
        "funds_statement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_funds_statement_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds_statement")),
    )
    op.create_index(
        op.f("ix_funds_statement_project_id"), "funds_statement", ["project_id"], unique=False
    )


def _milestone() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("effective_value", sa.Text(), nullable=True),
        sa.Column("effective_precision", sa.Text(), nullable=True),
        sa.Column("effective_qualifier", sa.Text(), nullable=True),
        sa.Column("effective_raw", sa.Text(), nullable=True),
        sa.Column("effective_not_after", sa.Text(), nullable=True),
        sa.Column("effective_day", sa.Text(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_milestone_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_kind_day", "milestone", ["kind", "effective_day"], unique=False)
    op.create_index(op.f("ix_milestone_project_id"), "milestone", ["project_id"], unique=False)


def _monthly_report() -> None:
    op.create_table(
        "monthly_report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("completed_month", sa.BigInteger(), nullable=True),
        sa.Column("completed_year", sa.BigInteger(), nullable=True),
        sa.Column("completed_total", sa.BigInteger(), nullable=True),
        sa.Column("funds_month", sa.BigInteger(), nullable=True),
        sa.Column("funds_year", sa.BigInteger(), nullable=True),
        sa.Column("funds_total", sa.BigInteger(), nullable=True),
        sa.Column("progress_text", sa.Text(), nullable=True),
        sa.Column("stat_code", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_monthly_report_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_report")),
    )
    op.create_index(op.f("ix_monthly_report_month"), "monthly_report", ["month"], unique=False)
    op.create_index(
        op.f("ix_monthly_report_project_id"), "monthly_report", ["project_id"], unique=False
    )


def _project_amount() -> None:
    op.create_table(
        "project_amount",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_project_amount_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_amount")),
    )
    op.create_index(
        op.f("ix_project_amount_project_id"), "project_amount", ["project_id"], unique=False
    )


def _side_state() -> None:
    op.create_table(
        "side_state",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("cut_off", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_side_state_project_id_project"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side_state")),
    )
    op.create_index(op.f("ix_side_state_project_id"), "side_state", ["project_id"], unique=False)
