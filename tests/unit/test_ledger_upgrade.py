"""A ledger of any version is brought to the newest migration when it is opened; a newer one is left as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from jet_refunds.errors import JetRefundsError
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.database import MIGRATIONS
from jet_refunds.ledger.tables import metadata


@pytest.fixture(name="scripts")
def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def revision(folder: Path) -> str | None:
    with connected(folder) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def connected(folder: Path) -> sa.Connection:
    engine = sa.create_engine(f"sqlite:///{folder / 'ledger.db'}", poolclass=sa.pool.NullPool)
    return engine.connect()


@pytest.mark.usefixtures("ledger")
def test_a_new_ledger_has_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    """A column is added with a migration, or not at all."""
    with connected(tmp_path) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_migration_s_file_begins_with_its_revision(scripts: ScriptDirectory) -> None:
    """The ledger asks the listing alone whether there is anything to do."""
    for script in scripts.walk_revisions():
        assert Path(script.path).name.startswith(f"{script.revision}_")


@pytest.mark.usefixtures("ledger")
def test_the_newest_migration_has_the_last_name(scripts: ScriptDirectory, tmp_path: Path) -> None:
    last = max(script.revision for script in scripts.walk_revisions())
    assert revision(tmp_path) == scripts.get_current_head() == last


def test_a_ledger_of_the_version_before_is_brought_up_to_date(tmp_path: Path, scripts: ScriptDirectory) -> None:
    Ledger.in_folder(tmp_path).close()
    with connected(tmp_path) as connection:
        connection.exec_driver_sql("DROP TABLE site_past")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0005'")
        connection.commit()
    Ledger.in_folder(tmp_path).close()
    assert revision(tmp_path) == scripts.get_current_head()
    with connected(tmp_path) as connection:
        assert sa.inspect(connection).has_table("site_past")


def test_a_ledger_of_a_newer_version_is_refused_and_not_changed(tmp_path: Path) -> None:
    Ledger.in_folder(tmp_path).close()
    with connected(tmp_path) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(JetRefundsError, match="newer Jet Refunds"):
        Ledger.in_folder(tmp_path)
    assert revision(tmp_path) == "9999"


def test_a_ledger_that_is_up_to_date_opens_without_the_library_of_migrations(tmp_path: Path) -> None:
    """It would make every start a fifth longer."""
    Ledger.in_folder(tmp_path).close()
    program = (
        "import sys; from pathlib import Path; from jet_refunds.ledger import Ledger;"
        "Ledger.in_folder(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
