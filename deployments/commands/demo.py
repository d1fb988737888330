"""``demo``: the whole house at work in two minutes."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    leave: Annotated[bool, typer.Option("--exit", help="Dừng tất cả khi diễn xong (mặc định: giữ nhà mở để xem).")] = False,
    process: Annotated[
        str, typer.Option("--process", metavar="VỞ", help="Diễn quy trình nào: meeting (mặc định), report, plan, funding, group.")
    ] = "meeting",
    facts: Annotated[Path | None, typer.Option("--json", metavar="TỆP", help="Ghi kết quả ra tệp JSON.")] = None,
) -> None:
    """Diễn một quy trình trên nhà thật, mặc định là cuộc họp quý III/2019: mở cửa, hỏi, trả lời qua cổng, ban hành.

    Nhà nằm trong NHIP_HOME/demo, làm lại từ đầu mỗi lần; đồng hồ của nhà bắt đầu vào năm 2019.
    """
    from deployments.demo.run import run

    raise typer.Exit(run(leave, facts, process))
