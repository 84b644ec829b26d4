"""Who invests in what, and who looks after it: the people and places of invented projects."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from invest_crm.domain import chain_state
from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.people import ContactReading
from invest_crm.services.demo import words
from invest_crm.services.demo.stories import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.stages import Stage
    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.firms import DemoFirm
    from invest_crm.services.demo.leaves import ChainPlan

_ATTEMPTS = 4  # to find an investor who has no such project yet
_NUMERALS = "一二三四五六七八九十"


class Cast:
    """Deals chains, leaves, investors and responsible people to projects in turn."""

    def __init__(self, dice: Dice, plans: Sequence[ChainPlan], firms: Sequence[DemoFirm]) -> None:
        self._dice = dice
        self._plans = plans
        self._targets: dict[str, list[int]] = defaultdict(list)
        for place, firm in enumerate(firms):
            if not firm.local:
                self._targets[firm.chain].append(place)
        self._firms = firms
        self._phases: dict[str, int] = defaultdict(int)
        self._dealt: dict[str, int] = defaultdict(int)

    def story(self, entry: Stage, total: int | None, *, signed: bool) -> Story:
        """A new project on a leaf that may have one."""
        turn = self._dealt["signed" if signed else "talks"]
        self._dealt["signed" if signed else "talks"] += 1
        plan = self._plans[turn % len(self._plans)]
        wanted = plan.of(chain_state.COMING if signed else chain_state.TALKS)
        round_ = turn // len(self._plans)
        if signed and round_ >= len(wanted):
            # Every leaf that waits for a project has one: others may grow.
            wanted = plan.of(chain_state.COMING, chain_state.STRONG, chain_state.PRESENT)
            leaf = self._dice.pick(wanted)
        else:
            leaf = wanted[round_ % len(wanted)]
        for _attempt in range(_ATTEMPTS):
            firm, brand, investor, region = self._investor(plan.id)
            if f"{brand}{leaf.name}项目" not in self._phases:
                break
        story = Story(
            name=self._unique(f"{brand}{leaf.name}项目"),
            chain=plan.id,
            leaf=leaf,
            firm=firm,
            investor=investor,
            origin=region,
            entry=entry,
            total=total,
        )
        self._care(story)
        return story

    def site(self, story: Story) -> None:
        """The site a signed project is to have."""
        dice = self._dice
        if story.leaf.farming:
            story.site_mode = "FARM_LAND"
        else:
            modes = ("GRANT", "LEASED_PLANT", "EXPANSION", "OPERATION")
            story.site_mode = dice.weighted(modes, (0.5, 0.34, 0.08, 0.08))
        if story.site_mode != "OPERATION":
            story.land_mu = mu_to_sqdm(dice.pick((12, 18, 25, 40, 60, 80, 120, 200)))
        in_park = story.site_mode in {"GRANT", "LEASED_PLANT"}
        story.texts["park"] = dice.pick(words.PARKS) if in_park else None

    def _investor(self, chain: str) -> tuple[int | None, str, str, str]:
        targets = self._targets.get(chain)
        if targets:
            place = self._dice.pick(targets)
            firm = self._firms[place]
            return place, firm.brand, firm.name, firm.region
        brand = self._dice.pick(words.FIRST) + self._dice.pick(words.SECOND)
        region = self._dice.pick(words.REGIONS)
        trade = self._dice.pick(words.TRADES.get(chain, words.OTHER_TRADES))
        return None, brand, f"{region}{brand}{trade}有限公司", region

    def _unique(self, name: str) -> str:
        self._phases[name] += 1
        phase = self._phases[name]
        if phase == 1:
            return name
        return f"{name}（{_NUMERALS[phase - 1] if phase <= len(_NUMERALS) else phase}期）"

    def _care(self, story: Story) -> None:
        """五个一: leader, responsible unit and task force; a few projects still lack one."""
        dice = self._dice
        unit = dice.pick(words.UNITS)
        story.texts.update(
            leader=None if dice.chance(0.06) else dice.pick(words.LEADERS),
            lead_unit=unit,
            contact_unit=dice.pick([other for other in words.UNITS if other != unit]),
            task_force=None if dice.chance(0.12) else f"{story.name[:4]}项目专班",
            township=dice.pick(words.TOWNSHIPS),
        )
        people = [ContactReading(dice.person(), dice.pick(words.POSTS), dice.phone())]
        if dice.chance(0.35):
            people.append(ContactReading(dice.person(), "", dice.phone()))
        story.contacts = tuple(people)
