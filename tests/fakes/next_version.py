"""A later version of the program: a copy of it with one more migration, for tests of an upgrade."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefings.store import SCHEMA

_ROOT = Path(__file__).parents[2]
_VERSIONS = "briefings/store/migrations/versions"
_MIGRATION = '''"""Schema {schema}."""

import sqlalchemy as sa
from alembic import op

revision = "{schema}"
down_revision = "{before}"


def upgrade() -> None:
{steps}
'''


@dataclass(frozen=True, slots=True)
class NextSchema:
    """A schema after the present one: the steps of its migration, and what tables.py has at its end."""

    schema: str
    steps: Sequence[str]
    tables: str = ""


ADDS = NextSchema(
    f"{SCHEMA}_1",
    (
        'op.add_column("chat", sa.Column("colour", sa.Text, nullable=False, server_default=""))',
        'op.add_column("delivery", sa.Column("weight", sa.Integer))',
        'op.add_column("intake", sa.Column("noted", sa.Boolean, nullable=False, server_default=sa.false()))',
        'key = sa.PrimaryKeyConstraint("id", name="pk_novelty")',
        'op.create_table("novelty", sa.Column("id", sa.Integer, nullable=False), key)',
        'op.create_index("ix_delivery_weight", "delivery", ["weight"])',
    ),
    """
chat.append_column(Column("colour", Text, nullable=False, server_default=""))
delivery.append_column(Column("weight", Integer, index=True))
intake.append_column(Column("noted", Boolean, nullable=False, server_default=false()))
novelty = Table("novelty", metadata, Column("id", Integer, primary_key=True, autoincrement=False))
""",
)
BREAKS = NextSchema(f"{int(SCHEMA) + 1:04}", ADDS.steps, ADDS.tables)  # says by its number that it doesn't only add


def made_in(folder: Path, version: NextSchema) -> Path:
    """Copies the program into a folder, with that schema; returns the folder."""
    for package in ("bot", "briefings"):
        shutil.copytree(_ROOT / package, folder / package)
    steps = "\n".join(f"    {step}" for step in version.steps)
    migration = _MIGRATION.format(schema=version.schema, before=SCHEMA, steps=steps)
    (folder / _VERSIONS / f"{version.schema}_next.py").write_text(migration, "utf-8")
    tables = folder / "briefings" / "store" / "tables.py"
    tables.write_text(tables.read_text("utf-8") + version.tables, "utf-8")
    engine = folder / "briefings" / "store" / "engine" / "database.py"
    changed, number = re.subn(
        f'^SCHEMA = "{SCHEMA}"', f'SCHEMA = "{version.schema}"', engine.read_text("utf-8"), flags=re.M
    )
    assert number == 1
    engine.write_text(changed, "utf-8")
    return folder
