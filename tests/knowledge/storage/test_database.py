"""The tables are brought up to date, whatever was there before."""

import pytest

from knowledge.storage.database import Database, DatabaseIsNewer


def test_bringing_up_to_date_twice_changes_nothing(database):
    database.migrate()
    database.migrate()


def test_tables_of_a_newer_version_are_left_alone_and_said_to_be_newer():
    database = Database("sqlite://")
    database.migrate()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseIsNewer, match="9999"):
        database.migrate()
    database.close()
