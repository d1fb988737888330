"""What mail servers send back, as they write it; ``{address}`` stands for the signed address it came to."""

from pathlib import Path

HERE = Path(__file__).parent


def came_back(name: str, address: str, *, action: str = "failed", status: str = "", diagnostic: str = "") -> bytes:
    """One of the messages here, to this address; with another action, status, diagnosis where they are given."""
    text = (HERE / f"{name}.eml").read_text().replace("{address}", address)
    head, found, rest = text.partition("Action: failed\n")
    if found and status:
        rest = f"Status: {status}\nDiagnostic-Code: smtp; {diagnostic}\n\n" + rest[rest.index("\n--") + 1 :]
    return (head + (f"Action: {action}\n" if found else "") + rest).replace("\n", "\r\n").encode()
