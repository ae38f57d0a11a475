"""Screens that save memberships: the last responsable is guarded, the log tells."""

from django.db.models import Model
from django.utils import timezone
from wagtail.snippets.views.snippets import CreateView, EditView

from ..metier.garde_responsable import photographier, suivre_les_changements
from ..metier.membres import MembreRefuse
from ..models import Structure


class SuiviDesMembres:
    def organisation(self, objet: Model):
        """The structure or the funder whose memberships this object carries."""
        return objet

    def save_instance(self):
        avant = photographier(self.organisation(self.form.instance))
        objet = super().save_instance()
        suivre_les_changements(self.organisation(objet), avant, par=self.request.user, le=timezone.now())
        return objet

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except MembreRefuse as refus:
            form.add_error(None, str(refus))
            self.produced_error_code, self.produced_error_message = "validation_error", self.get_error_message()
            return self.form_invalid(form)


class CreationSuivie(SuiviDesMembres, CreateView):
    pass


class ModificationSuivie(SuiviDesMembres, EditView):
    pass


def structure_ou_financeur(membre):
    """The organisation of a membership."""
    return membre.structure if isinstance(getattr(membre, "structure", None), Structure) else membre.financeur
