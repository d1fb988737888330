"""The doctor looks at the office's own Word forms before a paper has to be made with one."""

from pathlib import Path

import docx

from deployments.checkup import examine
from documents.render import form_file
from models.settings import Settings


def test_the_offices_own_forms_are_looked_at(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "bien_ban.docx").write_bytes(form_file("bien_ban").read_bytes())
    (forms / "giay_moi.docx").write_bytes(b"no Word file")
    (forms / "giay_khen.docx").write_bytes(form_file("bien_ban").read_bytes())
    wrong = docx.Document(str(form_file("to_trinh")))
    wrong.add_paragraph("{{ so_ban }}")
    wrong.save(str(forms / "to_trinh.docx"))
    found = {one.name: one for one in examine(Settings(home=tmp_path)) if one.name.startswith("form ")}
    assert {name: one.state for name, one in found.items()} == {
        "form bien_ban": "well",
        "form giay_khen": "missing",
        "form giay_moi": "missing",
        "form to_trinh": "missing",
    }
    assert "mẫu ghi trường không có: so_ban" in found["form to_trinh"].words
    assert "không có loại văn bản tên giay_khen" in found["form giay_khen"].words
    assert "không phải là tệp Word" in found["form giay_moi"].words
