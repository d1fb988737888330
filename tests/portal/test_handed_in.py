"""Files handed in with an answer: what is taken, what is refused, and that nothing typed is lost either way."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from sqlalchemy import text
from starlette.datastructures import Headers, UploadFile

from documents.uploads import MAX_BYTES
from models.papers import Upload
from models.steps import StepState
from portal.posted import MAX_BODY, BoundedParser
from tests.portal.reading import text_of
from tests.portal.visit import PDF, Browser, House, payload

SignedIn = Callable[[str], Browser]


def proxy(browser: Browser, path: str, name: str, content: bytes, **more: Any) -> Any:
    data = {
        "choice": "proxy",
        "reason": "Họp Bộ",
        "proxy_name": "Ông Thay",
        "proxy_office": "Phó Giám đốc",
        "opinion_confirmed": "yes",
    } | more
    return browser.send(path, data, files={"opinion": (name, content)})


def test_a_written_opinion_comes_with_the_reply(house: House, anybody: Browser, signed_in: SignedIn) -> None:
    house.reach("rsvp")
    step = house.step("rsvp", "member_gd")
    reply = proxy(anybody, f"/t/{house.token(step)}", "../../ý kiến <b>.pdf", PDF)
    assert reply.status_code == 200, text_of(reply.text)
    with house.bureau.reading_desk() as desk:
        upload = desk.session.get_one(Upload, payload(house, step)["opinion"])
        assert (upload.officer_id, upload.step_id, upload.media_type, upload.size) == ("P12", step.id, "application/pdf", len(PDF))
        assert "/" not in upload.name
    assert not house.steps("proxy-opinion")
    file = signed_in("secretary").get(f"/ho-so/{house.case_id}/tep/{upload.id}")
    assert file.content == PDF
    assert file.headers["content-disposition"].startswith("attachment")
    assert file.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "more", "status", "sentence"),
    [
        ("y kien.pdf", PDF, {"opinion_confirmed": None}, 422, "không chứa bí mật nhà nước"),
        ("y kien.pdf", b"MZ\x90\x00 not a pdf at all", {}, 415, "không phải là PDF"),
        ("y kien.docx", PDF, {}, 415, "không đúng với đuôi tên tệp"),
        ("y kien.pdf", PDF + b"x" * (26 * 1024 * 1024), {}, 413, "vượt quá 25 MB"),
        ("y kien.html", b"<html><script>alert(1)</script>", {}, 415, "không phải là PDF"),
        ("y kien.pdf", b"", {}, 415, "không có nội dung"),
    ],
)
def test_a_bad_file_is_refused_and_the_rest_of_the_form_is_kept(
    house: House, anybody: Browser, name: str, content: bytes, more: dict[str, Any], status: int, sentence: str
) -> None:
    house.reach("rsvp")
    step = house.step("rsvp", "member_gd")
    reply = proxy(anybody, f"/t/{house.token(step)}", name, content, **more)
    assert reply.status_code == status
    assert sentence in text_of(reply.text)
    assert "Ông Thay" in reply.text
    assert house.again(step).state == StepState.OPEN
    with house.bureau.reading_desk() as desk:
        assert desk.session.execute(text("SELECT count(*) FROM upload WHERE step_id = :id"), {"id": step.id}).scalar_one() == 0


def test_a_good_file_need_not_be_chosen_again_when_something_else_was_wrong(house: House, anybody: Browser) -> None:
    house.reach("rsvp")
    step = house.step("rsvp", "member_gd")
    path = f"/t/{house.token(step)}"
    reply = proxy(anybody, path, "ý kiến.pdf", PDF, reason="")
    assert reply.status_code == 422
    assert "Đã nhận tệp" in text_of(reply.text)
    kept = re.search(r'name="opinion_kept" value="([^"]+)"', reply.text)
    assert kept
    data = {"choice": "proxy", "reason": "Họp Bộ", "proxy_name": "Ông Thay", "proxy_office": "Phó Giám đốc"}
    forged = anybody.send(path, data | {"reason": "", "opinion_kept": kept[1][:-2] + "xx"})
    assert "Đã nhận tệp" not in text_of(forged.text)
    assert anybody.send(path, data | {"opinion_kept": kept[1]}).status_code == 200
    assert payload(house, step)["opinion"]


def test_a_kept_file_is_good_for_its_own_step_only(house: House, anybody: Browser) -> None:
    house.reach("rsvp")
    reply = proxy(anybody, f"/t/{house.token(house.step('rsvp', 'member_gd'))}", "ý kiến.pdf", PDF, reason="")
    kept = re.search(r'name="opinion_kept" value="([^"]+)"', reply.text)
    assert kept
    other = house.step("rsvp", "member_yt")
    data = {"choice": "proxy", "reason": "Họp Bộ", "proxy_name": "Ông Thay", "proxy_office": "Phó Giám đốc", "opinion_kept": kept[1]}
    assert anybody.send(f"/t/{house.token(other)}", data).status_code == 200
    assert payload(house, other)["opinion"] is None


def test_a_body_without_end_is_refused_before_it_is_read(house: House, anybody: Browser) -> None:
    step = house.reach("rsvp")
    path = f"/t/{house.token(step)}"
    huge = anybody.client.build_request("POST", path, data={"choice": "attend", "reason": "x" * 3_000_000})
    assert anybody.client.send(huge).status_code == 413
    assert MAX_BODY >= 4 * 25 * 1024 * 1024
    broken = anybody.client.post(path, content=b"--x\r\ngarbage", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert broken.status_code in (400, 403)
    other = anybody.client.post(path, content=b'{"choice": "attend"}', headers={"Content-Type": "application/json"})
    assert other.status_code == 403
    assert house.again(step).state == StepState.OPEN


def test_a_file_that_is_too_large_is_thrown_away_as_it_comes_in_and_never_kept_whole() -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="opinion"; filename="a.pdf"\r\n\r\n'
    chunks = [head, *[b"x" * 1024 * 1024] * 40, b"\r\n--x--\r\n"]

    async def coming() -> AsyncGenerator[bytes, None]:
        for chunk in chunks:
            yield chunk

    async def received() -> int:
        parser = BoundedParser(Headers({"content-type": "multipart/form-data; boundary=x"}), coming())
        form = await parser.parse()
        file = form["opinion"]
        assert isinstance(file, UploadFile)
        size = file.size or 0
        await form.close()
        return size

    assert asyncio.run(received()) == MAX_BYTES + 1
