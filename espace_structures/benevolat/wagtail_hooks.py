"""What the room adds to the back office."""

from wagtail.snippets.models import register_snippet

from .viewsets import BenevolatViewSetGroup

register_snippet(BenevolatViewSetGroup)
