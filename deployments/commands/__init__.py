"""The command line's rooms. They load nothing heavy: settings, Prefect and the records are imported inside the commands."""
