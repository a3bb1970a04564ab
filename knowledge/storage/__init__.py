"""The one place with SQL: tables, the database, one module per kind of record."""
