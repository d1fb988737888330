from collections.abc import Callable

from tests.portal.visit import Browser, House, text_of


def test_home(house: House, signed_in: Callable[[str], Browser]) -> None:
    secretary = signed_in("secretary")
    page = secretary.get("/")
    assert "Lập dự thảo chương trình" in text_of(page.text)
    assert secretary.get(f"/ho-so/{house.case_id}").status_code == 200
