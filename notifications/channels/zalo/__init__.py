"""Zalo: the template message by phone (``nhipzalo``) and the consultation message of the Official Account (``nhipzaloa``).

:mod:`sending` is the door: ``send(service, message) -> Receipt``. :mod:`codes` says what each answer means, :mod:`wire` makes one
call, :mod:`oauth` begins and renews the chain of tokens, :mod:`webhook` reads what Zalo reports back.
"""
