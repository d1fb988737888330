"""Typer speaks English; here it is taught the few words it says by itself."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

_HELP = (
    (r"^Usage: ", "Cách dùng: "),
    (r"^Options:", "Tùy chọn:"),
    (r"^Arguments:", "Tham số:"),
    (r"^Commands:", "Lệnh:"),
    (r"\[OPTIONS\]", "[TÙY CHỌN]"),
    (r"COMMAND \[ARGS\]\.\.\.", "LỆNH [THAM SỐ]..."),
    (r"Show this message and exit\.", "Hiện phần hướng dẫn này."),
    (r"\[required\]", "[bắt buộc]"),
    (r"\[default: ", "[mặc định: "),
)
_FAULTS = (
    (r"No such command '?(.+?)'?\.(.*)", r"Không có lệnh «\1»."),
    (r"No such option: (\S+).*", r"Không có tùy chọn «\1»."),
    (r"Missing (?:argument|option) '?(.+?)'?\.?(?: Choose from.*)?", r"Thiếu «\1»."),
    (r"Missing command\.", "Thiếu tên lệnh."),
    (r"Option '?(.+?)'? requires an argument\.", r"Tùy chọn «\1» cần một giá trị."),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.+)\)", r"Thừa «\1»."),
    (r"Invalid value for '?(.+?)'?: (.*)", r"Giá trị của «\1» không đọc được."),
)


class Command(TyperCommand):
    """A command whose help is in Vietnamese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is in Vietnamese throughout."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _translated(super().get_help(ctx))


def group(help_: str, **options: Any) -> typer.Typer:
    """A Typer application that looks like the rest of the command line."""
    return typer.Typer(
        cls=Group, rich_markup_mode=None, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=help_, **options
    )


def told(fault: typer.TyperException) -> str:
    """What is wrong with the line that was typed, and the way out."""
    said = str(getattr(fault, "format_message", fault.__str__)())
    for pattern, sentence in _FAULTS:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            said = found.expand(sentence)
            break
    context = getattr(fault, "ctx", None)
    path = context.command_path if context is not None else "nhip"
    return f"{said} Xem «{path} --help»."


def _translated(text: str) -> str:
    for pattern, words in _HELP:
        text = re.sub(pattern, words, text, flags=re.MULTILINE)
    return text
