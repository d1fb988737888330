"""The channels: each turns one finished letter into one :class:`~notifications.channels.receipt.Receipt`.

A channel is an Apprise plug-in in a module of its own with a public ``send(url, payload) -> Receipt``. Apprise forwards neither
our payload nor the answer of the other side, so both travel in a :class:`~notifications.channels.cargo.Cargo`. A channel never
raises for what the other side did: every attempt ends as one of the outcomes.
"""
