"""The verbs. Plain functions; ``flows.process`` shows them to Prefect."""
