"""What the yearly plans are made of: the outline's sections and standing words, and inspections of others that are known."""

from typing import Annotated, Literal

from pydantic import Field

from regulation.calendar import Quarter
from regulation.lawfile import Frozen, LawModel
from regulation.papers import AgencyCode
from regulation.rules import Name

PlanPaperName = Literal["work_programme", "work_plan", "inspection_plan"]


class PlanSection(LawModel):
    """A part of the work plan's list of duties."""

    code: Name
    title: str


class PlanOutline(LawModel):
    """``plan_outline.yaml``: how the committee's yearly plans are divided, and the words each draft begins with.

    ``words``: paper → place in it → text, a paragraph a line; ``{year}`` and ``{before}`` are the plan's year and the year before.
    ``inspection_contents``: what an inspection looks at. It is no law: editing it changes the drafts that are still to be begun.
    """

    sections: tuple[PlanSection, ...] = ()
    inspection_contents: tuple[str, ...] = ()
    words: Frozen[PlanPaperName, Frozen[Name, str]] = Field(default_factory=dict, validate_default=True)

    def title(self, section: str) -> str:
        """What a section is called; one that is there no more is called by its code."""
        return next((found.title for found in self.sections if found.code == section), section)


class KnownInspection(LawModel):
    """An inspection of a unit by somebody else, in which quarter, and who announced it. The agency may be one that came with the roster."""

    agency: AgencyCode
    quarter: Annotated[str, Field(pattern=r"^\d{4}-Q[1-4]$")]
    title: str
    by: str
    source: str

    @property
    def words(self) -> str:
        """ "Thanh tra chuyên đề đầu tư công của Thanh tra tỉnh, quý II năm 2027"."""
        return f"{self.title} của {self.by}, {Quarter.parse(self.quarter).title}"


class KnownInspectionFile(LawModel):
    """``inspections.yaml``: no law, only what is known of the year; editing it moves no open case."""

    inspections: tuple[KnownInspection, ...] = ()
