"""A year, walked on a database of its own."""

from deployments.postgres import Cluster
from flows.rehearsal import rehearse
from flows.rehearsed_officers import Manner
from flows.year_report import YearReport

SEED = 2


def rehearsed(cluster: Cluster, seed: int, name: str, manner: Manner = Manner.MIXED) -> YearReport:
    cluster.create_database(name, "nhip_owner", template="nhip_template")
    try:
        return rehearse(2027, cluster.url("nhip_app", name), seed=seed, manner=manner)
    finally:
        cluster.drop_database(name)
