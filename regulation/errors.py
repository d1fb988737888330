"""What is wrong with the law as data, in one Vietnamese sentence."""


class LawError(Exception):
    """The law's data, or a question put to it, cannot be used as it stands.

    ``str(error)`` is a Vietnamese sentence. Where a file is at fault the sentence names the file, the line, the field and
    what was expected there, and the same four stand in ``file``, ``line``, ``field`` and ``expected``.
    """

    def __init__(self, expected: str, *, file: str | None = None, line: int | None = None, field: str | None = None) -> None:
        self.file, self.line, self.field, self.expected = file, line, field, expected
        places = (file, line and f"dòng {line}", field and f"trường {field}")
        where = ", ".join(place for place in places if place)
        super().__init__(f"{where}: {expected}." if where else f"{expected}.")
