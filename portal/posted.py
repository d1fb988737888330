"""Reading what a browser posts: bounded, cleaned, and with what was typed kept even when a file was too large."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

from documents.uploads import MAX_BYTES
from notifications.plain import clean
from portal.refusals import Garbled, TooMuch

MAX_TYPED = 2 * 1024 * 1024  # bytes of a form without files
MAX_BODY = 4 * MAX_BYTES  # past this nobody reads on; up to it a file that is too large is thrown away and the rest of the form kept
MAX_FIELDS = 5000
MAX_FILES = 4  # as many whole ones as a body holds; a browser sends a part for every field, chosen or not


@dataclass(frozen=True)
class Handed:
    """A file as it came. ``too_large``: its content was thrown away."""

    name: str
    data: bytes
    too_large: bool = False


@dataclass(frozen=True)
class Posted:
    """A form as it came: names and values in order, files by name."""

    fields: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, Handed] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """The last value of that name, or an empty text."""
        return next((value for known, value in reversed(self.fields) if known == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of that name, in order."""
        return [value for known, value in self.fields if known == name]


class BoundedParser(MultiPartParser):
    """Starlette's parser, except that a file's bytes past the limit are not kept."""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is None:
            super().on_part_data(data, start, end)
            return
        kept = getattr(file, "kept_bytes", 0)
        room = MAX_BYTES + 1 - kept
        if room > 0:
            taken = min(end, start + room)
            file.kept_bytes = kept + taken - start  # type: ignore[attr-defined]  # bytes queued for it; its own size lags behind
            super().on_part_data(data, start, taken)


async def read(request: Request) -> Posted:
    """What was posted; raises :class:`TooMuch` or :class:`Garbled`."""
    if request.method != "POST":
        return Posted()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    many_parts = kind == "multipart/form-data"
    if not many_parts and kind != "application/x-www-form-urlencoded":
        return Posted()
    limit = MAX_BODY if many_parts else MAX_TYPED
    try:
        async with aclosing(_bounded(request, limit)) as stream:
            parser: MultiPartParser | FormParser
            if many_parts:
                parser = BoundedParser(request.headers, stream, max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_TYPED)
            else:
                parser = FormParser(request.headers, stream, max_fields=MAX_FIELDS, max_part_size=MAX_TYPED)
            return await _kept(await parser.parse())
    except MultiPartException as wrong:
        raise Garbled(Garbled.__doc__) from wrong


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    seen = 0
    async with aclosing(request.stream()) as stream:
        async for chunk in stream:
            seen += len(chunk)
            if seen > limit:
                raise TooMuch(TooMuch.__doc__)
            yield chunk


async def _kept(form: FormData) -> Posted:
    fields: list[tuple[str, str]] = []
    files: dict[str, Handed] = {}
    try:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields.append((clean(name), clean(value)))
            elif value.filename:
                data = await value.read()
                too_large = len(data) > MAX_BYTES
                files[name] = Handed(value.filename, b"" if too_large else data, too_large)
    finally:
        await form.close()
    return Posted(tuple(fields), files)
