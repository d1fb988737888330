"""One case from opening to close, 72 durable steps: the product against bare SQL that writes the same rows. Limit: 4 times.

``python -m benchmarks.cycle [rounds]``. See README.md for what each side does.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg

from benchmarks.cycle_case import play
from benchmarks.ground import Stopwatch, bureau_of, durable_cluster, milliseconds, ratio, table
from benchmarks.replay import replay, rows_of, transactions
from deployments.postgres import Cluster
from models.journal import verify
from models.store import plain_url

BLOB = b"nhip" * 256
LIMIT = 4
WALKS_IN_VAIN = 14 + 36  # answers to a gather that still waits for others
WALKING = "walking"  # database of the variant that walks after every answer
PEER = "peer"


@dataclass
class Round:
    """Seconds of one turn of each, and how many transactions the peer made of it."""

    product: float
    peer: float
    walking: float
    commits: int


def rounds_of(cluster: Cluster, count: int) -> Iterator[Round]:
    """The three turn by turn; every case of the product is written again by the peer, and both must hold the same rows."""
    ours, walking = bureau_of(cluster, "nhip", blob=BLOB), bureau_of(cluster, WALKING, blob=BLOB)
    with (
        psycopg.connect(plain_url(cluster.url("nhip_app", "nhip"))) as looking,
        psycopg.connect(plain_url(cluster.url("nhip_app", PEER))) as bare,
        psycopg.connect(plain_url(cluster.url("nhip_app", PEER))) as checking,
    ):
        for n in range(count):
            watches = Stopwatch(), Stopwatch(), Stopwatch()
            case = play(ours, f"{n}", watches[0], walk_each_answer=False)
            written = rows_of(looking, case)
            plan = transactions(written, BLOB)
            with watches[1]:
                replay(bare, plan, cluster.home / PEER / "files")
            play(walking, f"{n}", watches[2], walk_each_answer=True)
            assert rows_of(checking, case) == written, "the peer wrote other rows"
            yield Round(watches[0].seconds, watches[1].seconds, watches[2].seconds, len(plan))
    for bureau in (ours, walking):
        with bureau.reading_desk() as desk:
            assert verify(desk.session).clean
        bureau.store.close()


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with durable_cluster() as cluster:
        for database in (WALKING, PEER):
            cluster.create_database(database, "nhip_owner", template="nhip")
        _, *rounds = rounds_of(cluster, count + 1)  # the first warms up
    commits = rounds[0].commits
    product, peer, walking = ([getattr(turn, name) for turn in rounds] for name in ("product", "peer", "walking"))
    rows = [
        ("bare SQL, the same rows", commits, milliseconds(peer), "1"),
        ("Nhịp, walks when the case can go on", commits, milliseconds(product), f"{ratio(product, peer):.2f}"),
        ("Nhịp, walks after every answer", commits + WALKS_IN_VAIN, milliseconds(walking), f"{ratio(walking, peer):.2f}"),
    ]
    table(("one cycle of 72 steps", "commits", "ms: median (best)", "× bare SQL"), rows)
    print(f"limit {LIMIT} ({count} rounds)")


if __name__ == "__main__":
    main()
