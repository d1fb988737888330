"""Refusals: what a person did not get, and the way out."""


class Refused(Exception):
    """Base of every refusal a person reads.

    ``str(error)`` is a Vietnamese sentence that names what is wrong and how to mend it. ``status`` is the HTTP status
    the portal answers with, ``exit_code`` the one the command line ends with.
    """

    status = 422
    exit_code = 2
