"""What the account pages say beyond what django-allauth gives them."""

from django import template

from ..exigences import a_un_second_facteur, doit_avoir_un_second_facteur
from ..metier.assistance import dernieres
from ..proconnect import est_configure

register = template.Library()

register.simple_tag(est_configure, name="proconnect_est_configure")
register.simple_tag(dernieres, name="connexions_d_assistance")
register.filter(doit_avoir_un_second_facteur)
register.filter(a_un_second_facteur)
