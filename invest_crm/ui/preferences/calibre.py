"""口径: the definitions every figure is computed by, shown as an office would state them."""

from __future__ import annotations

from invest_crm.domain.calibre import DEFAULT_CALIBRE
from invest_crm.domain.money import show_amount
from invest_crm.ui.kit.text import label
from invest_crm.ui.preferences.section import Section
from invest_crm.words import _, ngettext, pgettext


class CalibreSection(Section):
    """Read only: one calibre is shipped; every figure names its definition where it stands."""

    def __init__(self) -> None:
        calibre = DEFAULT_CALIBRE
        super().__init__(_("Calibre"), calibre.label)
        join = pgettext("between words", ", ").join
        agreements = join(kind.label for kind in sorted(calibre.counted_agreements))
        buckets = join(ngettext("{n} month", "{n} months", n).format(n=n) for n in calibre.buckets)
        kept = _("Terminated projects stay in the base of the rates.")
        left = _("Terminated projects leave the base of the rates.")
        over_started = _("In production ÷ started")
        over_signed = _("In production ÷ signed")
        for name, text in (
            (_("Newly signed"), _("Counted agreements: {kinds}.").format(kinds=agreements)),
            (_("Base of the rates"), kept if calibre.keep_terminated else left),
            (
                _("Rate of production"),
                over_started if calibre.production_over_started else over_signed,
            ),
            (
                _("Started"),
                _("Evidence of grade {n} and above; ceremonies are not a start.").format(
                    n=calibre.started_grade
                ),
            ),
            (
                _("Due in statistics"),
                _("Started projects with a planned total of {amount} and above.").format(
                    amount=show_amount(calibre.stats_threshold)
                ),
            ),
            (_("Size tiers"), join(show_amount(bound) for bound in calibre.tiers)),
            (_("Ages of signed, not started"), buckets),
        ):
            self.add_row(name, label(text, wrap=True))
