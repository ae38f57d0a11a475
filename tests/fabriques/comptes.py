"""Accounts for the tests."""

import factory

from espace_structures.comptes.models import Compte

MOT_DE_PASSE = "un mot de passe assez long"


class CompteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Compte
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Durand {n}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", MOT_DE_PASSE), **kwargs)
