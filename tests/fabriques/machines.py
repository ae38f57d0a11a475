"""The signed field of a public form, as if its page had been shown some seconds ago."""

import time

from django.core import signing

from portal.socle.formulaires.machines import OUVERT, SEL


class _SigneurAncien(signing.TimestampSigner):
    age: float

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time() - self.age))


def ouvert(age: float = 60, mot: str = OUVERT) -> str:
    signeur = _SigneurAncien(salt=SEL)
    signeur.age = age
    return signeur.sign_object(mot)
