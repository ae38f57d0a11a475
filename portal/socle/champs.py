"""Model fields shared by the rooms."""

from wagtail.fields import StreamField


class FluxField(StreamField):
    """A StreamField whose block definitions stay out of migrations: changing a block is no change of schema."""

    def deconstruct(self):
        nom, _chemin, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return nom, "portal.socle.champs.FluxField", [[]], kwargs

    def __init__(self, block_types, block_lookup=None, **kwargs):
        super().__init__(block_types, block_lookup=block_lookup, **kwargs)
