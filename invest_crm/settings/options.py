"""The options: key, default, kind, words, and where the value is kept. Adding one is one line.

``database``: shared by everyone who opens this database and logged like any change.
``user``: belongs to the person at this machine and is kept in a small file of theirs.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from invest_crm.words import N_, _

Store = Literal["database", "user"]


class Option(NamedTuple):
    """One option. ``choices``: the allowed values with their words; empty for free text."""

    key: str
    default: str
    label_id: str
    help_id: str
    store: Store
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The name for people, in the language in force."""
        return _(self.label_id)

    @property
    def help(self) -> str:
        """One sentence that explains it."""
        return _(self.help_id)


OPTIONS: tuple[Option, ...] = (
    Option(
        "county.name",
        "××县",
        N_("County"),
        N_("Printed in titles of lists, bulletins and maps."),
        "database",
    ),
    Option(
        "county.bureau",
        "县投促局",
        N_("Reporting unit"),
        N_("Signs bulletins and stands above exported ledgers."),
        "database",
    ),
    Option(
        "county.addressees",
        "各乡镇人民政府，县直各有关单位",
        N_("Addressees of bulletins"),
        N_("Stands under the title of a bulletin."),
        "database",
    ),
    Option(
        "county.home_code",
        "",
        N_("Division code of the county"),
        N_("Six digits (GB/T 2260); funds from elsewhere are told apart by it."),
        "database",
    ),
    Option(
        "calibre",
        "default-2026",
        N_("Calibre in force"),
        N_("The definitions every figure is computed by; “calibre” lists the versions."),
        "database",
    ),
    Option(
        "files.most_mb",
        "50",
        N_("Largest attachment"),
        N_("In megabytes; larger files are refused when they are added."),
        "database",
        tuple((size, f"{size} MB") for size in ("20", "50", "100", "200")),
    ),
    Option(
        "gates.confirm",
        "yes",
        N_("Second person"),
        N_("Whether starred stages (signed, registered, started, in production) are confirmed."),
        "database",
        (("yes", N_("Starred stages are confirmed")), ("no", N_("Nobody confirms"))),
    ),
    Option(
        "gates.confirmers",
        "",
        N_("Who confirms"),
        N_("Names under which the program is used, with 、 between; empty: any second person."),
        "database",
    ),
    Option(
        "approvals.permit_limit",
        "30/300",
        N_("Works without a construction permit"),
        N_("Below this cost or floor area no construction permit is needed."),
        "database",
        (
            ("30/300", N_("300,000 yuan or 300 ㎡")),
            ("100/500", N_("1 million yuan or 500 ㎡")),
            ("200/1000", N_("2 million yuan or 1,000 ㎡")),
        ),
    ),
    Option(
        "approvals.four_days",
        "5",
        N_("Four certificates after the land contract"),
        N_("Working days within which all four are to be granted."),
        "database",
        tuple((days, days) for days in ("1", "2", "3", "4", "5")),
    ),
    Option(
        "monthly.cut_off",
        "25",
        N_("Cut-off day of monthly reports"),
        N_("Figures of a month are counted up to this day."),
        "database",
        tuple((day, day) for day in ("20", "25", "28", "31")),
    ),
    Option(
        "monthly.report",
        "28",
        N_("Report day of monthly reports"),
        N_("By this day a month is reported; one not after the cut-off is in the next month."),
        "database",
        tuple((day, day) for day in ("3", "5", "8", "10", "25", "28", "31")),
    ),
    Option(
        "five_ones.five",
        "一个项目=项目名称；一名县级领导=包联领导；一个责任单位=责任单位；"
        "一个工作专班=工作专班；一抓到底",
        N_("The five ones"),
        N_("Words and, after =, the fields that fulfil each; ； between them."),
        "database",
    ),
    Option(
        "statistics.complete_day",
        "1",
        N_("Papers for the statistics complete"),
        N_("Day of the month by which the papers of new projects are complete."),
        "database",
        tuple((str(day), str(day)) for day in range(1, 29)),
    ),
    Option(
        "statistics.hand_day",
        "8",
        N_("Hand-over to the statistics bureau"),
        N_("Day of the month by which new projects are handed over; the result comes by its end."),
        "database",
        tuple((str(day), str(day)) for day in range(1, 29)),
    ),
    Option(
        "statistics.firm_day",
        "20",
        N_("New firms into the statistics"),
        N_("Day of the month by which firms newly opened are entered."),
        "database",
        tuple((str(day), str(day)) for day in range(1, 29)),
    ),
    Option(
        "demo",
        "",
        N_("Demonstration data"),
        N_("Set when the records are invented; every page and document then says so."),
        "database",
    ),
    Option(
        "me.unit",
        "",
        N_("My unit"),
        N_("As the ledgers write it; Today shows what it leads or holds. Empty: the bureau."),
        "user",
    ),
    Option(
        "ui.language",
        "zh_CN",
        N_("Language"),
        N_("Language of the window and of documents made from it."),
        "user",
        (("zh_CN", N_("Chinese")), ("en", N_("English"))),
    ),
    Option(
        "ui.theme",
        "system",
        N_("Theme"),
        N_("Light, dark, or as the system is set."),
        "user",
        (("system", N_("As the system")), ("light", N_("Light")), ("dark", N_("Dark"))),
    ),
    Option(
        "ui.text_scale",
        "100",
        N_("Text size"),
        N_("Rows, buttons and distances grow with the text."),
        "user",
        tuple((percent, f"{percent}%") for percent in ("100", "125", "150", "175", "200")),
    ),
    Option(
        "backup.minutes",
        "30",
        N_("Automatic backup"),
        N_("How often a backup is made while something changes."),
        "user",
        (
            ("10", N_("Every 10 minutes")),
            ("30", N_("Every 30 minutes")),
            ("60", N_("Every hour")),
            ("120", N_("Every two hours")),
            ("off", N_("Off")),
        ),
    ),
    Option(
        "backup.second",
        "",
        N_("Second place for backups"),
        N_("A folder on another disk or share that gets a copy of the newest backup every day."),
        "user",
    ),
    Option(
        "ui.density",
        "normal",
        N_("Row height"),
        N_("Compact rows show more records at once."),
        "user",
        (("normal", N_("Normal")), ("compact", N_("Compact"))),
    ),
)
BY_KEY = {option.key: option for option in OPTIONS}
