"""The words for what is wrong with a cell, a row or a ledger, by stable code."""

from __future__ import annotations

from invest_crm.words import N_, _

_CELL = {
    "amount-unreadable": N_("“{value}” is not an amount; the field is left empty."),
    "amount-suspicious": N_(
        "“{value}” would be more than 100 billion yuan; the unit may be wrong. Left empty."
    ),
    "amount-negative": N_("“{value}” is negative; the field is left empty."),
    "unit-missing": N_(
        "Neither the heading nor the caption names a unit for “{value}”; the field is left empty."
    ),
    "error-cell": N_("The cell holds the error {value}; the field is left empty."),
    "fixed-disagrees": N_(
        "The fixed part written beside the total differs from its own column; the column counts."
    ),
    "date-ambiguous": N_(
        "“{value}” may be January or October: a spreadsheet drops the zero. Left empty."
    ),
    "date-impossible": N_("“{value}” is not a day of the calendar; left empty."),
    "date-suspicious": N_("“{value}” is an unlikely date; left empty."),
    "date-unreadable": N_("“{value}” is not a date; kept as text."),
    "year-missing": N_("“{value}” has no year and neither has the title; left empty."),
    "date-text": N_("“{value}” names no date; kept as text."),
    "date-planned": N_("“{value}” is a plan, not a milestone; left empty."),
    "date-after-cut-off": N_(
        "“{value}” lies after the cut-off, so it is a plan, not a milestone; left empty."
    ),
    "flag-unreadable": N_("“{value}” says neither yes nor no; kept as text."),
    "flag-date-disagree": N_(
        "The ledger says no but gives the date “{value}”; the milestone is left empty."
    ),
    "precision-lost": N_(
        "{value} has more than 15 digits in a number cell; the last digits may be lost. Enter it"
        " as text."
    ),
    "credit-code-invalid": N_("{value} fails the check of the unified social credit code."),
    "chain-unknown": N_("“{value}” is none of the chains; kept as text."),
    "area-unreadable": N_("“{value}” is not an area; kept as text."),
    "area-suspicious": N_("“{value}” is an unlikely area; kept as text."),
    "area-negative": N_("“{value}” is an unlikely area; kept as text."),
    "choice-unknown": N_("“{value}” is none of the choices of this field; kept as text."),
    "measure-unreadable": N_("“{value}” is not a number in the unit of this field; kept as text."),
    "formula-uncached": N_(
        "The file does not hold the result of this formula. Open it in WPS or Excel and save it."
    ),
    "status-ended": N_(
        "“{value}” says that the project has ended. The row counts as signed until you open the"
        " project and set it to terminated, with the day and the paper."
    ),
    "line-disagrees": N_("A further line of the same project says “{value}”; kept as text."),
    "months-missing": N_(
        "Neither the heading, nor the row, nor the title says which months “{value}” covers; not"
        " taken over."
    ),
    "months-unreadable": N_(
        "“{value}” names no months of one year (2025年1-8月, 2025年8月, 2024年)."
    ),
    "figures-disagree": N_(
        "Another column of the row gives another figure for the same months; none is taken over."
    ),
    "origin-unfit": N_(
        "“{value}” is none of the sources of revenue: what the firm reports, its profit table, its"
        " VAT return. Unit records of the statistics bureau must not be entered."
    ),
    "name-missing": N_("The row has no name."),
}
_LEDGER = {
    "as-of-from-option": N_("The ledger names no cut-off; the given day {day} is used."),
    "as-of-from-file": N_(
        "The ledger names no cut-off; the date of the file, {day}, is used. Check it."
    ),
    "as-of-differs": N_("The ledger itself says {day}; the given day is not used."),
    "macros": N_("The file contains macros. They were not run; only values were read."),
    "external-links": N_("The file links to other files. They were not opened."),
    "hidden-rows": N_("Hidden rows were read too: {count}."),
    "hidden-columns": N_("Hidden columns were read too: {count}."),
    "other-sheets": N_("Other sheets of the file were not read: {names}."),
    "other-table": N_(
        "Another table begins in row {row}; it was not read. Put it on a sheet of its own."
    ),
    "date-1904": N_("The file counts days from 1904; the dates were read accordingly."),
    "status-not-read": N_(
        "The column “{column}” is kept as text: a status without a date changes neither the stage"
        " nor the state of a project. Enter starts and terminations on the projects, with their"
        " days."
    ),
    "columns-not-kept": N_(
        "A ledger of revenue holds figures by months only; these columns are not taken over:"
        " {names}."
    ),
    "name-from-investor": N_("There is no column of project names; the investor's name is used."),
}


def cell_message(code: str, value: str) -> str:
    """The sentence for a problem of a cell or row."""
    text = _CELL.get(code)
    return code if text is None else _(text).format(value=value)


def ledger_message(code: str, **words: object) -> str:
    """The sentence for a notice about the whole ledger."""
    return _(_LEDGER[code]).format(**words)
