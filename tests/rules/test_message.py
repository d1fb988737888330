"""One letter as a MIME message: its shape, its bytes, its headers. ``letter.eml`` is its golden copy."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from notifications.address import BadAddress, Party
from notifications.headers import encoded_words
from notifications.invitation import Meeting, Method, ics
from notifications.message import Attachment, Envelope, Invite, compose, file_name
from notifications.plain import clean, one_line

HANOI = timezone(timedelta(hours=7))
FROM = Party("Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang", "nhip@kiengiang.example")
TO = Party('Võ Thị "Dự" Toán, Giám đốc Sở Tài chính', "gd@stc.kiengiang.example")
MEETING = Meeting(
    uid="hop-2019-q3@kiengiang.example",
    sequence=2,
    start=datetime(2019, 9, 26, 8, tzinfo=HANOI),
    end=datetime(2019, 9, 26, 11, 30, tzinfo=HANOI),
    stamp=datetime(2019, 9, 19, 9, tzinfo=HANOI),
    summary="Họp Ban Chỉ đạo quý III năm 2019",
    location="Phòng họp số 1; UBND tỉnh, Rạch Giá",
    organizer=FROM,
    attendee=TO,
    description="Dòng một\nDòng hai",
)
ENVELOPE = Envelope(
    message_id="<letter-1@kiengiang.example>",
    date=datetime(2019, 9, 19, 9, tzinfo=HANOI),
    sender=FROM,
    to=TO,
    subject="Giấy mời: Họp định kỳ quý III năm 2019 của Ban Chỉ đạo Chính quyền điện tử tỉnh Kiên Giang",
    text="Kính gửi Ông/Bà,\n.\n..\nTừ đầu dòng\n",
    html="<p>Kính gửi Ông/Bà</p>\n",
    thread=("<case-1@kiengiang.example>", f"<{'b' * 60}@kiengiang.example>"),
    invite=ics(MEETING),
    attachments=(Attachment("Giấy mời số 12/GM-BCĐ.docx", b"PK\x03\x04"), Attachment("Chương trình.pdf", b"%PDF")),
)
GOLDEN = Path(__file__).parent / "golden" / "letter.eml"
AS_EVER = replace(
    ENVELOPE,
    text="Một dòng dài hơn một dòng thư, có dấu = và dấu cách ở cuối. " * 3 + "\n\n.\nHết",
    thread=ENVELOPE.thread[:1],
    invite=Invite("REQUEST", b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"),
)
VIETNAMESE = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậ ỲÝỶỸỴ .,;:\"'<>()@=?_–"), max_size=120)


def parsed(envelope: Envelope) -> Message:
    return message_from_bytes(compose(envelope).body, policy=policy.default)


def shape(part: Message) -> object:
    kind = part.get_content_type()
    return (kind, [shape(p) for p in part.get_payload()]) if part.is_multipart() else kind


def header(envelope: Envelope, name: str) -> str:
    raw = message_from_bytes(compose(envelope).body, policy=policy.compat32)[name]
    return str(make_header(decode_header(raw.replace("\r\n", ""))))


def test_the_calendar_is_the_last_alternative_and_the_files_follow() -> None:
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert shape(parsed(ENVELOPE)) == (
        "multipart/mixed",
        [("multipart/alternative", ["text/plain", "text/html", "text/calendar"]), "application/ics", docx, "application/pdf"],
    )


def test_a_letter_without_files_has_no_empty_levels() -> None:
    plain = replace(ENVELOPE, invite=None, attachments=())
    assert shape(parsed(plain)) == ("multipart/alternative", ["text/plain", "text/html"])


def test_the_same_letter_has_the_same_bytes_and_another_has_others() -> None:
    assert compose(ENVELOPE).body == compose(replace(ENVELOPE)).body
    assert compose(ENVELOPE).body == compose(replace(ENVELOPE, date=ENVELOPE.date.astimezone(UTC))).body
    assert compose(ENVELOPE).body != compose(replace(ENVELOPE, message_id="<letter-2@kiengiang.example>")).body


def test_the_bytes_are_those_of_the_version_before() -> None:
    """What was in doubt when the house was brought up to date goes out again as it was."""
    assert compose(AS_EVER).body == GOLDEN.read_bytes()


def test_the_message_is_plain_ascii_in_short_lines_with_crlf() -> None:
    body = compose(ENVELOPE).body
    assert body.isascii()
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, body.split(b"\r\n"))) <= 100


def test_names_and_files_in_vietnamese_come_back_as_they_were() -> None:
    message = parsed(ENVELOPE)
    assert header(ENVELOPE, "Subject") == ENVELOPE.subject
    assert header(ENVELOPE, "From") == f"{FROM.name} <{FROM.address}>"
    assert header(ENVELOPE, "To") == f"{TO.name} <{TO.address}>"
    assert [p.get_filename() for p in message.walk() if p.get_filename()] == [
        "moi-hop.ics",
        "Giấy mời số 12-GM-BCĐ.docx",
        "Chương trình.pdf",
    ]
    assert b"filename*0*=utf-8''Gi%E1%BA%A5y" in compose(ENVELOPE).body  # RFC 2231


def test_the_calendar_arrives_untouched_both_times() -> None:
    parts = [part for part in parsed(ENVELOPE).walk() if part.get_content_type() in ("text/calendar", "application/ics")]
    assert ENVELOPE.invite is not None
    assert [part.get_payload(decode=True) for part in parts] == [ENVELOPE.invite.content] * 2
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["base64"] * 2
    assert (parts[0].get_param("method"), parts[0].get_content_charset()) == ("REQUEST", "utf-8")


def test_encoded_words_keep_to_their_length_however_long_a_word_is() -> None:
    words = encoded_words("nghiêng " * 20 + "ẫ" * 100)
    assert max(map(len, words)) <= 75
    assert str(make_header(decode_header(" ".join(words)))) == "nghiêng " * 20 + "ẫ" * 100


def test_text_that_deceives_the_eye_is_taken_out() -> None:
    assert clean("Duyệt\u202eđồng ý\u202c\x07\u200b\ufeff\r\nHết\u2028") == "Duyệtđồng ý\nHết"
    assert clean("Tiê\u0301ng") == "Tiếng"
    assert one_line(" a\t b\n c ") == "a b c"


def test_headers_thread_the_case_and_keep_robots_away() -> None:
    message = parsed(ENVELOPE)
    assert message["Message-ID"] == "<letter-1@kiengiang.example>"
    assert message["Date"] == "Thu, 19 Sep 2019 09:00:00 +0700"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["In-Reply-To"] == ENVELOPE.thread[-1]
    assert message["References"].split() == list(ENVELOPE.thread)
    assert compose(ENVELOPE).body.count(ENVELOPE.thread[-1].encode()) == 2  # however long, in one piece


def test_the_texts_arrive_whole() -> None:
    message = parsed(ENVELOPE)
    assert isinstance(message, EmailMessage)
    for kind, text in (("plain", ENVELOPE.text), ("html", ENVELOPE.html)):
        part = message.get_body((kind,))
        assert part is not None
        assert part.get_content().replace("\r\n", "\n") == text


@settings(deadline=None, max_examples=40)
@given(VIETNAMESE, VIETNAMESE)
def test_any_subject_and_name_is_read_back(subject: str, name: str) -> None:
    envelope = replace(ENVELOPE, subject=subject, to=Party(name, TO.address), thread=())
    assert " ".join(header(envelope, "Subject").split()) == " ".join(subject.split())
    to = message_from_bytes(compose(envelope).body, policy=policy.default)["To"].addresses
    assert [a.addr_spec for a in to] == [TO.address]
    # Python's own parser puts a space where a very long word was cut in two; RFC 2047 readers do not.
    assert "".join(to[0].display_name.split()) == "".join(name.split())


@pytest.mark.parametrize("text", ["Re: plan 3", "=?utf-8?q?Duy=E1=BB=87t?=", "a, b; <c@d.example> " * 6])
def test_text_without_accents_is_read_back_too(text: str) -> None:
    envelope = replace(ENVELOPE, subject=text, to=Party(text, TO.address))
    assert parsed(envelope)["Subject"].split() == text.split()
    [to] = parsed(envelope)["To"].addresses
    assert (to.display_name.split(), to.addr_spec) == (text.split(), TO.address)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=80))
def test_no_text_adds_a_header_or_a_part(text: str) -> None:
    evil = f"{text}\r\nBcc: x@evil.example\r\n\r\nbody\x00\u202e{text}"
    envelope = replace(ENVELOPE, subject=evil, to=Party(evil, TO.address), attachments=(Attachment(evil, b"x"),))
    message = parsed(envelope)
    assert message["Bcc"] is None
    assert message.keys() == parsed(ENVELOPE).keys()
    assert len(list(message.walk())) == 7


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "@b", "a b@c", "a@b\nBcc: c@d", "giám@so.example", "a@sở.example", "a@b,c@d", "<a@b>", "a@-b"]
)
def test_an_address_that_is_none_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(BadAddress, match="không đúng dạng"):
        Party("Ai đó", address)


@pytest.mark.parametrize("identifier", ["letter", "<a@b>\r\nBcc: c@d", "<a b@c>", f"<{'a' * 61}@c>", "<ấ@b>"])
def test_a_malformed_message_id_is_refused(identifier: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        compose(replace(ENVELOPE, message_id=identifier))
    with pytest.raises(ValueError, match="Message-ID"):
        compose(replace(ENVELOPE, thread=(identifier,)))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        compose(replace(ENVELOPE, date=datetime(2019, 9, 19)))  # noqa: DTZ001


def test_a_file_name_fits_every_disk() -> None:
    assert file_name("../../etc/passwd") == "-..-etc-passwd"
    assert file_name(" \n ") == "tep"
    assert len(file_name("ă" * 300 + ".docx")) == 120
    assert file_name("ă" * 300 + ".docx").endswith(".docx")


def event(method: Method = Method.REQUEST, **changes: object) -> tuple[Calendar, object]:
    invite = ics(replace(MEETING, **changes), method)
    calendar = Calendar.from_ical(invite.content)
    assert isinstance(calendar, Calendar)
    assert (invite.method, str(calendar["METHOD"])) == (method, method)
    return calendar, calendar.events[0]


def test_an_invitation_names_the_meeting_in_utc() -> None:
    _, vevent = event()
    assert vevent["DTSTART"].dt == datetime(2019, 9, 26, 1, tzinfo=UTC)
    assert vevent["DTEND"].dt == datetime(2019, 9, 26, 4, 30, tzinfo=UTC)
    assert vevent["DTSTAMP"].dt == datetime(2019, 9, 19, 2, tzinfo=UTC)
    assert b"DTSTART:20190926T010000Z" in ics(MEETING).content
    assert str(vevent["LOCATION"]) == MEETING.location
    assert str(vevent["DESCRIPTION"]) == MEETING.description
    assert (str(vevent["UID"]), vevent["SEQUENCE"], str(vevent["STATUS"])) == (MEETING.uid, 2, "CONFIRMED")


def test_the_organizer_is_the_sender_and_the_reader_is_the_one_attendee() -> None:
    _, vevent = event()
    assert str(vevent["ORGANIZER"]) == f"mailto:{FROM.address}"
    assert str(vevent["ATTENDEE"]) == f"mailto:{TO.address}"
    assert vevent["ATTENDEE"].params["CN"] == "Võ Thị 'Dự' Toán, Giám đốc Sở Tài chính"


def test_a_cancellation_keeps_the_uid() -> None:
    _, vevent = event(Method.CANCEL, sequence=3)
    assert (str(vevent["UID"]), vevent["SEQUENCE"], str(vevent["STATUS"])) == (MEETING.uid, 3, "CANCELLED")


def test_an_invitation_is_the_same_bytes_twice_and_its_text_adds_no_property() -> None:
    assert ics(MEETING).content == ics(MEETING).content
    _, vevent = event(summary="Họp\r\nATTENDEE:mailto:x@evil.example", location='a"b\nSTATUS:CANCELLED')
    assert str(vevent["ATTENDEE"]) == f"mailto:{TO.address}"
    assert str(vevent["STATUS"]) == "CONFIRMED"


@pytest.mark.parametrize(
    "changes",
    [{"start": datetime(2019, 9, 26, 8)}, {"end": MEETING.start}, {"sequence": -1}],  # noqa: DTZ001
)
def test_an_impossible_meeting_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a meeting"):
        ics(replace(MEETING, **changes))
