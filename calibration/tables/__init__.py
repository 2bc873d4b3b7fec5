"""The tables that a company brings: its orders and nine more, each optional."""

from calibration.tables.whole import Tables, tables_of

__all__ = ["Tables", "tables_of"]
