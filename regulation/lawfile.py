"""One YAML file of the law, read so that whatever is wrong in it can be pointed at.

Scalars stay text until the model reads them: "10:15" is a time, "no" is a word, and neither is what YAML 1.1 makes of it.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, ValidationError
from pydantic_core import ErrorDetails

from regulation.errors import LawError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"

Loc = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
Key = TypeVar("Key")
Value = TypeVar("Value")

Frozen = Annotated[Mapping[Key, Value], AfterValidator(lambda found: MappingProxyType(dict(found))), PlainSerializer(dict)]
"""A mapping that nobody can change once it is read."""


class LawModel(BaseModel):
    """Base of everything read from the law's files: immutable, and a field nobody knows is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, str_min_length=1)


class LawFile:
    """The content of one file and the line on which each part of it stands."""

    def __init__(self, path: Path) -> None:
        """Reads ``path``; raises ``LawError`` when it is missing, is not YAML or repeats a key."""
        self.name = path.name if path.parent.name != "sample" else f"sample/{path.name}"
        self._lines: dict[Loc, int] = {}
        self._seen: set[int] = set()
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
        except FileNotFoundError:
            raise LawError("thiếu tệp này trong thư mục dữ liệu quy chế", file=self.name) from None
        except UnicodeDecodeError:
            raise LawError("tệp phải là văn bản UTF-8", file=self.name) from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise LawError(f"không đúng cú pháp YAML ({error.problem})", file=self.name, line=mark.line + 1 if mark else None) from None
        except yaml.YAMLError as error:
            raise LawError(f"không đúng cú pháp YAML ({error})", file=self.name) from None
        self.content = self._plain(root, ()) if root is not None else {}

    def read(self, model: type[Model]) -> Model:
        """The content as ``model``; raises ``LawError`` for the first field that does not fit."""
        try:
            return model.model_validate(self.content)
        except ValidationError as error:
            found = error.errors(include_url=False)
            expected = _expectation(found[0])
            if len(found) > 1:
                expected += f" (tệp này còn {len(found) - 1} chỗ khác chưa đúng)"
            raise self.refusal(found[0]["loc"], expected) from None

    def refusal(self, loc: Loc, expected: str) -> LawError:
        """The error that says what was ``expected`` at ``loc``, with its line; for checks across files."""
        known = loc
        while known and known not in self._lines:
            known = known[:-1]
        return LawError(expected, file=self.name, line=self._lines.get(known), field=".".join(str(part) for part in loc) or None)

    def _plain(self, node: yaml.Node, loc: Loc) -> Any:
        self._lines.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == _NULL else node.value
        if id(node) in self._seen:
            raise self.refusal(loc, "không dùng bí danh YAML (& và *); hãy viết lại nội dung")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        return [self._plain(item, (*loc, index)) for index, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.refusal(loc, "tên trường phải là chữ")
            here = (*loc, key.value)
            if key.value in plain:
                first = self._lines[here]
                raise LawError(
                    f"trường này đã có ở dòng {first}, hãy bỏ một chỗ",
                    file=self.name,
                    line=key.start_mark.line + 1,
                    field=".".join(map(str, here)),
                )
            self._lines[here] = key.start_mark.line + 1
            plain[key.value] = self._plain(value, here)
        return plain


def named(content: Any, *fields: str, key: str = "name") -> Any:
    """Gives each entry of the mappings ``fields`` its own key as the field ``key``, so that a rule knows its name."""
    if not isinstance(content, dict):
        return content
    filled = {
        field: {name: {key: name, **entry} if isinstance(entry, dict) else entry for name, entry in content[field].items()}
        for field in fields
        if isinstance(content.get(field), dict)
    }
    return content | filled


_EXPECTED = {
    "missing": "thiếu trường này",
    "extra_forbidden": "không có trường nào tên như vậy, hãy bỏ hoặc sửa tên",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "decimal_parsing": "phải là số",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "date_from_datetime_parsing": "phải là ngày dạng năm-tháng-ngày, ví dụ 2019-05-03",
    "date_parsing": "phải là ngày dạng năm-tháng-ngày, ví dụ 2019-05-03",
    "date_type": "phải là ngày dạng năm-tháng-ngày, ví dụ 2019-05-03",
    "datetime_from_date_parsing": "phải là ngày giờ, ví dụ 2019-09-27T08:00+07:00",
    "datetime_parsing": "phải là ngày giờ, ví dụ 2019-09-27T08:00+07:00",
    "timezone_aware": "phải là ngày giờ có múi giờ, ví dụ 2019-09-27T08:00+07:00",
    "time_parsing": "phải là giờ dạng 08:00",
    "string_type": "phải là chữ",
    "string_too_short": "không được để trống",
    "too_short": "không được để trống",
    "too_long": "có nhiều mục hơn mức cho phép",
    "tuple_type": "phải là danh sách",
    "list_type": "phải là danh sách",
    "mapping_type": "phải là các trường có tên",
    "model_type": "phải là các trường có tên",
    "dict_type": "phải là các trường có tên",
}


def _expectation(error: ErrorDetails) -> str:
    kind, found, context = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in ("literal_error", "enum"):
        expected = "phải là một trong: " + str(context["expected"]).replace(" or ", ", ").replace("'", "")
    elif kind == "string_pattern_mismatch":
        expected = f"phải viết theo mẫu {context['pattern']}"
    elif kind == "greater_than_equal":
        expected = f"không được nhỏ hơn {context['ge']}"
    elif kind == "less_than_equal":
        expected = f"không được lớn hơn {context['le']}"
    else:
        expected = _EXPECTED.get(kind, "giá trị không dùng được ở đây")
    shown = isinstance(found, str) and found and kind != "extra_forbidden"
    return f"{expected}, đang ghi “{found}”" if shown else expected
