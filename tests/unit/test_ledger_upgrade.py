"""A ledger of any version is brought to the newest migration when it is opened; a newer one is left as it is."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from jet_refunds.errors import JetRefundsError
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.database import MIGRATIONS
from jet_refunds.ledger.tables import metadata
from jet_refunds.refund_service import RefundService
from jet_refunds.settings import Settings
from jet_refunds.web import from_document
from tests.support import documents as doc
from tests.support.house import TestClock


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


@pytest.mark.parametrize("earlier", ["0003", "0006"])
def test_a_ledger_of_an_earlier_version_is_brought_up_to_date_and_keeps_what_it_holds(
    tmp_path: Path, scripts: ScriptDirectory, earlier: str
) -> None:
    """A file with an open move, among others."""
    made_by(tmp_path, earlier)
    with connected(tmp_path) as connection:
        for statement in OPEN_MOVE:
            connection.exec_driver_sql(statement)
        connection.commit()
    ledger = Ledger.in_folder(tmp_path)
    try:
        (file,) = ledger.files.prepared()
        (attempt,) = ledger.files.attempts(file.id)
        known = ledger.site_capabilities.known("ftp://s@h:21/")
    finally:
        ledger.close()
    assert revision(tmp_path) == scripts.get_current_head()
    assert (file.name, file.body, file.doubt) == ("JET_REFUND_112326143000.csv", b"rows", None)
    assert (attempt.staged_name, attempt.moving, attempt.site) == ("x.1.part", True, None)
    assert known
    assert (known.staging, known.renames_in_place) == ("root", None)


AT = "2026-11-23T14:30:00.000000Z"
OPEN_MOVE = (
    "INSERT INTO file (id, name, body, sha256, state, created_at, staged_left, ack_polls)"
    f" VALUES (1, 'JET_REFUND_112326143000.csv', CAST('rows' AS BLOB), 'x', 'prepared', '{AT}', 0, 0)",
    "INSERT INTO attempt (file_id, number, staged_name, claims, created_at, moving_at)"
    f" VALUES (1, 1, 'x.1.part', 0, '{AT}', '{AT}')",
    f"INSERT INTO site_fact (site, staging, learned_at) VALUES ('ftp://s@h:21/', 'root', '{AT}')",
)


def made_by(folder: Path, version: str) -> None:
    """An empty ledger as an earlier version made it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with connected(folder) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def test_words_in_an_exception_state_that_an_older_version_has_kept_are_gone_from_the_file(tmp_path: Path) -> None:
    """What is known of an exception stays, and so does all else of the order."""
    words = "exception - Maria Example refused it"
    states = {
        f"{number:032x}": state for number, state in enumerate([words, None, "exception - order rejected", words])
    }
    with closing(Ledger.in_folder(tmp_path)) as ledger:
        service = RefundService(ledger, TestClock(), Settings(tmp_path), lambda: None)
        for order_id in states:
            service.take(from_document.refund(doc.refund(of=doc.order(merchant_order_id=order_id))))
    with connected(tmp_path) as connection:
        rows = connection.exec_driver_sql('SELECT merchant_order_id, "order" FROM refund').all()
        before = {row[0]: {**json.loads(row[1]), "exception_state": states[row[0]]} for row in rows}
        for order_id, order in before.items():
            values = (json.dumps(order), order_id)
            connection.exec_driver_sql('UPDATE refund SET "order" = ? WHERE merchant_order_id = ?', values)
        for table in ("pairing_code", "page_session", "page_link", "browser"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        for table in ("token", "code"):
            connection.exec_driver_sql(f"CREATE TABLE {table} (sha256)")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008'")
        connection.commit()
    Ledger.in_folder(tmp_path).close()
    with connected(tmp_path) as connection:
        rows = connection.exec_driver_sql('SELECT merchant_order_id, "order" FROM refund').all()
    for order_id, order in rows:
        state = "other" if states[order_id] == words else states[order_id]
        assert json.loads(order) == {**before[order_id], "exception_state": state}
    assert not [path for path in tmp_path.iterdir() if path.is_file() and b"Maria" in path.read_bytes()]


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
