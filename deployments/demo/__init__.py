"""``nhip demo``: one quarter's meeting on the real parts, its officers played through the portal's own pages."""
