"""Phone numbers: read as people write them, kept as one and the same text (E.164), refused where there is no such number."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from models.errors import Refused

HOME_REGION = "VN"  # a number without a country is ours
_REACHED = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class BadPhone(Refused):
    """Không có số điện thoại này. Ghi đủ các chữ số, ví dụ 0912 345 678; số nước ngoài ghi kèm dấu + và mã nước."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "")


class NoMobile(BadPhone):
    """Đây là số máy bàn, không nhận được tin nhắn Zalo. Ghi số di động của người nhận."""


def normal(typed: str) -> str:
    """``0912 345 678`` → ``+84912345678``; :class:`BadPhone` where no such number can be."""
    return phonenumbers.format_number(_number(typed), PhoneNumberFormat.E164)


def for_zalo(phone: str) -> str:
    """The number as Zalo wants it, ``84912345678``; :class:`BadPhone`, or :class:`NoMobile` for a desk telephone."""
    number = _number(phone)
    if phonenumbers.number_type(number) not in _REACHED:
        raise NoMobile
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")


def shown(phone: str) -> str:
    """The number as people read it: ``0912 345 678``, a foreign one with its country; as it stands where it is none."""
    try:
        number = _number(phone)
    except BadPhone:
        return phone
    ours = number.country_code == phonenumbers.country_code_for_region(HOME_REGION)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if ours else PhoneNumberFormat.INTERNATIONAL)


def _number(typed: str) -> PhoneNumber:
    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except NumberParseException:
        raise BadPhone from None
    if not phonenumbers.is_valid_number(number):
        raise BadPhone
    return number
