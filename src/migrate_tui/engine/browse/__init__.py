"""Tables page by page, for somebody who looks: async and read-only, so that nobody waits for it."""
