"""The log of the letters: the list with its filters, one letter's story, what an operator does with it, the table for Excel."""

import csv
import io
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from models.errors import Refused
from models.letters import Letter
from portal.door import Form, bureau_of, visitor_of
from portal.pages import page, see
from portal.refusals import NotHere, said
from regulation.letters import ChannelName
from tasks import letter_acts
from tasks.bureau import Bureau, Desk
from tasks.letter_acts import NoSuchLetter
from tasks.letter_csv import HEADS, cells
from tasks.letter_filters import BadFilter, Filters, filters_of
from tasks.letter_list import Page, counts, every_letter, letters
from tasks.letter_log import said_in, story_of
from tasks.letter_words import ACTS, CHANNELS, GROUPS, STATES
from tasks.who import roster

router = APIRouter()

NAMES = {  # field of the filters → its name in the address
    "state": "tinh-trang",
    "channel": "kenh",
    "officer": "nguoi",
    "group": "nhom",
    "case": "ho-so",
    "since": "tu",
    "until": "den",
    "words": "tim",
}
BOM = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for something else
LINES = 500  # of a table that travel together


@router.get("/thu")
def letter_list(request: Request) -> Response:
    """The letters, those that wait for an operator first; what the address filters by stands in the form."""
    typed = _typed(request)
    with bureau_of(request).reading_desk() as desk:
        try:
            filters, wrong = filters_of(typed), ""
            found = letters(desk, filters, request.query_params.get("sau", ""))
        except BadFilter as bad:
            filters, wrong, found = Filters(), said(bad), Page((), None)
        chosen = {name: value for name, value in _addressed(typed).items() if value}
        return page(
            request,
            "letters",
            422 if wrong else 200,
            wrong=wrong,
            found=found,
            typed=_addressed(typed),
            filtered=filters.any,
            counts=counts(desk, request.app.state.memory.accepted),
            states=STATES,
            channels=CHANNELS,
            groups=GROUPS,
            people=_people(desk),
            with_state=lambda state: f"/thu?{urlencode({**chosen, 'tinh-trang': state})}",
            following=f"/thu?{urlencode({**chosen, 'sau': found.following})}" if found.following else None,
            export=f"/thu/xuat.csv?{urlencode(chosen)}",
        )


def _people(desk: Desk) -> dict[str, str]:
    """Whom one may filter by: officer → his name, as names are listed here: by the last word, the given name."""
    named = {key: one.name for key, one in roster(desk).officers.items()}
    return dict(sorted(named.items(), key=lambda one: (one[1].split()[::-1], one[0])))


def _typed(request: Request) -> dict[str, str]:
    """The filters in the address, by field."""
    return {name: request.query_params.get(address, "").strip() for name, address in NAMES.items()}


def _addressed(typed: Mapping[str, str]) -> dict[str, str]:
    """The same, as the address names them."""
    return {NAMES[name]: value for name, value in typed.items()}


@router.get("/thu/xuat.csv")
def letter_table(request: Request) -> Response:
    """What the list shows, whole, as a table; written while it is read, so that a million lines need no room."""
    filters = filters_of(_typed(request))
    name = "attachment; filename=\"thu.csv\"; filename*=UTF-8''thu.csv"
    return StreamingResponse(
        _table(bureau_of(request), filters), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _table(bureau: Bureau, filters: Filters) -> Iterator[bytes]:
    yield BOM
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADS)
    with bureau.reading_desk() as desk:
        for n, line in enumerate(every_letter(desk, filters), 1):
            writer.writerow(cells(line))
            if n % LINES == 0:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue().encode()


@router.get("/thu/{letter_id}")
def letter_page(request: Request, letter_id: str) -> Response:
    """One letter's story."""
    with bureau_of(request).reading_desk() as desk:
        return _letter_page(request, desk, _id(letter_id))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotHere(NotHere.__doc__) from None


def _letter_page(request: Request, desk: Desk, letter_id: UUID, refused: Refused | None = None, typed: str = "") -> Response:
    try:
        story = story_of(desk, letter_id)
    except NoSuchLetter:
        raise NotHere(NotHere.__doc__) from None
    return page(
        request,
        "letter",
        refused.status if refused else 200,
        story=story,
        letter=story.letter,
        words=said_in(desk, letter_id),
        wrong=said(refused) if refused else "",
        typed=typed,
        acts=ACTS,
        channels=CHANNELS,
        is_sheet=story.letter.channel == ChannelName.PAPER,
    )


@router.post("/thu/{letter_id}")
def act(request: Request, letter_id: str, form: Form) -> Response:
    """Do what was chosen; refused, the page shows the letter as it stands now, the sentence and what was typed."""
    wanted, reason, known = form.one("choice"), form.one("reason"), _id(letter_id)
    deeds = {"resend": letter_acts.resend, "settle": letter_acts.settle, "handed-over": letter_acts.hand_over}
    if wanted not in deeds:
        raise NotHere(NotHere.__doc__)
    try:
        with bureau_of(request).desk() as desk:
            desk.actor = visitor_of(request).officer_id
            deeds[wanted](desk, known, reason)
    except NoSuchLetter:
        raise NotHere(NotHere.__doc__) from None
    except Refused as refused:
        with bureau_of(request).reading_desk() as desk:
            return _letter_page(request, desk, known, refused, reason)
    return see(f"/thu/{known}")


@router.get("/thu/{letter_id}/phieu")
def sheet(request: Request, letter_id: str) -> Response:
    """The sheet of a letter that goes on paper. The reader's own link stands only on the one in the tray: whoever has it may answer."""
    known = _id(letter_id)
    with bureau_of(request).reading_desk() as desk:
        letter = desk.session.get(Letter, known)
        words = said_in(desk, known, printed=True) if letter is not None and letter.channel == ChannelName.PAPER else None
        if words is None:
            raise NotHere(NotHere.__doc__)
        return page(request, "letter_sheet", words=words, letter_id=known, portal=bureau_of(request).portal_url)
