"""300 letters over one connection: plain smtplib against the house's mail channel, batch by batch in turn, to the same mailbox.

``python -m benchmarks.mail [letters] [runs]``. The message is written before the clock starts, and both are handed its bytes.
"""

import re
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from notifications.channels import mail
from notifications.channels.receipt import Outcome
from notifications.message import compose
from notifications.parcel import Parcel
from tests.rules.test_message import ENVELOPE

BATCH = 10  # small, so that whatever else the machine does falls on both alike


def seconds(send: Callable[[Parcel], object], letter: Parcel) -> float:
    """How long one batch takes."""
    began = time.perf_counter()
    for _ in range(BATCH):
        send(letter)
    return time.perf_counter() - began


def run(port: int, letter: Parcel, count: int) -> tuple[float, float]:
    """Letters a second: smtplib, channel."""

    def house(letter: Parcel) -> None:
        receipt = mail.send(f"nhipmail://127.0.0.1:{port}", letter)
        assert receipt.outcome is Outcome.ACCEPTED, receipt

    house(letter)  # registering the plug-in is no part of sending
    plain = ours = 0.0
    with smtplib.SMTP("127.0.0.1", port, "benchmark") as smtp:

        def plainly(letter: Parcel) -> None:
            smtp.sendmail(letter.sender, letter.recipient, letter.body)

        for _ in range(count // BATCH):
            plain += seconds(plainly, letter)
            ours += seconds(house, letter)
    mail.close()
    return count / plain, count / ours


def main() -> None:
    """Print the table."""
    count, runs = (int(argument) for argument in (sys.argv[1:] + ["300", "5"][len(sys.argv) - 1 :])[:2])
    letter = compose(ENVELOPE)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "deployments.mailbox", "--smtp-port", "0", "--web-port", "0", "--folder", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as mailbox:
            assert mailbox.stdout is not None
            port = int(re.findall(r":(\d+)", mailbox.stdout.readline())[0])
            try:
                rates = [run(port, letter, count) for _ in range(runs)]
            finally:
                mailbox.terminate()
    print(f"{'run':>6} {'smtplib/s':>10} {'channel/s':>10} {'ratio':>6}")
    for number, (plain, ours) in enumerate(rates, 1):
        print(f"{number:>6} {plain:>10.0f} {ours:>10.0f} {ours / plain:>6.2f}")
    ratio = statistics.median(ours / plain for plain, ours in rates)
    print(f"median ratio {ratio:.2f}, {count} letters of {len(letter.body)} bytes each way")


if __name__ == "__main__":
    main()
