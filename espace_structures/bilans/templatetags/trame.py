"""What the preview of a trame shows: its sections as forms that cannot be filled, its rules and its indicators."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from ..forms.mise_en_page import mettre_en_page
from ..forms.section import SectionForm
from ..metier.defauts import Defaut
from ..metier.definition import DefinitionTrame, Section
from ..metier.trame_cms import definition_de_trame
from ..metier.verification import verifier
from ..models import Trame

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class SectionApercue:
    """A section and its form, every field disabled."""

    section: Section
    form: SectionForm


@dataclass(frozen=True, kw_only=True)
class Apercu:
    """A trame to read over. No section is shown while a defect stands: its calculations could not be laid out."""

    definition: DefinitionTrame
    defauts: list[Defaut]
    sections: list[SectionApercue]


@register.simple_tag
def apercu(trame: Trame) -> Apercu:
    """The preview of a trame, whatever its state."""
    definition = definition_de_trame(trame)
    defauts = verifier(definition)
    sections = [] if defauts else [_section(definition, section) for section in definition.sections]
    return Apercu(definition=definition, defauts=defauts, sections=sections)


def _section(definition: DefinitionTrame, section: Section) -> SectionApercue:
    form = SectionForm(definition=definition, section=section, reponses={}, version=0)
    for champ in form.fields.values():
        champ.disabled = True
    form.helper = mettre_en_page(form, precedent={}, exercice=0, notes={})
    return SectionApercue(section=section, form=form)
