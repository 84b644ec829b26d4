"""invest_crm: the investment-promotion bureau's ledger, from first lead to production.

Read ``resources/docs/architecture.md`` first. Imports point inward:
``cli`` and ``ui`` call ``services``; services call ``db``, ``maps``, ``reports`` and
``exchange``; everything may use ``domain``; ``domain`` uses the standard library only.
"""

__version__ = "0.1.0"
