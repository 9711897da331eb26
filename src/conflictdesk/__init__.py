"""Conflictdesk: reports about armed violence in; a sourced, dated, mapped record of incidents out."""

__version__ = "0.1.0"
